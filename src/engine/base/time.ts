/**
 * Virtual time: whole nanoseconds in a number, exact for 2^53 ns = 104 days. An `Instant` counts from the start of the run,
 * a `Duration` is the distance between two instants; the brands keep them apart at compile time and cost nothing at run time.
 */
import { assert } from "./assert.ts";

declare const instant: unique symbol;
declare const duration: unique symbol;
/** Nanoseconds since the start of the run. */
export type Instant = number & { readonly [instant]: true };
/** Nanoseconds. */
export type Duration = number & { readonly [duration]: true };

export const start = 0 as Instant;

export const ns = (n: number): Duration => whole(n);
export const us = (n: number): Duration => whole(n * 1_000);
export const ms = (n: number): Duration => whole(n * 1_000_000);
export const seconds = (n: number): Duration => whole(n * 1_000_000_000);

/** The instant `d` after `at`. */
export function after(at: Instant, d: Duration): Instant {
  const sum = at + d;
  assert(sum <= Number.MAX_SAFE_INTEGER, () => `virtual time ran past 104 days: ${at} ns + ${d} ns`);
  return sum as Instant;
}

/** How long from `from` to `to`; negative when `to` is earlier. */
export const between = (from: Instant, to: Instant): Duration => (to - from) as Duration;

/** `1.050 s`: seconds with as many decimals as the value has, three at least. */
export function formatTime(t: Instant | Duration): string {
  const sign = t < 0 ? "-" : "";
  const abs = Math.abs(t);
  const whole = Math.floor(abs / 1_000_000_000);
  const rest = String(abs % 1_000_000_000).padStart(9, "0");
  return `${sign}${whole}.${rest.slice(0, 3)}${rest.slice(3).replace(/0+$/, "")} s`;
}

const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1_000,
  µs: 1_000,
  ms: 1_000_000,
  s: 1_000_000_000,
  min: 60_000_000_000,
};

/** Reads `200ms`, `1.5s`, `40us`, `2 min`; null when it is not a duration or not a whole number of nanoseconds. */
export function parseDuration(text: string): Duration | null {
  const match = /^(\d{1,16})(?:\.(\d{1,12}))? ?(ns|us|µs|ms|s|min)$/.exec(text);
  if (!match) return null;
  const [, whole, fraction = "", unit] = match;
  // In whole numbers throughout: 67378.911158828 * 1e9 is not 67378911158828 in binary.
  const scaled = BigInt(whole! + fraction) * BigInt(units[unit!]!);
  const scale = 10n ** BigInt(fraction.length);
  if (scaled % scale !== 0n || scaled / scale > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  return Number(scaled / scale) as Duration;
}

function whole(n: number): Duration {
  const rounded = Math.round(n);
  assert(Number.isSafeInteger(rounded), () => `not a duration: ${n} ns`);
  return rounded as Duration;
}
