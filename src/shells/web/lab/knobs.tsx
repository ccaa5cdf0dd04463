/** The knobs of a scenario. Turning one makes another run: choices made so far are dropped, for they would mean other decisions. */
import { memo, type ReactNode, useId } from "react";
import { addresses, go } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import type { KnobView, RunView } from "../worker/protocol.ts";
import style from "./knobs.module.css";
import { nameOf } from "./name.ts";

export const Knobs = memo(function Knobs({ run }: { readonly run: RunView }): ReactNode {
  const { t, say } = useSettings();
  const turn = (name: string, value: string | number | boolean): void => {
    go(addresses.run(nameOf(run, { knobs: { ...run.knobs, [name]: value }, choices: [] })));
  };
  const { knobs } = run.scenario;
  const row = (knob: KnobView): ReactNode => (
    <div key={knob.name} className={style["knob"]}>
      <p title={knob.name}>
        {say(knob.about)} {!many && <code>{knob.name}</code>}
      </p>
      <Control
        knob={knob}
        value={run.knobs[knob.name]!}
        label={say(knob.about)}
        onTurn={(value) => turn(knob.name, value)}
      />
    </div>
  );
  // Of many the first few and those that somebody turned; the others wait behind one line.
  const many = knobs.length > 5;
  const shown = many ? knobs.filter((knob, at) => at < 3 || run.knobs[knob.name] !== knob.byDefault) : knobs;
  const rest = knobs.filter((knob) => !shown.includes(knob));
  return (
    <section className={many ? `${style["knobs"]} ${style["many"]}` : style["knobs"]}>
      <h2>{t.lab.knobs}</h2>
      {knobs.length === 0 && <p className={style["none"]}>{t.lab.noKnobs}</p>}
      {shown.map(row)}
      {rest.length > 0 && (
        <details className={style["rest"]}>
          <summary>{t.lab.moreKnobs(rest.length)}</summary>
          {rest.map(row)}
        </details>
      )}
    </section>
  );
});

interface ControlProps {
  readonly knob: KnobView;
  readonly value: string | number | boolean;
  readonly label: string;
  onTurn(value: string | number | boolean): void;
}

function Control({ knob, value, label, onTurn }: ControlProps): ReactNode {
  const { t } = useSettings();
  switch (knob.type) {
    case "flag":
      return (
        <Choices
          label={label}
          options={[
            { value: "false", shown: t.lab.no },
            { value: "true", shown: t.lab.yes },
          ]}
          value={String(value)}
          onChoose={(chosen) => onTurn(chosen === "true")}
        />
      );
    case "one-of":
      return (
        <Choices
          label={label}
          options={knob.options.map((option) => ({ value: option, shown: option }))}
          value={String(value)}
          onChoose={onTurn}
        />
      );
    case "number":
      return knob.most - knob.least <= 7 ? (
        <Choices
          label={label}
          options={Array.from({ length: knob.most - knob.least + 1 }, (_, k) => {
            const option = String(knob.least + k);
            return { value: option, shown: option };
          })}
          value={String(value)}
          onChoose={(chosen) => onTurn(Number(chosen))}
        />
      ) : (
        <input
          type="number"
          className={style["number"]}
          aria-label={label}
          min={knob.least}
          max={knob.most}
          defaultValue={Number(value)}
          onChange={(event) => {
            const { valueAsNumber } = event.target;
            if (Number.isInteger(valueAsNumber) && event.target.validity.valid) onTurn(valueAsNumber);
          }}
        />
      );
  }
}

interface ChoicesProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly shown: string }[];
  readonly value: string;
  onChoose(value: string): void;
}

/** A few options side by side: radio buttons of the browser's own, so that arrows move and everything reads them. */
function Choices({ label, options, value, onChoose }: ChoicesProps): ReactNode {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={`seg ${style["choices"]}`}>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            className="sr"
            name={name}
            checked={option.value === value}
            onChange={() => onChoose(option.value)}
          />
          {option.shown}
        </label>
      ))}
    </div>
  );
}
