/** The points of a full answer that this answer does not make, weightiest first. */
import type { ReactNode } from "react";
import { Mark } from "../parts/icon.tsx";
import { useSettings } from "../shell/settings.tsx";
import type { QuestionView } from "../worker/protocol.ts";
import style from "./evidence.module.css";

export function MissingPoints({ question }: { readonly question: QuestionView }): ReactNode {
  const { t, say } = useSettings();
  if (question.missing.length === 0) return null;
  return (
    <section className={style["section"]}>
      <h2>
        {t.evidence.missing} <small>{t.evidence.missingOf(question.missing.length, question.points)}</small>
      </h2>
      <ul>
        {question.missing.map(({ id, says, weight }) => (
          <li key={id} className={style["item"]}>
            <Mark name="missing" />
            <span>{say(says)}</span>
            <span className="faint" title={t.evidence.weightAbout[weight]}>
              {t.evidence.weight[weight]}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
