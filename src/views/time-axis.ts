/**
 * One axis of time for everything that is drawn over it: packets, CPUs, windows. Virtual time runs to the right in proportion, but for
 * long stretches in which nothing goes on: they are folded to one width, and say how long they were, so that a TIME-WAIT of four minutes
 * does not press a handshake of a tenth of a second to a line. Pure; whoever draws lanes over one axis draws them over the same instants.
 */
import { firstIndex } from "./first-index.ts";

export interface Stretched {
  readonly from: number;
  readonly to: number;
}

export interface TimeAxis {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  /** Where an instant stands, in pixels. */
  x(at: number): number;
  /** Which instant stands there. */
  at(x: number): number;
  /** Stretches that are folded. */
  readonly folds: readonly { readonly x1: number; readonly x2: number; readonly lasts: number }[];
  /** Instants to be written under it, a round number of a unit apart, where they have room. */
  readonly ticks: readonly { readonly at: number; readonly x: number }[];
}

/** A fold is this wide. */
const foldWidth = 44;
const leastTick = 90;
/** A stretch of nothing is folded when it is longer than this part of all in which something goes on. */
const longPart = 0.2;

/**
 * @param busy when something goes on (frames under way, threads that run), in any order
 * @param points instants that must be seen, though nothing lasts there
 * @param width in pixels, of the whole
 */
export function timeAxis(busy: readonly Stretched[], points: readonly number[], width: number): TimeAxis {
  const stretches = joined([...busy, ...points.map((at) => ({ from: at, to: at }))]);
  const first = stretches[0]?.from ?? 0;
  const last = stretches.at(-1)?.to ?? 0;
  const going = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
  const long = (going > 0 ? going : last - first) * longPart;
  // Pieces that are drawn in proportion, with a fold between any two of them.
  const pieces: { from: number; to: number }[] = [];
  for (const { from, to } of stretches) {
    const open = pieces.at(-1);
    if (open && from - open.to <= long) open.to = Math.max(open.to, to);
    else pieces.push({ from, to });
  }
  if (pieces.length === 0) pieces.push({ from: 0, to: 0 });
  const shown = pieces.reduce((sum, { from, to }) => sum + to - from, 0);
  const scale = shown === 0 ? 0 : Math.max(1, width - foldWidth * (pieces.length - 1)) / shown;
  const starts: number[] = [];
  let x = 0;
  for (const { from, to } of pieces) {
    starts.push(x);
    x += (to - from) * scale + foldWidth;
  }
  const whole = Math.max(1, x - foldWidth);
  const place = (at: number): number => {
    const piece = Math.max(0, firstIndex(pieces.length, (index) => pieces[index]!.from > at) - 1);
    const { from, to } = pieces[piece]!;
    if (at <= to || piece === pieces.length - 1)
      return starts[piece]! + (Math.max(from, Math.min(at, to)) - from) * scale;
    const next = pieces[piece + 1]!.from;
    return starts[piece]! + (to - from) * scale + (foldWidth * (at - to)) / (next - to);
  };
  return {
    from: first,
    to: last,
    width: whole,
    x: place,
    at(wanted) {
      const piece = Math.max(0, firstIndex(starts.length, (index) => starts[index]! > wanted) - 1);
      const { from, to } = pieces[piece]!;
      const inside = scale === 0 ? from : from + (wanted - starts[piece]!) / scale;
      if (inside <= to) return Math.max(from, inside);
      const next = pieces[piece + 1];
      if (!next) return to;
      return to + ((next.from - to) * (wanted - starts[piece]! - (to - from) * scale)) / foldWidth;
    },
    folds: pieces.slice(1).map((next, index) => ({
      x1: starts[index + 1]! - foldWidth,
      x2: starts[index + 1]!,
      lasts: next.from - pieces[index]!.to,
    })),
    ticks: pieces.flatMap(({ from, to }, index) => ticksOf(from, to, scale, starts[index]!)),
  };
}

/** Overlapping and touching stretches as one, in order. */
function joined(stretches: readonly Stretched[]): { from: number; to: number }[] {
  const out: { from: number; to: number }[] = [];
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    const open = out.at(-1);
    if (open && from <= open.to) open.to = Math.max(open.to, to);
    else out.push({ from, to });
  }
  return out;
}

/** The first instant of a piece, and round ones after it. */
function ticksOf(from: number, to: number, scale: number, start: number): { at: number; x: number }[] {
  const ticks = [{ at: from, x: start }];
  if (scale === 0) return ticks;
  let unit = 1;
  for (let k = 0; unit * scale < leastTick; k++) unit *= k % 3 === 1 ? 2.5 : 2; // 1, 2, 5, 10, 20, 50 ...
  for (let at = (Math.floor(from / unit) + 1) * unit; at <= to; at += unit) {
    const x = start + (at - from) * scale;
    if (x - ticks.at(-1)!.x >= leastTick * 0.8) ticks.push({ at, x });
  }
  return ticks;
}
