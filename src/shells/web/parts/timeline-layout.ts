/**
 * Where everything of a timeline's picture stands, in pixels, for a given width: blocks of columns that fit, so that text keeps its
 * size on a phone and a long run goes on in the next block. A pure function; `timeline-picture.tsx` paints it.
 */
import { stepWords } from "../../../views/step-words.ts";
import type { Step, Timeline } from "../../../views/timeline.ts";

export interface Box {
  /** Index of the step. */
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly verb: string;
  readonly what: string;
  readonly because: boolean;
  /** What it wrote is written over by a stale value that another thread worked out before. */
  readonly overwritten: boolean;
}

export interface Block {
  readonly top: number;
  readonly height: number;
  /** Steps [from, to). */
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly pitch: number;
  readonly lanes: readonly {
    readonly name: string;
    readonly y: number;
    readonly alive: number;
    readonly waits: readonly { readonly x1: number; readonly x2: number; readonly on: string }[];
  }[];
  readonly boxes: readonly Box[];
  readonly switches: readonly { readonly x: number; readonly number: number }[];
  readonly arrows: readonly { readonly from: Box; readonly to: Box }[];
  readonly cells: readonly { readonly name: string; readonly y: number; readonly values: readonly CellValue[] }[];
  readonly locks: readonly { readonly name: string; readonly y: number; readonly owners: readonly (number | null)[] }[];
  /** Threads that wait for ever, drawn behind the last step. */
  readonly stuck: readonly { readonly x: number; readonly y: number; readonly width: number; readonly on: string }[];
}

interface CellValue {
  readonly value: number;
  /** How high the line runs, 0 to 1. */
  readonly level: number;
  readonly changed: boolean;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly blocks: readonly Block[];
  /** Cells that keep their first value all through: said in words instead of drawn. */
  readonly constant: readonly { readonly name: string; readonly value: number }[];
}

export const boxHeight = 36;
const gap = 4;
const numbers = 20;
const lanePitch = 50;
const cellPitch = 30;
const lockPitch = 22;
const blockGap = 18;

export interface LayoutOptions {
  readonly width: number;
  readonly language: "ko" | "en";
  /** Events that a verdict rests on. */
  readonly because: readonly number[];
  /** How wide a text is at 12 px, in the page's own fonts. */
  textWidth(text: string): number;
}

