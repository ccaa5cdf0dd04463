/** Every scenario with its knobs, by topic, and beside them the claims that they decide. */
import type { ReactNode } from "react";
import { Busy, FailureNote } from "../parts/failure.tsx";
import { Icon, Mark } from "../parts/icon.tsx";
import { useAsk } from "../shell/ask.ts";
import { addresses } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import { useStatus } from "../shell/status.ts";
import type { KnobView, ListView } from "../worker/protocol.ts";
import style from "./list.module.css";

export function ScenarioList(): ReactNode {
  const { t, say } = useSettings();
  const { value, failure, slow, again } = useAsk("list", null, "list");
  useStatus("viva list", value ? [`${t.status.lab} ${value.engine}`] : []);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section className={style["page"]} tabIndex={0} aria-label={t.lab.title}>
      <header className={style["head"]}>
        <h1>{t.lab.title}</h1>
        <p>{t.lab.about}</p>
      </header>
      {failure && <FailureNote failure={failure} onAgain={again} />}
      {!value && slow && <Busy runs={0} />}
      {value?.topics.map((topic) => (
        <section key={topic.question} className={style["topic"]}>
          <h2>
            {say(topic.ask)} <small className="mono">{topic.question}</small>
          </h2>
          <div className={style["two"]}>
            <Scenarios scenarios={topic.scenarios} />
            <Claims claims={topic.claims} />
          </div>
        </section>
      ))}
    </section>
  );
}

type Topic = ListView["topics"][number];

function Scenarios({ scenarios }: { readonly scenarios: Topic["scenarios"] }): ReactNode {
  const { t, say } = useSettings();
  return (
    <section>
      <h3>
        {t.lab.scenarios} <small>{scenarios.length}</small>
      </h3>
      <ul>
        {scenarios.map((scenario) => (
          <li key={scenario.id} className={style["scenario"]}>
            <a href={addresses.run(scenario.name)}>
              <b>{say(scenario.title)}</b>
              <span className="mono">{scenario.id}</span>
              <Icon name="right" />
            </a>
            <p>{say(scenario.about)}</p>
            {scenario.knobs.length > 0 && (
              <dl>
                {scenario.knobs.map((knob) => (
                  <div key={knob.name}>
                    <dt>{knob.name}</dt>
                    <dd title={say(knob.about)}>{range(knob)}</dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a knob can be set to. */
function range(knob: KnobView): string {
  switch (knob.type) {
    case "flag":
      return "false | true";
    case "number":
      return `${knob.least}…${knob.most}`;
    case "one-of":
      return knob.options.join(" | ");
  }
}

function Claims({ claims }: { readonly claims: Topic["claims"] }): ReactNode {
  const { t, say } = useSettings();
  return (
    <section>
      <h3>
        {t.lab.claims} <small>{claims.length}</small>
      </h3>
      <ul>
        {claims.map(({ claim, verdict, coverage, run }) => (
          <li key={claim.id} className={style["claim"]}>
            <Mark name={verdict} label={t.verdict[verdict]} />
            <div>
              <p>{say(claim.says)}</p>
              <p className={style["facts"]}>
                <span className="mono">{claim.id}</span>
                {coverage ? (
                  <span>
                    {t.lab.runs(coverage.runs.toLocaleString("en-US"))}
                    {coverage.exhaustive ? ` · ${t.evidence.coverage.exhaustive}` : ""}
                  </span>
                ) : (
                  <span>{claim.by === "source" ? t.lab.bySource : t.lab.notYet}</span>
                )}
                {run && (
                  <a href={addresses.run(run)} aria-label={`${t.lab.open}: ${claim.id}`}>
                    {t.lab.open}
                  </a>
                )}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
