import { expect, test } from "vitest";
import { type NoteBank, readNotes } from "./bank.ts";

const read = (...lines: string[]): NoteBank => readNotes("note.md", lines.join("\n"));
const asks = (bank: NoteBank): string[] => bank.questions.map((question) => question.ask);
/** `question <- parent`, for follow-ups. */
const families = (bank: NoteBank): string[] =>
  bank.questions.map(({ ask, parent }) => {
    const above = bank.questions.find(({ id }) => id === parent);
    return above === undefined ? ask : `${ask} <- ${above.ask}`;
  });

/** The shape of a note as people keep them: a tag on line 1, numbered sections, numbered questions, tabs. */
const kept = [
  "<hr>",
  "### 1. 데이터베이스",
  "1. 커밋을 누르면 일어나는 일",
  "\t1. 로그에 먼저 적는다.",
  "\t2. 디스크에 내려쓴다",
  "2. 인덱스와 뷰의 차이점",
  "\t인덱스는 따로 저장된다",
  "\t뷰는 저장된 질의이다",
  "3. 2단계 커밋에 대해서 설명",
  "\t준비하고 확정한다.",
  "\t준비의 경우",
  "\t1. 조정자가 묻는다.",
  "\t2. 참여자가 답한다.",
  "\t",
  "\t확정의 경우",
  "\t1. 조정자가 알린다.",
  "### 기타",
  "1. 왜 옮기려고 하나요?",
  "\t새로운 일을 배우고 싶습니다. 그래서 지원했습니다.",
];

test("numbered items with indented answers are questions, and headings their sections", () => {
  const bank = read(...kept);
  expect(bank.questions.map(({ section, ask, line, endLine }) => [section.join(), ask, line, endLine])).toEqual([
    ["1. 데이터베이스", "커밋을 누르면 일어나는 일", 3, 5],
    ["1. 데이터베이스", "인덱스와 뷰의 차이점", 6, 8],
    ["1. 데이터베이스", "2단계 커밋에 대해서 설명", 9, 16],
    ["기타", "왜 옮기려고 하나요?", 18, 19],
  ]);
  expect(bank.problems).toEqual([]);
  expect(bank.notUnderstood).toEqual([]);
});

test("an answer is whole: the blank line with a tab, and the steps behind it, belong to it", () => {
  const { answer } = read(...kept).questions[2]!;
  expect(answer).toBe(kept.slice(9, 16).join("\n").trim());
});

test.each([
  ["CRLF", "\r\n"],
  ["a lone CR", "\r"],
])("%s ends a line like LF", (_, end) => {
  const text = kept.join(end);
  const bank = readNotes("n.md", text);
  expect(asks(bank)).toEqual(asks(read(...kept)));
  expect(bank.questions.map(({ line }) => line)).toEqual(read(...kept).questions.map(({ line }) => line));
});

test("a byte order mark before the first heading is not seen", () => {
  const bank = readNotes("n.md", "\ufeff# 운영\n1. 배포란?\n\t내보내는 일이다.");
  expect(bank.questions[0]).toMatchObject({ section: ["운영"], ask: "배포란?" });
});

test("Hangul taken apart is read alike: the same ids, offsets into the file as it is", () => {
  const whole = read(...kept, "질문: 잠금이란?", "답변: 막는 것");
  const text = [...kept, "질문: 잠금이란?", "답변: 막는 것"].join("\n").normalize("NFD");
  const apart = readNotes("n.md", text);
  expect(apart.questions.map(({ id }) => id)).toEqual(whole.questions.map(({ id }) => id));
  for (const { askSpan, ask } of apart.questions)
    expect(text.slice(askSpan.start, askSpan.end)).toBe(ask.normalize("NFD"));
});

test("a heading that asks is a question, its text the answer, the headings above its sections", () => {
  const bank = read(
    "# 백엔드",
    "## 캐시",
    "### 캐시란?",
    "가까이 두는 사본이다.",
    "1. 읽는다",
    "2. 없으면 가져온다",
    "### 만료 정책을 설명해 주세요",
    "오래된 것을 버린다.",
    "#### 장점",
    "- 단순하다",
    "### 캐시와 버퍼의 차이",
    "목적이 다르다.",
    "### What is a cold start?",
    "The cache is empty.",
  );
  expect(asks(bank)).toEqual(["캐시란?", "만료 정책을 설명해 주세요", "캐시와 버퍼의 차이", "What is a cold start?"]);
  expect(bank.questions[0]).toMatchObject({ section: ["백엔드", "캐시"], line: 3, endLine: 6, parent: null });
  expect(bank.questions[1]!.answer).toBe("오래된 것을 버린다.\n#### 장점\n- 단순하다");
});

