/** What an interviewer asks next about processes and threads. Each answer is read off runs at the moment it is asked. */
import type { FollowUp } from "../../lab/follow-up.ts";
import { runWith as run } from "../../lab/run.ts";
import type { Knobs } from "../../lab/scenario.ts";
import { fill } from "../../lab/text.ts";
import { shares } from "./checks.ts";
import { frameUse, numberOf, valuesOf } from "./printed.ts";
import * as worlds from "./scenario.ts";
import { followUp, say } from "./words-of-topic.ts";

/** What the last write came to. */
const lastWrite = (knobs: Knobs): string => valuesOf(run(worlds.files, knobs).trace, "write").join();
const fileSize = (knobs: Knobs): number => numberOf(run(worlds.files, knobs).trace, "file size");

export const followUps: readonly FollowUp[] = [
  followUp("q-global-after-fork", "set", ["own-space", "copy-on-write"], () => {
    const { trace, ref } = run(worlds.counter);
    const [child, parent] = [numberOf(trace, "child"), numberOf(trace, "parent")];
    return { value: [child, parent], says: fill(say("globalAfterFork"), { child, parent }), run: ref };
  }),

  followUp("q-frames", "number", ["copy-on-write", "fork-copies-all"], () => {
    const { trace, ref } = run(worlds.addressMap, { "parent-writes": 0 });
    const { before, atEnd, copiedByChild, bytesCopied } = frameUse(trace);
    const values = { frames: atEnd, before, copied: copiedByChild, bytes: bytesCopied.toString() };
    return { value: atEnd, says: fill(say("frames"), values), run: ref };
  }),

  followUp("q-close-fd", "choice", ["threads-share", "clone-flags"], () => {
    const thread = lastWrite({ case: "thread-closes" });
    const child = lastWrite({ case: "child-closes" });
    return {
      value: `${thread}, ${child}`,
      says: fill(say("closeFd"), { thread, child }),
      run: run(worlds.files, { case: "thread-closes" }).ref,
    };
  }),

  followUp("q-file-size", "set", ["own-space", "threads-share"], () => {
    const together = fileSize({ case: "opened-before" });
    const apart = fileSize({ case: "opened-by-each" });
    return {
      value: [together, apart],
      says: fill(say("fileSize"), { together, apart }),
      run: run(worlds.files, { case: "opened-before" }).ref,
    };
  }),

  followUp("q-three-forks", "number", ["program-in-execution"], () => {
    const { trace, ref } = run(worlds.forkTree);
    const lines = valuesOf(trace, "line").length;
    return { value: lines, says: fill(say("threeForks"), { lines }), run: ref };
  }),

  followUp("q-cpu-share", "number", ["unit-of-scheduling"], () => {
    const { trace, ref } = run(worlds.cpuShare);
    const [p1, p2] = shares(trace).map((share) => share / 1_000_000);
    return { value: [p1!, p2!], says: fill(say("cpuShare"), { p1: p1!, p2: p2! }), run: ref };
  }),
];
