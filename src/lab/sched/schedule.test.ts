import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Duration, ms } from "../../engine/base/time.ts";
import type { PolicyOptions } from "../../engine/kernel/cpu-options.ts";
import { isProblem } from "../problem.ts";
import { parseJobs, unit } from "./jobs.ts";
import { parsePolicy, policies } from "./policy.ts";
import { schedule } from "./schedule.ts";
import { type OracleJob, type OraclePolicy, oracle } from "./testing/oracle.ts";

const whole = (most: number, least = 1) => fc.integer({ min: least, max: most });
const job = fc.record(
  {
    arrival: whole(30, 0),
    length: whole(15),
    tickets: whole(5).map((n) => n * 20),
    priority: whole(3, 0),
  },
  { requiredKeys: ["arrival", "length"] },
);
const waitingJob = fc
  .tuple(job, fc.option(whole(6), { nil: undefined }))
  .map(([one, waitsEvery]) => (waitsEvery === undefined ? one : { ...one, waitsEvery }));

/** The kernel's schedule of the same jobs. */
function kernel(jobs: readonly OracleJob[], policy: PolicyOptions, seed: number, ioTime: number) {
  const found = schedule({
    policy,
    jobs: jobs.map(({ arrival, length, waitsEvery }) => ({
      arrival: arrival * unit,
      length: length * unit,
      waitsEvery: waitsEvery === undefined ? null : waitsEvery * unit,
    })),
    tasks: jobs.map(({ tickets, priority }) => ({
      ...(tickets === undefined ? {} : { tickets }),
      ...(priority === undefined ? {} : { priority }),
    })),
    ioTime: ms(ioTime),
    seed,
  })!;
  return {
    start: found.jobs.map(({ start }) => start),
    finish: found.jobs.map(({ finish }) => finish),
    switches: found.switches,
  };
}

function optionsOf({
  policy,
  quantum = 1,
  levels = [10, 10, 10],
  allotment = 1,
  boost = null,
}: OraclePolicy): PolicyOptions {
  switch (policy) {
    case "fifo":
    case "sjf":
    case "srtf":
    case "priority":
      return { policy };
    case "mlfq":
      return {
        policy,
        levels: levels.map((one) => ({ quantum: ms(one), allotment })),
        boost: boost === null ? null : ms(boost),
      };
    default:
      return { policy, quantum: ms(quantum) };
  }
}

describe("the kernel's schedules are those of a plain simulation, tick after tick", () => {
  const jobs = fc.array(job, { minLength: 1, maxLength: 8 });
  const waiting = fc.array(waitingJob, { minLength: 1, maxLength: 6 });
  const how = {
    fifo: fc.record({ policy: fc.constant("fifo" as const) }),
    sjf: fc.record({ policy: fc.constant("sjf" as const) }),
    srtf: fc.record({ policy: fc.constant("srtf" as const) }),
    priority: fc.record({ policy: fc.constant("priority" as const) }),
    rr: fc.record({ policy: fc.constant("rr" as const), quantum: whole(6) }),
    lottery: fc.record({ policy: fc.constant("lottery" as const), quantum: whole(4), seed: whole(1000) }),
    stride: fc.record({ policy: fc.constant("stride" as const), quantum: whole(4) }),
    mlfq: fc.record({
      policy: fc.constant("mlfq" as const),
      levels: fc.array(whole(6), { minLength: 1, maxLength: 4 }),
      allotment: whole(3),
      boost: fc.option(whole(20, 3)),
    }),
  };

  test.each(Object.entries(how))("%s, jobs that only compute", (_, policy) => {
    fc.assert(
      fc.property(jobs, policy as fc.Arbitrary<OraclePolicy>, (some, one) => {
        expect(kernel(some, optionsOf(one), one.seed ?? 1, 5)).toEqual(oracle(some, one));
      }),
      { numRuns: 300 },
    );
  });

  test.each(Object.entries(how))("%s, jobs that also wait for a device", (_, policy) => {
    fc.assert(
      fc.property(waiting, policy as fc.Arbitrary<OraclePolicy>, whole(7), (some, one, ioTime) => {
        expect(kernel(some, optionsOf(one), one.seed ?? 1, ioTime)).toEqual(oracle(some, { ...one, ioTime }));
      }),
      { numRuns: 300 },
    );
  });
});

