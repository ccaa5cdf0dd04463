/** The hash of a run's trace. Of a long run it is worked out when asked for, with a count, and can be let go of. */
import { memo, type ReactNode, useState } from "react";
import { FailureNote } from "../parts/failure.tsx";
import { useAsk } from "../shell/ask.ts";
import { useSettings } from "../shell/settings.tsx";
import type { RunView } from "../worker/protocol.ts";
import style from "./run-page.module.css";

export const Fingerprint = memo(function Fingerprint({ run }: { readonly run: RunView }): ReactNode {
  const { t } = useSettings();
  const [wanted, setWanted] = useState<string | null>(null);
  const asking = run.traceSha256 === null && wanted === run.name;
  const { value, failure, pending, runs, again } = useAsk(
    "hash",
    asking ? { name: run.name } : undefined,
    asking ? run.name : "",
  );
  const hash = run.traceSha256 ?? (asking ? value?.traceSha256 : undefined);
  return (
    <section className={style["block"]} aria-label={t.lab.fingerprint}>
      <h2>
        {t.lab.fingerprint} <small>{t.lab.fingerprintAbout}</small>
      </h2>
      {hash && (
        <p className={style["hash"]} data-live={hash}>
          <code>{hash}</code>
        </p>
      )}
      {failure && <FailureNote failure={failure} onAgain={again} />}
      {!hash && !asking && (
        <button type="button" className="btn" onClick={() => setWanted(run.name)}>
          {t.lab.hashIt(run.events.count)}
        </button>
      )}
      {!hash && asking && pending && (
        <p className={style["working"]} role="status">
          {t.lab.hashed(runs, run.events.count)}
          <button type="button" className="btn" onClick={() => setWanted(null)}>
            {t.player.stop}
          </button>
        </p>
      )}
    </section>
  );
});
