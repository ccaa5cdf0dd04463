/** Which page an address means. Addresses are hashes, so that the built site works from any folder of any static host. */
import { useSyncExternalStore } from "react";

export type Route =
  | { readonly page: "notes"; readonly view: "text" | "questions" }
  | { readonly page: "lab" }
  | { readonly page: "threads"; readonly sample: string | null; readonly source: string | null }
  | { readonly page: "run"; readonly name: string }
  | { readonly page: "missing"; readonly address: string };

export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#?\/?/, "");
  if (path === "" || path === "notes") return { page: "notes", view: "text" };
  if (path === "notes/questions") return { page: "notes", view: "questions" };
  if (path === "lab") return { page: "lab" };
  if (path.startsWith("lab/run/")) {
    const written = path.slice("lab/run/".length);
    try {
      return { page: "run", name: decodeURIComponent(written) };
    } catch {
      return { page: "run", name: written }; // a lone %: the run's name is said to be unreadable where it is read
    }
  }
  if (path === "threads") return { page: "threads", sample: null, source: null };
  if (path.startsWith("threads/program/"))
    return { page: "threads", sample: null, source: path.slice("threads/program/".length) };
  if (path.startsWith("threads/")) return { page: "threads", sample: path.slice("threads/".length), source: null };
  return { page: "missing", address: path };
}

export const addresses = {
  notes: "#/notes",
  questions: "#/notes/questions",
  lab: "#/lab",
  /** A sample by its name, or the page as it is. */
  threads: (sample = ""): string => (sample === "" ? "#/threads" : `#/threads/${sample}`),
  /** A program that is in the address itself, encoded by `threads/link.ts`. */
  threadsSource: (encoded: string): string => `#/threads/program/${encoded}`,
  run: (name: string): string => `#/lab/run/${encodeURIComponent(name)}`,
};

export const go = (address: string): void => {
  location.hash = address;
};

const subscribe = (changed: () => void): (() => void) => {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
};

/** The hash of the address; a change draws the page again. */
export const useHash = (): string => useSyncExternalStore(subscribe, () => location.hash);
