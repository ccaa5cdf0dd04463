/** Fifty waits of 10 ms: one thread that blocks in each, one that awaits them one by one, one that starts them all and then waits. */
import { setTimeout as wait } from "node:timers/promises";
import type { Measurement } from "./measurement.ts";

export const waits: Measurement<{ readonly waits: number; readonly ms: number }> = {
  name: "waits",
  about: {
    ko: "10ms 기다리기 50번: 블로킹으로, await로 하나씩, 한꺼번에",
    en: "50 waits of 10 ms: blocking, awaited one by one, all at once",
  },
  claims: [
    "sync-async.overlap-io",
    "sync-async.await-one-by-one",
    "sync-async.async-means-threads",
    "sync-async.sync-is-slow-and-wasteful",
  ],
  quantities: {
    blocking: { says: { ko: "블로킹", en: "blocking" }, unit: "ms" },
    oneByOne: { says: { ko: "await로 하나씩", en: "awaited one by one" }, unit: "ms" },
    allAtOnce: { says: { ko: "한꺼번에", en: "all at once" }, unit: "ms" },
  },
  conclusions: [
    {
      id: "one-by-one-is-no-faster",
      says: {
        ko: "await를 하나씩 걸면 블로킹만큼 걸립니다 (0.8배에서 1.5배).",
        en: "Awaiting one by one takes as long as blocking (0.8 to 1.5 times).",
      },
      holds: "always",
      needs: ["blocking", "oneByOne"],
      check: ({ blocking, oneByOne }) => oneByOne! > 0.8 * blocking! && oneByOne! < 1.5 * blocking!,
      otherwise: {
        ko: "다른 프로그램이 CPU를 쓰는 동안에는 타이머가 늦게 깨어나, 둘 가운데 한쪽만 길어지기도 합니다.",
        en: "While other programs use the processors timers fire late, and that may hit one of the two and not the other.",
      },
    },
    {
      id: "all-at-once-overlap",
      says: {
        ko: "스레드 하나로도 한꺼번에 걸어 두면 블로킹의 5분의 1도 걸리지 않습니다.",
        en: "Started all at once, on one thread, they take less than a fifth of blocking.",
      },
      holds: "always",
      needs: ["blocking", "allAtOnce"],
      check: ({ blocking, allAtOnce }) => allAtOnce! < blocking! / 5,
      otherwise: {
        ko: "이 프로세스가 CPU를 오래 얻지 못했을 수 있습니다. 다른 일을 멈추고 다시 재 보세요.",
        en: "This process may have got no processor for long; measure again while little else runs.",
      },
    },
  ],
  size: { waits: 50, ms: 10 },
  prepare: async ({ waits: count, ms }) => {
    const never = new Int32Array(new SharedArrayBuffer(4));
    const each = Array.from({ length: count });
    return {
      missing: [],
      run: async () => ({
        blocking: await elapsed(() => each.forEach(() => void Atomics.wait(never, 0, 0, ms))),
        oneByOne: await elapsed(async () => {
          for (const _ of each) await wait(ms);
        }),
        allAtOnce: await elapsed(() => Promise.all(each.map(() => wait(ms)))),
      }),
    };
  },
};

async function elapsed(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
