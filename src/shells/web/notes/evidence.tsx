/** The right pane: why the selected statement has its verdict. Where there is no experiment, or no telling, it says just that. */
import { type ReactNode, useEffect, useState } from "react";
import { FailureNote } from "../parts/failure.tsx";
import { Icon, Mark, tone } from "../parts/icon.tsx";
import { useAsk } from "../shell/ask.ts";
import { useSettings } from "../shell/settings.tsx";
import type { EvidenceView, QuestionView, StatementView } from "../worker/protocol.ts";
import { ClaimEvidence } from "./claim-evidence.tsx";
import style from "./evidence.module.css";
import type { OpenNote } from "./library.ts";
import { MissingPoints } from "./missing-points.tsx";

interface Props {
  readonly note: OpenNote;
  readonly statement: StatementView | undefined;
  /** Which of the statements with the same verdict it is. */
  readonly place: { readonly at: number; readonly total: number };
  onMove(by: 1 | -1): void;
}

export function EvidencePane({ note, statement, place, onMove }: Props): ReactNode {
  const { t } = useSettings();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section className={style["pane"]} aria-label={t.evidence.label} tabIndex={0}>
      {statement ? (
        <Statement
          key={`${note.file} ${statement.start}`}
          note={note}
          statement={statement}
          place={place}
          onMove={onMove}
        />
      ) : (
        <p className={style["nothing"]}>{note.view.statements.length === 0 ? t.evidence.nothing : t.evidence.pick}</p>
      )}
    </section>
  );
}

function Statement({ note, statement, place, onMove }: Props & { readonly statement: StatementView }): ReactNode {
  const { t } = useSettings();
  const question = note.view.questions[statement.question]!;
  const [chosen, setChosen] = useState<string | null>(null);
  // The claim that decided the sentence comes first.
  const deciding = statement.claims.find((claim) => claim.verdict === statement.verdict) ?? statement.claims[0];
  const claim = chosen ?? deciding?.id ?? null;
  const words = note.text.slice(statement.start, statement.end);
  const name = t.verdict[statement.verdict];
  return (
    <>
      <div className={style["head"]}>
        <span className={`${style["verdict"]} ${tone[statement.verdict]}`}>
          <Mark name={statement.verdict} />
          {name}
        </span>
        <span>{t.notes.line(statement.line)}</span>
        {claim && <span className={`mono faint only-desk ${style["id"]}`}>{claim}</span>}
        <span className={style["end"]}>
          <span className="faint">{t.evidence.of(t.short[statement.verdict], place.at, place.total)}</span>
          <button
            type="button"
            className="btn quiet icon"
            aria-label={t.evidence.previous(t.short[statement.verdict])}
            onClick={() => onMove(-1)}
          >
            <Icon name="up" />
          </button>
          <button
            type="button"
            className="btn quiet icon"
            aria-label={t.evidence.next(t.short[statement.verdict])}
            onClick={() => onMove(1)}
          >
            <Icon name="down" />
          </button>
        </span>
      </div>
      <blockquote className={style["quote"]}>
        {/* A long paragraph is quoted in part; it stands in full on the left. */}
        {words.length > 280 ? `“${words.slice(0, 280)}…”` : `“${words}”`}
      </blockquote>
      {statement.claims.length > 1 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would be for a form
        <div role="group" aria-label={t.evidence.claims(statement.claims.length)} className={style["claims"]}>
          {statement.claims.map(({ id, verdict }) => (
            <button key={id} type="button" className="btn" aria-pressed={id === claim} onClick={() => setChosen(id)}>
              <Mark name={verdict} label={t.verdict[verdict]} />
              <span className="mono">{id}</span>
            </button>
          ))}
        </div>
      )}
      {claim ? (
        <Claim id={claim} statement={words} question={question} />
      ) : (
        <Silence verdict={statement.verdict} question={question} />
      )}
    </>
  );
}

/** Evidence that has been here before: a second visit shows it at once. */
const seen = new Map<string, EvidenceView>();

function Claim({
  id,
  statement,
  question,
}: {
  readonly id: string;
  readonly statement: string;
  readonly question: QuestionView;
}): ReactNode {
  const { t } = useSettings();
  const before = seen.get(id);
  const { value, failure, slow, runs, again } = useAsk("evidence", before ? undefined : { claim: id }, id);
  const evidence = before ?? (value?.claim.id === id ? value : null);
  useEffect(() => {
    if (value) seen.set(value.claim.id, value);
  }, [value]);
  if (failure) return <FailureNote failure={failure} onAgain={again} />;
  if (!evidence)
    return slow ? (
      <p role="status" className={style["slow"]}>
        {runs > 0 ? t.busy.runs(runs) : t.busy.working}
      </p>
    ) : null;
  return <ClaimEvidence evidence={evidence} statement={statement} question={question} />;
}

/** No claim was found in it. What is said depends on whether there was anything to find. */
function Silence({
  verdict,
  question,
}: {
  readonly verdict: StatementView["verdict"];
  readonly question: QuestionView;
}): ReactNode {
  const { t } = useSettings();
  if (verdict === "unclear" || question.hasExperiments)
    return (
      <>
        <h2 className={style["silent"]}>{t.evidence.unclear.title}</h2>
        <p className={style["why"]}>{t.evidence.unclear.about}</p>
        <MissingPoints question={question} />
      </>
    );
  return (
    <>
      <h2 className={style["silent"]}>{t.evidence.noExperiment.title}</h2>
      <p className={style["why"]}>
        {question.matched ? t.evidence.noExperiment.known : t.evidence.noExperiment.unknown}
      </p>
    </>
  );
}
