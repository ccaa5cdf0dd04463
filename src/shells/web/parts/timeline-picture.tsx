/** Paints a timeline: a box for each step on its thread's lane, switches, waits, what overwrote what, and what each cell held. */
import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from "react";
import { firstIndex } from "../../../views/first-index.ts";
import type { Timeline } from "../../../views/timeline.ts";
import { useSettings } from "../shell/settings.tsx";
import type { Picturing } from "./picture.ts";
import { textWidth } from "./text-width.ts";
import { type Block, type Box, boxHeight, layOut } from "./timeline-layout.ts";
import style from "./timeline-picture.module.css";

interface Props extends Picturing {
  readonly timeline: Timeline;
  /** Marks the steps at which another thread could have gone. */
  readonly forkable?: boolean;
}

export function TimelinePicture({ timeline, because, wrong, now, forkable = false, onSelect }: Props): ReactNode {
  const at = stepAt(timeline, now);
  const onPick = (step: number): void => onSelect(timeline.steps[step - 1]!.event);
  const { t, language } = useSettings();
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = holder.current!;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    setWidth(Math.floor(element.clientWidth));
    return () => observer.disconnect();
  }, []);
  const layout = useMemo(
    () => (width > 0 ? layOut(timeline, { width, language, because, textWidth }) : null),
    [timeline, width, language, because],
  );
  const shown = at ?? timeline.steps.length;
  return (
    <div ref={holder} className={style["holder"]}>
      {layout && (
        // The keys of the player do for the keyboard what a click on a box does; the text twin says the same in words.
        <svg
          width={layout.width}
          height={layout.height}
          role="img"
          aria-label={t.timeline.label}
          className={style["picture"]}
        >
          {layout.blocks.map((block) => (
            <g key={block.from}>
              <BlockPicture block={block} shown={shown} at={at} wrong={wrong} onPick={onPick} />
              {forkable &&
                timeline.steps
                  .slice(block.from, block.to)
                  .map((step, k) =>
                    step.choice === null ? null : (
                      <path
                        key={step.number}
                        transform={`translate(${block.left + (k + 0.5) * block.pitch + 9} ${block.top + 4})`}
                        d="M1 0v10M1 8c0-4 6-2 6-6M7 0v2"
                        className={style["fork"]}
                      />
                    ),
                  )}
            </g>
          ))}
        </svg>
      )}
    </div>
  );
}

/** The step that event `now` comes to: 0 before the first, null for the whole run. */
export function stepAt({ steps }: Timeline, now: number): number | null {
  if (now === Number.POSITIVE_INFINITY) return null;
  return firstIndex(steps.length, (index) => steps[index]!.event > now);
}

interface BlockProps {
  readonly block: Block;
  readonly shown: number;
  readonly at: number | null;
  readonly wrong: boolean;
  onPick(step: number): void;
}

function BlockPicture({ block, shown, at, wrong, onPick }: BlockProps): ReactNode {
  const { t } = useSettings();
  const { top, height, left, pitch, from, to } = block;
  const centre = (index: number): number => left + (index - from + 0.5) * pitch;
  const tone = wrong ? style["wrong"] : style["right"];
  return (
    <>
      {at !== null && at > from && at <= to && (
        <rect x={centre(at - 1) - pitch / 2} y={top} width={pitch} height={height} className={style["column"]} />
      )}
      {block.boxes.map((box) => (
        <text
          key={box.index}
          x={centre(box.index)}
          y={top + 13}
          className={at === box.index + 1 ? style["numberNow"] : style["number"]}
        >
          {box.index + 1}
        </text>
      ))}
      {block.lanes.map((lane) => (
        <g key={lane.name}>
          <text x={0} y={lane.y + 4} className={style["lane"]}>
            {lane.name}
          </text>
          <path d={`M${left} ${lane.y}H${lane.alive}`} className={style["life"]} />
          {lane.waits.map((wait) => (
            <g key={wait.x1}>
              <path d={`M${wait.x1} ${lane.y}H${wait.x2}`} className={style["wait"]} />
              {wait.x2 - wait.x1 > 70 && (
                <text x={(wait.x1 + wait.x2) / 2} y={lane.y - 6} className={style["waitWord"]}>
                  {t.timeline.waits(wait.on)}
                </text>
              )}
            </g>
          ))}
        </g>
      ))}
      {block.switches.map(({ x, number }) => (
        <path
          key={number}
          d={`M${x} ${top + 18}V${block.lanes.at(-1)!.y + boxHeight / 2 + 6}`}
          className={style["switch"]}
        />
      ))}
      {block.boxes.map((box) => (
        <StepBox
          key={box.index}
          box={box}
          later={box.index >= shown}
          now={at === box.index + 1}
          tone={tone!}
          onPick={onPick}
        />
      ))}
      {block.arrows.map(({ from: by, to: lost }) => (
        <Overwriting key={by.index} by={by} lost={lost} shown={by.index < shown} right={left + (to - from) * pitch} />
      ))}
      {block.stuck.map((stuck) => (
        <g key={stuck.y} className={style["wrong"]}>
          <rect x={stuck.x} y={stuck.y} width={stuck.width} height={boxHeight} rx="2" strokeDasharray="4 3" />
          <text x={stuck.x + stuck.width / 2} y={stuck.y + 15} className={style["verb"]}>
            {t.timeline.forever}
          </text>
          <text x={stuck.x + stuck.width / 2} y={stuck.y + 29} className={style["what"]}>
            {stuck.on}
          </text>
        </g>
      ))}
      {block.cells.map((cell) => (
        <g key={cell.name}>
          <text x={0} y={cell.y} className={style["name"]}>
            {cell.name}
          </text>
          <path d={levelPath(cell.values, left, pitch, cell.y)} className={style["level"]} />
          {cell.values.map((value, k) => (
            <text
              key={k}
              x={centre(from + k)}
              y={cell.y - value.level * 7 - 1}
              className={from + k >= shown ? style["valueLater"] : value.changed ? style["valueNew"] : style["value"]}
            >
              {value.value}
            </text>
          ))}
        </g>
      ))}
      {block.locks.map((lock) => (
        <g key={lock.name}>
          <text x={0} y={lock.y + 4} className={style["name"]}>
            {lock.name}
          </text>
          {held(lock.owners).map(({ owner, first, last }) => (
            <g key={first}>
              <rect
                x={left + first * pitch + 2}
                y={lock.y - 8}
                width={(last - first) * pitch - 4}
                height={16}
                rx="8"
                className={style["held"]}
              />
              <text x={left + ((first + last) / 2) * pitch} y={lock.y + 4} className={style["owner"]}>
                T{owner}
              </text>
            </g>
          ))}
        </g>
      ))}
    </>
  );
}

