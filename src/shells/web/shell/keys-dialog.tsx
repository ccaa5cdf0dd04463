/** The list of keys, and the switch for those that are single letters (WCAG 2.1.4). */
import type { ReactNode } from "react";
import { Dialog } from "../parts/dialog.tsx";
import style from "./keys-dialog.module.css";
import { useSettings } from "./settings.tsx";

export function KeysDialog({ onClose }: { onClose(): void }): ReactNode {
  const { t, singleKeys, setSingleKeys } = useSettings();
  const groups: readonly [string, readonly (readonly [keys: readonly string[], what: string])[]][] = [
    [
      t.keys.everywhere,
      [
        [["?"], t.keys.help],
        [["M"], t.keys.toNotes],
        [["L"], t.keys.toLab],
        [["T"], t.keys.toThreads],
      ],
    ],
    [
      t.keys.notes,
      [
        [["N", "Shift N"], t.keys.nextRefuted],
        [["J", "K"], t.keys.nextStatement],
      ],
    ],
    [
      t.keys.player,
      [
        [["→", "←"], t.keys.step],
        [["Home", "End"], t.keys.ends],
        [["P"], t.keys.play],
        [["F"], t.keys.fork],
        [["V"], t.keys.picture],
        [["+", "−"], t.keys.zoom],
        [["G"], t.keys.guess],
        [["Alt ←"], t.keys.back],
      ],
    ],
    [
      t.keys.frame,
      [
        [["D"], t.lab.break.drop],
        [["L"], t.lab.break.delay],
        [["C"], t.lab.break.duplicate],
        [["B"], t.lab.break.corrupt],
        [["F"], t.lab.break.fork],
      ],
    ],
  ];
  return (
    <Dialog title={t.keys.title} onClose={onClose}>
      {groups.map(([name, rows]) => (
        <section key={name} className={style["group"]}>
          <h3>{name}</h3>
          <dl>
            {rows.map(([keys, what]) => (
              <div key={what}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <label className={style["single"]}>
        <input type="checkbox" checked={singleKeys} onChange={(event) => setSingleKeys(event.target.checked)} />
        <span>
          {t.keys.single}
          <small>{t.keys.singleAbout}</small>
        </span>
      </label>
    </Dialog>
  );
}
