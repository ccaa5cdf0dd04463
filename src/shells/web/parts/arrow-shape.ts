/** Where the parts of an arrow stand that its ends imply: one geometry for both painters. */
import type { Arrow } from "../../../views/ladder-layout.ts";

type Point = readonly [x: number, y: number];

export interface ArrowShape {
  /** Degrees from the positive x axis, down being positive. */
  readonly angle: number;
  /** The same for a text on it, never upside down. */
  readonly upright: number;
  /** The cross of a lost frame. */
  readonly cross: Point;
  /** Where its text stands. */
  readonly word: Point;
  /** From the middle line to each line of a double one. */
  readonly offset: Point;
  /** Where the shaft ends: before the head, or before the cross. */
  readonly end: Point;
  /** It goes on elsewhere: the rest is dotted. */
  readonly headless: boolean;
}

export function arrowShape({ x1, y1, x2, y2, lost, textAt, piece }: Arrow): ArrowShape {
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  const slant = (angle * Math.PI) / 180;
  const along = (part: number): Point => [x1 + (x2 - x1) * part, y1 + (y2 - y1) * part];
  const headless = piece === "leaves";
  return {
    angle,
    upright: x2 < x1 ? angle + 180 : angle,
    cross: along(0.6),
    word: along(textAt),
    offset: [-Math.sin(slant) * 1.9, Math.cos(slant) * 1.9],
    end: headless ? along(0.7) : lost ? along(0.58) : along(1 - 6 / Math.hypot(x2 - x1, y2 - y1)),
    headless,
  };
}
