/**
 * Paints a long ladder on a canvas as high as what is in sight and some more above and below: while one scrolls inside of that the
 * browser moves what is painted, and only beyond it is painted anew. A pointer finds what it points at by place; for the keyboard and
 * for who does not see there is the list of events.
 */
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useSettings } from "../shell/settings.tsx";
import style from "./ladder-picture.module.css";
import type { LadderPaint } from "./ladder-svg.tsx";
import { eventUnder, type Palette, paintLadder } from "./paint-ladder.ts";

/** So much is painted above and below what is in sight: a few turns of the wheel. */
const margin = 400;
/** While one steps or scrubs, what is beside is left until there is time for it. */
const leastMargin = 40;

export function LadderCanvas(paint: LadderPaint): ReactNode {
  const { t, theme } = useSettings();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [over, setOver] = useState(false);
  const latest = useRef(paint);
  latest.current = paint;
  const repaint = useRef<() => void>(() => {});
  const dark = useDark(theme);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours follow the theme
  useEffect(() => {
    const element = canvas.current!;
    const context = element.getContext("2d");
    if (!context) return;
    const palette = paletteOf(element);
    let painted: { top: number; bottom: number } | null = null;
    let asked = 0;
    let later: ReturnType<typeof setTimeout> | undefined;
    const draw = (anew: boolean, more = margin): void => {
      const { layout } = latest.current;
      const sheet = element.parentElement!.getBoundingClientRect();
      const [from, to] = sightOf(element);
      const top = Math.max(0, from - sheet.top);
      const bottom = Math.min(layout.height, to - sheet.top);
      const enough = painted !== null && painted.top <= top && painted.bottom >= bottom;
      if (bottom <= top || (enough && !anew)) return;
      const first = Math.max(0, Math.floor(top - more));
      const last = Math.min(layout.height, Math.ceil(bottom + more));
      const scale = window.devicePixelRatio || 1;
      // One size for all of this sight, so that it is not made anew at every turn.
      const high = Math.min(Math.ceil(layout.height), Math.ceil(to - from) + 2 * margin);
      const [width, height] = [Math.ceil(layout.width * scale), Math.ceil(high * scale)];
      if (element.width !== width || element.height !== height) {
        element.width = width;
        element.height = height;
        element.style.width = `${layout.width}px`;
        element.style.height = `${high}px`;
      }
      const begin = Math.max(0, Math.min(first, Math.floor(layout.height) - high));
      element.style.top = `${begin}px`;
      context.setTransform(scale, 0, 0, scale, 0, -begin * scale);
      context.clearRect(0, begin, layout.width, high);
      paintLadder(context, latest.current, { from: first, to: last, palette, t });
      painted = { top: first, bottom: last };
      element.dataset["painted"] = `${first} ${last}`;
    };
    repaint.current = () => {
      draw(true, leastMargin);
      clearTimeout(later);
      later = setTimeout(() => draw(true), 150);
    };
    const onScroll = (): void => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(() => draw(false));
    };
    addEventListener("scroll", onScroll, { capture: true, passive: true });
    addEventListener("resize", onScroll);
    draw(true);
    return () => {
      cancelAnimationFrame(asked);
      clearTimeout(later);
      removeEventListener("scroll", onScroll, { capture: true });
      removeEventListener("resize", onScroll);
    };
  }, [t, dark]);
  // Selecting, zooming, another width: once for each drawing of the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what is painted
  useEffect(() => repaint.current(), [paint.layout, paint.selected, paint.because, paint.zoom]);
  const under = (event: PointerEvent | { nativeEvent: MouseEvent }): number | null => {
    const box = canvas.current!.parentElement!.getBoundingClientRect();
    const { clientX, clientY } = event.nativeEvent;
    return eventUnder(latest.current.layout, clientX - box.left, clientY - box.top);
  };
  return (
    // A short cut for the pointer; the list of events has the same for the keyboard.
    <canvas
      ref={canvas}
      role="img"
      aria-label={paint.label}
      className={style["canvas"]}
      data-over={over || undefined}
      data-arrows={paint.layout.arrows.length}
      onPointerMove={(event) => setOver(under(event) !== null)}
      onClick={(event) => {
        const found = under(event);
        if (found !== null) paint.onSelect(found);
      }}
    />
  );
}

/** The part of the window that the element can be seen in: what scrolls round it, or the window itself. */
function sightOf(element: HTMLElement): readonly [from: number, to: number] {
  let [from, to] = [0, window.innerHeight];
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (!/auto|scroll|hidden/.test(getComputedStyle(at).overflowY)) continue;
    // What scrolls sideways only is as high as what is in it.
    if (at.scrollHeight <= at.clientHeight + 1) continue;
    const box = at.getBoundingClientRect();
    from = Math.max(from, box.top);
    to = Math.min(to, box.bottom);
  }
  return [from, to];
}

function useDark(theme: string): boolean {
  const [system, setSystem] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const look = (): void => setSystem(query.matches);
    query.addEventListener("change", look);
    return () => query.removeEventListener("change", look);
  }, []);
  return theme === "system" ? system : theme === "dark";
}

/** A canvas takes no variables: the colours and fonts that they stand for now. */
function paletteOf(element: HTMLElement): Palette {
  const probe = document.createElement("i");
  element.parentElement!.append(probe);
  const color = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const root = getComputedStyle(document.documentElement);
  const palette: Palette = {
    surface: color("--surface"),
    line: color("--line"),
    edge: color("--edge"),
    text: color("--text"),
    text2: color("--text-2"),
    text3: color("--text-3"),
    accent: color("--accent"),
    accentSoft: color("--accent-soft"),
    tcp: color("--l-tcp"),
    tcpSoft: color("--l-tcp-soft"),
    app: color("--l-app"),
    kernel: color("--l-kernel"),
    no: color("--no"),
    ok: color("--ok"),
    sans: root.getPropertyValue("--sans"),
    mono: `${root.getPropertyValue("--mono")}, ${root.getPropertyValue("--sans")}`,
  };
  probe.remove();
  return palette;
}
