/**
 * What every command shares: data goes to stdout and all else to stderr; colour only on a terminal, or as NO_COLOR and FORCE_COLOR
 * say; one language; exit codes 0 (fine), 1 (the thing checked failed), 2 (wrong usage or unreadable input), 130 (interrupted).
 */
import { createColors } from "picocolors";
import { isProblem, type Problem } from "../../lab/problem.ts";
import type { Language, Text } from "../../lab/text.ts";

export const exitCode = { fine: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Wrong usage or unreadable input: `main.ts` prints the one line and exits with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly says: Text;

  constructor(says: Text) {
    super(says.en);
    this.says = says;
  }
}

/** The value, unless it is a problem. @throws UsageError */
export function usable<T>(value: T | Problem): T {
  if (isProblem(value)) throw new UsageError(value.problem);
  return value;
}

/** The language of `--lang`, else of LC_ALL or LANG; English when neither says Korean. */
export function languageOf(flag: string | undefined, env: NodeJS.ProcessEnv): Language {
  if (flag === "ko" || flag === "en") return flag;
  const locale = env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "";
  return /^ko/i.test(locale) ? "ko" : "en";
}

const wantsColour = (): boolean => {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return process.stdout.isTTY === true && process.env["TERM"] !== "dumb";
};

export const colour = createColors(wantsColour());

export const print = (line: string): void => void process.stdout.write(`${line}\n`);
export const note = (line: string): void => void process.stderr.write(`${line}\n`);
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** Columns to write into: the terminal's, or 120 where there is none. */
export const columns = (): number => Math.max(40, process.stdout.columns ?? 120);

/** A reader that closes the pipe early (`viva ... | head`) is no failure of ours. */
export function endQuietlyOnClosedPipe(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCode.fine);
    throw error;
  });
}

/** A count that is rewritten in place on stderr, on a terminal only, and wiped when done. */
export function progress(what: string): { tell(count: number): void; done(): void } {
  const shown = process.stderr.isTTY === true;
  let last = 0;
  return {
    tell(count) {
      const now = Date.now();
      if (!shown || now - last < 100) return;
      last = now;
      process.stderr.write(`\r\x1b[K${what} ${count.toLocaleString("en")}`);
    },
    done() {
      if (shown && last > 0) process.stderr.write("\r\x1b[K");
    },
  };
}

/** An argument for a POSIX shell, quoted when it must be. */
export const shellQuote = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
