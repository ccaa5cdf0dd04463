/**
 * Where everything of a ladder stands, in pixels: time runs down, lifelines stand side by side, a frame goes from where it was sent
 * to where it arrived. Time is compressed: what happens at one instant is set apart, and a long stretch in which nothing happens
 * becomes a gap that says how long it was. A pure function of the model and of how wide texts are, so that the same serves a desk,
 * a phone and a canvas. The time it takes grows with the number of rungs and no faster; what stands on an arrow is worked out when
 * the arrow is painted (`fitting`), for of a long run most never are.
 */
import type { EventId } from "../engine/trace/happening.ts";
import { firstIndex } from "./first-index.ts";
import type { FrameRung, Ladder, Note, Rung } from "./ladder.ts";

export interface LayoutOptions {
  readonly width: number;
  /** Of 12 px. */
  textWidth(text: string): number;
  /** A rung that is no frame in words, fullest first; the first that fits beside its lifeline is taken. */
  noteTexts(rung: Exclude<Rung, FrameRung>): readonly string[];
  /** An instant as it stands on the axis. */
  timeText(at: number): string;
  /** The state of each lifeline's connection before the ladder's first rung; null where it has none. */
  readonly states: readonly (string | null)[];
  /** Rungs [0, to) of the ladder; what comes later is left out. */
  readonly to: number;
  /** How far apart things stand, 1 as usual; below `leastZoomOfTexts` there is no room for texts. */
  readonly zoom: number;
}

export type ConnectionFill = "empty" | "opening" | "open";

export interface Arrow {
  readonly frame: FrameRung;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** Never arrives: a cross stands in the middle, and the rest is dotted. */
  readonly lost: boolean;
  /** A second copy of a frame. */
  readonly copy: boolean;
  /** Of a frame so long under way that its line would run straight down: where it leaves and where it arrives, each a piece of its own. */
  readonly piece: "leaves" | "arrives" | null;
  /** How long a text may be that stands on it, in pixels: `fitting` chooses one. */
  readonly room: number;
  /** Where the text stands on the arrow, from 0 (its tail) to 1. */
  readonly textAt: number;
}

export interface PlacedNote {
  readonly event: EventId;
  readonly kind: Note["kind"] | "step" | "deadlock";
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "end";
  readonly text: string;
  /** In full, when `text` had to be cut. */
  readonly full: string;
}

export interface LifelineBar {
  readonly name: string;
  readonly x: number;
  readonly parts: readonly { readonly y1: number; readonly y2: number; readonly fill: ConnectionFill }[];
  /** The state that its connection was in at the top. */
  readonly first: string | null;
}

export interface LadderLayout {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  /** Where the axis ends and the lines begin. */
  readonly axis: number;
  readonly lifelines: readonly LifelineBar[];
  readonly arrows: readonly Arrow[];
  readonly notes: readonly PlacedNote[];
  readonly times: readonly { readonly at: number; readonly y: number }[];
  readonly gaps: readonly { readonly y: number; readonly lasts: number }[];
  /** Where events stand, in the order of happening; `heightOf` finds one. */
  readonly heights: readonly { readonly event: EventId; readonly y: number }[];
}

/** Below this zoom texts would stand on each other: only what is selected has its text. */
export const leastZoomOfTexts = 0.7;

const headHeight = 30;
const usualNoteHeight = 17;
const usualArrowDistance = 22;
const leastSlant = 14;
const gapHeight = 56;
const usualGap = 62;
const leastGap = 30;
const lostSlant = 36;
/** An arrow that goes down farther than this is drawn as its two ends. */
export const steepest = 420;
const barHalf = 4;
const leastSpan = 100;

interface Point {
  readonly at: number;
  readonly event: number;
  readonly host: number;
  readonly what: "sent" | "received" | "note";
  readonly rung: Rung;
}

