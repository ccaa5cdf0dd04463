/**
 * What a reader of the note should know: nothing found, a fence or a tag left open, a question asked twice, a label without words. Each
 * with its line, in both languages, saying what was found and what to do. Lines that were not understood are not here but in
 * `notUnderstood`.
 */
import { deepestDetails, lineOf } from "./details.ts";
import type { Walked } from "./ledger.ts";
import type { Page } from "./page.ts";
import type { Words } from "./span.ts";

interface Problem {
  line: number;
  message: Words;
}

/** Of one kind, at most so many are reported. */
const most = 50;

export function problemsOf(
  page: Page,
  walked: Walked,
  questions: readonly { readonly id: string; readonly line: number }[],
): Problem[] {
  const cutOff = page.end < page.text.length ? [{ line: page.lines.length + 1, message: tooLong }] : [];
  if (questions.length === 0) return [nothingFound(page.lines.every((line) => line.kind === "blank")), ...cutOff];
  const open = page.openFences.map((line) => ({ line: line + 1, message: openFence }));
  const tags = page.details.all
    .filter((one) => one.close === null)
    .map((one) => ({ line: lineOf(page.lines, one.open.start) + 1, message: openDetails }));
  const strays = walked.strays.map(({ line, what }) => ({ line: line + 1, message: strayLabels[what] }));
  const all = [open, tags, strays, twice(questions), cutOff].flatMap((some) => some.slice(0, most));
  if (page.details.tooDeep !== null) all.push({ line: page.details.tooDeep, message: tooDeep });
  return all.sort((a, b) => a.line - b.line);
}

function twice(questions: readonly { readonly id: string; readonly line: number }[]): Problem[] {
  const first = new Map<string, number>();
  const out: Problem[] = [];
  for (const { id, line } of questions) {
    const name = id.slice(0, 8);
    const before = first.get(name);
    if (before === undefined) first.set(name, line);
    else out.push({ line, message: asked(before) });
  }
  return out;
}

function nothingFound(empty: boolean): Problem {
  if (empty) {
    return {
      line: 1,
      message: {
        ko: "파일이 비어 있습니다. 질문과 답을 적은 Markdown 파일을 고르세요.",
        en: "The file is empty. Choose a Markdown file with questions and answers.",
      },
    };
  }
  return {
    line: 1,
    message: {
      ko: "질문을 찾지 못했습니다. 찾은 형식: 제목 아래 번호 목록(`1. 질문`과 들여 쓴 답), 질문으로 된 제목(`## CORS란?`), 굵은 질문(`**...?**`), `Q.`/`A.`나 `질문:`/`답:`, `<details><summary>질문</summary>`. 이 중 하나로 적어 주세요.",
      en: "No question was found. Looked for: numbered items with indented answers (`1. question`), headings that ask (`## What is CORS?`), bold questions (`**...?**`), `Q.`/`A.` labels, `<details><summary>question</summary>`. Write the questions in one of these forms.",
    },
  };
}

const asked = (line: number): Words => ({
  ko: `같은 질문이 ${line}번째 줄에도 있습니다. 하나로 합치거나 질문을 다르게 적으세요.`,
  en: `The same question stands in line ${line}. Merge the two, or word one differently.`,
});

const tooLong: Words = {
  ko: `줄이 200,000개를 넘어 여기부터는 읽지 않았습니다. 파일을 나누세요.`,
  en: `The file has more than 200,000 lines; it was not read from here on. Split it.`,
};

const openFence: Words = {
  ko: "여기서 연 코드 블록이 닫히지 않아 일반 글로 읽었습니다. 코드가 끝나는 곳에 ``` 줄을 넣으세요.",
  en: "The code block that opens here is never closed, so it was read as text. Put a line ``` where the code ends.",
};

const openDetails: Words = {
  ko: "여기서 연 <details>가 닫히지 않았습니다. 답이 끝나는 곳에 </details>를 넣으세요.",
  en: "The <details> that opens here is never closed. Put </details> where the answer ends.",
};

const tooDeep: Words = {
  ko: `<details>가 ${deepestDetails}겹보다 깊어 그 안은 일반 글로 읽었습니다. 덜 겹치게 적으세요.`,
  en: `<details> is nested more than ${deepestDetails} deep here; what is deeper was read as text. Nest it less.`,
};

const strayLabels: Record<"answer" | "question" | "follow-up", Words> = {
  answer: {
    ko: "답 표시가 있지만 그 위에 질문이 없습니다. 위에 질문을 적으세요.",
    en: "An answer is labelled here, but no question stands above it. Write the question above.",
  },
  question: {
    ko: "질문 표시만 있고 질문이 없습니다. 표시 뒤에 질문을 적으세요.",
    en: "A question is labelled here, but it has no words. Write the question behind the label.",
  },
  "follow-up": {
    ko: "꼬리질문이 있지만 그 위에 질문이 없습니다. 위에 본 질문을 적으세요.",
    en: "A follow-up stands here, but no question above it. Write the main question above.",
  },
};
