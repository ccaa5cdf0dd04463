/**
 * A measurement on the machine of whoever asks: what one run measures, and what is concluded from many. Runs come one after the
 * other; a quantity that a machine cannot give is missing from the sample, with the reason in words, and what is concluded from it
 * is "not measured". Nothing is filled in.
 */
import type { Text } from "../../lab/text.ts";
import { type Holds, type Outcome, outcome, type Spread, spread } from "./statistics.ts";

export type Unit = "us" | "ms" | "";

export interface Quantity {
  readonly says: Text;
  /** "" is a number without a unit: a count, a ratio. */
  readonly unit: Unit;
}

/** What one run gave, by the names of `quantities`. */
export type Sample = Readonly<Record<string, number>>;

export interface Conclusion {
  readonly id: string;
  readonly says: Text;
  readonly holds: Holds;
  /** The quantities that it looks at; without one of them it is not measured. */
  readonly needs: readonly string[];
  readonly check: (sample: Sample) => boolean;
  /** Why it may fail although it is right. */
  readonly otherwise: Text;
}

/** One measurement made ready: the files and the facts about the machine that all its runs share. */
export interface Ready {
  run(): Promise<Sample>;
  /** What this machine cannot give, and why, in words. */
  readonly missing: readonly Text[];
  close?(): void;
}

export interface Measurement<Size> {
  readonly name: string;
  readonly about: Text;
  /** The claims of the catalogue that it shows on a real machine, beside the runs that decide them in the simulation. */
  readonly claims: readonly string[];
  readonly quantities: Readonly<Record<string, Quantity>>;
  readonly conclusions: readonly Conclusion[];
  /** What a run does when nothing else is said. */
  readonly size: Size;
  prepare(size: Size): Promise<Ready>;
}

/** A measurement at the size that it has. */
export type AnyMeasurement = Measurement<object>;

export interface Measured {
  readonly quantities: readonly ({
    readonly id: string;
    readonly samples: readonly number[];
  } & Quantity &
    Spread)[];
  readonly conclusions: readonly {
    readonly conclusion: Conclusion;
    readonly held: number;
    readonly of: number;
    readonly outcome: Outcome;
  }[];
  readonly missing: readonly Text[];
}

/** Makes `runs` runs and concludes. `tell` hears how many are done. */
export async function measure<Size>(
  measurement: Measurement<Size>,
  runs: number,
  tell: (done: number) => void = () => {},
  size: Size = measurement.size,
): Promise<Measured> {
  const ready = await measurement.prepare(size);
  try {
    const samples: Sample[] = [];
    for (let done = 0; done < runs; done++) {
      tell(done);
      samples.push(await ready.run());
    }
    return { ...conclude(measurement, samples), missing: ready.missing };
  } finally {
    ready.close?.();
  }
}

/** What given samples say. */
export function conclude(
  { quantities, conclusions }: Pick<AnyMeasurement, "quantities" | "conclusions">,
  samples: readonly Sample[],
): Omit<Measured, "missing"> {
  const seen = (id: string): number[] => samples.flatMap((sample) => (known(sample, id) ? [sample[id]!] : []));
  return {
    quantities: Object.entries(quantities).flatMap(([id, quantity]) => {
      const found = seen(id);
      return found.length === 0 ? [] : [{ id, ...quantity, samples: found, ...spread(found) }];
    }),
    conclusions: conclusions.map((conclusion) => {
      const judged = samples.filter((sample) => conclusion.needs.every((id) => known(sample, id)));
      const held = judged.filter(conclusion.check).length;
      return { conclusion, held, of: judged.length, outcome: outcome(conclusion.holds, held, judged.length) };
    }),
  };
}

const known = (sample: Sample, id: string): boolean => Number.isFinite(sample[id] ?? Number.NaN);
