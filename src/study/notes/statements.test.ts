import { expect, test } from "vitest";
import { readNotes } from "./bank.ts";
import { sentences } from "./sentences.ts";
import { type Statement, statements } from "./statements.ts";

const of = (...lines: string[]): Statement[] => {
  const bank = readNotes("note.md", ["## 이것은 무엇인가요?", ...lines].join("\n"));
  return bank.questions.flatMap((question) => statements(bank, question));
};
const texts = (...lines: string[]): string[] => of(...lines).map(({ text }) => text);
const kinds = (...lines: string[]): string[] => of(...lines).map(({ kind, text }) => `${kind}: ${text}`);
const split = (text: string): string[] =>
  sentences(text, 0, text.length).map(({ start, end }) => text.slice(start, end));

test("a line is a statement, with or without a full stop", () => {
  expect(texts("삽입은 앞에서 한다", "삭제는 뒤에서 하고", "조회는 어디서나 가능")).toHaveLength(3);
});

test("a line of several sentences is several statements", () => {
  const found = of("큐는 줄이다. 스택은 더미이다! 그런가? 그래요. Queues are FIFO. Stacks are LIFO.");
  expect(found.map(({ text }) => text)).toEqual([
    "큐는 줄이다.",
    "스택은 더미이다!",
    "그런가?",
    "그래요.",
    "Queues are FIFO.",
    "Stacks are LIFO.",
  ]);
  expect(found.every(({ line }) => line === 2)).toBe(true);
});

test.each([
  "지연은 1.5초이고 v2.0.1 에서 3.5배 줄었다.",
  "Stable sorts, e.g. merge sort, keep order i.e. ties vs. others.",
  "HTTP/1.1 은 example.com 과 a.b() 를 그대로 둔다.",
  "순서는 1. 열기 2. 닫기 이다.",
  "It covers maps, sets, etc. and more.",
  "잠근다 (먼저 묻는다. 그리고 기다린다.) 그 뒤에 쓴다.",
  "`a. b` 는 코드이다.",
  "키를 잠근다. (없으면 만들어서)",
  '"정말?" 이라고 물었다.',
  '"Really?" he asked.',
  "Dr. Kim wrote No. 5 for J. Doe.",
])("one sentence: %s", (text) => expect(split(text)).toEqual([text]));

test("Korean sentences split without a space behind the full stop, and at the wide one", () => {
  expect(split("잠근다.그리고 쓴다。끝이다.")).toEqual(["잠근다.", "그리고 쓴다。", "끝이다."]);
});

test("marks of lists, headings, quotes and emphasis are no part; a label is", () => {
  expect(kinds("- 장점: 단순하다", "1) **빠르다.**", "> 인용이다.", "- [ ] 할 일이다", "① 첫째이다")).toEqual([
    "item: 장점: 단순하다",
    "item: 빠르다.",
    "sentence: 인용이다.",
    "item: 할 일이다",
    "item: 첫째이다",
  ]);
});

test("what only announces is a lead-in", () => {
  expect(
    kinds(
      "쓰기의 경우",
      "1. 잠근다.",
      "예:",
      "- 은행",
      "다음과 같다.",
      "- 하나",
      "특징",
      "- 작다",
      "#### 단점",
      "느리다.",
    ),
  ).toEqual([
    "lead-in: 쓰기의 경우",
    "item: 잠근다.",
    "lead-in: 예:",
    "item: 은행",
    "lead-in: 다음과 같다.",
    "item: 하나",
    "lead-in: 특징",
    "item: 작다",
    "lead-in: 단점",
    "sentence: 느리다.",
  ]);
});

test("code, images, bare links, tags and table rules say nothing", () => {
  const lines = [
    "```js",
    "let a = 1; // 아니다.",
    "```",
    "![그림](a.png)",
    "https://a.test/b",
    "[글](https://a.test)",
    "<img src='a.png'>",
    "---",
    "| 이름 | 값 |",
    "|---|:-:|",
    "| 속도 | 빠름 |",
    "<br>",
  ];
  expect(texts(...lines)).toEqual(["이름 | 값", "속도 | 빠름"]);
});

test("a sentence wrapped by an editor is one statement over two lines", () => {
  const english = of("The scheduler keeps one queue per processor and picks", "the next thread from it. Then it runs.");
  expect(english.map(({ text, line }) => [text, line])).toEqual([
    ["The scheduler keeps one queue per processor and picks\nthe next thread from it.", 2],
    ["Then it runs.", 3],
  ]);
  expect(
    texts("이 자료구조는 모두 일곱 개의 층으로 나뉘고 그 가운데 맨 아래의 층에서는 포인터를", "따라가며 찾는다."),
  ).toHaveLength(1);
});

test("lines that each say something stay apart, though none ends", () => {
  expect(texts("읽기는 함께 하고", "쓰기는 혼자 하며", "잠금: 필요", "해제: 필요")).toHaveLength(4);
});

test("a question folded inside an answer keeps its statements to itself", () => {
  const bank = readNotes(
    "n.md",
    "<details><summary>밖은?</summary>\n하나다.\n<details><summary>안은?</summary>\n둘이다.\n</details>\n셋이다.\n</details>",
  );
  expect(bank.questions.map((question) => statements(bank, question).map(({ text }) => text))).toEqual([
    ["하나다.", "셋이다."],
    ["둘이다."],
  ]);
});

test("Hangul taken apart splits alike, and the slices are the file's own characters", () => {
  const text = "1. 왜?\n\t빠르다. 작다.\n".normalize("NFD");
  const bank = readNotes("n.md", text);
  expect(statements(bank, bank.questions[0]!).map((one) => one.text)).toEqual(
    ["빠르다.", "작다."].map((one) => one.normalize("NFD")),
  );
});
