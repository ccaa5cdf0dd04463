/**
 * The evidence for one claim: its reason, the run that decides it with stepping, every other run as a square, how often it holds,
 * the same with a change, what to say instead, and what an interviewer asks next.
 */

import { type ReactNode, useState } from "react";
import { sayLimits } from "../../../lab/say-verdict.ts";
import { FailureNote } from "../parts/failure.tsx";
import { Icon, Mark } from "../parts/icon.tsx";
import { Strip } from "../parts/strip.tsx";
import { TextTwin } from "../parts/text-twin.tsx";
import { useAsk } from "../shell/ask.ts";
import { addresses } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import type { EvidenceView, QuestionView } from "../worker/protocol.ts";
import style from "./evidence.module.css";
import { FollowUp } from "./follow-up.tsx";
import { MissingPoints } from "./missing-points.tsx";
import { LadderPlayer, TimelinePlayer } from "./players.tsx";

interface Props {
  readonly evidence: EvidenceView;
  /** The learner's own words. */
  readonly statement: string;
  readonly question: QuestionView;
}

export function ClaimEvidence({ evidence, statement, question }: Props): ReactNode {
  const { t, say } = useSettings();
  const { claim, contrasts, instead, followUps } = evidence;
  return (
    <>
      <p className={style["readAs"]}>
        <span>{t.evidence.readAs}</span> {say(claim.says)}
      </p>
      {claim.by === "nothing-yet" && <p className={style["why"]}>{t.evidence.nothingYet}</p>}
      <p className={style["why"]}>{say(claim.reason)}</p>
      {claim.by !== "run" && (
        <p className={style["source"]}>
          {claim.by === "source" && `${t.evidence.bySource} `}
          {t.evidence.source}: {claim.source}
        </p>
      )}
      {evidence.run && claim.holds && <Runs key={claim.id} evidence={evidence} />}
      {instead.length > 0 && (
        <section className={style["section"]}>
          <h2>
            {t.evidence.fixed} <small>{t.evidence.fixedAbout(instead.length)}</small>
          </h2>
          <div className={style["fix"]}>
            <del>
              <span aria-hidden="true">−</span>
              <span>{statement}</span>
            </del>
            {instead.map((point) => (
              <ins key={point.id}>
                <span aria-hidden="true">+</span>
                <span>{say(point.says)}</span>
                <Mark name={point.verdict} label={t.verdict[point.verdict]} />
              </ins>
            ))}
          </div>
        </section>
      )}
      <div className={style["two"]}>
        {contrasts.length > 0 && (
          <section className={style["section"]}>
            <h2>{t.evidence.contrasts}</h2>
            <ul>
              {contrasts.map((contrast) => (
                <li key={contrast.name + contrast.says.en} className={style["item"]}>
                  <Mark
                    name={contrast.failing > 0 ? "refuted" : "confirmed"}
                    label={contrast.failing > 0 ? t.verdict.refuted : t.verdict.confirmed}
                  />
                  <a href={addresses.run(contrast.name)}>{say(contrast.says)}</a>
                  <span className="faint">
                    {t.evidence.contrastCount(number(contrast.runs), number(contrast.failing))}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <MissingPoints question={question} />
      </div>
      {followUps.length > 0 && (
        <section className={style["section"]}>
          <h2>{t.evidence.followUps}</h2>
          <ul className={style["followUps"]}>
            {followUps.map((followUp) => (
              <FollowUp key={followUp.id} followUp={followUp} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

const number = (n: number): string => n.toLocaleString("en-US");

/** The run that the verdict rests on, or the one chosen among the squares. */
function Runs({ evidence }: { readonly evidence: EvidenceView }): ReactNode {
  const { t, say } = useSettings();
  const { claim, strip, verdict } = evidence;
  const shown = evidence.run!;
  const [picked, setPicked] = useState<number | null>(null);
  const other = picked === null || picked === strip?.chosen ? null : strip!.runs[picked]!;
  const asked = useAsk("run", other ? { name: other.name, claim: claim.id } : undefined, other?.name ?? "");
  const fetched = other !== null && asked.value?.name === other.name ? asked.value : null;
  const network = fetched ? fetched.network : shown.network;
  const timelines = fetched?.timelines ?? shown.timelines;
  const timeline = timelines[0];
  const because = fetched?.asked?.because ?? shown.because;
  const holds = fetched?.asked?.holds ?? shown.holds;
  const name = fetched?.name ?? shown.name;
  const mainTitle =
    verdict === "refuted" && claim.holds === "always"
      ? t.evidence.run.counterexample
      : verdict === "confirmed" && claim.holds === "possible"
        ? t.evidence.run.witness
        : t.evidence.run.sample;
  const fewest = evidence.coverage?.exhaustive && mainTitle !== t.evidence.run.sample;
  const switches = timeline?.switches ?? 0;
  return (
    <section className={style["section"]}>
      <h2>
        <span>{fetched ? t.evidence.run.other(picked! + 1) : mainTitle}</span>
        <small>
          {network
            ? t.evidence.run.frames(network.ladder.rungs.filter((rung) => rung.kind === "frame").length)
            : !fetched && fewest
              ? t.evidence.run.enough(switches)
              : t.evidence.run.switches(switches)}
        </small>
        {fetched && (
          <button type="button" className="btn quiet" onClick={() => setPicked(null)}>
            <Icon name="undo" />
            {t.evidence.run.back}
          </button>
        )}
        <a className={`btn quiet ${style["open"]}`} href={addresses.run(name)}>
          <Icon name="lab" />
          {t.evidence.run.open}
        </a>
      </h2>
      {asked.failure && <FailureNote failure={asked.failure} onAgain={asked.again} />}
      {network ? (
        <LadderPlayer
          network={network}
          name={name}
          because={because}
          wrong={claim.holds === "always" ? !holds : holds}
        />
      ) : timeline ? (
        // What a claim rests on is wrong when the run goes against what should always hold, or shows that something can go wrong.
        <TimelinePlayer
          timeline={timeline}
          name={name}
          because={because}
          wrong={claim.holds === "always" ? !holds : holds}
        />
      ) : (
        <p className={style["why"]}>{t.timeline.noThreads}</p>
      )}
      <Coverage evidence={evidence} />
      {strip && strip.runs.length > 1 && (
        <Strip strip={strip} holds={claim.holds!} selected={picked} onSelect={setPicked} />
      )}
      {strip && !strip.whole && <p className={style["note"]}>{t.evidence.strip.more(number(strip.runs.length))}</p>}
      <div className={style["foot"]}>
        <Fingerprint
          live={fetched ? fetched.traceSha256 : shown.traceSha256}
          kept={fetched ? null : shown.keptSha256}
        />
        <TextTwin text={say(fetched ? (fetched.network ? fetched.ladderText : fetched.timelineText) : shown.text)} />
      </div>
    </section>
  );
}

/** How many of all runs, and whether these were all: always said. */
function Coverage({ evidence }: { readonly evidence: EvidenceView }): ReactNode {
  const { t, say } = useSettings();
  const { coverage, claim, strip } = evidence;
  if (!coverage) return null;
  const { runs, holding, exhaustive, limits } = coverage;
  const words = t.evidence.coverage;
  const parts =
    claim.holds === "always"
      ? holding === runs
        ? [words.allHold(number(runs))]
        : words.someFail(number(runs), number(runs - holding))
      : holding === 0
        ? [words.neverHolds(number(runs))]
        : words.someHold(number(runs), number(holding));
  const bad = claim.holds === "always" && holding < runs ? number(runs - holding) : null;
  return (
    <p className={style["coverage"]}>
      <span>
        {parts.map((part, at) =>
          part === bad && at > 0 ? (
            <b key={at} className="no">
              {part}
            </b>
          ) : /^[\d,]+$/.test(part) ? (
            <b key={at}>{part}</b>
          ) : (
            part
          ),
        )}
      </span>
      <span className="faint">· {exhaustive ? words.exhaustive : words.bounded(say(sayLimits(limits)))}</span>
      {strip && !strip.all && (
        <span className="faint">· {words.part(say(strip.scenario), number(strip.runs.length))}</span>
      )}
    </p>
  );
}

/** The hash of the trace made in this browser just now, and whether it is the one on record. */
export function Fingerprint({ live, kept }: { readonly live: string | null; readonly kept: string | null }): ReactNode {
  const { t } = useSettings();
  if (live === null) return null; // of a long run it is worked out in the lab, when asked for
  const same = kept === null || kept === live;
  return (
    <p className={`${style["hash"]} ${same ? "" : "no"}`} data-live={live} data-kept={kept ?? ""}>
      {kept !== null && <Mark name={same ? "confirmed" : "refuted"} />}
      <code title={live}>{live.slice(0, 12)}</code>
      <span>{kept === null ? t.evidence.hash.live : same ? t.evidence.hash.same : t.evidence.hash.differs}</span>
    </p>
  );
}