test("numbered headings alike are questions; one that holds questions is a section", () => {
  const alike = read("## 1. 가비지 컬렉션", "치운다.", "## 2. 힙", "쌓는다.", "## Q3. 스택은?", "차례로 쌓는다.");
  expect(asks(alike)).toEqual(["가비지 컬렉션", "힙", "스택은?"]);
  const holding = read("## 1. 자바", "1. 힙이란?", "\t공간이다.", "## 2. 파이썬", "1. GIL이란?", "\t잠금이다.");
  expect(holding.questions.map(({ section, ask }) => `${section}: ${ask}`)).toEqual([
    "1. 자바: 힙이란?",
    "2. 파이썬: GIL이란?",
  ]);
});

test("a title among questions is a question too, a list of links is not", () => {
  const bank = read(
    "## 큐란?",
    "줄이다.",
    "## 덱이란?",
    "양쪽 줄이다.",
    "## 트라이",
    "글자 나무다.",
    "## 참고",
    "- https://a.test",
  );
  expect(asks(bank)).toEqual(["큐란?", "덱이란?", "트라이"]);
  expect(bank.notUnderstood).toEqual([{ line: 8, endLine: 8, text: "- https://a.test" }]);
});

test("a question in bold is a question, alone, as an item, or before its answer; a bold label is not", () => {
  const bank = read(
    "**해시란?**",
    "고정된 길이의 값이다.",
    "",
    "**장점**",
    "빠르다.",
    "- **충돌이 나면 어떻게 되나요?**",
    "  목록에 잇는다.",
    "",
    "**Why salt a password?** So that equal ones differ.",
  );
  expect(asks(bank)).toEqual(["해시란?", "충돌이 나면 어떻게 되나요?", "Why salt a password?"]);
  expect(bank.questions[0]!.answer).toBe("고정된 길이의 값이다.\n\n**장점**\n빠르다.");
  expect(bank.questions[2]!.answer).toBe("So that equal ones differ.");
});

test.each([
  ["Q. 모노레포란?", "A. 한 저장소다."],
  ["Q: 모노레포란?", "A: 한 저장소다."],
  ["Q1. 모노레포란?", "A1. 한 저장소다."],
  ["q) 모노레포란?", "a) 한 저장소다."],
  ["**Q. 모노레포란?**", "**A.** 한 저장소다."],
  ["### Q2. 모노레포란?", "한 저장소다."],
  ["### Q2", "모노레포란?", "### A2", "한 저장소다."],
  ["질문: 모노레포란?", "답: 한 저장소다."],
  ["질문 3) 모노레포란?", "답변 3) 한 저장소다."],
  ["[질문] 모노레포란?", "[답변] 한 저장소다."],
  ["- Q: 모노레포란?", "  - A: 한 저장소다."],
  ["> Q. 모노레포란?", "> A. 한 저장소다."],
  ["Q. 모노레포란? A. 한 저장소다."],
  ["Q.", "모노레포란?", "A.", "한 저장소다."],
])("labelled questions and answers: %s", (...lines) => {
  const bank = read(...lines);
  expect(asks(bank)).toEqual(["모노레포란?"]);
  expect(bank.questions[0]!.answer).toBe("한 저장소다.");
});

test("a labelled question may run over lines, up to the line with the answer", () => {
  const bank = read("질문: 다음 두 방법을", "비교하시오", "답변: 하나는 빠르다.");
  expect(bank.questions[0]).toMatchObject({
    ask: "다음 두 방법을 비교하시오",
    answer: "하나는 빠르다.",
    line: 1,
    endLine: 3,
  });
});

test("<details> with a summary is a question: on one line, empty, nested, several to a line", () => {
  const bank = read(
    "<details><summary>스코프란?</summary>이름이 보이는 범위다.</details>",
    "<details>",
    "<summary><b>클로저란?</b></summary>",
    "",
    "환경을 기억하는 함수다.",
    "### 쓰임",
    "1. 캡슐화",
    "<details>",
    "<summary>메모리는?</summary>",
    "남아 있다.",
    "</details>",
    "끝말이다.",
    "</details>",
    "<details><summary>this는?</summary></details>",
    "<details><summary>하나?</summary>둘</details><details><summary>셋?</summary>넷</details>",
  );
  expect(families(bank)).toEqual(["스코프란?", "클로저란?", "메모리는? <- 클로저란?", "this는?", "하나?", "셋?"]);
  expect(bank.questions.map(({ answer }) => answer)).toEqual([
    "이름이 보이는 범위다.",
    expect.stringMatching(/^환경을[\s\S]*끝말이다\.$/),
    "남아 있다.",
    "",
    "둘",
    "넷",
  ]);
  expect(bank.questions[3]).toMatchObject({ answered: false, answerSpan: null });
});