export function layOut(timeline: Timeline, options: LayoutOptions): Layout {
  const { lanes, steps, cells, locks, deadlock } = timeline;
  const { width, language, because, textWidth } = options;
  const words = steps.map((step) => stepWords(step.action, language));
  const changing = cells.filter((cell) => cell.values.some((value) => value !== cell.values[0]));
  const constant = cells
    .filter((cell) => !changing.includes(cell))
    .map((cell) => ({ name: cell.name, value: cell.values[0]! }));
  const names = [
    ...lanes.map((lane) => lane.name),
    ...changing.map((cell) => cell.name),
    ...locks.map((lock) => lock.name),
  ];
  const left = Math.min(96, Math.max(34, ...names.map((name) => textWidth(name) + 12)));
  const least = Math.max(56, ...words.flatMap(({ verb, what }) => [textWidth(verb) + 10, textWidth(what) + 10]));
  const columns = steps.length + (deadlock ? 1 : 0);
  const fitting = Math.max(1, Math.floor((width - left) / (least + gap)));
  // Even blocks: 10 columns where 7 fit are drawn as 5 and 5.
  const blockCount = Math.max(1, Math.ceil(columns / fitting));
  const perBlock = Math.max(1, Math.ceil(columns / blockCount));
  const pitch = Math.min(Math.max(least + gap, 132), Math.floor((width - left) / perBlock));
  const blocks: Block[] = [];
  const stale = overwritten(steps, because);
  let top = 0;
  let switches = 0;
  for (let from = 0; from < Math.max(columns, 1); from += perBlock) {
    const to = Math.min(from + perBlock, steps.length);
    const ends = from + perBlock >= columns;
    const x = (index: number): number => left + (index - from) * pitch;
    const laneY = (at: number): number => top + numbers + 6 + at * lanePitch;
    const boxes = steps.slice(from, to).map((step, at): Box => {
      const index = from + at;
      return {
        index,
        x: x(index) + gap / 2,
        y: laneY(lanes.findIndex((lane) => lane.thread === step.thread)),
        width: pitch - gap,
        ...words[index]!,
        because: because.includes(step.event),
        overwritten: stale.has(index),
      };
    });
    const cellTop = laneY(lanes.length) - (lanePitch - boxHeight) + 16;
    const lockTop = cellTop + changing.length * cellPitch + (changing.length > 0 ? 4 : 0);
    const height = lockTop + locks.length * lockPitch - top;
    const wait = (after: number, until: number | null, on: string): Block["lanes"][number]["waits"] => {
      const first = Math.max(after, from);
      const last = Math.min(until === null ? steps.length : until - 1, to);
      return last > first ? [{ x1: x(first) + 2, x2: x(last) - 2, on }] : [];
    };
    blocks.push({
      top,
      height,
      from,
      to,
      left,
      pitch,
      boxes,
      lanes: lanes.map((lane, at) => ({
        name: lane.name,
        y: laneY(at) + boxHeight / 2,
        alive:
          lane.endedAfter !== null && lane.endedAfter <= to
            ? Math.max(left, x(lane.endedAfter))
            : x(ends ? columns : to),
        waits: lane.waits.flatMap(({ after, until, on }) => wait(after, until, on)),
      })),
      switches: steps
        .slice(from, to)
        .flatMap((step, at) => (step.switched ? [{ x: x(from + at), number: ++switches }] : [])),
      arrows: boxes.flatMap((box) => {
        const over = stale.get(box.index);
        const by = over === undefined ? undefined : boxes.find((other) => other.index === over);
        return by ? [{ from: by, to: box }] : [];
      }),
      cells: changing.map((cell, at) => {
        const ranks = [...new Set(cell.values)].sort((a, b) => a - b);
        return {
          name: cell.name,
          y: cellTop + at * cellPitch + cellPitch - 8,
          values: cell.values.slice(from + 1, to + 1).map((value, k) => ({
            value,
            level: ranks.length < 2 ? 0 : ranks.indexOf(value) / (ranks.length - 1),
            changed: value !== cell.values[from + k],
          })),
        };
      }),
      locks: locks.map((lock, at) => ({
        name: lock.name,
        y: lockTop + at * lockPitch + lockPitch / 2,
        owners: lock.owners.slice(from + 1, to + 1),
      })),
      stuck:
        deadlock && ends
          ? deadlock.threads.map((thread) => ({
              x: x(steps.length) + gap / 2,
              y: laneY(lanes.findIndex((lane) => lane.thread === thread)),
              width: pitch - gap,
              on: lanes.find((lane) => lane.thread === thread)?.waits.at(-1)?.on ?? "",
            }))
          : [],
    });
    top += height + blockGap;
  }
  return { width, height: Math.max(0, top - blockGap) + 2, blocks, constant };
}

/** Writes that a verdict rests on and that are lost: index of the step -> index of the step that wrote over it. */
function overwritten(steps: readonly Step[], because: readonly number[]): Map<number, number> {
  const out = new Map<number, number>();
  const last = new Map<string, number>();
  for (const [index, { action, thread, event }] of steps.entries()) {
    if (action.kind !== "write" && action.kind !== "update") continue;
    const earlier = last.get(action.cell);
    const blind = action.kind === "write" || action.operation === "swap";
    if (earlier !== undefined && blind && steps[earlier]!.thread !== thread)
      if (because.includes(event) && because.includes(steps[earlier]!.event)) out.set(earlier, index);
    last.set(action.cell, index);
  }
  return out;
}
