/** Keys that work wherever the focus is, except where somebody writes. `event.isComposing`: Hangul is being put together. */
import { useEffect, useRef } from "react";

export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

type Hearer = (event: KeyboardEvent) => void;
/** Who hears a key, from last to first: what lies deeper in the page comes before what is everywhere. */
const hearers: Hearer[] = [];
const tellAll = (event: KeyboardEvent): void => {
  for (const hear of hearers.toReversed()) hear(event);
};

/**
 * Calls `keys[event.key]` ("ArrowLeft", "f"); Shift with a letter is the capital ("N"). Single letters only where `letters`. Keys
 * that work `everywhere` are heard last: a page may give them another meaning, and says so by `preventDefault`.
 */
export function useKeys(keys: Keys, letters: boolean, everywhere = false): void {
  const latest = useRef({ keys, letters });
  latest.current = { keys, letters };
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement;
      if (target.closest("input, textarea, select, [contenteditable=true], dialog") && event.key !== "?") return;
      if (target.closest("input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea")) return;
      if (event.key.length === 1 && !latest.current.letters) return;
      // A Korean keyboard in Hangul mode sends the jamo of the key; `code` says which key it was.
      const key = /^[ㄱ-ㆎ]$/.test(event.key) ? letterOf(event) : event.key;
      const action = latest.current.keys[key];
      if (!action) return;
      action(event);
    };
    if (hearers.length === 0) addEventListener("keydown", tellAll);
    if (everywhere) hearers.unshift(hear);
    else hearers.push(hear);
    return () => {
      hearers.splice(hearers.indexOf(hear), 1);
      if (hearers.length === 0) removeEventListener("keydown", tellAll);
    };
  }, [everywhere]);
}

function letterOf(event: KeyboardEvent): string {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1] ?? "";
  return event.shiftKey ? letter : letter.toLowerCase();
}
