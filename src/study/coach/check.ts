/**
 * Checks a note: each question is matched to the catalogue, each statement to the claims that it makes, and each claim has its
 * verdict out of runs. What is said of a statement follows from its claims and from nothing else.
 */
import type { Catalogue, Topic } from "../../lab/catalogue.ts";
import { type Claim, runOf, type Verdict } from "../../lab/claim.ts";
import { type NoteBank, type NoteQuestion, readNotes } from "../notes/bank.ts";
import { type Statement, statements } from "../notes/statements.ts";
import { recognise, recogniseQuestion } from "./recognise.ts";

/**
 * "unclear": the question's experiments are there, but the sentence makes none of their claims that we can tell, or its run
 * decided nothing. "no-experiment": nothing to run it against, and that is said.
 */
export type StatementVerdict = "confirmed" | "refuted" | "depends" | "unclear" | "no-experiment";

export interface CheckedClaim {
  readonly claim: Claim;
  readonly verdict: Verdict;
  /** The run that the verdict rests on; null when it rests on none. */
  readonly run: ReturnType<typeof runOf>;
  /** The words that say it: offsets into the file's text. */
  readonly start: number;
  readonly end: number;
  /**
   * The claim that says it without leaving open when, where the statement does leave it open: shown beside it, and no part of the
   * statement's verdict. Null: the statement says this claim itself.
   */
  readonly reading: string | null;
}

export interface CheckedStatement {
  readonly statement: Statement;
  readonly claims: readonly CheckedClaim[];
  readonly verdict: StatementVerdict;
}

export interface CheckedQuestion {
  readonly question: NoteQuestion;
  readonly topic: Topic | null;
  /** The catalogue's question; known for all eighteen, also where the topic's experiments are still to come. */
  readonly matched: string | null;
  readonly statements: readonly CheckedStatement[];
  /** The points of a full answer that no statement makes, weightiest first. */
  readonly missing: readonly Claim[];
}

export interface CheckTotals {
  questions: number;
  statements: number;
  confirmed: number;
  refuted: number;
  depends: number;
  unclear: number;
  noExperiment: number;
}

export interface CheckedNote {
  readonly bank: NoteBank;
  readonly questions: readonly CheckedQuestion[];
  readonly totals: CheckTotals;
}

/** @param verdictOf the verdict of a claim: kept ones (`topics/verdicts.ts`) take no time, computed ones as long as their runs. */
export function checkNote(
  file: string,
  text: string,
  catalogue: Catalogue,
  verdictOf: (claim: Claim) => Verdict,
): CheckedNote {
  const bank = readNotes(file, text);
  const questions = bank.questions.map((question) => checkQuestion(bank, question, catalogue, verdictOf));
  return { bank, questions, totals: addUp(questions) };
}

function checkQuestion(
  bank: NoteBank,
  question: NoteQuestion,
  catalogue: Catalogue,
  verdictOf: (claim: Claim) => Verdict,
): CheckedQuestion {
  const parent = question.parent === null ? null : bank.questions.find((other) => other.id === question.parent);
  // A follow-up that names no question of its own is about what its parent asks.
  const known =
    recogniseQuestion(question.ask, catalogue.questions) ??
    (parent ? recogniseQuestion(parent.ask, catalogue.questions) : null);
  const topic = known ? (catalogue.topics.find((candidate) => candidate.question.id === known.id) ?? null) : null;
  // A lead-in ("in the case of TCP:") asserts nothing, so there is nothing to judge.
  const asserted = statements(bank, question).filter(({ kind }) => kind !== "lead-in");
  const checked = asserted.map((statement) => checkStatement(statement, topic, verdictOf));
  const said = new Set(
    checked.flatMap((one) => one.claims.flatMap(({ claim, reading }) => (reading === null ? [claim.id] : []))),
  );
  const points =
    topic && question.answered ? topic.claims.filter((claim) => claim.kind === "point" && !said.has(claim.id)) : [];
  const rank = { core: 0, full: 1, senior: 2 } as const;
  return {
    question,
    topic,
    matched: known?.id ?? null,
    statements: checked,
    missing: [...points].sort((a, b) => rank[a.weight] - rank[b.weight]),
  };
}

function checkStatement(
  statement: Statement,
  topic: Topic | null,
  verdictOf: (claim: Claim) => Verdict,
): CheckedStatement {
  if (!topic) return { statement, claims: [], verdict: "no-experiment" };
  const checked = (claim: Claim, start: number, end: number, reading: string | null): CheckedClaim => {
    const verdict = verdictOf(claim);
    return { claim, verdict, run: runOf(verdict), start, end, reading };
  };
  const said = recognise(statement.text, topic).map(({ claim, start, end }) =>
    checked(claim, statement.start + start, statement.start + end, null),
  );
  const claims = said.flatMap((one) => [
    one,
    ...readingsOf(one.claim, topic)
      .filter((reading) => !said.some(({ claim }) => claim === reading))
      .map((reading) => checked(reading, one.start, one.end, one.claim.id)),
  ]);
  return { statement, claims, verdict: verdictOfStatement(said) };
}

/** What a claim that depends may precisely mean: the claims of its conditions. */
function readingsOf({ decided }: Claim, topic: Topic): Claim[] {
  const ids = decided.by === "run" ? (decided.conditions ?? []).map(({ precisely }) => precisely) : [];
  return topic.claims.filter((claim) => ids.includes(claim.id));
}

/**
 * A sentence that makes false claims only is false; one that is true in one reading and false in another depends, as does one whose
 * claim depends; else it is as true as its claims.
 */
function verdictOfStatement(claims: readonly CheckedClaim[]): StatementVerdict {
  const has = (verdict: Verdict["verdict"]): boolean => claims.some((one) => one.verdict.verdict === verdict);
  if (has("refuted") && !has("confirmed") && !has("depends")) return "refuted";
  if (has("refuted") || has("depends")) return "depends";
  if (has("confirmed")) return "confirmed";
  return claims.some((one) => one.verdict.by === "nothing-yet") ? "no-experiment" : "unclear";
}

function addUp(questions: readonly CheckedQuestion[]): CheckTotals {
  const totals: CheckTotals = {
    questions: questions.length,
    statements: 0,
    confirmed: 0,
    refuted: 0,
    depends: 0,
    unclear: 0,
    noExperiment: 0,
  };
  for (const { verdict } of questions.flatMap((question) => question.statements)) {
    totals.statements++;
    totals[verdict === "no-experiment" ? "noExperiment" : verdict]++;
  }
  return totals;
}
