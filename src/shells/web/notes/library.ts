/**
 * The open notes and what is selected in them. It outlives the page that shows it, so that a visit to the lab loses nothing; what is
 * kept between visits is the files' names and texts. Checking happens in the worker.
 */
import { useSyncExternalStore } from "react";
import { largestNoteBytes } from "../../../study/notes/decode.ts";
import { ask } from "../worker/client.ts";
import type { Failure, NoteSource, NoteView, StatementView } from "../worker/protocol.ts";
import { type KeptNote, keep, readKept } from "./kept-notes.ts";

export interface OpenNote extends KeptNote {
  readonly encoding: string | null;
  readonly remark: { readonly ko: string; readonly en: string } | null;
  readonly view: NoteView;
  /** Index of the selected statement. */
  readonly selected: number | null;
}

export interface Library {
  readonly phase: "starting" | "checking" | "ready";
  readonly notes: readonly OpenNote[];
  readonly current: number;
  /** False: the browser does not let us keep them. */
  readonly kept: boolean;
  readonly trouble: Trouble | null;
  /** What is being read and checked. */
  readonly checking: { readonly file: string; readonly bytes: number } | null;
  /** What was just removed, so that it can be brought back. */
  readonly removed: readonly OpenNote[] | null;
}

/** Why a file was not opened. */
export type Trouble =
  | { readonly kind: "too-large"; readonly file: string; readonly bytes: number }
  | { readonly kind: "unreadable"; readonly file: string }
  | { readonly kind: "no-file" }
  | { readonly kind: "failure"; readonly file: string; readonly failure: Failure };

let state: Library = {
  phase: "starting",
  notes: [],
  current: 0,
  kept: true,
  trouble: null,
  checking: null,
  removed: null,
};
const listeners = new Set<() => void>();
let control = new AbortController();

export const useLibrary = (): Library =>
  useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => state,
  );

function set(next: Partial<Library>): void {
  state = { ...state, ...next };
  for (const changed of listeners) changed();
}

let began = false;
/** Opens what was open at the last visit; once. */
export async function begin(): Promise<void> {
  if (began) return;
  began = true;
  const kept = await readKept();
  if (kept.length === 0) return set({ phase: "ready" });
  await open(
    kept.map(({ file, text }) => ({ file, text })),
    false,
  );
}

/** Opens files in place of what is open. A file over the limit is refused by its size alone, without being read. */
export async function openFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) return set({ trouble: { kind: "no-file" } });
  const large = files.find((file) => file.size > largestNoteBytes);
  if (large) return set({ trouble: { kind: "too-large", file: large.name, bytes: large.size } });
  const sources: NoteSource[] = [];
  for (const file of files) {
    try {
      sources.push({ file: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
    } catch {
      return set({ trouble: { kind: "unreadable", file: file.name } }); // a folder, or gone since
    }
  }
  await open(sources, true);
}

export const openText = (file: string, text: string): Promise<void> => open([{ file, text }], true);

async function open(sources: readonly NoteSource[], keeping: boolean): Promise<void> {
  control.abort();
  control = new AbortController();
  const { signal } = control;
  // Notes of the last visit come up by themselves: until then the page does not ask for one.
  set({ phase: keeping ? "checking" : "starting", trouble: null, removed: null });
  const notes: OpenNote[] = [];
  for (const source of sources) {
    set({ checking: { file: source.file, bytes: "bytes" in source ? source.bytes.length : source.text.length } });
    const outcome = await ask("check", source, { signal });
    if (signal.aborted) return;
    if (!outcome.ok) {
      // What was open stays open.
      return set({
        phase: "ready",
        checking: null,
        trouble: { kind: "failure", file: source.file, failure: outcome.failure },
      });
    }
    const { text, encoding, remark, note } = outcome.value;
    const written = text ?? ("text" in source ? source.text : "");
    notes.push({
      file: source.file,
      text: written,
      encoding,
      remark,
      view: note,
      selected: firstToShow(note.statements),
    });
  }
  set({ phase: "ready", checking: null, notes, current: 0 });
  if (keeping) set({ kept: await keep(notes.map(({ file, text }) => ({ file, text }))) });
}

/** The first refuted statement; where there is none, the first that says anything of itself. */
function firstToShow(statements: readonly StatementView[]): number | null {
  for (const verdict of ["refuted", "depends", "confirmed"] as const) {
    const at = statements.findIndex((one) => one.verdict === verdict);
    if (at >= 0) return at;
  }
  return statements.length > 0 ? 0 : null;
}

export const choose = (current: number): void => set({ current });
export const dismissTrouble = (): void => set({ trouble: null });

export function select(statement: number): void {
  const notes = state.notes.map((note, at) => (at === state.current ? { ...note, selected: statement } : note));
  set({ notes });
}

/** Removes the open notes from the page and from the device; `undo` brings them back. */
export function forget(): void {
  control.abort();
  set({ removed: state.notes, notes: [], current: 0, phase: "ready", trouble: null, checking: null });
  void keep([]);
}

export function undo(): void {
  const { removed } = state;
  if (!removed) return;
  set({ notes: removed, removed: null, current: 0 });
  void keep(removed.map(({ file, text }) => ({ file, text }))).then((kept) => set({ kept }));
}
