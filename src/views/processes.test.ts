import { expect, test } from "vitest";
import { engineVersion } from "../engine/world/run-ref.ts";
import { makeRun } from "../lab/run.ts";
import { defaultKnobs, type Knobs, type Scenario } from "../lab/scenario.ts";
import { addressMap, clone, crash, files, forkTree } from "../topics/process-thread/scenario.ts";
import { processesAt } from "./processes.ts";
import { processesText } from "./processes-text.ts";

const traceOf = (scenario: Scenario, knobs: Knobs = {}) =>
  makeRun(scenario, {
    scenario: scenario.id,
    knobs: { ...defaultKnobs(scenario), ...knobs },
    seed: 1,
    faults: [],
    choices: [],
    engine: engineVersion,
  }).trace;

test("after a fork all writable pages are copy-on-write on both sides, and text is shared", () => {
  const trace = traceOf(addressMap);
  const [view] = processesAt(trace, trace.of("process.started")[1]!.id);
  expect(
    view!.spaces.map(({ regions }) => regions.map(({ name, pages }) => `${name} ${pages.map(({ state }) => state)}`)),
  ).toEqual(
    Array(2).fill([
      "text shared",
      "data copy-on-write",
      "heap copy-on-write,copy-on-write,copy-on-write,copy-on-write",
      "stack copy-on-write,copy-on-write",
    ]),
  );
  expect(view!.frames).toEqual({ inUse: 8, copied: 0, faults: 0 });
});

test("each write gives its page a frame of its own; the picture says which page was touched", () => {
  const trace = traceOf(addressMap);
  const copies = trace.of("page.copied");
  const [view] = processesAt(trace, copies[1]!.id);
  const child = view!.spaces[1]!.regions.find(({ name }) => name === "heap")!;
  expect(child.pages.map(({ state, touched }) => `${state}${touched ? "!" : ""}`)).toEqual([
    "own",
    "own!",
    "copy-on-write",
    "copy-on-write",
  ]);
  expect(view!.frames).toMatchObject({ inUse: 10, copied: 2, faults: 2 });
});

test("frames in use are the frames of the pages, at every event", () => {
  for (const scenario of [addressMap, crash, clone, forkTree, files]) {
    const trace = traceOf(scenario);
    for (const event of trace.events) {
      // While a process is being made or ended, its memory is there or gone before its name is.
      if (event.kind !== "page.fault" && event.kind !== "file.written" && event.kind !== "process.thread") continue;
      const [view] = processesAt(trace, event.id);
      const frames = new Set(
        view!.spaces.flatMap(({ regions }) =>
          regions.flatMap(({ pages }) => pages.flatMap(({ frame }) => frame ?? [])),
        ),
      );
      expect(frames.size, `${scenario.id} ${event.id}`).toBe(view!.frames.inUse);
    }
  }
});

test("a forked child has descriptors of its own for the same open files", () => {
  const trace = traceOf(files, { case: "child-closes" });
  const [started] = trace.of("process.started").slice(1);
  const before = processesAt(trace, started!.id)[0]!;
  expect(before.tables.map(({ entries }) => entries.at(-1))).toMatchObject(
    Array(2).fill({ fd: 3, file: "/log", references: 2 }),
  );
  const after = processesAt(trace, trace.of("file.closed")[0]!.id)[0]!;
  expect(after.tables.map(({ entries }) => entries.length)).toEqual([4, 3]);
});

test("a process that has ended is a zombie in the tree until its parent asks", () => {
  const trace = traceOf(files, { case: "child-closes" });
  const [ended] = trace.of("process.ended");
  expect(processesText(processesAt(trace, ended!.id)[0]!, "ko")).toContain("  프로세스 3 files (좀비, exit 0)");
  expect(processesAt(trace, trace.of("process.reaped")[0]!.id)[0]!.processes).toHaveLength(1);
});

test("the text says what the picture shows", () => {
  const trace = traceOf(addressMap);
  const text = processesText(processesAt(trace, trace.of("page.copied")[0]!.id)[0]!, "en");
  expect(text.split("\n").slice(0, 9)).toEqual([
    "process 2 map (threads T0)",
    "  process 3 map (threads T1)",
    "",
    "address space 1 (process 2)",
    "  text r-x  400:f0=",
    "  data rw-  401:f1*",
    "  heap rw-  402:f2 403:f3* 404:f4* 405:f5*",
    "  stack rw-  7fffd:f6* 7fffe:f7*",
    "",
  ]);
  expect(text).toContain("  heap rw-  >402:f8 403:f3* 404:f4* 405:f5*");
  expect(text).toContain("9 frames in use, 1 copied, 1 page faults");
});

test("a run without programs has no such picture", () => {
  expect(processesAt({ of: () => [], events: [] } as never)).toEqual([]);
});
