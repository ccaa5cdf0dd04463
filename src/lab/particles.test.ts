import { describe, expect, it } from "vitest";
import { particles } from "./particles.ts";

describe("Korean particles", () => {
  it.each([
    ["T0은(는) T1이(가) 쥔 m을(를) 기다림", "T0은 T1이 쥔 m을 기다림"],
    ["T2은(는) T4이(가) 쥔 a을(를) 기다림", "T2는 T4가 쥔 a를 기다림"],
    ["서버(으)로, 물(으)로, 방(으)로, 7(으)로, 3(으)로", "서버로, 물로, 방으로, 7로, 3으로"],
    ['결함 "loss 5"이(가) 없음', '결함 "loss 5"가 없음'],
    ["스레드과(와) 락과(와)", "스레드와 락과"],
  ])("%s -> %s", (both, chosen) => expect(particles(both)).toBe(chosen));

  it("a Latin word keeps both, since its sound is not in its letters", () =>
    expect(particles("count은(는) 배열입니다")).toBe("count은(는) 배열입니다"));
  it("other brackets stay", () => expect(particles("read(x)와 write(y)")).toBe("read(x)와 write(y)"));
});
