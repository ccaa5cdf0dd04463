/** `viva pkt`: runs packetdrill scripts against our TCP in virtual time and says of each whether it holds, as TAP lines or as JSON. */
import { readFileSync } from "node:fs";
import { describeProblem } from "../../lab/packetdrill/place.ts";
import { type RunOptions, runScript, type Verdict } from "../../lab/packetdrill/run.ts";
import type { Language } from "../../lab/text.ts";
import { colour, exitCode, note, print, printJson } from "./io.ts";

export interface PktFlags {
  readonly profile?: RunOptions["profile"];
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** @returns 0 when no script fails, 1 when one does, 2 when one cannot be read */
export function pkt(files: readonly string[], flags: PktFlags, language: Language): number {
  const scripts: (Verdict & { file: string })[] = [];
  let unreadable = false;
  for (const file of files) {
    const source = read(file, language);
    const verdict =
      source === null ? null : runScript(source, { profile: flags.profile ?? null, strict: flags.strict ?? false });
    if (verdict === null || "kind" in verdict) {
      unreadable = true;
      if (verdict !== null) note(`viva: ${file}:${describeProblem(verdict)}`);
      continue;
    }
    scripts.push({ file, ...verdict });
    if (!flags.json) print(line(file, verdict));
  }
  if (flags.json) printJson({ schema: "viva.pkt/1", scripts });
  if (unreadable) return exitCode.usage;
  return scripts.some(({ verdict }) => verdict === "fail") ? exitCode.failed : exitCode.fine;
}

function read(file: string, language: Language): string | null {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    note(`viva: ${file}: ${language === "ko" ? `읽을 수 없습니다 (${why})` : `cannot be read (${why})`}`);
    return null;
  }
}

/** `ok NAME`, `not ok NAME # why`, `ok NAME # SKIP unsupported: feature` */
function line(file: string, { verdict, line, expected, found, why }: Verdict): string {
  switch (verdict) {
    case "pass":
      return `${colour.green("ok")} ${file}`;
    case "unsupported":
      return `${colour.yellow("ok")} ${file} # SKIP unsupported: ${why}`;
    case "fail":
      return `${colour.red("not ok")} ${file} # line ${line}: expected ${expected}, found ${found}: ${why}`;
  }
}
