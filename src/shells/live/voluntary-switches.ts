/**
 * What gives up the processor: a thread calls getppid many times, then waits many times, and Linux's counter in /proc says how often
 * it left of its own accord (voluntary_ctxt_switches, proc(5)).
 */
import { existsSync } from "node:fs";
import type { Measurement } from "./measurement.ts";
import { inProcess } from "./probe.ts";

export const voluntarySwitches: Measurement<{ readonly calls: number; readonly waits: number }> = {
  name: "voluntary-switches",
  about: {
    ko: "시스템 콜 2,000번과 기다리기 200번이 일으킨 자발적 문맥 교환 (/proc)",
    en: "voluntary context switches of 2,000 system calls and of 200 waits (/proc)",
  },
  claims: ["context-switch.syscall-is-switch", "context-switch.not-mode-switch", "context-switch.triggers"],
  quantities: {
    inCalls: { says: { ko: "getppid 2,000번 동안", en: "during 2,000 getppid" }, unit: "" },
    inWaits: { says: { ko: "1ms 기다리기 200번 동안", en: "during 200 waits of 1 ms" }, unit: "" },
    waits: { says: { ko: "기다린 횟수", en: "waits" }, unit: "" },
  },
  conclusions: [
    {
      id: "calls-do-not-switch",
      says: {
        ko: "기다리지 않는 시스템 콜은 2,000번을 불러도 CPU를 내주지 않습니다 (10번 이하).",
        en: "System calls that do not wait do not give up the processor, however many (at most 10 in 2,000).",
      },
      holds: "always",
      needs: ["inCalls"],
      check: ({ inCalls }) => inCalls! <= 10,
      otherwise: {
        ko: "Node의 메모리 정리나 컴파일을 기다린 것이 섞였을 수 있습니다.",
        en: "Waiting for Node's own garbage collector or compiler may be among them.",
      },
    },
    {
      id: "each-wait-switches",
      says: {
        ko: "기다릴 때는 한 번에 한 번씩 CPU를 내줍니다 (1배에서 1.2배).",
        en: "A thread that waits gives up the processor once each time (1 to 1.2 times).",
      },
      holds: "always",
      needs: ["inWaits", "waits"],
      check: ({ inWaits, waits }) => inWaits! >= waits! && inWaits! <= 1.2 * waits!,
      otherwise: {
        ko: "아주 바쁜 기계에서는 잠들기 전에 시간이 다 되어, 내주지 않고 지나가기도 합니다.",
        en: "On a very busy machine the time may be up before the thread is asleep, and then it does not leave.",
      },
    },
  ],
  size: { calls: 2000, waits: 200 },
  prepare: async ({ calls, waits }) => {
    const counted = existsSync("/proc/thread-self/status");
    return {
      missing: counted
        ? []
        : [
            {
              ko: "/proc가 없어(리눅스의 것입니다) 문맥 교환을 셀 수 없습니다.",
              en: "There is no /proc here (it is Linux's), so context switches cannot be counted.",
            },
          ],
      run: async () =>
        counted
          ? { ...(await inProcess<{ inCalls: number; inWaits: number }>({ role: "giveUps", calls, waits })), waits }
          : {},
    };
  },
};
