/**
 * Our processes beside Linux's: the same questions, asked by a C program of the kernel that runs this and by the same program in our calls of
 * ours. Every line must be the same.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { answerOf, questions } from "./processes/ours.ts";

const scratch = mkdtempSync(join(tmpdir(), "viva-processes-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const why = compile();
if (why !== null) console.log(`SKIPPED: processes beside Linux's: ${why}`);

/** Null when there is a program to ask; else why not. */
function compile(): string | null {
  if (process.platform !== "linux") return "this is not Linux";
  const source = fileURLToPath(new URL("./processes/observe.c", import.meta.url));
  try {
    execFileSync("gcc", ["-O1", "-pthread", "-w", "-o", join(scratch, "observe"), source], { stdio: "pipe" });
    return null;
  } catch (error) {
    const said = String((error as { stderr?: Buffer }).stderr ?? "");
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT" || said.includes("stdio.h");
    if (missing) return "there is no gcc with a C library; Debian, Ubuntu: sudo apt-get install gcc libc6-dev";
    throw new Error(`observe.c does not compile: ${said}`);
  }
}

/** What Linux says to a question. */
function linux(...question: string[]): string[] {
  const folder = join(scratch, question[0] ?? "list");
  mkdirSync(folder);
  const output = execFileSync(join(scratch, "observe"), question, { cwd: folder, encoding: "utf8", timeout: 30_000 });
  return output.trimEnd().split("\n");
}

describe.skipIf(why !== null)("Linux and our kernel say the same about", () => {
  test("as many questions as there are: both sides have all of them", () => {
    expect(Object.keys(questions)).toEqual(linux());
    expect(Object.keys(questions).length).toBeGreaterThanOrEqual(25);
  });

  test.each(Object.keys(questions))("%s", (question) => {
    expect(answerOf(question)).toEqual(linux(question));
  });
});