test("a summary that only hides the answer is no question", () => {
  const bank = read("### 프록시란?", "<details>", "<summary>답변 보기</summary>", "", "대신 요청한다.", "</details>");
  expect(bank.questions).toHaveLength(1);
  expect(bank.questions[0]!.answer).toBe("대신 요청한다.");
});

test("follow-ups stand under their question", () => {
  const bank = read(
    "1. 트랜잭션이란?",
    "\t한 묶음의 일이다.",
    "\t꼬리질문: 중간에 죽으면?",
    "\t되돌린다.",
    "2. 격리 수준이란?",
    "\t서로 보이는 정도다.",
    "2-1. 가장 낮은 것은?",
    "\tread uncommitted",
    "2-2) 팬텀 리드란",
    "\t없던 행이 보이는 것",
    "2-2-1) 막으려면?",
    "\t범위를 잠근다.",
    "3. 인덱스란?",
    "\t찾아보기다.",
    "\t- 꼬리 질문",
    "\t\t- 단점은 없나요?",
    "\t\t\t쓰기가 느려진다.",
    "\t\t- 언제 쓰지 않나요?",
    "4. What is a view?",
    "\tA stored query.",
    "\tFollow-up: Can it be indexed?",
    "\tSometimes.",
  );
  expect(families(bank)).toEqual([
    "트랜잭션이란?",
    "중간에 죽으면? <- 트랜잭션이란?",
    "격리 수준이란?",
    "가장 낮은 것은? <- 격리 수준이란?",
    "팬텀 리드란 <- 격리 수준이란?",
    "막으려면? <- 팬텀 리드란",
    "인덱스란?",
    "단점은 없나요? <- 인덱스란?",
    "언제 쓰지 않나요? <- 인덱스란?",
    "What is a view?",
    "Can it be indexed? <- What is a view?",
  ]);
  for (const { followUp, parent } of bank.questions) expect(followUp).toBe(parent !== null);
  expect(bank.questions[8]!.answered).toBe(false);
});

test("steps of an answer are no questions: nested, labelled, under a heading, at the margin", () => {
  expect(asks(read("1. 빌드란?", "\t1. 내려받는다", "\t2. 컴파일한다", "\t1-1. 캐시를 본다."))).toEqual(["빌드란?"]);
  expect(asks(read("Q. 빌드란?", "A. 다음과 같다.", "1. 내려받기", "   - 캐시", "2. 컴파일"))).toEqual(["빌드란?"]);
  expect(asks(read("## 빌드의 종류", "1. 전체", "   - 느리다", "2. 증분", "   - 빠르다"))).toEqual(["빌드의 종류"]);
  const margin = read("1. 빌드란?", "차례로 한다.", "1. 내려받기", "2. 컴파일", "2. 배포란?", "내보낸다.");
  expect(asks(margin)).toEqual(["빌드란?", "배포란?"]);
});

test("items that only group questions are sections", () => {
  const bank = read(
    "1. 보안",
    "   1. 솔트란?",
    "      덧붙이는 값이다.",
    "   2. 해시란?",
    "      요약이다.",
    "2. 성능",
    "   1. 캐시란?",
    "      사본이다.",
  );
  expect(bank.questions.map(({ section, ask }) => `${section}: ${ask}`)).toEqual([
    "보안: 솔트란?",
    "보안: 해시란?",
    "성능: 캐시란?",
  ]);
});

test("code is never read: what looks like a question there is part of the answer", () => {
  const bank = read("## 훅이란?", "```md", "## 이것은 무엇?", "1. 질문인가?", "Q. 아니다", "```", "끝.");
  expect(bank.questions).toHaveLength(1);
  expect(bank.questions[0]).toMatchObject({ line: 1, endLine: 7 });
});

test("a code fence that is never closed hides nothing, and is reported", () => {
  const bank = read("## 훅이란?", "```js", "갈고리다.", "## 상태란?", "값이다.");
  expect(asks(bank)).toEqual(["훅이란?", "상태란?"]);
  expect(bank.problems).toMatchObject([{ line: 2, message: { en: expect.stringContaining("never closed") } }]);
});

test("formats may be mixed in one file", () => {
  const bank = read(
    "# 가",
    "1. 하나란?",
    "\t일이다.",
    "# 나",
    "Q. 둘이란?",
    "A. 이다.",
    "# 다",
    "<details><summary>셋이란?</summary>삼이다.</details>",
    "# 라",
    "**넷이란?**",
    "사다.",
    "## 다섯이란?",
    "오다.",
  );
  expect(asks(bank)).toEqual(["하나란?", "둘이란?", "셋이란?", "넷이란?", "다섯이란?"]);
});

