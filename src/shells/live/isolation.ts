/**
 * Who sees a change: this process has a number 5, and a child process, a worker with a copy and a worker with shared memory add one
 * to theirs. What is still 5 here was not theirs to change.
 */
import type { Conclusion, Measurement } from "./measurement.ts";
import { inProcess, inWorker } from "./probe.ts";

const otherwise: Conclusion["otherwise"] = {
  ko: "우연이 끼어들 자리가 없는 결과입니다. 다르게 나왔다면 viva의 버그이니 알려 주세요.",
  en: "There is no chance in this one; another result would be a bug of viva, so please report it.",
};

export const isolation: Measurement<Record<never, never>> = {
  name: "isolation",
  about: {
    ko: "자식 프로세스, 워커, SharedArrayBuffer 가운데 누가 바꾼 값이 이쪽에서 보이는지",
    en: "whose changes are seen here: a child process, a worker, a SharedArrayBuffer",
  },
  claims: ["process-thread.own-space", "process-thread.threads-share", "process-thread.ipc"],
  quantities: {
    process: { says: { ko: "자식 프로세스가 올린 뒤 이쪽의 값", en: "here, after a child process added 1" }, unit: "" },
    copied: { says: { ko: "워커가 복사본을 올린 뒤", en: "here, after a worker added 1 to its copy" }, unit: "" },
    shared: {
      says: { ko: "워커가 공유 메모리를 올린 뒤", en: "here, after a worker added 1 to shared memory" },
      unit: "",
    },
    theirs: { says: { ko: "자식 프로세스 쪽의 값", en: "over there, in the child process" }, unit: "" },
  },
  conclusions: [
    {
      id: "process-has-its-own",
      says: {
        ko: "자식 프로세스는 자기 값을 6으로 바꾸지만 이쪽은 5 그대로입니다.",
        en: "The child process changes its number to 6; here it stays 5.",
      },
      holds: "always",
      needs: ["process", "theirs"],
      check: ({ process, theirs }) => process === 5 && theirs === 6,
      otherwise,
    },
    {
      id: "worker-gets-a-copy",
      says: {
        ko: "워커도 보통 객체는 복사해서 받으므로 이쪽은 5 그대로입니다.",
        en: "A worker gets a copy of ordinary objects too, so here it stays 5.",
      },
      holds: "always",
      needs: ["copied"],
      check: ({ copied }) => copied === 5,
      otherwise,
    },
    {
      id: "shared-memory-is-shared",
      says: {
        ko: "SharedArrayBuffer는 스레드들이 함께 쓰므로 이쪽에서도 6입니다.",
        en: "A SharedArrayBuffer belongs to both threads, so here it is 6 as well.",
      },
      holds: "always",
      needs: ["shared"],
      check: ({ shared }) => shared === 6,
      otherwise,
    },
  ],
  size: {},
  prepare: async () => ({
    missing: [],
    run: async () => {
      const ours = [5];
      const { copied: theirs } = await inProcess<{ copied: number }>({ role: "change", copied: ours });
      const process = ours[0]!;
      const given = [5];
      const shared = new Int32Array(new SharedArrayBuffer(4)).fill(5);
      await inWorker({ role: "change", copied: given, shared: shared.buffer });
      return { process, theirs, copied: given[0]!, shared: shared[0]! };
    },
  }),
};
