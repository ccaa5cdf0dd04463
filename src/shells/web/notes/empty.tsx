/** Nothing is open yet: one large place to drop a note, the other ways in, and what will happen. */
import { type ReactNode, useState } from "react";
import { Dialog } from "../parts/dialog.tsx";
import { Icon, Mark } from "../parts/icon.tsx";
import { useSettings } from "../shell/settings.tsx";
import { useStatus } from "../shell/status.ts";
import style from "./empty.module.css";
import { openText, useLibrary } from "./library.ts";
import { PickFile } from "./pick-file.tsx";
import { TroubleNote } from "./trouble.tsx";

const shown = ["confirmed", "refuted", "depends", "unclear", "no-experiment"] as const;

export function EmptyState({ dragging }: { readonly dragging: boolean }): ReactNode {
  const { t, language } = useSettings();
  const { trouble } = useLibrary();
  const [pasting, setPasting] = useState(false);
  const words = t.notes.empty;
  useStatus("viva check notes.md --fail-on refuted", [t.tagline]);
  const openSample = async (): Promise<void> => {
    const { sampleNote } =
      language === "ko" ? await import("../sample-note.ko.ts") : await import("../sample-note.en.ts");
    await openText(sampleNote.file, sampleNote.text);
  };
  return (
    <div className={style["empty"]}>
      <section className={`${style["target"]} ${dragging ? style["over"] : ""}`} data-testid="drop-target">
        <h1>{dragging ? words.drop : words.title}</h1>
        <p className={style["about"]}>{words.about}</p>
        <div className={style["ways"]}>
          <PickFile label={words.pick} primary />
          <button type="button" className="btn" onClick={() => setPasting(true)}>
            <Icon name="paste" />
            {words.paste}
          </button>
          <button type="button" className="btn" onClick={openSample}>
            <Icon name="note" />
            {words.sample}
          </button>
        </div>
        <p className={style["or"]}>{words.orPaste}</p>
        {trouble && <TroubleNote trouble={trouble} />}
      </section>
      <ol className={style["steps"]}>
        {words.steps.map(([title, about], at) => (
          <li key={title}>
            <h2>
              <span>{at + 1}</span>
              {title}
            </h2>
            <p>{about}</p>
          </li>
        ))}
      </ol>
      <ul className={style["marks"]}>
        {shown.map((verdict) => (
          <li key={verdict}>
            <Mark name={verdict} />
            {t.verdict[verdict]}
          </li>
        ))}
      </ul>
      <p className={style["stays"]}>{words.stays}</p>
      {pasting && <PasteDialog onClose={() => setPasting(false)} />}
    </div>
  );
}

function PasteDialog({ onClose }: { onClose(): void }): ReactNode {
  const { t } = useSettings();
  const [text, setText] = useState("");
  const [empty, setEmpty] = useState(false);
  const words = t.notes.paste;
  const check = (): void => {
    if (text.trim() === "") setEmpty(true);
    else {
      onClose();
      void openText(words.name, text);
    }
  };
  return (
    <Dialog title={words.title} wide onClose={onClose}>
      <p className={style["pasteAbout"]}>{words.about}</p>
      <textarea
        className={style["field"]}
        aria-label={words.label}
        aria-invalid={empty}
        rows={14}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setEmpty(false);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) check();
        }}
      />
      {empty && (
        <p role="alert" className="no">
          {t.notes.emptyText}
        </p>
      )}
      <div className={style["pasteEnd"]}>
        <button type="button" className="btn" onClick={onClose}>
          {words.cancel}
        </button>
        <button type="button" className="btn primary" onClick={check}>
          {words.check} <kbd>Ctrl ↵</kbd>
        </button>
      </div>
    </Dialog>
  );
}
