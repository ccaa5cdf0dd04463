/** What must hold of any text whatever: the regions are the file, every span is what it says, nothing throws. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { readNotes } from "./bank.ts";
import { mostLines } from "./lines.ts";
import { statements } from "./statements.ts";

const words = [
  "캐시란?",
  "무엇인가",
  "설명하라",
  "빠르다.",
  "What is it?",
  "It is fast.",
  "장점: 단순",
  "하고",
  "v1.5",
  "(a. b)",
  "한글".normalize("NFD"),
  "`x`",
  "**굵게?**",
  "😀",
  "\u0301",
  "",
];
const marks = [
  "1. ",
  "2. ",
  "2. ",
  "- ",
  "* ",
  "## ",
  "# ",
  "### 1. ",
  "Q. ",
  "A. ",
  "Q2. ",
  "질문: ",
  "답변: ",
  "2-1. ",
  "꼬리질문: ",
  "꼬리질문",
  "**",
  "> ",
  ">> ",
  "```",
  "~~~",
  "| a |",
  "<!--",
  "-->",
  "---",
  "<hr>",
  "<details>",
  "</details>",
  "<summary>",
  "</summary>",
  "<details><summary>",
  "</summary>답</details>",
  "",
];
const line = fc
  .tuple(
    fc.constantFrom("", "", "\t", "  ", "    ", "\t\t", "\u3000", "\ufeff"),
    fc.array(fc.constantFrom(...marks), { maxLength: 3 }),
    fc.array(fc.constantFrom(...words), { maxLength: 4 }),
  )
  .map(([indent, mark, text]) => indent + mark.join("") + text.join(" "));
const note = fc
  .array(fc.tuple(line, fc.constantFrom("\n", "\n", "\r\n", "\r", "\n\n")), { maxLength: 40 })
  .map((lines) => lines.map(([text, end]) => text + end).join(""));
const anything = fc.oneof(
  { weight: 4, arbitrary: note },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 300 }) },
);

function hold(text: string): void {
  const bank = readNotes("note.md", text);
  expect(bank.regions.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
  let at = 0;
  let next = 1;
  for (const region of bank.regions) {
    expect([region.start, region.line]).toEqual([at, next]);
    expect(region.end).toBeGreaterThan(region.start);
    at = region.end;
    next = region.endLine + 1;
  }
  const ids = new Set(bank.questions.map(({ id }) => id));
  expect(ids.size).toBe(bank.questions.length);
  for (const { question } of bank.regions) expect(question === null || ids.has(question)).toBe(true);
  for (const question of bank.questions) {
    const { askSpan, answerSpan, answer, answered, parent, line, endLine } = question;
    expect(text.slice(askSpan.start, askSpan.end).trim()).not.toBe("");
    expect(answered).toBe(answerSpan !== null);
    expect(answer).toBe(answerSpan === null ? "" : text.slice(answerSpan.start, answerSpan.end));
    if (answered) expect(answer.trim()).not.toBe("");
    expect(parent === null || ids.has(parent)).toBe(true);
    expect(endLine).toBeGreaterThanOrEqual(line);
    let before = answerSpan?.start ?? 0;
    for (const statement of statements(bank, question)) {
      expect(statement.text).toBe(text.slice(statement.start, statement.end));
      expect(statement.text).toBe(statement.text.trim());
      expect(statement.start).toBeGreaterThanOrEqual(before);
      expect(statement.end).toBeLessThanOrEqual(answerSpan!.end);
      expect(statement.line).toBe(lineAt(text, statement.start));
      before = statement.end;
    }
  }
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split(/\r\n|\r|\n/).length;

/** Tags that cross: found by this property, kept because they need luck to find again. */
const crossed: [string][] = [
  ["<details><summary>장점: 단순\n1. 캐시란?\n꼬리질문<summary>\n"],
  ["<details><summary>\n1. \n</summary>### 1. \n"],
  ["<details><summary><details><summary>한글\nQ2. </details>\n</summary>답</details>\n"],
];

test("of any text, the regions are the file and every span is what it says", () => {
  fc.assert(fc.property(anything, hold), { numRuns: 1500, examples: crossed });
});

test.each([
  ["nothing", ""],
  ["ten thousand quote marks", `${">".repeat(10_000)} Q. 왜?`],
  ["lists ten thousand deep", `1. 왜?\n\t${"- ".repeat(10_000)}x`],
  ["list levels by indentation", Array.from({ length: 1500 }, (_, i) => `${" ".repeat(i)}- 왜?`).join("\n")],
  ["ten thousand brackets", `1. 왜?\n\t${"[".repeat(10_000)}(${"(".repeat(10_000)}`],
  ["nested details", "<details><summary>왜?</summary>답\n".repeat(2000) + "끝</details>\n".repeat(2000)],
  ["details never closed", "<details><summary>왜?</summary>답\n".repeat(2000)],
  ["a line of a million characters", `1. 왜?\n\t${"그렇다. ".repeat(200_000)}`],
  ["a million marks on one letter", `1. 왜?\n\ta${"\u0301\u0323".repeat(50_000)}`],
  ["tags that never end", "<details ".repeat(20_000)],
])("%s: a result, and the regions are the file", (_, text) => {
  const bank = readNotes("n.md", text);
  expect(bank.regions.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
  for (const question of bank.questions.slice(0, 50)) statements(bank, question);
});

test("a file of too many lines is read up to the limit, and says so", () => {
  const text = "1. 왜?\n\t그래서\n".repeat(mostLines / 2 + 10);
  const bank = readNotes("n.md", text);
  expect(bank.regions.at(-1)).toMatchObject({ kind: "not-understood", line: mostLines + 1, end: text.length });
  expect(bank.problems.map(({ line }) => line)).toContain(mostLines + 1);
});
