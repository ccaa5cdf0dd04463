import { describe, expect, test } from "vitest";
import { catalogue } from "../../topics/catalogue.ts";
import { decidedOf } from "../../topics/verdicts.ts";
import { type CheckedNote, checkNote } from "./check.ts";

const check = (text: string): CheckedNote => checkNote("note.md", text, catalogue, (claim) => decidedOf(claim).verdict);

const note = `### 운영체제
1. 스레드 안전이란 무엇이고 어떻게 보장하나요?
	여러 스레드가 동시에 접근해도 결과가 올바르게 나오는 것입니다.
	싱글톤으로 만들면 해결됩니다.
	뮤텍스로 임계 영역을 보호합니다.
	메모리 모델도 알아야 합니다.
	저는 그렇게 생각합니다.
2. CORS가 뭔가요?
	브라우저가 막는 것입니다.
3. 멀티 스레드의 장점은?
`;

describe("a checked note", () => {
  const checked = check(note);
  const [threads, cors, empty] = checked.questions;

  test("each statement has the verdict of its claims", () => {
    expect(threads!.statements.map(({ verdict }) => verdict)).toEqual([
      "confirmed",
      "refuted",
      "confirmed",
      "confirmed",
      "unclear",
    ]);
  });

  test("a refuted statement has the run that refutes it; a definition has none", () => {
    const [definition, singleton] = threads!.statements;
    expect(singleton!.claims[0]!.run).toMatchObject({ scenario: "thread-safe/singleton-counter", choices: [[2, 1]] });
    expect(definition!.claims[0]!.run).toBe(null);
  });

  test("statements and evidence are stretches of the file", () => {
    for (const { statement, claims } of threads!.statements) {
      expect(note.slice(statement.start, statement.end)).toBe(statement.text);
      for (const claim of claims) expect(statement.text).toContain(note.slice(claim.start, claim.end));
    }
  });

  test("points that no statement makes are missing, core ones first, and never a misconception", () => {
    expect(threads!.missing.map((claim) => claim.kind)).not.toContain("misconception");
    expect(threads!.missing.map((claim) => claim.weight)).toEqual(
      [...threads!.missing.map((claim) => claim.weight)].sort(),
    );
    expect(threads!.missing.map((claim) => claim.id)).not.toContain("thread-safe.mutual-exclusion");
  });

  test("a question without experiments says so for each statement; an empty answer misses nothing", () => {
    expect(cors).toMatchObject({
      matched: "net.cors",
      topic: null,
      statements: [{ verdict: "no-experiment" }],
      missing: [],
    });
    expect(empty).toMatchObject({ matched: "os.multithreading", statements: [] });
  });

  test("totals add up", () => {
    const { statements, confirmed, refuted, depends, unclear, noExperiment } = checked.totals;
    expect(confirmed + refuted + depends + unclear + noExperiment).toBe(statements);
    expect(checked.totals).toMatchObject({ questions: 3, statements: 6, confirmed: 3, refuted: 1 });
  });
});

test("a follow-up that names no subject is about its parent's", () => {
  const { questions } = check(
    "1. 스레드 안전이란?\n\t결과가 올바른 것입니다.\n1-1. 그럼 어떻게 만드나요?\n\t싱글톤으로 만듭니다.\n",
  );
  expect(questions.map(({ matched }) => matched)).toEqual(["os.thread-safe", "os.thread-safe"]);
  expect(questions[1]!.statements.map(({ verdict }) => verdict)).toEqual(["refuted"]);
});

test("a statement that leaves open when depends, and what it may precisely mean stands beside it", () => {
  const { questions } = check("1. TCP와 UDP의 차이는?\n\tTCP가 UDP보다 느립니다.\n\t동영상은 UDP로 봅니다.\n");
  const [slower, video] = questions[0]!.statements;
  expect(slower!.verdict).toBe("depends");
  expect(slower!.claims.map(({ claim, verdict, reading }) => [claim.id, verdict.verdict, reading])).toEqual([
    ["tcpudp.tcp-is-slower", "depends", null],
    ["tcpudp.slower-when", "confirmed", "tcpudp.tcp-is-slower"],
    ["tcpudp.x-udp-always-faster", "refuted", "tcpudp.tcp-is-slower"],
  ]);
  // What was not said outright is still missing.
  expect(questions[0]!.missing.map(({ id }) => id)).toContain("tcpudp.slower-when");
  expect(video!.verdict).toBe("refuted");
});
