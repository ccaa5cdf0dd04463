/**
 * What many runs say together: the middle and the spread of a quantity, and how often a conclusion held. Pure functions of the
 * samples. No means and no standard deviations: times on a busy machine have a long tail, and both would follow the tail.
 */

/** Quartiles by linear interpolation between the two nearest samples (type 7 of Hyndman and Fan, 1996, as R and NumPy do). */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

/** The spread of at least one sample. @throws RangeError without any, or with one that is no number */
export function spread(samples: readonly number[]): Spread {
  if (samples.length === 0 || samples.some(Number.isNaN)) throw new RangeError("no samples, or one that is no number");
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    min: sorted[0]!,
    max: sorted.at(-1)!,
    lowerQuartile: quantile(sorted, 0.25),
    upperQuartile: quantile(sorted, 0.75),
  };
}

export const median = (samples: readonly number[]): number => spread(samples).median;

function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)]!;
  return below + (sorted[Math.ceil(place)]! - below) * (place - Math.floor(place));
}

/** Whether a conclusion speaks of every run, or says that something can happen. */
export type Holds = "always" | "possible";

export type Outcome = "reproduced" | "not-reproduced" | "not-measured";

/** Of twenty runs one may differ: somebody else's work on the machine is in every measurement. */
const share = 0.95;

/** In how many of `runs` a conclusion must hold to count as reproduced: 19 of 20, all of fewer; one, when it says "can happen". */
export const needed = (holds: Holds, runs: number): number => (holds === "possible" ? 1 : Math.ceil(runs * share));

/** Judges by the runs in which it could be seen at all. */
export function outcome(holds: Holds, held: number, runs: number): Outcome {
  if (runs === 0) return "not-measured";
  return held >= needed(holds, runs) ? "reproduced" : "not-reproduced";
}
