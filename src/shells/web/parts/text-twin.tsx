/** The text twin of a picture: the same run in characters, to be read aloud, pasted into a chat, or compared. */
import type { ReactNode } from "react";
import { useSettings } from "../shell/settings.tsx";
import { CopyButton } from "./copy-button.tsx";
import style from "./text-twin.module.css";

interface Props {
  readonly text: string;
  readonly title?: string;
}

export function TextTwin({ text, title }: Props): ReactNode {
  const { t } = useSettings();
  return (
    <details className={style["twin"]}>
      <summary>{title ?? t.evidence.textTwin}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
      <pre tabIndex={0}>{text}</pre>
      <CopyButton text={text} label={t.evidence.copyText} className="btn" />
    </details>
  );
}
