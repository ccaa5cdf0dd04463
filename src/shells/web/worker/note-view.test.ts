import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleNote as english } from "../sample-note.en.ts";
import { sampleNote as korean } from "../sample-note.ko.ts";
import { noteView } from "./note-view.ts";

describe("the rows of a note", () => {
  it("are its lines, by every line end that there is", () => {
    const { lines, rowStarts, rowLines } = noteView("n.md", "a\nb\r\nc\rd\n");
    expect(lines).toBe(4);
    expect([...rowStarts]).toEqual([0, 2, 5, 7]);
    expect([...rowLines]).toEqual([1, 2, 3, 4]);
  });

  it("cover the whole text, and a long line goes on in further rows without breaking a character", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "한", "😀", "\n", "\r\n", "x".repeat(1_999), "😀".repeat(1_100))),
        (parts) => {
          const text = parts.join("");
          const { rowStarts, rowLines } = noteView("n.md", text);
          expect(rowStarts.length).toBe(rowLines.length);
          expect(rowStarts[0]).toBe(0);
          for (let i = 1; i < rowStarts.length; i++) expect(rowStarts[i]).toBeGreaterThan(rowStarts[i - 1]!);
          for (let i = 0; i < rowStarts.length; i++) {
            const row = text.slice(rowStarts[i], rowStarts[i + 1]);
            expect(row.length).toBeLessThanOrEqual(2_003);
            expect(row).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
          }
        },
      ),
    );
  });
});

describe.each([
  ["Korean", korean],
  ["English", english],
])("the sample note, %s", (_, { file, text }) => {
  const view = noteView(file, text);

  it("has eighteen questions and a follow-up, each of them known", () => {
    expect(view.questions.filter((question) => !question.followUp).length).toBe(18);
    expect(view.questions.filter((question) => question.followUp).length).toBe(1);
    expect(view.questions.filter((question) => question.matched === null).map(({ ask }) => ask)).toEqual([]);
    expect(new Set(view.questions.map(({ matched }) => matched)).size).toBe(18);
  });

  it("holds mistakes that are refuted, points that are confirmed, and nothing that is not understood", () => {
    const refuted = view.statements.flatMap(({ claims }) =>
      claims.filter(({ verdict }) => verdict === "refuted").map(({ id }) => id),
    );
    expect(refuted).toContain("thread-safe.singleton-is-safe");
    expect(refuted).toContain("thread-safe.volatile-is-atomic");
    expect(refuted).toContain("thread-safe.lazy-makes-one");
    expect(view.totals.confirmed).toBeGreaterThan(1);
    expect(view.notUnderstood).toEqual([]);
  });

  it("has statements in the order of the text that do not overlap", () => {
    let end = 0;
    for (const one of view.statements) {
      expect(one.start).toBeGreaterThanOrEqual(end);
      expect(one.end).toBeGreaterThan(one.start);
      ({ end } = one);
    }
  });
});
