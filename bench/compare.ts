/**
 * Measuring by comparison. A figure is a ratio to the peer of its case, measured in the same run by turns, since absolute times say
 * more about the machine and its mood than about the code. Each `*.bench.ts` exports a `Bench` as its default.
 */
export interface Bench {
  readonly name: string;
  /** One sentence: what is compared with what, and on which input. */
  readonly what: string;
  run(): Row[] | Promise<Row[]>;
}

export interface Row {
  /** What is measured: "checksum of 1,460 bytes". Rows of the same case are set against each other. */
  readonly of: string;
  readonly who: string;
  /** Nanoseconds for one turn. */
  readonly ns: number;
  /** The one that counts as 1.0 in its case. */
  readonly peer: boolean;
}

/**
 * Measures `contestants` in turns, so that whatever else the machine does hits all of them, and takes the median of each.
 * The first is the peer. Each is called with a count of repetitions and must return something that depends on the work, which is
 * kept, so that the compiler cannot leave the work out.
 */
export function compare(of: string, contestants: Readonly<Record<string, (times: number) => unknown>>): Row[] {
  const names = Object.keys(contestants);
  const times = Object.fromEntries(names.map((name) => [name, repetitions(contestants[name]!)]));
  const samples = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const began = performance.now();
      kept = contestants[name]!(times[name]!);
      samples.get(name)!.push(((performance.now() - began) * 1e6) / times[name]!);
    }
  }
  return names.map((who, i) => ({ of, who, ns: median(samples.get(who)!), peer: i === 0 }));
}

/** How many repetitions take about `sampleMs`, found while the compiler warms up. */
function repetitions(contestant: (times: number) => unknown): number {
  for (let times = 1; ; times *= 2) {
    const began = performance.now();
    kept = contestant(times);
    if (performance.now() - began >= sampleMs) return times;
  }
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Where results go, so that the compiler cannot leave the work out. */
export let kept: unknown;
const rounds = 15;
const sampleMs = 20;
