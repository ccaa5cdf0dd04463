/** `viva notes`: what the importer understood of each file, question by question, and what it did not. */
import type { Language } from "../../lab/text.ts";
import { type NoteBank, readNotes } from "../../study/notes/bank.ts";
import { colour, exitCode, print, printJson } from "./io.ts";
import { noteProblems, readNoteFile } from "./read-note.ts";

export function notes(files: readonly string[], flags: { json?: boolean }, language: Language): number {
  const banks = files.map((file) => {
    const read = readNoteFile(file, language);
    return readNotes(read.file, read.text);
  });
  if (flags.json) printJson({ schema: "viva.notes/1", files: banks.map((bank) => asJson(bank, language)) });
  else for (const bank of banks) printBank(bank, language);
  return banks.every((bank) => bank.questions.length > 0) ? exitCode.fine : exitCode.failed;
}

function asJson(bank: NoteBank, language: Language): object {
  return {
    file: bank.file,
    questions: bank.questions.map(({ id, section, ask, answer, answered, line, endLine, parent, followUp }) => ({
      id,
      section,
      ask,
      answer,
      answered,
      line,
      endLine,
      parent,
      followUp,
    })),
    problems: bank.problems.map(({ line, message }) => ({ line, message: message[language] })),
    notUnderstood: bank.notUnderstood,
  };
}

function printBank(bank: NoteBank, language: Language): void {
  const ko = language === "ko";
  const sections = new Set(bank.questions.map((question) => question.section.join(" / ")));
  const count = bank.questions.length;
  print(
    colour.bold(bank.file) +
      (ko
        ? `  질문 ${count}개, 구역 ${sections.size}개`
        : `  ${count} question${count === 1 ? "" : "s"} in ${sections.size} section${sections.size === 1 ? "" : "s"}`),
  );
  let section: string | null = null;
  for (const question of bank.questions) {
    const own = question.section.join(" / ");
    if (own !== section) {
      section = own;
      print(`\n${colour.bold(own || (ko ? "(구역 없음)" : "(no section)"))}`);
    }
    const empty = question.answered ? "" : colour.yellow(ko ? "  답 없음" : "  no answer");
    print(
      `${colour.dim(String(question.line).padStart(5))}  ${question.followUp ? "  ↳ " : ""}${question.ask}${empty}`,
    );
  }
  if (bank.notUnderstood.length > 0) {
    print(`\n${colour.bold(ko ? "읽지 못한 줄" : "Not understood")}`);
    for (const { line, endLine, text } of bank.notUnderstood) {
      const first = text.split(/\r\n|\r|\n/)[0]!.trim();
      print(
        `${colour.dim(String(line).padStart(5))}  ${first.slice(0, 100)}${endLine > line ? colour.dim(ko ? `  (${endLine}번째 줄까지)` : `  (to line ${endLine})`) : ""}`,
      );
    }
  }
  noteProblems(bank, language);
  print("");
}
