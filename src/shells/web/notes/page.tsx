/** The notes page: nothing open yet, or the note on the left with its verdicts and the evidence of one statement on the right. */
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { StatementVerdict } from "../../../study/coach/check.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Icon, Mark } from "../parts/icon.tsx";
import { useKeys } from "../shell/keys.ts";
import { addresses } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import { shellWord, useStatus } from "../shell/status.ts";
import type { NoteView, StatementView } from "../worker/protocol.ts";
import { EmptyState } from "./empty.tsx";
import { EvidencePane } from "./evidence.tsx";
import { begin, choose, forget, type OpenNote, select, undo, useLibrary } from "./library.ts";
import { NoteText } from "./note-text.tsx";
import style from "./page.module.css";
import { PickFile } from "./pick-file.tsx";
import { QuestionList } from "./question-list.tsx";
import { megabytes, TroubleNote } from "./trouble.tsx";
import { useDropAndPaste } from "./use-drop.ts";

const verdicts: readonly StatementVerdict[] = ["refuted", "depends", "unclear", "no-experiment", "confirmed"];

export function NotesPage({ view }: { readonly view: "text" | "questions" }): ReactNode {
  const { t } = useSettings();
  const library = useLibrary();
  useEffect(() => void begin(), []);
  const dragging = useDropAndPaste();
  const note = library.notes[library.current];
  return (
    <div className={style["page"]}>
      {/* Always there, so that what comes to stand in it is read aloud. */}
      <p role="status" className="sr">
        {note && library.phase === "ready"
          ? t.notes.checkedNow(note.view.totals.statements, note.view.totals.refuted)
          : ""}
      </p>
      {note ? (
        <Open note={note} view={view} />
      ) : library.phase === "starting" ? (
        <div className={style["starting"]} />
      ) : (
        <EmptyState dragging={dragging} />
      )}
      {dragging && note && <div className={style["drop"]}>{t.notes.dropAnother}</div>}
      <Checking />
      {library.removed && (
        <div role="status" className={style["toast"]}>
          {t.notes.forgotten(library.removed.map(({ file }) => file).join(", "))}
          <button type="button" className="btn" onClick={undo}>
            <Icon name="undo" />
            {t.notes.undo}
          </button>
        </div>
      )}
    </div>
  );
}

/** Which file is being read, and how large it is; nothing in the first blink. */
function Checking(): ReactNode {
  const { t } = useSettings();
  const { checking } = useLibrary();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (!checking) return;
    const timer = setTimeout(() => setSlow(true), 200);
    return () => clearTimeout(timer);
  }, [checking]);
  if (!checking || !slow) return null;
  return (
    <div role="status" className={style["toast"]}>
      {t.notes.loading(checking.file, megabytes(checking.bytes))}
    </div>
  );
}

function Open({ note, view }: { readonly note: OpenNote; readonly view: "text" | "questions" }): ReactNode {
  const { t, singleKeys } = useSettings();
  const { phase, trouble } = useLibrary();
  const { statements } = note.view;
  const selected = note.selected === null ? undefined : statements[note.selected];
  const [filter, setFilter] = useState<StatementVerdict | null>(null);
  const jump = (verdict: StatementVerdict | null, by: 1 | -1): void => {
    const to = neighbour(statements, note.selected ?? -1, by, verdict);
    if (to !== null) select(to);
  };
  useKeys(
    {
      n: () => jump("refuted", 1),
      N: () => jump("refuted", -1),
      j: () => jump(filter, 1),
      k: () => jump(filter, -1),
    },
    singleKeys,
  );
  useStatus(`viva check ${shellWord(note.file)} --fail-on refuted`, [
    t.notes.lines(note.view.lines),
    ...(note.encoding && note.encoding !== "utf-8" ? [t.notes.encoding(note.encoding)] : []),
  ]);
  return (
    <>
      <Tools note={note} view={view} filter={filter} setFilter={setFilter} jump={jump} />
      {trouble && (
        <div className={style["trouble"]}>
          <TroubleNote trouble={trouble} />
        </div>
      )}
      <div className={style["body"]} aria-busy={phase === "checking"}>
        {view === "text" ? <NoteText note={note} /> : <QuestionList note={note} />}
        <EvidencePane
          note={note}
          statement={selected}
          place={placeAmong(statements, note.selected)}
          onMove={(by) => jump(selected?.verdict ?? null, by)}
        />
      </div>
    </>
  );
}

/** The next or previous statement with this verdict, going round at the end. */
function neighbour(
  statements: readonly StatementView[],
  from: number,
  by: 1 | -1,
  verdict: StatementVerdict | null,
): number | null {
  for (let step = 1; step <= statements.length; step++) {
    const at = (((from + by * step) % statements.length) + statements.length) % statements.length;
    if (verdict === null || statements[at]!.verdict === verdict) return at;
  }
  return null;
}

