/** A checked note as the page draws it: the rows of the file, its statements and its questions, as offsets and numbers. */
import { type CheckedQuestion, checkNote, type StatementVerdict } from "../../../study/coach/check.ts";
import { catalogue } from "../../../topics/catalogue.ts";
import { decidedOf } from "../../../topics/verdicts.ts";
import type { NoteView, QuestionView, StatementView } from "./protocol.ts";

/** A row that is drawn holds at most so many UTF-16 units; a longer line goes on in the next row. */
const longestRow = 2_000;

export function noteView(file: string, text: string): NoteView {
  const checked = checkNote(file, text, catalogue, (claim) => decidedOf(claim).verdict);
  const { bank, totals } = checked;
  const place = new Map(bank.questions.map((question, at) => [question.id, at]));
  const depths: number[] = [];
  const questions: QuestionView[] = [];
  const statements: StatementView[] = [];
  for (const [at, one] of checked.questions.entries()) {
    const parent = one.question.parent === null ? undefined : place.get(one.question.parent);
    depths[at] = parent === undefined ? 0 : (depths[parent] ?? 0) + 1;
    questions.push(questionView(one, depths[at]));
    for (const { statement, claims, verdict } of one.statements)
      statements.push({
        start: statement.start,
        end: statement.end,
        line: statement.line,
        question: at,
        verdict,
        claims: claims.map(({ claim, verdict: kept }) => ({ id: claim.id, verdict: kept.verdict })),
      });
  }
  statements.sort((a, b) => a.start - b.start || a.end - b.end);
  const headings = bank.regions
    .filter((region) => region.kind === "section")
    .flatMap(({ line, endLine }) => Array.from({ length: endLine - line + 1 }, (_, k) => line + k));
  return {
    file,
    ...rows(text),
    statements: statements.filter((one, at) => at === 0 || one.start >= statements[at - 1]!.end),
    questions,
    headings,
    notUnderstood: bank.notUnderstood.map(({ line, endLine, text }) => ({ line, endLine, text: text.slice(0, 400) })),
    problems: bank.problems,
    totals: {
      statements: totals.statements,
      confirmed: totals.confirmed,
      refuted: totals.refuted,
      depends: totals.depends,
      unclear: totals.unclear,
      "no-experiment": totals.noExperiment,
    },
  };
}

function questionView({ question, topic, matched, statements, missing }: CheckedQuestion, depth: number): QuestionView {
  const counts: Record<StatementVerdict, number> = {
    confirmed: 0,
    refuted: 0,
    depends: 0,
    unclear: 0,
    "no-experiment": 0,
  };
  for (const { verdict } of statements) counts[verdict]++;
  return {
    id: question.id,
    section: question.section,
    ask: question.ask,
    line: question.line,
    endLine: question.endLine,
    followUp: question.followUp,
    depth,
    answered: question.answered,
    matched,
    hasExperiments: topic !== null,
    counts,
    missing: missing.map(({ id, says, weight }) => ({ id, says, weight })),
    points: topic ? topic.claims.filter((claim) => claim.kind === "point").length : 0,
  };
}

/** Where rows begin, by the same line ends that editors know: LF, CRLF and CR. */
function rows(text: string): Pick<NoteView, "lines" | "rowStarts" | "rowLines"> {
  const starts: number[] = [];
  const lines: number[] = [];
  let line = 0;
  let from = 0;
  while (from <= text.length) {
    let to = from;
    while (to < text.length && text.charCodeAt(to) !== 10 && text.charCodeAt(to) !== 13) to++;
    const next = text.charCodeAt(to) === 13 && text.charCodeAt(to + 1) === 10 ? to + 2 : to + 1;
    line++;
    // The empty line behind a last line end is no line of the note.
    if (from === text.length && line > 1) {
      line--;
      break;
    }
    starts.push(from);
    lines.push(line);
    for (let at = from + longestRow; at < to; at += longestRow) {
      // Never between the halves of a surrogate pair.
      const low = text.charCodeAt(at);
      starts.push(low >= 0xdc00 && low <= 0xdfff ? at - 1 : at);
      lines.push(0);
    }
    from = next;
  }
  return { lines: line, rowStarts: Uint32Array.from(starts), rowLines: Uint32Array.from(lines) };
}
