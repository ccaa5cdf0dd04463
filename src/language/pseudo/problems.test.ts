import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Machine } from "../../engine/machine/machine.ts";
import { compile, languageOf } from "../compile.ts";

const T = "def T():\n    pass\nrun(T)\n";

describe("mistakes are told with their place and what to write instead", () => {
  test.each([
    ["def T()\n    pass\nrun(T)", 1, 8, "ends in a colon"],
    ["def T():\npass\nrun(T)", 2, 1, "indented line must follow def"],
    ["x = 0\n  y = 1\n" + T, 2, 3, "Nothing opens a block"],
    ["def T():\n    if 1:\n        pass\n      pass\nrun(T)", 4, 7, "matches no block"],
    ["def T():\n\tif 1:\n        pass\nrun(T)", 3, 9, "Tabs and spaces are mixed"],
    ["x = [0, 0\n" + T, 1, 5, "never closed"],
    ["x = (0]\n" + T, 1, 7, ") must close it"],
    ["x = 0)\n" + T, 1, 6, "Nothing was opened"],
    ["x = 0\ndef T():\n    if 0 < x < 3:\n        pass\nrun(T)", 3, 14, "a < b and b < c"],
    ["x = 0\ndef T():\n    x++\nrun(T)", 3, 6, "+= 1"],
    ["x = 0\ndef T():\n    if x = 1:\n        pass\nrun(T)", 3, 10, "written =="],
    ["x = 0\ndef T():\n    if x == 1 && x:\n        pass\nrun(T)", 3, 15, "and instead of &&"],
    ["x = 0\ndef T():\n    if !x:\n        pass\nrun(T)", 3, 8, "not instead of !"],
    ["x = 0\ndef T():\n    x = x / 2\nrun(T)", 3, 11, "divide with //"],
    ["x = 0\ndef T():\n    if x:\n        pass\n    else if x:\n        pass\nrun(T)", 5, 10, "elif"],
    ["def T():\n    if 1 {\n        pass\nrun(T)", 2, 10, "never closed"],
    ["count = 0\ndef T():\n    cuont += 1\n    return coutn\nrun(T)", 4, 12, "Did you mean count?"],
    ["def T():\n    return y\nrun(T)", 2, 12, "y = 0 at the top"],
    ["def T():\n    global y\n    y = 1\nrun(T)", 2, 12, "first value there"],
    ["i = 0\ndef T():\n    for i in range(2):\n        pass\nrun(T)", 3, 9, "another name"],
    ["ms = [Lock()] * 2\n" + T, 1, 6, "for _ in range(n)"],
    ["m = RLock()\n" + T, 1, 5, "no re-entrant locks"],
    ["m = Lock()\ndef T():\n    m.wait()\nrun(T)", 3, 5, "use m.acquire()"],
    ["m = Lock()\ndef T():\n    lock(m)\n    m()\nrun(T)", 4, 5, "m is not a function"],
    ["m = Lock()\ndef T():\n    with m as x:\n        pass\nrun(T)", 3, 12, "without as"],
    ["x = 0\ndef T():\n    with x:\n        pass\nrun(T)", 3, 10, "with takes a lock"],
    ["x = 0\ndef T():\n    x.append(1)\nrun(T)", 3, 5, "Lists keep their length"],
    ["a = [1, 2]\ndef T():\n    a[2] = 1\nrun(T)", 3, 7, "elements are 0 to 1"],
    ["a = [[0] * 2 for _ in range(2)]\n" + T, 1, 6, "first value"],
    ["x = 1.5\n" + T, 1, 5, "whole numbers"],
    ["x = None\n" + T, 1, 5, "'no value'"],
    ['x = f"a"\n' + T, 1, 5, 'plain "..."'],
    ['x = "a\n' + T, 1, 5, "lacks its closing"],
    ["x = 0\nx += 1\n" + T, 2, 1, "put what a thread does into a def"],
    ["def T():\n    print(1)\nrun(T)", 2, 5, "no output"],
    ["def T():\n    break\nrun(T)", 2, 5, "into a loop"],
    ["def T(a):\n    pass\nrun(T)", 3, 5, "takes 1 argument"],
    ["def T(a=1):\n    pass\nrun(T(1))", 1, 8, "no default values"],
    ["def T():\n    T()\nrun(T)", 2, 5, "Recursion"],
    ["x = 0\ndef T():\n    pass\n", 4, 1, "no run"],
    ["let x = 0\n" + T, 1, 1, "without let"],
    ["// text\n" + T, 1, 1, "begin with #"],
    ["x = 3 $ 4\n" + T, 1, 7, "no meaning"],
    ["class A:\n    pass\n" + T, 1, 1, "Classes"],
    ["x = 0\nx = 1\n" + T, 2, 1, "set twice"],
    ["x = 0\ndef T():\n    return\nt = Thread(target=T)\nt.start()\nassert x == 0", 6, 1, "join() all"],
    ["x = 0\ndef T():\n    lock(x)\nrun(T)", 3, 10, "m = Lock()"],
    ["def f(m):\n    m.acquire()\ndef T() -> None:\n    pass\nrun(T)", 2, 5, "which lock m is"],
    ["x = 0\ndef T():\n    until(x)\n    until(x == 1 and x == 2)\nrun(T)", 4, 11, "one read"],
  ])("%j", (source, line, column, words) => {
    const compiled = compile(source, "pseudo");
    if (!("problems" in compiled)) throw new Error("it compiled");
    const [first] = compiled.problems;
    expect({ line: first!.line, column: first!.column, says: first!.says.en }).toEqual({
      line,
      column,
      says: expect.stringContaining(words),
    });
    expect(first!.says.ko).toMatch(/[가-힣]/);
  });

  test("of several functions, each mistake is told", () => {
    const compiled = compile("x = 0\ndef A():\n    x.y\ndef B():\n    return z\nrun(A, B, B)", "pseudo");
    expect(compiled).toMatchObject({ problems: [{ line: 3 }, { line: 5 }] });
    expect("problems" in compiled && compiled.problems.length).toBe(2);
  });
});

