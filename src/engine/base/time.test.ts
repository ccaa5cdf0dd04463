import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BrokenInvariant } from "./assert.ts";
import {
  after,
  between,
  type Duration,
  formatTime,
  type Instant,
  ms,
  ns,
  parseDuration,
  seconds,
  start,
  us,
} from "./time.ts";

const anyTime = fc.nat({ max: Number.MAX_SAFE_INTEGER });

it("a unit is a thousand of the next smaller", () => {
  expect([ns(1), us(1), ms(1), seconds(1)]).toEqual([1, 1e3, 1e6, 1e9]);
  expect(ms(0.5)).toBe(us(500));
  expect(() => seconds(Number.NaN)).toThrow(BrokenInvariant);
  expect(() => seconds(1e9)).toThrow(BrokenInvariant);
});

it("the distance to the instant after d is d", () => {
  fc.assert(
    fc.property(fc.nat(2 ** 52 - 1), fc.nat(2 ** 52 - 1), (at, d) => {
      expect(between(at as Instant, after(at as Instant, d as Duration))).toBe(d);
    }),
  );
  expect(between(after(start, ms(3)), start)).toBe(-ms(3));
});

it("time that is no longer exact is refused, not rounded", () => {
  expect(after(start, Number.MAX_SAFE_INTEGER as Duration)).toBe(Number.MAX_SAFE_INTEGER);
  expect(() => after(Number.MAX_SAFE_INTEGER as Instant, ns(1))).toThrow("104 days");
});

describe("formatTime", () => {
  it.each([
    [0, "0.000 s"],
    [1_050_000_000, "1.050 s"],
    [1_050_000_001, "1.050000001 s"],
    [200_000, "0.0002 s"],
    [-3_000_000, "-0.003 s"],
  ])("%i ns is %s", (time, text) => {
    expect(formatTime(time as Instant)).toBe(text);
  });
});

describe("parseDuration", () => {
  it.each([
    ["200ms", ms(200)],
    ["1.5s", seconds(1.5)],
    ["40us", us(40)],
    ["40µs", us(40)],
    ["2 min", seconds(120)],
    ["1.1s", 1_100_000_000],
    ["10000000000ns", seconds(10)],
    ["67378.911158828s", 67_378_911_158_828],
    ["9007199.254740991s", Number.MAX_SAFE_INTEGER],
  ])("%s is read exactly", (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each(["", "5", "ms", "-1s", "1e3s", "1.s", ".5s", "1.5ns", "1.0005us", "9007199.254740992s", "1  s", "1s "])(
    "%j is not a duration",
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );

  it("what formatTime prints is read back to the nanosecond", () => {
    fc.assert(
      fc.property(anyTime, (time) => {
        expect(parseDuration(formatTime(time as Duration))).toBe(time);
      }),
    );
  });
});
