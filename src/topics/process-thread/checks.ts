/** What must be so in a run for a claim about processes and threads to hold in it. Each reads the trace, and the run's name, only. */
import type { EventId, ThreadId } from "../../engine/trace/happening.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { Check } from "../../lab/claim.ts";
import type { Run } from "../../lab/run.ts";
import { flagKnob, numberKnob, optionKnob } from "../../lab/scenario.ts";
import { cpuTimes, eventsOf, frameUse, numberOf, printed, processOf, valuesOf } from "./printed.ts";
import * as worlds from "./scenario.ts";

const isOf = (run: Run, scenario: { readonly id: string }): boolean => run.ref.scenario === scenario.id;
const ids = (events: readonly { readonly id: EventId }[]): EventId[] => events.map(({ id }) => id);

/** As many numbers and address spaces as starts; one frame of text for all, one of data for each; counters apart. */
export const eachIsItsOwnProcess: Check = ({ trace, ref }) => {
  const instances = numberKnob(ref.knobs, "instances");
  const threads = numberKnob(ref.knobs, "threads");
  const started = trace.of("process.started");
  const framesOf = (region: string): Set<number | null> =>
    new Set(trace.of("region.mapped").flatMap((one) => (one.region === region ? one.frames : [])));
  const different = (values: readonly number[]): boolean => new Set(values).size === instances;
  const expected = Array.from({ length: instances }, (_, i) => String((3 + 2 * i) * threads));
  return {
    holds:
      started.length === instances &&
      different(started.map(({ pid }) => pid)) &&
      different(started.map(({ space }) => space)) &&
      framesOf("text").size === 1 &&
      framesOf("data").size === instances &&
      valuesOf(trace, "counter").join() === expected.join(),
    because: [...ids(started), ...eventsOf(trace, "counter")],
  };
};

/** What the observation of CPU time lasts, in nanoseconds: 120 ms, from when all threads are there. */
export const observedFrom = 1_000_000;
export const observedTo = 121_000_000;

/** The CPU time of the processes in that time, in the order in which they began. */
export function shares(trace: Trace): number[] {
  const times = cpuTimes(trace, observedFrom, observedTo);
  return trace.of("process.started").map(({ pid }) => times.get(pid) ?? 0);
}

/** Every thread gets as many quanta as there are full rounds, or one more; so a process gets so many for each thread. Switches name threads. */
export const threadsShareTheCpu: Check = ({ trace, ref }) => {
  const quantum = numberKnob(ref.knobs, "quantum") * 1_000_000;
  const threads = [numberKnob(ref.knobs, "p1-threads"), numberKnob(ref.knobs, "p2-threads")];
  const time = observedTo - observedFrom;
  const rounds = Math.floor(time / (quantum * (threads[0]! + threads[1]!)));
  const owner = processOf(trace);
  const got = shares(trace);
  const switches = trace.of("thread.switch");
  return {
    holds:
      got[0]! + got[1]! === time &&
      got.every(
        (share, p) => share >= threads[p]! * rounds * quantum && share <= threads[p]! * (rounds + 1) * quantum,
      ) &&
      switches.every(({ in: next }) => owner.has(next)),
    because: ids(switches.slice(0, 4)),
  };
};

/** The child's value changed, the parent's did not; and where both wrote one address, they wrote different frames. */
export const parentKeepsItsValue: Check = (run) => {
  const { trace, ref } = run;
  if (isOf(run, worlds.ipc))
    return { holds: numberOf(trace, "parent got") === 0, because: eventsOf(trace, "parent got") };
  const before = optionKnob(ref.knobs, "parts") === "both" ? 2 : 1;
  const stores = trace.of("memory.written");
  const child = stores.at(-1)!;
  const parents = stores.filter(({ space, address }) => space !== child.space && address === child.address);
  const holds =
    numberOf(trace, "child") === before + 10 &&
    numberOf(trace, "parent") === before &&
    parents.every(({ pageFrame }) => pageFrame !== child.pageFrame);
  return { holds, because: [child.id, ...eventsOf(trace, "child", "parent")] };
};

/** A thread's addition is seen, its close() closes for all, and what it wrote is had without a system call. */
export const threadsShare: Check = (run) => {
  const { trace } = run;
  if (isOf(run, worlds.files))
    return { holds: valuesOf(trace, "write").join() === "EBADF", because: eventsOf(trace, "write") };
  if (isOf(run, worlds.ipc))
    return {
      holds: numberOf(trace, "parent got") === 42 && transferred(trace).length === 0,
      because: eventsOf(trace, "parent got"),
    };
  return { holds: numberOf(trace, "after threads") === 2, because: eventsOf(trace, "after threads") };
};

/** Reads and writes on anything but the console. */
const transferred = (trace: Trace) =>
  [...trace.of("file.written"), ...trace.of("file.read")].filter(({ file }) => file !== "console");

/** The old value; two system calls and twice the bytes; nothing; nothing. */
export const costsOfIpc: Check = ({ trace, ref }) => {
  const bytes = numberKnob(ref.knobs, "bytes");
  const calls = transferred(trace);
  const copied = calls.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
  const got = numberOf(trace, "parent got");
  const mechanism = optionKnob(ref.knobs, "mechanism");
  const holds =
    mechanism === "pipe"
      ? got === 42 && calls.length === 2 && copied === 2 * bytes
      : calls.length === 0 && got === (mechanism === "private" ? 0 : 42);
  return { holds, because: [...ids(calls), ...eventsOf(trace, "parent got")] };
};

