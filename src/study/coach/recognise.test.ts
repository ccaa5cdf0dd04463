import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogue } from "../../topics/catalogue.ts";
import { threadSafe } from "../../topics/thread-safe/topic.ts";
import { recognise, recogniseQuestion } from "./recognise.ts";

const ids = (text: string): string[] =>
  recognise(text, threadSafe).map(({ claim }) => claim.id.replace("thread-safe.", ""));

describe("a sentence makes a claim", () => {
  test.each([
    ["싱글톤으로 만들면 됩니다.", ["singleton-is-safe"]],
    ["싱글턴 패턴을 적용합니다", ["singleton-is-safe"]],
    ["Just use the Singleton pattern.", ["singleton-is-safe"]],
    ["객체를 한 번만 생성하니 null 체크로 하나만 생깁니다", ["lazy-makes-one"]],
    ["volatile을 붙이면 카운터가 안전해집니다", ["volatile-is-atomic"]],
    ["여러 스레드가 동시에 접근해도 결과가 올바른 것입니다", ["every-interleaving"]],
    ["공유 자원을 뮤텍스로 보호합니다", ["mutual-exclusion"]],
    ["임계영역을 synchronized 블록으로 감쌉니다", ["mutual-exclusion"]],
    ["AtomicInteger나 CAS를 씁니다", ["atomic-operations"]],
    ["불변 객체로 만들거나 ThreadLocal을 씁니다", ["no-shared-mutable"]],
    ["count++는 원자적이지 않습니다", ["unsynchronised-fails"]],
    ["재진입 가능한 것과는 다릅니다", ["reentrancy-differs"]],
    ["오늘은 날씨가 좋습니다", []],
    ["", []],
  ])("%s", (text, expected) => {
    expect(ids(text)).toEqual(expected);
  });

  test("decomposed Hangul (NFD) and spacing make no difference, and the evidence is a stretch of the original", () => {
    const text = "그래서 싱글톤 패턴을 씁니다".normalize("NFD");
    const [found] = recognise(text, threadSafe);
    expect(found!.claim.id).toBe("thread-safe.singleton-is-safe");
    expect(text.slice(found!.start, found!.end).normalize("NFC")).toBe("싱글톤");
    expect(ids("더블체크 락은 재정렬에 약합니다")).toEqual(["visibility", "double-checked"]);
  });
});

describe("a misconception that is denied or asked is not voiced", () => {
  test.each([
    "싱글톤이라고 스레드 안전한 것은 아닙니다.",
    "싱글톤 패턴만으로는 안전하지 않습니다.",
    "volatile만으로는 증가 연산이 안전하지 않습니다.",
    "싱글톤으로 만들면 안전한가요?",
    "A singleton is not thread-safe by itself.",
    "volatile does not make it atomic.",
    "It is not true that a singleton is safe.",
  ])("%s", (text) => {
    expect(ids(text)).toEqual([]);
  });
});

describe("a note's question is one of the catalogue's", () => {
  test.each([
    ["TCP랑 UDP 차이가 뭔가요?", "net.tcp-udp"],
    ["3-way handshake와 4-way handshake", "net.handshake"],
    ["TLS handshake 과정", "net.tls"],
    ["HTTP와 HTTPS의 차이", "net.http-https"],
    ["GET vs POST", "net.get-post"],
    ["What is CORS?", "net.cors"],
    ["브라우저에 google.com을 입력하면?", "net.visit"],
    ["스레드 세이프란?", "os.thread-safe"],
    ["What does thread-safe mean?", "os.thread-safe"],
    ["프로세스와 쓰레드의 차이", "os.process-thread"],
    ["컨텍스트 스위칭이란", "os.context-switch"],
    ["동기 / 비동기", "os.sync-async"],
    ["멀티스레드의 장단점", "os.multithreading"],
    ["뮤텍스와 세마포어의 차이", "os.synchronization"],
    ["갈등을 해결한 경험", "me.conflict"],
    ["왜 우리 회사에 지원했나요", "me.motivation"],
    ["가장 좋아하는 색은?", null],
    ["", null],
  ])("%s -> %s", (ask, id) => {
    expect(recogniseQuestion(ask, catalogue.questions)?.id ?? null).toBe(id);
  });

  test("each of the catalogue's own wordings is itself, in both languages", () => {
    for (const question of catalogue.questions)
      for (const ask of [question.ask.ko, question.ask.en])
        expect([ask, recogniseQuestion(ask, catalogue.questions)?.id]).toEqual([ask, question.id]);
  });
});

test("no text makes it throw, and evidence lies within the text", () => {
  const word = fc.constantFrom(
    "싱글톤",
    "volatile",
    "않",
    "아니",
    "not",
    "?",
    "(",
    "[",
    "\\",
    "\ud800",
    "\u1109",
    "\u1175",
    " ",
    "락",
    "CAS",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(word).map((words) => words.join("")),
      ),
      (text) => {
        recogniseQuestion(text, catalogue.questions);
        for (const { start, end } of recognise(text, threadSafe)) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      },
    ),
  );
});
