/** What went wrong, in words, with the way on. A problem of the input says what to do; a crash of ours says so, with its text. */
import type { ReactNode } from "react";
import { useSettings } from "../shell/settings.tsx";
import type { Failure } from "../worker/protocol.ts";
import style from "./failure.module.css";

export function FailureNote({ failure, onAgain }: { readonly failure: Failure; onAgain?: () => void }): ReactNode {
  const { t, say } = useSettings();
  if (failure.kind === "cancelled") return null;
  return (
    <div role="alert" className={style["failure"]}>
      <p>{failure.kind === "problem" ? say(failure.words) : t.failure.crashed}</p>
      {failure.kind === "crashed" && (
        <>
          {onAgain && (
            <button type="button" className="btn" onClick={onAgain}>
              {t.failure.again}
            </button>
          )}
          <details>
            <summary>{t.failure.details}</summary>
            <pre>{failure.message}</pre>
          </details>
        </>
      )}
    </div>
  );
}

/** Says that something is being computed; drawn only where it takes longer than a blink. */
export function Busy({ runs }: { readonly runs: number }): ReactNode {
  const { t } = useSettings();
  return (
    <p role="status" className={style["busy"]}>
      {runs > 0 ? t.busy.runs(runs) : t.busy.working}
    </p>
  );
}