/** The range of each stack, and what was saved of each thread. */
function stacksOf(trace: Trace): {
  ranges: { thread: ThreadId; first: number; pages: number }[];
  saved: Set<ThreadId>;
} {
  const ranges = trace
    .of("process.thread")
    .flatMap(({ thread, stack }) => (stack === null ? [] : [{ thread, ...stack }]));
  return { ranges, saved: new Set(trace.of("context.saved").map(({ thread }) => thread)) };
}

const sumTo = (n: number): number => (n * (n + 1)) / 2;

/** Both results are right, the stacks have no page in common, and every switch between the two saves one set and restores another. */
export const stacksAreApart: Check = ({ trace, ref }) => {
  const { ranges, saved } = stacksOf(trace);
  const apart = ranges.every((one) =>
    ranges.every(
      (other) => one === other || one.first + one.pages <= other.first || other.first + other.pages <= one.first,
    ),
  );
  const switches = trace.of("thread.switch").filter(({ out }) => out !== null);
  const results = valuesOf(trace, "f")
    .map(Number)
    .sort((a, b) => a - b);
  const expected = [numberKnob(ref.knobs, "n"), numberKnob(ref.knobs, "m")].map(sumTo).sort((a, b) => a - b);
  return {
    holds:
      results.join() === expected.join() &&
      apart &&
      ranges.length >= 2 &&
      saved.size >= 2 &&
      trace.of("context.saved").length === switches.length,
    because: [...ids(trace.of("context.saved").slice(0, 2)), ...eventsOf(trace, "f")],
  };
};

/** At most one thread of the process had its registers saved. */
export const nothingIsSavedPerThread: Check = ({ trace }) => {
  const { saved } = stacksOf(trace);
  const first = [...saved].slice(0, 2).map((thread) => trace.of("context.saved").find((one) => one.thread === thread)!);
  return { holds: saved.size <= 1, because: ids(first) };
};

/** Who said at 20 ms that it is alive. */
const alive = (trace: Trace): string[] => valuesOf(trace, "alive").sort();

/** A process ends as a whole with the signal, and whatever is no part of it goes on. */
export const oneProcessDies: Check = ({ trace, ref }) => {
  const count = numberKnob(ref.knobs, "count");
  const isOneProcess = optionKnob(ref.knobs, "units") === "threads";
  const killed = trace.of("process.ended").filter(({ signal }) => signal === optionKnob(ref.knobs, "signal"));
  return {
    holds: killed.length === 1 && alive(trace).length === (isOneProcess ? 0 : count - 1),
    because: [
      ...ids(trace.of("page.fault").filter(({ fault }) => fault === "unmapped")),
      ...ids(killed),
      ...eventsOf(trace, "alive"),
    ],
  };
};

/** All threads but the one that faulted are alive. */
export const onlyTheVictimEnds: Check = ({ trace, ref }) => {
  const faults = trace.of("page.fault").filter(({ fault }) => fault === "unmapped");
  const ended = trace.of("thread.ended").filter(({ at }) => at === faults[0]?.at);
  return {
    holds: alive(trace).length === numberKnob(ref.knobs, "count") - 1,
    because: [...ids(faults), ...ids(ended)],
  };
};

const bitsOf = (mask: number): number => (mask === 0 ? 0 : (mask & 1) + bitsOf(mask >> 1));

/** Nothing is copied by fork itself, and then exactly the pages that the child wrote. */
export const copiesWhatIsWritten: Check = ({ trace, ref }) => {
  const use = frameUse(trace);
  const written = bitsOf(numberKnob(ref.knobs, "child-writes"));
  return {
    holds:
      use.copiedByFork === 0 &&
      use.afterFork === use.before &&
      use.copiedByChild === written &&
      use.atEnd === use.before + written,
    because: use.because,
  };
};

/** Right after fork twice as many frames are in use. */
export const forkCopiesAll: Check = ({ trace }) => {
  const use = frameUse(trace);
  return { holds: use.afterFork === 2 * use.before, because: use.because };
};

/** The global follows CLONE_VM alone, fd 3 CLONE_FILES alone, the number CLONE_THREAD alone. */
export const followsTheFlags: Check = ({ trace, ref }) => {
  const labels = ["global", "fd 3", "pid of the new task", "pid of the old task"] as const;
  const [global, fd, its, mine] = labels.map((label) => valuesOf(trace, label).join());
  return {
    holds:
      (global === "1") === flagKnob(ref.knobs, "CLONE_VM") &&
      (fd === "closed") === flagKnob(ref.knobs, "CLONE_FILES") &&
      (its === mine) === flagKnob(ref.knobs, "CLONE_THREAD") &&
      [global, fd, its, mine].every((value) => value !== ""),
    because: eventsOf(trace, ...labels),
  };
};

/** A's local variable is what A wrote. */
export const localIsSafe: Check = ({ trace }) => ({
  holds: numberOf(trace, "v") === 5,
  because: [...ids(trace.of("memory.written").filter(({ value }) => value === 77)), ...eventsOf(trace, "v")],
});

/** When a machine's jobs were done; null: never. */
const doneAt = ({ trace }: Run, label: string): { at: number; event: EventId } | null => {
  const line = printed(trace).find((one) => one.label === label && one.value === "done");
  return line ? { at: trace.event(line.event).at, event: line.event } : null;
};

/** Compares when the threads' machine and the processes' machine were done. */
const compared =
  (isSo: (threads: number, processes: number) => boolean): Check =>
  (run) => {
    const [threads, processes] = [doneAt(run, "threads"), doneAt(run, "processes")];
    const because = [threads, processes].flatMap((one) => (one ? [one.event] : []));
    return { holds: threads !== null && processes !== null && isSo(threads.at, processes.at), because };
  };

export const threadsAreFaster = compared((threads, processes) => threads < processes);
export const threadsKeepUp = compared((threads, processes) => threads <= processes);
