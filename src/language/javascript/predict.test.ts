import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { predict } from "./predict.ts";
import { compareWithNode, orderOf } from "./testing/compare.ts";
import { type ProgramShape, randomProgram } from "./testing/programs.ts";
import { undetermined, written } from "./testing/written.ts";

/** Delays so far apart that a busy machine does not mix them up. */
const patient: ProgramShape = { delays: [0, 0, 200, 400], immediates: false, statements: 6 };

describe("the order in which Node prints", () => {
  it("is that of Node itself for programs written by hand: syntax, promises, printing, exceptions, modules", async () => {
    expect(await compareWithNode(written)).toBe(written.length);
  }, 120_000);

  it("is that of Node itself for random programs", async () => {
    const programs = Array.from({ length: 24 }, (_, i) => ({
      source: randomProgram(i + 1, patient),
      module: i % 4 === 3,
    }));
    expect(await compareWithNode(programs)).toBeGreaterThan(18);
  }, 120_000);

  it.each(undetermined)("is said to be undetermined where Node leaves it open: %s", (_name, source, reason) => {
    const result = orderOf(source);
    expect(result).toMatchObject({ decided: false, order: null });
    expect(result.why.en).toContain(reason);
    expect(result.why.ko).toMatch(/[가-힣]/);
  });

  it("is computed without a look at any clock: the same twice", () => {
    const source = randomProgram(7, patient);
    expect(predict(source)).toEqual(predict(source));
  });

  it("shows in its events who queued what, each before it runs", () => {
    const { events } = orderOf(
      "setTimeout(() => console.log(1), 0);\nprocess.nextTick(() => console.log(2));\nconsole.log(3);",
    );
    const queued = new Set<number>();
    for (const event of events) {
      if (event.kind === "queued") queued.add(event.task);
      if (event.kind === "started") expect(queued.has(event.task)).toBe(true);
    }
    const tick = events.find((event) => event.kind === "queued" && event.queue === "tick");
    expect(tick).toMatchObject({ line: 2, label: "process.nextTick" });
  });
});

describe("what cannot be predicted", () => {
  it.each([
    ["eval('1')", 1, "eval is not supported"],
    ["console.log(1);\nnew Proxy({}, {});", 2, "Proxy is not supported"],
    ["let x = ;", 1, "Syntax error"],
    ["while (true) {}", 1, "ran past"],
    ["setInterval(() => {}, 10);", 1, "callbacks have run"],
    ["(function f() { f(); })();", 1, "deep"],
    ["require('http');", 1, 'require("http") is not supported'],
    ["console.log(new Error('x'));", 1, "Print error.message"],
  ])("is refused with its place and what to do: %s", (source, line, words) => {
    const result = predict(source);
    expect(result.kind).not.toBe("prediction");
    if (result.kind === "prediction") return;
    expect(result.line).toBe(line);
    expect(result.says.en).toContain(words);
    expect(result.says.ko).toMatch(/[가-힣]/);
  });

  it("never throws, whatever the text", () => {
    const words = fc.constantFrom(
      ..."async await function * ( ) { } [ ] => ; , . ?. ?? = == + - new class extends super this yield let const var x y Promise setTimeout then console.log ` ${ 1 'a' try catch finally throw return for of in while if else import export process.nextTick /a/ #x".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 25 }),
        fc.constantFrom("module" as const, "either" as const),
        (text, goal) => {
          predict(text.join(" "), goal);
        },
      ),
    );
  });
});