describe("whatever the policy", () => {
  const all = policies.map((name) => parsePolicy(name, {}) as PolicyOptions);

  test.each(all.map((policy) => [policy.policy, policy] as const))(
    "%s: no CPU runs two jobs, no job runs twice at once, every job gets its length, and no CPU idles while a job waits",
    (_, policy) => {
      fc.assert(
        fc.property(fc.array(job, { minLength: 1, maxLength: 8 }), whole(4), whole(3, 0), (some, cpus, cost) => {
          const found = schedule({
            policy,
            jobs: some.map(({ arrival, length }) => ({
              arrival: arrival * unit,
              length: length * unit,
              waitsEvery: null,
            })),
            cpus,
            switchCost: ms(cost),
          })!;
          const overlap = (by: "job" | "cpu"): boolean =>
            found.slices.some((a, i) =>
              found.slices.some((b, j) => i < j && a[by] === b[by] && a.from < b.to && b.from < a.to),
            );
          expect([overlap("job"), overlap("cpu")]).toEqual([false, false]);
          for (const one of found.jobs) {
            const used = found.slices.filter((slice) => slice.job === one.id);
            expect(used.reduce((sum, { from, to }) => sum + to - from, 0)).toBeCloseTo(one.length, 5);
            expect(one.start).toBeGreaterThanOrEqual(one.arrival);
          }
          if (cost === 0 && cpus === 1) {
            // Work conserving: it is over when a CPU that never idles needlessly would be done.
            let free = 0;
            for (const one of [...some].sort((a, b) => a.arrival - b.arrival))
              free = Math.max(free, one.arrival) + one.length;
            expect(Math.max(...found.jobs.map(({ finish }) => finish))).toBeCloseTo(free, 5);
          }
        }),
        { numRuns: 60 },
      );
    },
  );

  test("shortest job first has the least average turnaround of all when all arrive together", () => {
    fc.assert(
      fc.property(fc.array(whole(15), { minLength: 1, maxLength: 7 }), (lengths) => {
        const turnaround = (policy: PolicyOptions): number =>
          schedule({
            policy,
            jobs: lengths.map((length) => ({ arrival: 0, length: length * unit, waitsEvery: null })),
          })!.averages.turnaround;
        const least = turnaround({ policy: "sjf" });
        for (const policy of all) expect(turnaround(policy)).toBeGreaterThanOrEqual(least - 1e-9);
      }),
      { numRuns: 50 },
    );
  });
});

describe("fair policies", () => {
  /** Each job's CPU time up to `until`. */
  const used = (policy: PolicyOptions, nice: readonly number[], until: number): number[] => {
    const found = schedule({
      policy,
      jobs: nice.map(() => ({ arrival: 0, length: until * 10 * unit, waitsEvery: null })),
      tasks: nice.map((one) => ({ nice: one })),
    })!;
    return nice.map((_, id) =>
      found.slices
        .filter((slice) => slice.job === id && slice.from < until)
        .reduce((sum, { from, to }) => sum + Math.min(to, until) - from, 0),
    );
  };
  const weights: Readonly<Record<number, number>> = { [-5]: 3121, 0: 1024, 5: 335 };
  const someNice = fc.array(fc.constantFrom<number>(-5, 0, 5), { minLength: 2, maxLength: 5 });

  test("eevdf: nobody is ever further from its share than one slice (Stoica, Abdel-Wahab, theorem 1)", () => {
    fc.assert(
      fc.property(someNice, whole(400, 50), (nice, until) => {
        const total = nice.reduce((sum, one) => sum + weights[one]!, 0);
        for (const [id, time] of used({ policy: "eevdf", slice: ms(3) }, nice, until).entries())
          expect(Math.abs(time - (until * weights[nice[id]!]!) / total)).toBeLessThanOrEqual(3 + 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  test("cfs: over whole periods shares are as weights, to within a slice each", () => {
    fc.assert(
      fc.property(someNice, whole(20, 5), (nice, periods) => {
        const [latency, granularity] = [48, 1];
        const until = latency * periods;
        const total = nice.reduce((sum, one) => sum + weights[one]!, 0);
        const policy: PolicyOptions = {
          policy: "cfs",
          latency: ms(latency),
          minGranularity: ms(granularity),
          wakeUpGranularity: ms(1),
        };
        for (const [id, time] of used(policy, nice, until).entries()) {
          const share = weights[nice[id]!]! / total;
          expect(Math.abs(time - until * share)).toBeLessThanOrEqual(latency * share + granularity + 1e-6);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("lottery: over many quanta shares come near tickets", () => {
    const found = schedule({
      policy: { policy: "lottery", quantum: ms(1) },
      jobs: [1, 2].map(() => ({ arrival: 0, length: 4_000 * unit, waitsEvery: null })),
      tasks: [{ tickets: 300 }, { tickets: 100 }],
      seed: 7,
    })!;
    const first = found.slices
      .filter(({ job: id, from }) => id === 0 && from < 2_000)
      .reduce((sum, { from, to }) => sum + Math.min(to, 2_000) - from, 0);
    expect(first / 2_000).toBeGreaterThan(0.7);
    expect(first / 2_000).toBeLessThan(0.8);
  });
});

describe("what people write", () => {
  test("jobs with decimals are exact", () => {
    const jobs = parseJobs("0.1:0.2, 0.3:1");
    expect(jobs).toEqual([
      { arrival: 100_000, length: 200_000, waitsEvery: null },
      { arrival: 300_000, length: 1_000_000, waitsEvery: null },
    ]);
    const found = schedule({ policy: { policy: "rr", quantum: 100_000 as Duration }, jobs: jobs as [] })!;
    expect(found.jobs[0]).toMatchObject({ arrival: 0.1, start: 0.1, finish: 0.3, turnaround: 0.2, wait: 0 });
  });

  test("a mistake is told with its place", () => {
    const wrong = parseJobs("0:5,3:0");
    expect(isProblem(wrong) && wrong.problem.en).toMatch(/column 5, job 1 "3:0": a length must be greater than 0/);
    expect(isProblem(parsePolicy("rr", { boost: "3" }))).toBe(true);
    expect(isProblem(parsePolicy("mlfq", { levels: "0" }))).toBe(true);
  });

  test("nothing that is written as jobs or policy throws", () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9:,. -]{0,20}$/));
    fc.assert(fc.property(text, (jobs) => void parseJobs(jobs)));
    fc.assert(
      fc.property(fc.constantFrom(...policies, "x"), text, text, (name, quantum, levels) => {
        parsePolicy(name, { quantum });
        parsePolicy(name, { quantum, levels, allotment: levels, boost: quantum });
      }),
    );
  });
});
