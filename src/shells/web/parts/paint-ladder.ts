/** A ladder's layout on a canvas: the part between two heights, in the same shapes as the SVG has; and what lies under a point. */
import { formatTime, type Instant } from "../../../engine/base/time.ts";
import { firstIndex } from "../../../views/first-index.ts";
import {
  type Arrow,
  fitting,
  type LadderLayout,
  leastZoomOfTexts,
  type PlacedNote,
  steepest,
} from "../../../views/ladder-layout.ts";
import type { Settings } from "../shell/settings.tsx";
import { arrowShape } from "./arrow-shape.ts";
import type { LadderPaint } from "./ladder-svg.tsx";
import { frameTexts, timeOnAxis } from "./ladder-words.ts";
import { textWidth } from "./text-width.ts";

/** Colours and fonts as they are now. */
export interface Palette {
  readonly surface: string;
  readonly line: string;
  readonly edge: string;
  readonly text: string;
  readonly text2: string;
  readonly text3: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly tcp: string;
  readonly tcpSoft: string;
  readonly app: string;
  readonly kernel: string;
  readonly no: string;
  readonly ok: string;
  readonly sans: string;
  readonly mono: string;
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly palette: Palette;
  readonly t: Settings["t"];
}

export function paintLadder(out: CanvasRenderingContext2D, paint: LadderPaint, part: Part): void {
  const { layout, zoom } = paint;
  const { from, to } = part;
  ground(out, layout, part);
  const texts = zoom >= leastZoomOfTexts;
  const seen = arrowsBetween(layout, from, to);
  for (const arrow of seen) shaft(out, arrow, paint, part);
  // Texts stand above all lines.
  for (const arrow of seen) if (texts || arrow.frame.event === paint.frame) word(out, arrow, paint, part);
  const { notes } = layout;
  const begin = firstNote(notes, from - 20);
  for (let at = begin; at < notes.length && notes[at]!.y < to + 20 + notesAside; at++) {
    const note = notes[at]!;
    if (note.y < from - 20 || note.y > to + 20) continue;
    if (texts || note.event === paint.selected || note.kind === "state") beside(out, note, paint, part);
  }
}

/** Notes stand in the order of happening, which may go back by so much from one host to another. */
const notesAside = 600;

const firstNote = (notes: readonly PlacedNote[], y: number): number =>
  firstIndex(notes.length, (at) => notes[at]!.y >= y - notesAside);

/** Arrows that have a part between two heights. They stand by where they leave, and none goes down farther than `steepest`. */
function arrowsBetween({ arrows }: LadderLayout, from: number, to: number): Arrow[] {
  const out: Arrow[] = [];
  const begin = firstIndex(arrows.length, (at) => arrows[at]!.y1 >= from - steepest - 40);
  for (let at = begin; at < arrows.length && arrows[at]!.y1 <= to; at++)
    if (arrows[at]!.y2 >= from) out.push(arrows[at]!);
  return out;
}