export function layOutLadder(ladder: Ladder, options: LayoutOptions): LadderLayout {
  const { to, zoom } = options;
  const rungs = to < ladder.rungs.length ? ladder.rungs.slice(0, to) : ladder.rungs;
  const points = pointsOf(rungs);
  const columns = columnsOf(ladder, rungs, options);
  const typical = typicalFlight(rungs);
  const groups = groupByInstant(points);
  const count = ladder.lifelines.length;
  const top = headHeight;
  const noteHeight = Math.max(3, usualNoteHeight * zoom);
  const arrowDistance = Math.max(3, usualArrowDistance * zoom);
  const lastNote = new Array<number>(count).fill(top - noteHeight);
  const lastArrow = new Array<number>(count).fill(top - arrowDistance);
  const places = new Map<number, number>();
  const times: { at: number; y: number }[] = [];
  const gaps: { y: number; lasts: number }[] = [];
  const heights: { event: EventId; y: number }[] = [];
  const busyUntil = busyness(rungs);
  let floor = top + 10;
  let bottom = top;
  for (const [index, group] of groups.entries()) {
    const before = groups[index - 1];
    if (before) {
      const lasts = group.at - before.at;
      const busy = busyUntil(before.at) >= group.at;
      if (!busy && lasts > 3 * typical) {
        gaps.push({ y: bottom + gapHeight / 2 + 6, lasts });
        floor = bottom + gapHeight + 24;
      } else floor = bottom + zoom * Math.max(leastGap, Math.min(usualGap, (usualGap * lasts) / typical));
    }
    times.push({ at: group.at, y: floor });
    for (let host = 0; host < count; host++) {
      lastNote[host] = floor - noteHeight;
      lastArrow[host] = floor - arrowDistance;
    }
    for (const point of group.points) {
      const { host, rung } = point;
      let y: number;
      if (point.what === "note") {
        y = Math.max(lastNote[host]! + noteHeight, lastArrow[host]!, floor);
        lastNote[host] = y;
      } else {
        y = Math.max(lastArrow[host]! + arrowDistance, lastNote[host]!, floor);
        // It goes down even where it takes no time at all.
        if (point.what === "received") y = Math.max(y, (places.get(rung.event) ?? 0) + leastSlant);
        lastArrow[host] = y;
      }
      places.set(point.event, y);
      heights.push({ event: point.event as EventId, y });
      const lost = rung.kind === "frame" && point.what === "sent" && rung.received.length === 0;
      bottom = Math.max(bottom, y + (lost ? lostSlant - 16 : 0));
    }
  }
  bottom += 26;
  return {
    width: columns.width,
    height: bottom + 6,
    top,
    axis: columns.axis,
    lifelines: barsOf(ladder, options, places, columns.x, top, bottom),
    arrows: arrowsOf(rungs, places, columns.x, bottom),
    notes: notesOf(rungs, places, columns, options),
    times,
    gaps,
    heights,
  };
}

/** The first of `texts`, which stand from fullest to shortest, that is no longer than `room`; else the shortest, cut. */
export function fitting(texts: readonly string[], room: number, textWidth: (text: string) => number): string {
  return texts.find((text) => textWidth(text) <= room) ?? shorten(texts.at(-1) ?? "", room, textWidth);
}

/** Where an event stands; for one that has no place of its own, the nearest before it. Null before the first. */
export function heightOf({ heights }: LadderLayout, event: number): number | null {
  const after = firstIndex(heights.length, (at) => heights[at]!.event > event);
  return after === 0 ? null : heights[after - 1]!.y;
}

/** Everything that has a place of its own, in the order of happening. */
function pointsOf(rungs: readonly Rung[]): Point[] {
  const points: Point[] = [];
  for (const rung of rungs) {
    const { at, event } = rung;
    if (rung.kind === "frame") {
      points.push({ at, event, host: rung.from, what: "sent", rung });
      for (const [k, received] of rung.received.entries())
        points.push({ at: rung.arrivals[k]!, event: received, host: rung.to, what: "received", rung });
    } else for (const host of hostsOf(rung)) points.push({ at, event, host, what: "note", rung });
  }
  return points.sort((a, b) => a.event - b.event);
}

const hostsOf = (rung: Exclude<Rung, FrameRung>): readonly number[] => (rung.kind === "deadlock" ? rung.on : [rung.on]);

