/** The status line: each page says which `viva` command gives the same, and a fact or two. */
import { createContext, useContext, useEffect } from "react";

export interface Status {
  readonly command: string;
  readonly facts: readonly string[];
}

export const StatusContext = createContext<(status: Status) => void>(() => {});

export function useStatus(command: string, facts: readonly string[]): void {
  const set = useContext(StatusContext);
  const joined = facts.join("\n");
  useEffect(() => set({ command, facts: joined === "" ? [] : joined.split("\n") }), [set, command, joined]);
}

/** One word of a shell's line: bare where that is safe, else in single quotes. */
export const shellWord = (word: string): string =>
  /^[\p{L}\p{N}_./:=@%+,-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