test("a note without questions says what was looked for, and keeps its text as not understood", () => {
  const bank = read("장을 본다.", "", "우유를 산다.");
  expect(bank.questions).toEqual([]);
  expect(bank.problems).toMatchObject([
    { line: 1, message: { ko: expect.stringContaining("<summary>"), en: expect.stringContaining("`Q.`") } },
  ]);
  expect(bank.notUnderstood.map(({ line }) => line)).toEqual([1, 3]);
  expect(readNotes("n.md", " \n").problems).toMatchObject([{ message: { en: expect.stringContaining("empty") } }]);
});

test("an id stays when the answer changes or another question comes before, and differs for the same words twice", () => {
  const before = read("# 가", "1. 하나란?", "\t일이다.");
  const after = read("# 가", "1. 영이란?", "\t없다.", "2. 하나란?", "\t  다르게 적은 답.", "3. 하나란?", "\t또.");
  expect(after.questions[1]!.id).toBe(before.questions[0]!.id);
  expect(after.questions[1]!.id).toMatch(/^[0-9a-f]{8}$/);
  expect(after.questions[2]!.id).toBe(`${after.questions[1]!.id}-2`);
  expect(after.problems).toMatchObject([{ line: 6, message: { en: expect.stringContaining("line 4") } }]);
});

test("regions name what each line is", () => {
  const bank = read(
    "---",
    "tags: [면접]",
    "---",
    "# 가",
    "머리말이다.",
    "",
    "1. 하나란?",
    "\t일이다.",
    "",
    "\t끝이다.",
    "",
    "<!-- 적어 둘 것 -->",
  );
  expect(bank.regions.map(({ kind, line, endLine }) => `${line}-${endLine} ${kind}`)).toEqual([
    "1-3 decoration",
    "4-4 section",
    "5-5 not-understood",
    "6-6 blank",
    "7-7 question",
    "8-10 answer",
    "11-11 blank",
    "12-12 decoration",
  ]);
});

test("a list of toggles is a list of questions, also where some only name what is to be told", () => {
  const bank = read(
    "## 알고리즘",
    "",
    "- 정렬과 탐색의 차이",
    "    ",
    "    순서가 다르다.",
    "",
    "- 재귀란?",
    "",
    "    자기를 부른다.",
    "- 이분 탐색",
    "    - 반씩 줄인다.",
  );
  expect(asks(bank)).toEqual(["정렬과 탐색의 차이", "재귀란?", "이분 탐색"]);
  expect(bank.notUnderstood).toEqual([]);
});

test("numbered titles over bullets at the same margin are questions, the last one unanswered", () => {
  const bank = read(
    "## 설계",
    "1. 상속과 합성",
    "- 합성이 느슨하다.",
    "2. 응집도의 의미",
    "- 모여 있는 정도다.",
    "3. 결합도",
  );
  expect(bank.questions.map(({ ask, answered }) => [ask, answered])).toEqual([
    ["상속과 합성", true],
    ["응집도의 의미", true],
    ["결합도", false],
  ]);
});

test("headings inside numbered items, and tags that only lay out, do not disturb", () => {
  const items = read(
    "| No. | Questions |",
    "|---|---|",
    "1. ### What is a closure?",
    "",
    "    A function.",
    "",
    "2. ### Hoisting",
    "",
    "    Moving up.",
  );
  expect(asks(items)).toEqual(["What is a closure?", "Hoisting"]);
  const folded = read(
    "<details>",
    "<summary>What is a pod?</summary><br><b>",
    "",
    "A unit.",
    "</b></details>",
    "<details>",
    "<summary>Explain taints</summary><br><b>",
    "</b></details>",
  );
  expect(folded.questions.map(({ ask, answer }) => [ask, answer])).toEqual([
    ["What is a pod?", "A unit."],
    ["Explain taints", ""],
  ]);
});

test("where nothing else asks, a line that asks after a blank line is a question", () => {
  const bank = read("락이란 무엇인가요?", "막는 것이다.", "", "왜 쓰나요?", "함께 쓰려고.", "정말 그럴까요?");
  expect(asks(bank)).toEqual(["락이란 무엇인가요?", "왜 쓰나요?"]);
});

test("question and answer on one line are taken apart", () => {
  const bank = read("## 웹", "1. 쿠키란? 브라우저가 보관하는 값이다.", "2. 세션이란? 서버가 보관하는 상태이다.");
  expect(bank.questions.map(({ ask, answer }) => [ask, answer])).toEqual([
    ["쿠키란?", "브라우저가 보관하는 값이다."],
    ["세션이란?", "서버가 보관하는 상태이다."],
  ]);
});

test("sections lettered A. and B. are no answers", () => {
  const bank = read("## A. 언어", "### 타입이란?", "값의 종류다.", "## B. 도구", "### 린터란?", "잔소리다.");
  expect(bank.questions.map(({ section, ask }) => `${section}: ${ask}`)).toEqual([
    "A. 언어: 타입이란?",
    "B. 도구: 린터란?",
  ]);
});