function groupByInstant(points: readonly Point[]): { at: number; points: Point[] }[] {
  const groups: { at: number; points: Point[] }[] = [];
  for (const point of points) {
    const open = groups.at(-1);
    if (open && open.at === point.at) open.points.push(point);
    else groups.push({ at: point.at, points: [point] });
  }
  return groups;
}

const flights = (rungs: readonly Rung[]): { from: number; to: number }[] =>
  rungs.flatMap((rung) =>
    rung.kind === "frame" ? rung.arrivals.map((arrival) => ({ from: rung.at, to: arrival })) : [],
  );

/** Asked for instants in rising order: until when something is under way that was sent by then. */
function busyness(rungs: readonly Rung[]): (at: number) => number {
  const under = flights(rungs); // in the order of leaving, as rungs are
  let next = 0;
  let until = Number.NEGATIVE_INFINITY;
  return (at) => {
    while (next < under.length && under[next]!.from <= at) until = Math.max(until, under[next++]!.to);
    return until;
  };
}

/** The flight time in the middle of all: what a usual gap in the picture stands for. */
function typicalFlight(rungs: readonly Rung[]): number {
  const times = flights(rungs)
    .map((flight) => flight.to - flight.from)
    .filter((time) => time > 0)
    .sort((a, b) => a - b);
  return times[times.length >> 1] ?? 100_000_000;
}

interface Columns {
  readonly axis: number;
  readonly width: number;
  readonly x: readonly number[];
  /** How much room notes have beside the first and the last lifeline, and beside those between. */
  readonly left: number;
  readonly right: number;
  readonly between: number;
}

function columnsOf(ladder: Ladder, rungs: readonly Rung[], options: LayoutOptions): Columns {
  const { textWidth, width } = options;
  const count = Math.max(1, ladder.lifelines.length);
  // Digits are all of one width: the longest is the widest.
  let longest = "";
  let last = -1;
  const widest = new Array<number>(count).fill(textWidth("SYN-RECEIVED"));
  for (const rung of rungs) {
    if (rung.at !== last) {
      const text = options.timeText(rung.at);
      if (text.length > longest.length) longest = text;
      last = rung.at;
    }
    if (rung.kind === "frame") continue;
    const wide = textWidth(options.noteTexts(rung)[0] ?? "");
    for (const line of hostsOf(rung)) widest[line] = Math.max(widest[line] ?? 0, wide);
  }
  const axis = Math.ceil(textWidth(longest)) + 5;
  const beside = (line: number): number => widest[line]! + 14;
  // Notes get what they need, as long as arrows keep the larger part.
  const most = Math.max(102, (width - axis) * 0.27);
  const left = Math.min(beside(0), most);
  const right = Math.min(beside(count - 1), most);
  const span = Math.max(leastSpan, (width - axis - left - right) / Math.max(1, count - 1));
  const x = ladder.lifelines.map((_, line) => Math.round(axis + left + line * span));
  return { axis, width: Math.max(width, Math.round((x.at(-1) ?? 0) + right)), x, left, right, between: span * 0.6 };
}

function arrowsOf(
  rungs: readonly Rung[],
  places: ReadonlyMap<number, number>,
  x: readonly number[],
  bottom: number,
): Arrow[] {
  const arrows: Arrow[] = [];
  for (const frame of rungs) {
    if (frame.kind !== "frame") continue;
    const side = frame.from < frame.to ? 1 : -1;
    const x1 = x[frame.from]! + side * barHalf;
    const x2 = x[frame.to]! - side * barHalf;
    const y1 = places.get(frame.event)!;
    const lost = frame.received.length === 0;
    const room = (Math.abs(x2 - x1) - 24) * (lost ? 0.62 : 1);
    const ends = lost ? [Math.min(y1 + lostSlant, bottom - 4)] : frame.received.map((id) => places.get(id)!);
    for (const [copy, y2] of ends.entries()) {
      const arrow = {
        frame,
        x1,
        y1,
        x2,
        y2,
        lost,
        copy: copy > 0,
        room,
        textAt: lost ? 0.33 : 0.5,
        piece: null,
      } as const;
      if (y2 - y1 <= steepest) arrows.push(arrow);
      else {
        const [reach, fall] = [(x2 - x1) * 0.45, Math.min(44, Math.abs(x2 - x1) * 0.3)];
        const piece = { ...arrow, room: Math.abs(reach) - 12 };
        arrows.push({ ...piece, x2: x1 + reach, y2: y1 + fall, piece: "leaves" });
        arrows.push({ ...piece, x1: x2 - reach, y1: y2 - fall, piece: "arrives" });
      }
    }
  }
  return spread(arrows);
}

