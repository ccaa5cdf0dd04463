/** `viva check`: every statement of a note with its verdict and the run that it rests on. */
import { formatRunRef, type RunRef } from "../../engine/world/run-ref.ts";
import { findScenario } from "../../lab/catalogue.ts";
import type { Verdict } from "../../lab/claim.ts";
import { makeRun } from "../../lab/run.ts";
import type { Language } from "../../lab/text.ts";
import {
  type CheckedNote,
  type CheckedQuestion,
  type CheckedStatement,
  type CheckTotals,
  checkNote,
  type StatementVerdict,
} from "../../study/coach/check.ts";
import { catalogue } from "../../topics/catalogue.ts";
import { decidedOf } from "../../topics/verdicts.ts";
import { colour, columns, exitCode, print, printJson, shellQuote } from "./io.ts";
import { picture } from "./picture.ts";
import { noteProblems, readNoteFile } from "./read-note.ts";
import { verdictLine } from "./verdict-line.ts";
import { marks } from "./words.ts";

export interface CheckFlags {
  json?: boolean;
  all?: boolean;
  failOn?: StatementVerdict;
}

export function check(files: readonly string[], flags: CheckFlags, language: Language): number {
  const notes = files.map((file) => {
    const read = readNoteFile(file, language);
    return checkNote(read.file, read.text, catalogue, (claim) => decidedOf(claim).verdict);
  });
  const totals = sum(notes.map((one) => one.totals));
  if (flags.json) printJson({ schema: "viva.check/1", files: notes.map(asJson), totals });
  else {
    for (const one of notes) printNote(one, flags, language);
    if (notes.length > 1) print(colour.bold(totalsLine(totals, language)));
  }
  const { failOn } = flags;
  const failed =
    failOn &&
    notes.some((one) =>
      one.questions.some((question) => question.statements.some(({ verdict }) => verdict === failOn)),
    );
  return failed || notes.some((one) => one.bank.questions.length === 0) ? exitCode.failed : exitCode.fine;
}

function asJson(checked: CheckedNote): object {
  return {
    file: checked.bank.file,
    questions: checked.questions.map(({ question, matched, statements, missing }) => ({
      id: question.id,
      ask: question.ask,
      line: question.line,
      matched,
      statements: statements.map(({ statement, claims, verdict }) => ({
        text: statement.text,
        line: statement.line,
        start: statement.start,
        end: statement.end,
        claims: claims.map((one) => ({
          id: one.claim.id,
          verdict: one.verdict.verdict,
          run: one.run,
          evidence: { start: one.start, end: one.end },
          // Set where the statement leaves open what this claim says: the claim that depends on it.
          ...(one.reading === null ? {} : { readingOf: one.reading }),
        })),
        verdict,
      })),
      missing: missing.map((claim) => claim.id),
    })),
  };
}

function printNote(checked: CheckedNote, flags: CheckFlags, language: Language): void {
  const drawn = new Set<string>();
  const ko = language === "ko";
  print(`${colour.bold(checked.bank.file)}  ${totalsLine(checked.totals, language)}`);
  for (const one of checked.questions) {
    print(
      `\n${colour.bold(one.question.ask)}  ${colour.dim(one.matched ?? (ko ? "모르는 질문" : "unknown question"))}`,
    );
    const shown = one.statements.filter(({ verdict }) => flags.all || verdict !== "no-experiment");
    for (const statement of shown) printStatement(statement, drawn, language);
    const hidden = one.statements.length - shown.length;
    if (hidden > 0)
      print(
        colour.dim(
          ko
            ? `       ${marks["no-experiment"].mark} 실험이 아직 없는 진술 ${hidden}개`
            : `       ${marks["no-experiment"].mark} ${hidden} statement${hidden === 1 ? "" : "s"} without an experiment yet`,
        ),
      );
    if (one.statements.length === 0) print(colour.dim(ko ? "       답이 비어 있습니다" : "       the answer is empty"));
    printMissing(one, language);
  }
  print("");
  noteProblems(checked.bank, language);
}

function printStatement(checked: CheckedStatement, drawn: Set<string>, language: Language): void {
  const { mark, says, paint } = marks[checked.verdict];
  const text = checked.statement.text.replace(/\s+/g, " ");
  print(
    `${colour.dim(String(checked.statement.line).padStart(5))}  ${colour[paint](`${mark} ${says[language]}`)}  ${text}`,
  );
  for (const { claim, verdict, run, reading } of checked.claims) {
    const margin = reading === null ? indent : `${indent}    `;
    print(`${margin}${claim.says[language]}  ${colour.dim(claim.id)}`);
    print(`${margin}${verdictLine(claim, verdict, language)}`);
    if (verdict.verdict === "depends") print(`${indent}${claim.reason[language]}`);
    if (verdict.verdict !== "refuted" || !run) continue;
    print(`${margin}${claim.reason[language]}\n`);
    const name = formatRunRef(run);
    // One picture of a run is enough, however often its claim is made.
    if (!drawn.has(name)) print(`${pictureOf(run, verdict, language)}\n`);
    drawn.add(name);
    print(colour.dim(`${indent}viva run ${shellQuote(name)}`));
  }
}

const indent = " ".repeat(9);

/** The run that refutes, made now and drawn. */
function pictureOf(run: RunRef, verdict: Verdict, language: Language): string {
  const { trace } = makeRun(findScenario(catalogue, run.scenario)!, run);
  const because = verdict.by === "run" && "because" in verdict ? verdict.because : [];
  return picture(trace, { language, columns: columns() - indent.length, because, rungs: 24 }).replace(
    /^(?=.)/gm,
    indent,
  );
}

function printMissing(one: CheckedQuestion, language: Language): void {
  const core = one.missing.filter((claim) => claim.weight === "core");
  if (core.length === 0) return;
  print(colour.dim(`         ${language === "ko" ? "이 답에 빠진 핵심" : "core points that this answer lacks"}:`));
  for (const claim of core) print(colour.dim(`         ${marks["no-experiment"].mark} ${claim.says[language]}`));
}

function totalsLine(totals: CheckTotals, language: Language): string {
  const ko = language === "ko";
  const part = (verdict: StatementVerdict, count: number): string =>
    `${marks[verdict].mark} ${marks[verdict].says[language]} ${count}`;
  return [
    ko ? `질문 ${totals.questions}` : `questions ${totals.questions}`,
    ko ? `진술 ${totals.statements}` : `statements ${totals.statements}`,
    colour.green(part("confirmed", totals.confirmed)),
    colour.red(part("refuted", totals.refuted)),
    part("depends", totals.depends),
    part("unclear", totals.unclear),
    part("no-experiment", totals.noExperiment),
  ].join(" · ");
}

function sum(all: readonly CheckTotals[]): CheckTotals {
  const total: CheckTotals = {
    questions: 0,
    statements: 0,
    confirmed: 0,
    refuted: 0,
    depends: 0,
    unclear: 0,
    noExperiment: 0,
  };
  for (const one of all) for (const key of Object.keys(total) as (keyof CheckTotals)[]) total[key] += one[key];
  return total;
}