function ground(out: CanvasRenderingContext2D, layout: LadderLayout, { from, to, palette, t }: Part): void {
  const { times, lifelines, gaps, axis, width, top } = layout;
  out.lineWidth = 1;
  out.setLineDash([]);
  out.textBaseline = "alphabetic";
  out.font = `12px ${palette.mono}`;
  out.textAlign = "left";
  out.fillStyle = palette.text2;
  out.strokeStyle = palette.line;
  let above = Number.NEGATIVE_INFINITY;
  for (let at = firstIndex(times.length, (k) => times[k]!.y >= from - 20); at < times.length; at++) {
    const { at: instant, y } = times[at]!;
    if (y > to + 20) break;
    out.beginPath();
    out.moveTo(axis, y + 0.5);
    out.lineTo(width, y + 0.5);
    out.stroke();
    if (y - above < 13) continue;
    above = y;
    out.fillText(timeOnAxis(instant), 0, y + 4);
  }
  for (const [index, line] of lifelines.entries()) {
    const left = index === 0 && lifelines.length > 1;
    if (from < top + 20) {
      out.font = `600 13px ${palette.sans}`;
      out.fillStyle = palette.text;
      out.textAlign = "center";
      out.fillText(line.name, line.x, 12);
      if (line.first) {
        out.font = `12px ${palette.mono}`;
        out.fillStyle = palette.text3;
        out.textAlign = left ? "right" : "left";
        out.fillText(line.first, line.x + (left ? -10 : 10), top - 4);
      }
    }
    out.strokeStyle = palette.edge;
    for (const bar of line.parts) {
      if (bar.y2 < from || bar.y1 > to) continue;
      const [y1, y2] = [Math.max(bar.y1, from - 2), Math.min(bar.y2, to + 2)];
      out.fillStyle = bar.fill === "open" ? palette.tcp : bar.fill === "opening" ? palette.tcpSoft : palette.surface;
      out.fillRect(line.x - 4, y1, 8, y2 - y1);
      out.strokeRect(line.x - 4, y1, 8, y2 - y1);
    }
  }
  const middle = ((lifelines[0]?.x ?? 0) + (lifelines.at(-1)?.x ?? 0)) / 2;
  for (let at = firstIndex(gaps.length, (k) => gaps[k]!.y >= from - 20); at < gaps.length; at++) {
    const { y, lasts } = gaps[at]!;
    if (y > to + 20) break;
    for (const { x } of lifelines) {
      out.fillStyle = palette.surface;
      out.fillRect(x - 7, y - 7, 14, 14);
      out.strokeStyle = palette.edge;
      for (const dy of [-3, 5]) {
        out.beginPath();
        out.moveTo(x - 8, y + dy);
        for (const [dx, up] of [
          [-3, -4],
          [3, 2],
          [8, -2],
        ] as const)
          out.lineTo(x + dx, y + dy + up);
        out.stroke();
      }
    }
    haloed(out, t.ladder.quiet(formatTime(lasts as Instant)), middle, y + 4, {
      font: `12px ${palette.sans}`,
      fill: palette.text3,
      halo: palette.surface,
      align: "center",
    });
  }
}

function inkOf(arrow: Arrow, { because, wrong, frame }: LadderPaint, palette: Palette): string {
  if (arrow.lost) return palette.no;
  if (arrow.frame.event === frame) return palette.accent;
  const rests = because.has(arrow.frame.event) || arrow.frame.received.some((event) => because.has(event));
  return rests ? (wrong ? palette.no : palette.ok) : palette.tcp;
}

function shaft(out: CanvasRenderingContext2D, arrow: Arrow, paint: LadderPaint, { palette }: Part): void {
  const { frame, x1, y1, x2, y2, lost, copy } = arrow;
  const { angle, cross, offset, end, headless } = arrowShape(arrow);
  const ink = inkOf(arrow, paint, palette);
  const line = (points: readonly (readonly [number, number])[], wide: number, style: string): void => {
    out.lineWidth = wide;
    out.strokeStyle = style;
    out.beginPath();
    for (const [at, [x, y]] of points.entries()) at === 0 ? out.moveTo(x, y) : out.lineTo(x, y);
    out.stroke();
  };
  if (frame.event === paint.frame) {
    out.lineCap = "round";
    line(
      [
        [x1, y1],
        [x2, y2],
      ],
      14,
      palette.accentSoft,
    );
    out.lineCap = "butt";
  }
  const [nx, ny] = offset;
  for (const side of frame.again || copy ? [1, -1] : [0])
    line(
      [
        [x1 + side * nx, y1 + side * ny],
        [end[0] + side * nx, end[1] + side * ny],
      ],
      1.5,
      ink,
    );
  if (headless || lost) {
    out.setLineDash([1.5, 5]);
    line([headless ? end : cross, [x2, y2]], 1.3, ink);
    out.setLineDash([]);
  }
  if (headless) return;
  if (lost) {
    const [x, y] = cross;
    for (const side of [1, -1])
      line(
        [
          [x - 6, y - 6 * side],
          [x + 6, y + 6 * side],
        ],
        2.4,
        ink,
      );
    return;
  }
  const hollow = frame.again || frame.ignored !== null;
  out.save();
  out.translate(x2, y2);
  out.rotate((angle * Math.PI) / 180);
  out.beginPath();
  out.moveTo(-10, -4.5);
  out.lineTo(0, 0);
  out.lineTo(-10, 4.5);
  out.closePath();
  out.fillStyle = hollow ? palette.surface : ink;
  out.strokeStyle = ink;
  out.lineWidth = 1.3;
  out.fill();
  out.stroke();
  out.restore();
  if (frame.ignored !== null)
    line(
      [
        [x2, y2 - 7],
        [x2, y2 + 7],
      ],
      2.2,
      ink,
    );
}