interface StepBoxProps {
  readonly box: Box;
  readonly later: boolean;
  readonly now: boolean;
  readonly tone: string;
  onPick(step: number): void;
}

function StepBox({ box, later, now, tone, onPick }: StepBoxProps): ReactNode {
  const middle = box.x + box.width / 2;
  const classes = [
    style["box"],
    box.because && tone,
    box.overwritten && style["lost"],
    later && style["later"],
    now && style["now"],
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer; the player's buttons and keys do the same
    <g className={classes.filter(Boolean).join(" ")} onClick={() => onPick(box.index + 1)}>
      <rect x={box.x} y={box.y} width={box.width} height={boxHeight} rx="2" />
      <text x={middle} y={box.what === "" ? box.y + 22 : box.y + 15} className={style["verb"]}>
        {box.verb}
      </text>
      <text x={middle} y={box.y + 29} className={style["what"]}>
        {box.what}
      </text>
    </g>
  );
}

/** From the later write to the earlier one that it wrote over, round the corner. */
function Overwriting({
  by,
  lost,
  shown,
  right,
}: {
  readonly by: Box;
  readonly lost: Box;
  readonly shown: boolean;
  readonly right: number;
}): ReactNode {
  const { t } = useSettings();
  const x = by.x + by.width / 2;
  const y = lost.y + boxHeight / 2;
  const below = by.y < lost.y;
  const start = below ? by.y + boxHeight + 1 : by.y - 1;
  const end = lost.x + lost.width + 2;
  // The word stands where there is room: at the foot of the arrow, ending at the picture's edge at the latest.
  const word = t.timeline.overwrites;
  const half = word.length * 5.6;
  return (
    <g className={shown ? style["arrow"] : style["arrowLater"]}>
      <path d={`M${x} ${start}V${y}H${end}`} />
      <path d={`M${end + 6} ${y - 4}l-6 4 6 4`} />
      <text x={Math.min(x + 4 + half, right - half)} y={below ? y + 15 : y - 7}>
        {word}
      </text>
    </g>
  );
}

function levelPath(values: Block["cells"][number]["values"], left: number, pitch: number, y: number): string {
  return values
    .map(({ level }, k) => `${k === 0 ? "M" : "L"}${left + k * pitch} ${y + 3 - level * 7}H${left + (k + 1) * pitch}`)
    .join("");
}

/** Stretches of steps in which one thread holds the lock: [first, last) within the block. */
function held(owners: readonly (number | null)[]): { owner: number; first: number; last: number }[] {
  const out: { owner: number; first: number; last: number }[] = [];
  for (const [at, owner] of owners.entries()) {
    if (owner === null) continue;
    const open = out.at(-1);
    if (open && open.owner === owner && open.last === at) open.last = at + 1;
    else out.push({ owner, first: at, last: at + 1 });
  }
  return out;
}
