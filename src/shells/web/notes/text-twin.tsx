/** The text twin of a picture: the same run in characters, to be read aloud, pasted into a chat, or compared. */
import type { ReactNode } from "react";
import { CopyButton } from "../parts/copy-button.tsx";
import { useSettings } from "../shell/settings.tsx";
import style from "./evidence.module.css";

export function TextTwin({ text }: { readonly text: string }): ReactNode {
  const { t } = useSettings();
  return (
    <details className={style["twin"]}>
      <summary>{t.evidence.textTwin}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
      <pre tabIndex={0}>{text}</pre>
      <CopyButton text={text} label={t.evidence.copyText} className="btn" />
    </details>
  );
}
