/** A modal dialog: the browser's own, which keeps the focus inside, closes with Escape and gives the focus back. */
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useSettings } from "../shell/settings.tsx";
import style from "./dialog.module.css";
import { Icon } from "./icon.tsx";

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  readonly wide?: boolean;
  onClose(): void;
}

export function Dialog({ title, children, wide = false, onClose }: Props): ReactNode {
  const { t } = useSettings();
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current!;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has Escape, which the browser turns into `close`
    <dialog
      ref={element}
      className={`${style["dialog"]} ${wide ? style["wide"] : ""}`}
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(event) => event.target === element.current && onClose()}
    >
      <div className={style["head"]}>
        <h2 id={heading}>{title}</h2>
        <button type="button" className="btn quiet icon" aria-label={t.dialog.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <div className={style["body"]}>{children}</div>
    </dialog>
  );
}