/** Texts that would stand on each other move along their arrows. Those that are far from each other in time are far apart. */
function spread(arrows: readonly Arrow[]): Arrow[] {
  const middle = (arrow: Arrow): number => (arrow.y1 + arrow.y2) / 2;
  const out: Arrow[] = [];
  for (const arrow of arrows) {
    let at = -1;
    for (let k = out.length - 1; k >= Math.max(0, out.length - neighbours) && at < 0; k--) {
      const other = out[k]!;
      if (!other.copy && !other.lost && Math.abs(middle(other) - middle(arrow)) < 15) at = k;
    }
    const clash = out[at];
    if (!clash || arrow.lost) {
      out.push(arrow);
      continue;
    }
    const opposite = Math.sign(clash.x2 - clash.x1) !== Math.sign(arrow.x2 - arrow.x1);
    const place = clash.textAt < 0.5 ? 0.68 : 0.32;
    out.push({ ...arrow, textAt: opposite ? 1 - place : place });
    if (clash.textAt === 0.5) out[at] = { ...clash, textAt: 1 - place };
  }
  return out.sort((a, b) => a.y1 - b.y1);
}
const neighbours = 60;

function notesOf(
  rungs: readonly Rung[],
  places: ReadonlyMap<number, number>,
  columns: Columns,
  options: LayoutOptions,
): PlacedNote[] {
  const last = columns.x.length - 1;
  return rungs.flatMap((rung) => {
    if (rung.kind === "frame") return [];
    const texts = options.noteTexts(rung);
    const full = texts[0] ?? "";
    const y = places.get(rung.event)! + 4;
    return hostsOf(rung).map((line): PlacedNote => {
      const end = line === 0 && last > 0;
      const room = (line === 0 ? columns.left : line === last ? columns.right : columns.between) - 12;
      return {
        event: rung.event,
        kind: rung.kind === "note" ? rung.note.kind : rung.kind,
        x: columns.x[line]! + (end ? -1 : 1) * (barHalf + 6),
        y,
        anchor: end ? "end" : "start",
        text: fitting(texts, room, options.textWidth),
        full,
      };
    });
  });
}

/** As much of `text` as fits, with an ellipsis where something is missing. */
export function shorten(text: string, room: number, textWidth: (text: string) => number): string {
  if (textWidth(text) <= room) return text;
  const letters = [...text];
  while (letters.length > 1 && textWidth(`${letters.join("")}…`) > room) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

function barsOf(
  ladder: Ladder,
  options: LayoutOptions,
  places: ReadonlyMap<number, number>,
  x: readonly number[],
  top: number,
  bottom: number,
): LifelineBar[] {
  return ladder.lifelines.map(({ name }, line) => {
    const parts: { y1: number; y2: number; fill: ConnectionFill }[] = [];
    let state: string | null = options.states[line] ?? null;
    let first: string | null = null;
    let y1 = top - 10;
    for (const [index, rung] of ladder.rungs.entries()) {
      if (index >= options.to) break;
      if (rung.kind !== "note" || rung.on !== line || rung.note.kind !== "state") continue;
      state ??= rung.note.from;
      first ??= state;
      const y2 = places.get(rung.event)!;
      parts.push({ y1, y2, fill: fillOf(state) });
      y1 = y2;
      state = rung.note.to;
    }
    parts.push({ y1, y2: bottom, fill: fillOf(state) });
    return { name, x: x[line]!, parts, first: first ?? state };
  });
}

/** Empty where there is no connection, solid where both ends agree on one, tinted on the way there and on the way out. */
export function fillOf(state: string | null): ConnectionFill {
  if (state === null || state === "CLOSED" || state === "LISTEN") return "empty";
  return state === "ESTABLISHED" ? "open" : "opening";
}
