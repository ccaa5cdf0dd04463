/** What is wrong with a thread program, where, and what to write instead; in both languages. */

/** As `lab/text.ts` has it, which this folder must not know. */
export interface Text {
  readonly ko: string;
  readonly en: string;
}

export interface LanguageProblem {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  readonly says: Text;
}

/** Thrown inside the compiler where something cannot be compiled; caught there, and never seen outside. */
export class Refusal extends Error {
  readonly at: number;
  readonly says: Text;

  constructor(at: number, says: Text) {
    super(says.en);
    this.at = at;
    this.says = says;
  }
}

/** Line and column of an offset. */
export function placeOf(source: string, at: number): { line: number; column: number } {
  const before = source.slice(0, at);
  const lineStart = Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1;
  return { line: before.split(/\r\n|\r|\n/).length, column: at - lineStart + 1 };
}

// biome-ignore format: a table
/** What learners write that is JavaScript and does not belong to this language, by the name of its syntax node. */
export const notHere: Readonly<Record<string, Text>> = {
  ObjectExpression: { ko: "객체는 쓸 수 없습니다. 공유 변수를 두 개로 나누어 쓰세요.", en: "Objects are not supported here: use two shared variables." },
  MemberExpression: { ko: "점으로 속성을 꺼낼 수 없습니다. 배열은 a[i], 길이는 a.length로 씁니다.", en: "Properties are not supported: write a[i] for an element and a.length for a length." },
  ArrowFunctionExpression: { ko: "화살표 함수는 쓸 수 없습니다. function 이름() { ... }으로 쓰세요.", en: "Arrow functions are not supported: write function name() { ... }." },
  FunctionExpression: { ko: "이름 없는 함수는 쓸 수 없습니다. function 이름() { ... }으로 쓰세요.", en: "Function expressions are not supported: write function name() { ... }." },
  FunctionDeclaration: { ko: "함수는 맨 바깥에 선언하세요.", en: "Declare functions at the top level." },
  ClassDeclaration: { ko: "클래스는 쓸 수 없습니다. 공유 변수와 함수로 쓰세요.", en: "Classes are not supported: use shared variables and functions." },
  NewExpression: { ko: "new는 쓸 수 없습니다. 객체를 만든 횟수가 필요하면 fetchAdd(made, 1)로 세세요.", en: "new is not supported: to count objects made, write fetchAdd(made, 1)." },
  ThisExpression: { ko: "this는 없습니다. 공유 변수를 바로 쓰세요.", en: "There is no this: name the shared variable." },
  TemplateLiteral: { ko: "문자열은 assert의 설명으로만 쓸 수 있습니다.", en: "Text is allowed only as the message of assert." },
  AwaitExpression: { ko: "await는 쓸 수 없습니다. 모든 공유 읽기와 쓰기 사이에서 이미 다른 스레드가 끼어들 수 있습니다.", en: "await is not supported: another thread may already run between any two shared steps." },
  TryStatement: { ko: "예외는 없습니다. 값을 돌려주어 실패를 알리세요.", en: "There are no exceptions: return a value that says it failed." },
  ThrowStatement: { ko: "예외는 없습니다. assert(조건, \"설명\")을 쓰세요.", en: "There are no exceptions: write assert(condition, \"message\")." },
  SwitchStatement: { ko: "switch는 쓸 수 없습니다. if와 else로 쓰세요.", en: "switch is not supported: use if and else." },
  ForOfStatement: { ko: "for...of는 쓸 수 없습니다. for (let i = 0; i < n; i++)로 쓰세요.", en: "for...of is not supported: write for (let i = 0; i < n; i++)." },
  ForInStatement: { ko: "for...in은 쓸 수 없습니다. for (let i = 0; i < n; i++)로 쓰세요.", en: "for...in is not supported: write for (let i = 0; i < n; i++)." },
  LabeledStatement: { ko: "이름표는 쓸 수 없습니다. 반복문을 함수로 나누세요.", en: "Labels are not supported: put the loop into a function." },
  SpreadElement: { ko: "펼침 문법(...)은 쓸 수 없습니다.", en: "Spread (...) is not supported." },
};
