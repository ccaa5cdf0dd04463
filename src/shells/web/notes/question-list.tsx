/** The note as a list of questions: under their headings, with what became of each answer; a follow-up stands under its question. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useMemo, useRef } from "react";
import type { StatementVerdict } from "../../../study/coach/check.ts";
import { Mark } from "../parts/icon.tsx";
import { useSettings } from "../shell/settings.tsx";
import type { NoteView, QuestionView } from "../worker/protocol.ts";
import { type OpenNote, select } from "./library.ts";
import { gravity } from "./note-text.tsx";
import style from "./question-list.module.css";

type Entry =
  | { readonly kind: "section"; readonly path: readonly string[]; readonly count: number }
  | { readonly kind: "question"; readonly question: QuestionView; readonly index: number };

export function QuestionList({ note }: { readonly note: OpenNote }): ReactNode {
  const { t } = useSettings();
  const { view } = note;
  const scroller = useRef<HTMLDivElement>(null);
  const entries = useMemo(() => readEntries(view), [view]);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 54,
    overscan: 10,
    paddingStart: 4,
    paddingEnd: 24,
  });
  const current = note.selected === null ? null : view.statements[note.selected]!.question;
  return (
    <section className={style["pane"]} aria-label={t.notes.views.questions}>
      {/* biome-ignore lint/a11y: a region that scrolls must be reachable by the keyboard, and is no fieldset of a form */}
      <div ref={scroller} className={style["scroll"]} tabIndex={0} role="group" aria-label={note.file}>
        {entries.length === 0 && <p className={style["none"]}>{t.notes.questions.none}</p>}
        <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map((item) => {
            const entry = entries[item.index]!;
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={virtual.measureElement}
                className={style["place"]}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {entry.kind === "section" ? (
                  <h2 className={style["section"]}>
                    {entry.path.length === 0 ? t.notes.questions.noSection : entry.path.join(" › ")}
                    <small>{t.notes.questions.count(entry.count)}</small>
                  </h2>
                ) : (
                  <Question view={view} {...entry} current={entry.index === current} />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}

interface QuestionProps {
  readonly view: NoteView;
  readonly question: QuestionView;
  readonly index: number;
  readonly current: boolean;
}

function Question({ view, question, index, current }: QuestionProps): ReactNode {
  const { t } = useSettings();
  const words = t.notes.questions;
  const { missing, points, counts } = question;
  return (
    <div
      className={`${style["question"]} ${current ? style["current"] : ""}`}
      style={{ "--d": question.depth } as React.CSSProperties}
    >
      <span className={style["line"]}>{question.line}</span>
      <div className={style["body"]}>
        <p className={style["ask"]}>{question.ask}</p>
        <p className={style["facts"]}>
          {question.followUp && <span>{words.followUp}</span>}
          <span className={question.matched ? "mono" : ""}>{question.matched ?? words.unknown}</span>
          {!question.answered && <b>{words.unanswered}</b>}
          {question.answered && points > 0 && (
            <span>{missing.length === 0 ? words.complete : words.missing(missing.length, points)}</span>
          )}
        </p>
      </div>
      <ul className={style["counts"]}>
        {gravity.map((verdict) =>
          counts[verdict] === 0 ? null : (
            <li key={verdict}>
              <button
                type="button"
                aria-label={t.notes.jumpTo(t.verdict[verdict], counts[verdict])}
                onClick={() => select(firstOf(view, index, verdict))}
              >
                <Mark name={verdict} />
                {counts[verdict]}
              </button>
            </li>
          ),
        )}
      </ul>
    </div>
  );
}

const firstOf = (view: NoteView, question: number, verdict: StatementVerdict): number =>
  Math.max(
    0,
    view.statements.findIndex((one) => one.question === question && one.verdict === verdict),
  );

function readEntries(view: NoteView): Entry[] {
  const out: Entry[] = [];
  let open: { kind: "section"; path: readonly string[]; count: number } | null = null;
  for (const [index, question] of view.questions.entries()) {
    if (open === null || open.path.join("\0") !== question.section.join("\0")) {
      open = { kind: "section", path: question.section, count: 0 };
      out.push(open);
    }
    open.count++;
    out.push({ kind: "question", question, index });
  }
  return out;
}
