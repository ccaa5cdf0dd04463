/** What a step is called, in a few words, in either language: the same in the picture, in its text twin and read aloud. */
import type { StepAction, SyncStep } from "./timeline.ts";

/** Two lines of a box: what was done, and to what. */
export function stepWords(action: StepAction, language: "ko" | "en"): { verb: string; what: string } {
  const ko = language === "ko";
  switch (action.kind) {
    case "read":
      return { verb: ko ? "읽기" : "read", what: `${action.cell} = ${action.value}` };
    case "write":
      return { verb: ko ? "쓰기" : "write", what: `${action.cell} = ${action.value}` };
    case "update":
      if (action.operation === "compare-and-swap")
        return action.changed
          ? { verb: ko ? "CAS 성공" : "CAS done", what: `${action.cell} = ${action.value}` }
          : { verb: ko ? "CAS 실패" : "CAS failed", what: `${action.cell} = ${action.was}` };
      // fetch-and-add of nothing is an atomic read.
      if (action.operation === "fetch-add" && action.was === action.value)
        return { verb: ko ? "원자적 읽기" : "atomic read", what: `${action.cell} = ${action.value}` };
      return {
        verb: ko
          ? action.operation === "swap"
            ? "원자적 쓰기"
            : "원자적 더하기"
          : action.operation === "swap"
            ? "atomic write"
            : "atomic add",
        what: `${action.cell} = ${action.value}`,
      };
    case "lock":
      return { verb: ko ? "락 잡음" : "lock", what: action.lock };
    case "unlock":
      return { verb: ko ? "락 놓음" : "unlock", what: action.lock };
    case "EPERM":
      return { verb: ko ? "락 놓기 거절" : "unlock refused", what: `${action.lock} EPERM` };
    case "sync":
      return { verb: syncVerbs[action.done][language], what: action.on };
    case "compute":
      return { verb: ko ? "계산" : "compute", what: "" };
  }
}

/** One line: "count 읽기 0", "read count 0". */
export function stepLine(action: StepAction, language: "ko" | "en"): string {
  const { verb, what } = stepWords(action, language);
  return what === "" ? verb : `${verb} ${what}`;
}

// biome-ignore format: a table
const syncVerbs: Readonly<Record<SyncStep, { ko: string; en: string }>> = {
  busy: { ko: "락 못 잡음", en: "lock is taken" },
  "lock-shared": { ko: "읽기 락", en: "read lock" },
  down: { ko: "down", en: "down" },
  up: { ko: "up", en: "up" },
  wait: { ko: "wait", en: "wait" },
  signal: { ko: "signal", en: "signal" },
  broadcast: { ko: "broadcast", en: "broadcast" },
  spurious: { ko: "거짓 깨움", en: "woken for nothing" },
  arrive: { ko: "장벽에 도착", en: "arrive" },
  pass: { ko: "장벽 통과", en: "pass" },
  fence: { ko: "펜스", en: "fence" },
  join: { ko: "join", en: "join" },
  buffer: { ko: "버퍼에 쓰기", en: "to buffer" },
  load: { ko: "읽기", en: "load" },
  store: { ko: "쓰기", en: "store" },
  fault: { ko: "페이지 폴트", en: "page fault" },
  "read-file": { ko: "read", en: "read" },
  "write-file": { ko: "write", en: "write" },
  "lock-file": { ko: "flock", en: "flock" },
  "unlock-file": { ko: "flock 풂", en: "flock released" },
  handler: { ko: "핸들러", en: "handler" },
  flush: { ko: "메모리로", en: "to memory" },
};