function word(out: CanvasRenderingContext2D, arrow: Arrow, paint: LadderPaint, { palette, t }: Part): void {
  if (arrow.copy) return;
  const now = arrow.frame.event === paint.frame;
  const { word: place, upright } = arrowShape(arrow);
  out.save();
  out.translate(place[0], place[1]);
  out.rotate((upright * Math.PI) / 180);
  haloed(out, fitting(frameTexts(arrow.frame, t), arrow.room, textWidth), 0, -5, {
    font: `${now ? "600 " : ""}12px ${palette.mono}`,
    fill: now ? palette.accent : arrow.lost ? palette.no : palette.text,
    halo: now ? palette.accentSoft : palette.surface,
    align: "center",
  });
  out.restore();
}

function beside(out: CanvasRenderingContext2D, note: PlacedNote, paint: LadderPaint, { palette }: Part): void {
  const now = note.event === paint.selected;
  const rests = paint.because.has(note.event);
  const own = {
    state: palette.tcp,
    called: palette.app,
    returned: palette.app,
    timer: palette.kernel,
    ignored: palette.text2,
    step: palette.text2,
    deadlock: palette.no,
  }[note.kind];
  const mono = note.kind === "state" || note.kind === "called" || note.kind === "returned";
  haloed(out, note.text, note.x, note.y, {
    font: `${now || rests || note.kind === "state" ? "600 " : ""}12px ${mono ? palette.mono : palette.sans}`,
    fill: now ? palette.accent : rests ? (paint.wrong ? palette.no : palette.ok) : own,
    halo: now ? palette.accentSoft : palette.surface,
    align: note.anchor === "end" ? "right" : "left",
  });
}

interface Lettering {
  readonly font: string;
  readonly fill: string;
  readonly halo: string;
  readonly align: CanvasTextAlign;
}

/** A text with the ground behind it, so that lines do not run through it. (An outline would cost ten times as much.) */
function haloed(out: CanvasRenderingContext2D, text: string, x: number, y: number, how: Lettering): void {
  const width = textWidth(text) + 4;
  const left = how.align === "center" ? x - width / 2 : how.align === "right" ? x - width + 2 : x - 2;
  out.fillStyle = how.halo;
  out.fillRect(left, y - 10, width, 13);
  out.font = how.font;
  out.textAlign = how.align;
  out.fillStyle = how.fill;
  out.fillText(text, x, y);
}

/** The event of what lies nearest to a point, within reach of a fingertip. */
export function eventUnder(layout: LadderLayout, x: number, y: number): number | null {
  const reach = 9;
  const { notes } = layout;
  for (let at = firstNote(notes, y - 20); at < notes.length && notes[at]!.y < y + 20 + notesAside; at++) {
    const note = notes[at]!;
    const wide = textWidth(note.text);
    const left = note.anchor === "end" ? note.x - wide : note.x;
    if (y >= note.y - 13 && y <= note.y + 5 && x >= left - 4 && x <= left + wide + 4) return note.event;
  }
  let best: number | null = null;
  let nearest = reach;
  for (const arrow of arrowsBetween(layout, y - 40, y + 40)) {
    const [dx, dy] = [arrow.x2 - arrow.x1, arrow.y2 - arrow.y1];
    const part = Math.max(0, Math.min(1, ((x - arrow.x1) * dx + (y - arrow.y1) * dy) / (dx * dx + dy * dy)));
    // The text stands above the line.
    const above = Math.hypot(x - arrow.x1 - dx * part, y + 5 - arrow.y1 - dy * part);
    const distance = Math.min(above, Math.hypot(x - arrow.x1 - dx * part, y - arrow.y1 - dy * part));
    if (distance < nearest) {
      nearest = distance;
      best = arrow.frame.event;
    }
  }
  return best;
}
