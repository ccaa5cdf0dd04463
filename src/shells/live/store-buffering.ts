/**
 * Store buffering (the litmus test SB): each of two threads writes its own flag and then reads the other's. Under sequential
 * consistency one of them must see the other's write. Sewell et al., "x86-TSO", CACM 53(7), 2010. Whether the processor or the
 * compiler was it, a measurement from outside cannot tell.
 */
import { availableParallelism } from "node:os";
import type { Measurement, Sample } from "./measurement.ts";
import { inWorker } from "./probe.ts";

export const storeBuffering: Measurement<{ readonly rounds: number; readonly ms: number }> = {
  name: "store-buffering",
  about: {
    ko: "서로 자기 값을 쓰고 상대 값을 읽을 때 둘 다 옛 값을 보는 일: 보통 배열과 Atomics",
    en: "two threads write their own flag and read the other's, and both see the old value: plain arrays and Atomics",
  },
  claims: ["thread-safe.visibility", "synchronization.memory-order"],
  quantities: {
    plain: { says: { ko: "보통 배열: 둘 다 옛 값을 본 횟수", en: "plain array: both saw the old value" }, unit: "" },
    plainRounds: { says: { ko: "  시도한 횟수", en: "  of so many rounds" }, unit: "" },
    atomic: { says: { ko: "Atomics: 둘 다 옛 값을 본 횟수", en: "Atomics: both saw the old value" }, unit: "" },
    atomicRounds: { says: { ko: "  시도한 횟수", en: "  of so many rounds" }, unit: "" },
  },
  conclusions: [
    {
      id: "plain-shows-it",
      says: {
        ko: "보통 배열에서는 둘 다 옛 값을 보는 일이 일어납니다. 어떤 실행 순서로도 설명되지 않는 결과입니다.",
        en: "With plain arrays it happens that both see the old value, which no order of the four steps explains.",
      },
      holds: "always",
      needs: ["plain"],
      check: ({ plain }) => plain! > 0,
      otherwise: {
        ko: "두 스레드가 같은 순간에 돌아야 보입니다. 다른 프로그램이 프로세서를 차지하면 놓치기 쉽고, 보이지 않았다고 없는 일이 되지는 않습니다.",
        en: "Both threads must run at the same instant to show it; on a busy machine that is easily missed, and not seen is not impossible.",
      },
    },
    {
      id: "atomics-never",
      says: {
        ko: "Atomics로 쓰고 읽으면 한 번도 일어나지 않습니다 (순차 일관성).",
        en: "With Atomics it never happens (they are sequentially consistent).",
      },
      holds: "always",
      needs: ["atomic"],
      check: ({ atomic }) => atomic === 0,
      otherwise: {
        ko: "ECMAScript의 메모리 모델이 허락하지 않는 일입니다. viva나 Node의 버그이니 알려 주세요.",
        en: "The memory model of ECMAScript forbids this; it would be a bug of viva or of Node, so please report it.",
      },
    },
  ],
  size: { rounds: 100_000, ms: 1000 },
  prepare: async ({ rounds, ms }) => {
    const single = availableParallelism() < 2;
    return {
      missing: single
        ? [
            {
              ko: "쓸 수 있는 프로세서가 하나뿐이라 두 스레드가 같은 순간에 돌 수 없어 재지 않았습니다.",
              en: "There is only one processor to use, so two threads cannot run at the same instant; not measured.",
            },
          ]
        : [],
      run: async (): Promise<Sample> => {
        if (single) return {};
        const [plain, atomic] = [await bothOld(rounds, ms, false), await bothOld(rounds, ms, true)];
        return { plain: plain.old, plainRounds: plain.done, atomic: atomic.old, atomicRounds: atomic.done };
      },
    };
  },
};

/** In how many of the rounds that both did both read what was there before the round. */
async function bothOld(rounds: number, ms: number, atomic: boolean): Promise<{ old: number; done: number }> {
  const shared = new SharedArrayBuffer(1024 + 2 * 4 * rounds);
  const ask = (side: number) => inWorker<{ done: number }>({ role: "storeBuffer", shared, rounds, ms, side, atomic });
  const [a, b] = await Promise.all([ask(0), ask(1)]);
  const done = Math.min(a.done, b.done);
  const [seenByA, seenByB] = [0, 1].map((side) => new Int32Array(shared, 1024 + side * rounds * 4, rounds));
  let old = 0;
  for (let i = 0; i < done; i++) if (seenByA![i]! <= i && seenByB![i]! <= i) old++;
  // Without a round nothing was seen, and "never" would be an empty word.
  return { old: done > 0 ? old : Number.NaN, done };
}
