/**
 * The note as it was written: every line with its number, verdicts in the gutter, statements underlined by the style of their
 * verdict. Only the lines in sight are in the document, so that a note of megabytes scrolls. All of it is text, never markup.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from "react";
import type { StatementVerdict } from "../../../study/coach/check.ts";
import { Mark } from "../parts/icon.tsx";
import { useSettings } from "../shell/settings.tsx";
import type { NoteView, QuestionView, StatementView } from "../worker/protocol.ts";
import { Lane } from "./lane.tsx";
import { type OpenNote, select } from "./library.ts";
import style from "./note-text.module.css";

const underline: Readonly<Record<StatementVerdict, string>> = {
  confirmed: "u-ok",
  refuted: "u-no",
  depends: "u-dep",
  unclear: "u-un",
  "no-experiment": "u-none",
};
/** The worst first: what the gutter shows of a line with several statements. */
export const gravity: readonly StatementVerdict[] = ["refuted", "depends", "unclear", "confirmed", "no-experiment"];

export function NoteText({ note }: { readonly note: OpenNote }): ReactNode {
  const { t } = useSettings();
  const { view, text, selected } = note;
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => readLines(view), [view]);
  const virtual = useVirtualizer({
    count: view.rowStarts.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 27,
    overscan: 12,
    paddingStart: 6,
    paddingEnd: 24,
  });
  const focusNext = useRef(false);
  const shownBefore = useRef<NoteView | null>(null);
  useEffect(() => {
    if (selected === null) return;
    const row = rowAt(view, view.statements[selected]!.start);
    const range = virtual.range;
    const inSight = range && row > range.startIndex && row < range.endIndex;
    if (!inSight || shownBefore.current !== view) virtual.scrollToIndex(row, { align: "center" });
    shownBefore.current = view;
    if (focusNext.current)
      requestAnimationFrame(() => {
        focusNext.current = false;
        scroller.current?.querySelector<HTMLElement>(`[data-statement="${selected}"]`)?.focus();
      });
  }, [selected, view, virtual]);
  const move = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0 || !(event.target as HTMLElement).closest("[data-statement]")) return;
    const to = (selected ?? -1) + by;
    if (to < 0 || to >= view.statements.length) return;
    event.preventDefault();
    focusNext.current = true;
    select(to);
  };
  return (
    <section className={style["editor"]} aria-label={t.notes.textLabel}>
      {/* biome-ignore lint/a11y: a region that scrolls must be reachable by the keyboard, and is no fieldset of a form */}
      <div ref={scroller} className={style["code"]} tabIndex={0} role="group" aria-label={note.file} onKeyDown={move}>
        <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map((item) => (
            <div
              key={item.key}
              data-index={item.index}
              ref={virtual.measureElement}
              className={style["place"]}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <Row view={view} text={text} row={item.index} selected={selected} lines={lines} />
            </div>
          ))}
        </div>
      </div>
      <Lane view={view} scroller={scroller} total={virtual.getTotalSize()} />
    </section>
  );
}

interface Lines {
  readonly headings: ReadonlySet<number>;
  readonly questions: ReadonlyMap<number, QuestionView>;
}

const readLines = (view: NoteView): Lines => ({
  headings: new Set(view.headings),
  questions: new Map(view.questions.map((question) => [question.line, question])),
});

interface RowProps {
  readonly view: NoteView;
  readonly text: string;
  readonly row: number;
  readonly selected: number | null;
  readonly lines: Lines;
}

function Row({ view, text, row, selected, lines }: RowProps): ReactNode {
  const { t } = useSettings();
  const start = view.rowStarts[row]!;
  const end = view.rowStarts[row + 1] ?? text.length;
  const line = view.rowLines[row]!;
  const written = text.slice(start, end).replace(/[\r\n]+$/, "");
  const question = line > 0 ? lines.questions.get(line) : undefined;
  const heading = line > 0 && lines.headings.has(line);
  const { depth, indent, marker } = line > 0 ? beginning(written) : { depth: 1, indent: 0, marker: 0 };
  const here = statementsIn(view, start, start + written.length);
  const worst = gravity.find((verdict) => here.some(({ one }) => one.verdict === verdict));
  const isSelected = here.some(({ at }) => at === selected);
  const kind = heading ? style["heading"] : question ? style["question"] : "";
  return (
    <div className={`${style["line"]} ${kind} ${isSelected ? style["selected"] : ""}`}>
      <span className={style["number"]}>{line > 0 ? line : ""}</span>
      <span className={style["mark"]}>{worst && <Mark name={worst} label={t.verdict[worst]} />}</span>
      <span className={style["text"]} style={{ "--d": depth } as React.CSSProperties}>
        {marker > 0 && <i>{written.slice(indent, indent + marker)}</i>}
        <Pieces
          text={text}
          from={start + indent + marker}
          to={start + written.length}
          here={here}
          selected={selected}
        />
      </span>
      {question?.matched && <span className={style["matched"]}>{question.matched}</span>}
    </div>
  );
}

interface PiecesProps {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly here: readonly { readonly at: number; readonly one: StatementView }[];
  readonly selected: number | null;
}

/** The text of a row, cut where statements begin and end. */
function Pieces({ text, from, to, here, selected }: PiecesProps): ReactNode {
  const { t } = useSettings();
  const out: ReactNode[] = [];
  let done = from;
  for (const { at, one } of here) {
    const start = Math.max(one.start, from);
    const end = Math.min(one.end, to);
    if (end <= start) continue;
    if (start > done) out.push(text.slice(done, start));
    out.push(
      // biome-ignore lint/a11y/useSemanticElements: a <button> does not break across lines as running text does
      <span
        key={at}
        role="button"
        tabIndex={at === selected && one.start >= from ? 0 : -1}
        data-statement={at}
        data-verdict={one.verdict}
        aria-pressed={at === selected}
        aria-description={t.verdict[one.verdict]}
        className={`${style["statement"]} ${underline[one.verdict]}`}
        onClick={() => select(at)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          select(at);
        }}
      >
        {text.slice(start, end)}
      </span>,
    );
    done = end;
  }
  if (done < to) out.push(text.slice(done, to));
  return out.length === 0 ? "\u00a0" : out;
}

/** How far a line is indented, and its own mark ("###", "4.", "-"): drawn as a hanging indent, the mark in grey. */
function beginning(line: string): { depth: number; indent: number; marker: number } {
  const white = /^[\ufeff \t]*/.exec(line)![0];
  const marker = /^(?:#{1,6}|\d{1,9}[.)]|[-*+])[ \t]+/.exec(line.slice(white.length))?.[0].length ?? 0;
  const tabs = white.split("\t").length - 1;
  const spaces = white.replace(/[\t\ufeff]/g, "").length;
  return { depth: Math.min(8, tabs + spaces / 3), indent: white.length, marker };
}

/** Statements that reach into [from, to). They are in the order of the text and do not overlap. */
function statementsIn(view: NoteView, from: number, to: number): { at: number; one: StatementView }[] {
  let low = 0;
  let high = view.statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (view.statements[middle]!.end <= from) low = middle + 1;
    else high = middle;
  }
  const out: { at: number; one: StatementView }[] = [];
  for (let at = low; at < view.statements.length && view.statements[at]!.start < to; at++)
    out.push({ at, one: view.statements[at]! });
  return out;
}

/** The row that offset `at` stands in. */
export function rowAt({ rowStarts }: NoteView, at: number): number {
  let low = 0;
  let high = rowStarts.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (rowStarts[middle]! <= at) low = middle;
    else high = middle;
  }
  return low;
}
