/** Keys that work wherever the focus is, except where somebody writes. `event.isComposing`: Hangul is being put together. */
import { useEffect, useRef } from "react";

export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Calls `keys[event.key]` ("ArrowLeft", "f"); Shift with a letter is the capital ("N"). Single letters only where `letters`. */
export function useKeys(keys: Keys, letters: boolean): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement;
      if (target.closest("input, textarea, select, [contenteditable=true], dialog") && event.key !== "?") return;
      if (target.closest("input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea")) return;
      if (event.key.length === 1 && !letters) return;
      // A Korean keyboard in Hangul mode sends the jamo of the key; `code` says which key it was.
      const key = /^[ㄱ-ㆎ]$/.test(event.key) ? letterOf(event) : event.key;
      const action = latest.current[key];
      if (!action) return;
      action(event);
    };
    addEventListener("keydown", hear);
    return () => removeEventListener("keydown", hear);
  }, [letters]);
}

function letterOf(event: KeyboardEvent): string {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1] ?? "";
  return event.shiftKey ? letter : letter.toLowerCase();
}
