/**
 * Two threads count up one number without a lock: 10,000 times each, then ten million times each, then with an atomic instruction.
 * The small one often comes out right, and the time in which both threads ran says why.
 */
import type { Text } from "../../lab/text.ts";
import type { Measurement } from "./measurement.ts";
import { inWorker } from "./probe.ts";

const alone: Text = {
  ko: "두 스레드가 실제로 동시에 돌아야 갱신이 사라집니다. 프로세서가 하나뿐이거나 다른 프로그램이 차지하고 있으면 차례로 돌아 버립니다.",
  en: "Updates get lost when both threads really run at once; with one processor, or with others busy, they may have run in turn.",
};

export const lostUpdates: Measurement<{ readonly few: number; readonly many: number }> = {
  name: "lost-updates",
  about: {
    ko: "락 없이 스레드 둘이 함께 올린 숫자: 2x10^4번과 2x10^7번, 그리고 원자적으로",
    en: "a number that two threads count up without a lock: 2x10^4 and 2x10^7 times, and atomically",
  },
  claims: [
    "thread-safe.unsynchronised-fails",
    "thread-safe.passed-tests-so-safe",
    "thread-safe.atomic-operations",
    "multithreading.race",
  ],
  quantities: {
    lostFew: { says: { ko: "2x10^4번에서 사라진 갱신", en: "lost of 2x10^4" }, unit: "" },
    togetherFew: { says: { ko: "  둘 다 도는 중이던 시간", en: "  time that both were under way" }, unit: "us" },
    lostMany: { says: { ko: "2x10^7번에서 사라진 갱신", en: "lost of 2x10^7" }, unit: "" },
    togetherMany: { says: { ko: "  둘 다 도는 중이던 시간", en: "  time that both were under way" }, unit: "ms" },
    lostAtomic: { says: { ko: "원자적으로 2x10^7번에서 사라진 갱신", en: "lost of 2x10^7, atomic" }, unit: "" },
  },
  conclusions: [
    {
      id: "many-lose",
      says: { ko: "2x10^7번이면 갱신이 사라집니다.", en: "With 2x10^7 increments updates get lost." },
      holds: "always",
      needs: ["lostMany"],
      check: ({ lostMany }) => lostMany! > 0,
      otherwise: alone,
    },
    {
      id: "few-may-pass",
      says: {
        ko: "2x10^4번에서는 하나도 사라지지 않는 실행이 있습니다. 한 스레드가 몇십 마이크로초 만에 끝나, 다른 스레드가 깨어날 때는 겹칠 일이 얼마 남지 않기 때문입니다. 테스트를 통과했어도 안전하다는 뜻은 아닙니다.",
        en: "With 2x10^4 there are runs that lose none: a thread is done within microseconds, and little is left to overlap when the other wakes up. Such a test passes, and the program is as wrong as before.",
      },
      holds: "possible",
      needs: ["lostFew"],
      check: ({ lostFew }) => lostFew === 0,
      otherwise: {
        ko: "이번에는 두 스레드가 매번 겹쳐 작은 횟수에서도 모두 드러났습니다. 운이 좋았던 것이니 믿을 일은 아닙니다.",
        en: "This time the threads overlapped in every run, so even the small count showed the fault each time; that is luck, not a method.",
      },
    },
    {
      id: "atomic-loses-none",
      says: {
        ko: "원자적 연산(Atomics.add)이면 하나도 사라지지 않습니다.",
        en: "With an atomic operation (Atomics.add) none is lost.",
      },
      holds: "always",
      needs: ["lostAtomic"],
      check: ({ lostAtomic }) => lostAtomic === 0,
      otherwise: {
        ko: "있을 수 없는 일입니다. viva나 Node의 버그이니 알려 주세요.",
        en: "This must not happen; it would be a bug of viva or of Node, so please report it.",
      },
    },
  ],
  size: { few: 10_000, many: 10_000_000 },
  prepare: async ({ few, many }) => ({
    missing: [],
    run: async () => {
      const [small, large] = [await count(few, false), await count(many, false)];
      const atomic = await count(many, true);
      return {
        lostFew: small.lost,
        togetherFew: small.together,
        lostMany: large.lost,
        togetherMany: large.together / 1000,
        lostAtomic: atomic.lost,
      };
    },
  }),
};

/** How many updates two threads lost, and for how many microseconds both were at it. */
async function count(times: number, atomic: boolean): Promise<{ lost: number; together: number }> {
  const shared = new SharedArrayBuffer(128);
  const asked = { role: "increment", shared, times, atomic };
  const [a, b] = await Promise.all([
    inWorker<{ from: bigint; to: bigint }>(asked),
    inWorker<{ from: bigint; to: bigint }>(asked),
  ]);
  const from = a.from > b.from ? a.from : b.from;
  const to = a.to < b.to ? a.to : b.to;
  return { lost: 2 * times - new Int32Array(shared)[0]!, together: Math.max(0, Number(to - from)) / 1000 };
}