const program = `# two workers, one lock
import threading
N = 2
count, done = 0, 0
a = [0] * N
m = Lock()
c = Condition(m)
s = Semaphore(2)

def step(k, lock):
    """adds"""
    with lock:
        for i in range(k):
            a[i % N] += 1
            if a[0] > 1 and not done:
                break
            elif k == 3:
                continue
            else:
                pass
    return a[-1] // 2

def worker(n):
    global count
    s.acquire()
    while count < n:
        with m:
            count += step(1, m) if n > 1 else 1
            c.notify_all()
    s.release()
    t = Thread(target=step, args=(n, m))
    t.start()
    t.join()
    x, y = n, a[n - 1]
    return x + y

run(worker(1), worker(2))
assert count >= 2, "counted"
`;

describe("how a text is laid out does not matter", () => {
  const code = (text: string) => {
    const compiled = compile(text, "pseudo");
    if ("problems" in compiled) throw new Error(JSON.stringify(compiled.problems));
    return [...compiled.program.code];
  };
  const expected = code(program);

  test.each([
    ["lines that end in CR LF", (text: string) => text.replaceAll("\n", "\r\n")],
    ["lines that end in CR", (text: string) => text.replaceAll("\n", "\r")],
    ["tabs", (text: string) => text.replace(/^( {4})+/gm, (spaces) => "\t".repeat(spaces.length / 4))],
    ["one space a block", (text: string) => text.replace(/^( {4})+/gm, (spaces) => " ".repeat(spaces.length / 4))],
    ["blank lines and comments anywhere", (text: string) => text.replaceAll("\n", "  # why\n\n   \n\t# more\n")],
    ["no end of the last line", (text: string) => text.trimEnd()],
    ["a byte order mark", (text: string) => `\uFEFF${text}`],
    ["brackets over several lines", (text: string) => text.replaceAll("(n, m)", "(\nn, # first\n  m)")],
    ["a line continued", (text: string) => text.replaceAll(" and ", " \\\n and ")],
  ])("%s", (_, change) => {
    expect(code(change(program))).toEqual(expected);
  });

  test("the look of the text and the name of the file tell the form", () => {
    expect(languageOf(program)).toBe("pseudo");
    expect(languageOf(program, "a.js")).toBe("javascript");
    expect(languageOf("", "a.py")).toBe("pseudo");
    expect(languageOf("let x = 0\nfunction T() {\n  x = 1\n  x = 2\n  x = 3\n}\nrun(T)")).toBe("javascript");
  });
});

describe("whatever is given, there is a program or there are problems", () => {
  const check = (text: string): void => {
    const compiled = compile(text, "pseudo");
    if ("program" in compiled) {
      const machine = new Machine(compiled.program, "tso");
      machine.begin(new Int32Array(machine.layout.size), 0);
      return;
    }
    expect(compiled.problems.length).toBeGreaterThan(0);
    const lines = text.split(/\r\n|\r|\n/);
    for (const { line, column } of compiled.problems) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
    }
  };
  const words = fc.constantFrom(
    ..."def if elif else while for in range ( ) [ ] : , . = += == < % // and or not with as return pass break global assert lambda x y a m c s T run Thread start join acquire wait 0 1 'q' # \\ { } @ ; Lock() True".split(
      " ",
    ),
    "\n",
    "\n    ",
    "\n        ",
    "\n\t",
    "\n",
  );

  test("text made of the language's own words", () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), (some) => check(some.join(" "))),
      { numRuns: 500 },
    );
  });

  test("a body made of the language's own words", () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 14 }), (some) =>
        check(`x = 0\na = [0] * 2\nm = Lock()\nc = Condition()\ndef T(s):\n    ${some.join(" ")}\nrun(T(1), T(m))`),
      ),
      { numRuns: 500 },
    );
  });

  test("any text", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), check), { numRuns: 300 });
  });

  test("a program with pieces taken out, put in twice and exchanged", () => {
    const pieces = program.match(/\w+|\n *|[^\w\n]/g)!;
    const place = fc.nat(pieces.length - 1);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom("drop", "twice", "swap"), place, place), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const changed = [...pieces];
          for (const [how, i, j] of changes) {
            if (how === "drop") changed[i] = "";
            else if (how === "twice") changed[i] = pieces[i]! + pieces[i]!;
            else [changed[i], changed[j]] = [changed[j]!, changed[i]!];
          }
          check(changed.join(""));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("text nested too deeply, too long, written out too often", () => {
    for (const deep of [
      "(".repeat(40_000),
      "not ".repeat(40_000),
      "- ".repeat(40_000),
      "1 + ".repeat(20_000) + "1",
      "a[".repeat(30_000),
      "lambda:".repeat(10_000),
    ])
      check(`def T():\n    return ${deep}\nrun(T)`);
    check(`def T():\n${Array.from({ length: 300 }, (_, i) => `${" ".repeat(i + 1)}while 1:\n`).join("")}`);
    check(`def T():\n    if 1: pass\n${"    elif 1: pass\n".repeat(5_000)}run(T)`);
    check(`x = [${"1 + ".repeat(20_000)}1 for i in range(1024)]\n${T}`);
    check(`x = [0] * 1000000000\n${T}`);
    check(`x = [0 for i in range(0 - 2000000000, 2000000000)]\n${T}`);
    check("x".repeat(100_001));
    check(`${" ".repeat(99_000)}x`);
  });
});
