/** What the claims about such runs say of this one run; the chosen one is marked in the picture. */
import { memo, type ReactNode } from "react";
import { useSettings } from "../shell/settings.tsx";
import type { RunView } from "../worker/protocol.ts";
import style from "./run-page.module.css";

interface FindingsProps {
  readonly run: RunView;
  readonly shown: string | null;
  onShow(index: number): void;
}

export const Findings = memo(function Findings({ run, shown, onShow }: FindingsProps): ReactNode {
  const { t, say } = useSettings();
  if (run.findings.length === 0) return null;
  return (
    <section className={style["block"]}>
      <h2>
        {t.lab.findings} <small>{t.lab.findingsAbout}</small>
      </h2>
      <ul>
        {run.findings.map((finding, at) => (
          <li key={finding.claim}>
            <button
              type="button"
              className={style["finding"]}
              aria-pressed={finding.claim === shown}
              onClick={() => onShow(at)}
            >
              <span className={!finding.always ? style["happens"] : finding.holds ? style["holds"] : style["fails"]}>
                {finding.always
                  ? finding.holds
                    ? t.lab.holds
                    : t.lab.fails
                  : finding.holds
                    ? t.lab.happens
                    : t.lab.not}
              </span>
              <span>{say(finding.says)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
});
