/** What a step is called, in a few words, in either language: the same in the picture, in its text twin and read aloud. */
import type { StepAction } from "./timeline.ts";

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
    case "compute":
      return { verb: ko ? "계산" : "compute", what: "" };
  }
}

/** One line: "count 읽기 0", "read count 0". */
export function stepLine(action: StepAction, language: "ko" | "en"): string {
  const { verb, what } = stepWords(action, language);
  return what === "" ? verb : `${verb} ${what}`;
}
