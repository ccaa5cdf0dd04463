/** Copies a text and says that it did; where the clipboard is not allowed it says what to do instead. */
import { type ReactNode, useEffect, useState } from "react";
import { useSettings } from "../shell/settings.tsx";
import { Icon, type IconName } from "./icon.tsx";

interface Props {
  readonly text: string;
  /** What is read aloud, and shown when `shown` is not given. */
  readonly label: string;
  readonly shown?: string;
  readonly icon?: IconName;
  readonly className?: string;
}

export function CopyButton({ text, label, shown, icon = "copy", className = "btn" }: Props): ReactNode {
  const { t } = useSettings();
  const [state, setState] = useState<"ready" | "done" | "failed">("ready");
  useEffect(() => {
    if (state === "ready") return;
    const timer = setTimeout(() => setState("ready"), state === "done" ? 1_600 : 6_000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setState("done");
    } catch {
      setState("failed"); // no permission, or no clipboard outside of a secure context
    }
  };
  return (
    <>
      <button type="button" className={className} aria-label={shown === undefined ? undefined : label} onClick={copy}>
        <Icon name={state === "done" ? "check" : icon} />
        {shown ?? label}
      </button>
      <span role="status" className={state === "failed" ? "" : "sr"}>
        {state === "done" ? t.copy.done : state === "failed" ? t.copy.failed : ""}
      </span>
    </>
  );
}