/** "2 / 9": which of the statements with its verdict the selected one is. */
function placeAmong(statements: readonly StatementView[], at: number | null): { at: number; total: number } {
  const verdict = at === null ? undefined : statements[at]?.verdict;
  let before = 0;
  let total = 0;
  for (const [index, one] of statements.entries()) {
    if (one.verdict !== verdict) continue;
    total++;
    if (at !== null && index <= at) before++;
  }
  return { at: before, total };
}

const number = (n: number): string => n.toLocaleString("en-US");

interface ToolsProps {
  readonly note: OpenNote;
  readonly view: "text" | "questions";
  readonly filter: StatementVerdict | null;
  setFilter(filter: StatementVerdict | null): void;
  jump(verdict: StatementVerdict, by: 1 | -1): void;
}

function Tools({ note, view, filter, setFilter, jump }: ToolsProps): ReactNode {
  const { t, say } = useSettings();
  const { notes, current, kept } = useLibrary();
  const { totals, notUnderstood, problems } = note.view;
  const [listing, setListing] = useState(false);
  return (
    <div className={`tools ${style["tools"]}`}>
      <h1 className={style["file"]}>
        <Icon name="note" />
        {notes.length > 1 ? (
          <select
            aria-label={t.notes.file}
            value={current}
            onChange={(event) => choose(Number(event.target.value))}
            className={style["select"]}
          >
            {notes.map((one, at) => (
              <option key={`${at} ${one.file}`} value={at}>
                {one.file}
              </option>
            ))}
          </select>
        ) : (
          <span className={style["name"]}>{note.file}</span>
        )}
        <small title={kept ? undefined : t.notes.notKeptAbout}>{kept ? t.notes.stays : t.notes.notKept}</small>
      </h1>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be for a form */}
      <div role="group" aria-label={t.notes.statements} className={style["filters"]}>
        <span className={style["total"]}>
          {t.notes.statements} <b>{number(totals.statements)}</b>
        </span>
        {verdicts.map((verdict) =>
          totals[verdict] === 0 ? null : (
            <button
              key={verdict}
              type="button"
              className={style["filter"]}
              aria-pressed={filter === verdict}
              aria-label={t.notes.jumpTo(t.verdict[verdict], totals[verdict])}
              onClick={() => {
                setFilter(verdict);
                jump(verdict, 1);
              }}
            >
              <Mark name={verdict} />
              {t.short[verdict]} <b>{number(totals[verdict])}</b>
            </button>
          ),
        )}
        {notUnderstood.length + problems.length > 0 && (
          <button type="button" className={style["filter"]} onClick={() => setListing(true)}>
            {[
              ...(notUnderstood.length > 0 ? [t.notes.notUnderstood(notUnderstood.length)] : []),
              ...(problems.length > 0 ? [t.notes.problems(problems.length)] : []),
            ].join(" · ")}
          </button>
        )}
      </div>
      <div className="end">
        <nav className={`seg ${style["views"]}`} aria-label={t.notes.views.label}>
          <a href={addresses.notes} aria-current={view === "text" ? "page" : undefined}>
            {t.notes.views.text}
          </a>
          <a href={addresses.questions} aria-current={view === "questions" ? "page" : undefined}>
            {t.notes.views.questions}
          </a>
        </nav>
        <PickFile label={t.notes.replace} />
        <button
          type="button"
          className="btn quiet icon"
          aria-label={t.notes.forget}
          title={t.notes.forget}
          onClick={forget}
        >
          <Icon name="bin" />
        </button>
      </div>
      {listing && (
        <NotUnderstood view={note.view} remark={note.remark && say(note.remark)} onClose={() => setListing(false)} />
      )}
    </div>
  );
}

interface NotUnderstoodProps {
  readonly view: NoteView;
  readonly remark: string | null;
  onClose(): void;
}

function NotUnderstood({ view, remark, onClose }: NotUnderstoodProps): ReactNode {
  const { t, say } = useSettings();
  const shown = useMemo(() => view.notUnderstood.slice(0, 500), [view]);
  return (
    <Dialog title={t.notes.notUnderstood(view.notUnderstood.length)} wide onClose={onClose}>
      {remark && <p className={style["about"]}>{remark}</p>}
      {shown.length > 0 && <p className={style["about"]}>{t.notes.notUnderstoodAbout}</p>}
      <ol className={style["lines"]}>
        {shown.map(({ line, endLine, text }) => (
          <li key={line}>
            <span>{endLine > line ? `${line}–${endLine}` : line}</span>
            <code>{text}</code>
          </li>
        ))}
      </ol>
      {view.problems.length > 0 && (
        <>
          <h3 className={style["problems"]}>{t.notes.problems(view.problems.length)}</h3>
          <ol className={style["lines"]}>
            {view.problems.slice(0, 500).map(({ line, message }, at) => (
              <li key={at}>
                <span>{line}</span>
                {say(message)}
              </li>
            ))}
          </ol>
        </>
      )}
    </Dialog>
  );
}
