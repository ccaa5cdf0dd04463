/** A program in pseudo-code runs as the same one in JavaScript: as many interleavings, the same endings. */
import { describe, expect, test } from "vitest";
import { exploreAll } from "../../engine/explore/exploration.ts";
import { Machine } from "../../engine/machine/machine.ts";
import { textOf } from "../../engine/machine/program.ts";
import { compile, type ProgramLanguage } from "../compile.ts";

const compiled = (source: string, language: ProgramLanguage) => {
  const out = compile(source, language);
  if ("problems" in out)
    throw new Error(out.problems.map(({ line, column, says }) => `${line}:${column} ${says.en}`).join("\n"));
  return out.program;
};

/** What the exploration finds, without names and places. */
function found(source: string, language: ProgramLanguage) {
  const { interleavings, cyclic, endings, violations, exhaustive } = exploreAll(
    new Machine(compiled(source, language), "sc"),
  );
  return {
    interleavings,
    cyclic,
    exhaustive,
    endings: endings.map(({ cells, results, dead, wrong }) => JSON.stringify([cells, results, dead, wrong])).sort(),
    violations: violations.map(({ wrong }) => wrong.kind).sort(),
  };
}

// biome-ignore format: programs
const pairs: readonly (readonly [name: string, javascript: string, pseudo: string])[] = [
  ["increments without a lock",
    `let count = 0;
function worker(n) { for (let i = 0; i < n; i++) count++; }
run(worker(2), worker(2));
assert(count == 4, "no update is lost");`,
    `count = 0
def worker(n):
    for i in range(n):
        count += 1
run(worker(2), worker(2))
assert count == 4, "no update is lost"`],
  ["increments under a lock",
    `let count = 0; const m = mutex();
function worker() { for (let i = 0; i < 2; i++) { lock(m); count = count + 1; unlock(m); } }
run(worker, worker); assert(count == 4);`,
    `count = 0
m = Lock()
def worker():
    global count
    for i in range(2):
        with m:
            count = count + 1
run(worker, worker)
assert count == 4`],
  ["return, break and continue inside with release the lock",
    `let x = 0; const m = mutex();
function A() { lock(m); const r = x; unlock(m); return r; }
function B() { while (true) { lock(m); x++; const y = x; if (y == 1) { unlock(m); continue; } unlock(m); break; } }
run(A, B);`,
    `x = 0
lock = Lock()
def A():
    with lock:
        return x
def B():
    while True:
        with lock:
            x += 1
            y = x
            if y == 1: continue
            break
run(A, B)`],
  ["a semaphore of two permits",
    `let inside = 0; const s = semaphore(2);
function T() { down(s); fetchAdd(inside, 1); assert(inside <= 2); fetchAdd(inside, -1); up(s); }
run(T, T, T);`,
    `inside = 0
s = Semaphore(2)
def T():
    s.acquire()
    fetch_add(inside, 1)
    assert inside <= 2
    fetch_add(inside, -1)
    s.release()
run(T, T, T)`],
  ["a condition waited for with if, two consumers",
    `let items = 0; const m = mutex(); const c = condition();
function consumer() { lock(m); if (items == 0) wait(c, m); items--; unlock(m); }
function producer() { lock(m); items++; signal(c); unlock(m); }
run(consumer, consumer, producer, producer); assert(items >= 0);`,
    `items = 0
c = Condition()
def consumer():
    with c:
        if items == 0:
            c.wait()
        items -= 1
def producer():
    with c:
        items += 1
        c.notify()
run(consumer, consumer, producer, producer)
assert items >= 0`],
  ["a condition waited for with while",
    `let items = 0; const m = mutex(); const c = condition();
function consumer() { lock(m); while (items == 0) wait(c, m); items--; unlock(m); }
function producer() { lock(m); items++; broadcast(c); unlock(m); }
run(consumer, consumer, producer, producer);`,
    `items = 0
m = Lock()
c = Condition(m)
def consumer():
    m.acquire()
    c.wait_for(lambda: items != 0)
    items -= 1
    m.release()
def producer():
    m.acquire()
    items += 1
    c.notify_all()
    m.release()
run(consumer, consumer, producer, producer)`],
  ["three philosophers",
    `const forks = [mutex(), mutex(), mutex()]; let meals = 0;
function eat(i) { lock(forks[i]); lock(forks[(i + 1) % 3]); meals++; unlock(forks[(i + 1) % 3]); unlock(forks[i]); }
run(eat(0), eat(1), eat(2));`,
    `N = 3
forks = [Lock() for _ in range(N)]
meals = 0
def eat(i):
    left, right = forks[i], forks[(i + 1) % N]
    with left:
        with right:
            meals += 1
run(eat(0), eat(1), eat(2))`],
  ["lists, own and shared",
    `let a = [0, 0, 0];
function T(k) { let own = [1, 2, 3], sum = 0; for (let i = 0; i < 3; i++) { a[i] += own[i] * k; sum += own[i]; } return sum; }
run(T(1), T(-1));`,
    `a = [0] * 3
def T(k):
    own = [1, 2, 3]
    sum = 0
    for i in range(len(a)):
        a[i] += own[i] * k
        sum += own[i]
    return sum
run(T(1), T(-1))`],
  ["threads started and joined by a thread",
    `let x = 0;
function worker(k) { x += k; }
function main() { const a = spawn(worker, 1), b = spawn(worker, 2); join(a); join(b); return x; }
run(main);`,
    `x = 0
def worker(k):
    global x
    x += k
def main():
    a = Thread(target=worker, args=(1,))
    b = Thread(target=worker, args=(2,))
    a.start()
    b.start()
    a.join()
    b.join()
    return x
run(main)`],
  ["threads of the top level",
    `let x = 0; function worker(k) { x += k; } run(worker(1), worker(1), worker(1)); assert(x == 3);`,
    `import threading
x = 0
def worker(k):
    global x
    x += k
if __name__ == "__main__":
    threads = [threading.Thread(target=worker, args=(1,)) for _ in range(3)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert x == 3`],
  ["Peterson's algorithm",
    `let flag = [0, 0], turn = 0, inside = 0;
function T(me) { const other = 1 - me; flag[me] = 1; turn = other; while (flag[other] && turn == other) {} inside++; assert(inside == 1); inside--; flag[me] = 0; }
run(T(0), T(1));`,
    `flag = [False, False]
turn = 0
inside = 0
def T(me):
    other = 1 - me
    flag[me] = True
    turn = other
    while flag[other] and turn == other:
        pass
    inside += 1
    assert inside == 1
    inside -= 1
    flag[me] = False
run(T(0), T(1))`],
  ["a lock made of compare-and-swap, a barrier, readers and a writer",
    `let held = 0, x = 0, y = 0; const b = barrier(2), rw = rwlock();
function A() { while (!cas(held, 0, 1)) {} x++; swap(held, 0); arrive(b); lockWrite(rw); y = 1; unlock(rw); }
function B() { until(held == 0); arrive(b); lockRead(rw); const r = y; unlock(rw); return r; }
run(A, B);`,
    `held, x = 0, 0
y = 0
barrier = Barrier(2)
rw = RWLock()
def A():
    while not cas(held, 0, 1):
        pass
    x += 1
    swap(held, 0)
    barrier.wait()
    with rw.write():
        y = 1
def B():
    until(held == 0)
    barrier.wait()
    with rw.read():
        return y
run(A, B)`],
];

describe("a program runs the same in both forms", () => {
  test.each(pairs)("%s", (_, javascript, pseudo) => {
    const expected = found(javascript, "javascript");
    expect(found(pseudo, "pseudo")).toEqual(expected);
    expect(expected.exhaustive || expected.cyclic).toBe(true);
  });

  test.each(pairs)("%s: the form is told by the look of the text", (_, javascript, pseudo) => {
    expect(compile(javascript)).toEqual(compile(javascript, "javascript"));
    expect(compile(pseudo)).toEqual(compile(pseudo, "pseudo"));
  });

  test.each(pairs)("%s: every instruction has its place in the pseudo-code", (_, _javascript, pseudo) => {
    const program = compiled(pseudo, "pseudo");
    const lines = pseudo.split("\n");
    program.places.forEach(({ line, from, to }, number) => {
      expect(to).toBeGreaterThan(from);
      const { text } = textOf(program, number * 8);
      // A statement that begins a line stands there; others, such as conditions, inside it.
      expect(
        lines
          .slice(line - 1)
          .join(" ")
          .replace(/\s+/g, " "),
      ).toContain(text);
    });
  });
});

describe("Python's rules", () => {
  const result = (body: string, before = ""): number | null | undefined => {
    const source = `${before}\ndef T():\n${body
      .split("\n")
      .map((line) => `    ${line}\n`)
      .join("")}run(T)\n`;
    const { endings } = exploreAll(new Machine(compiled(source, "pseudo"), "sc"));
    expect(endings).toHaveLength(1);
    return endings[0]!.results[0];
  };

  test.each([
    ["return 7 // 2 * 100 + -7 // 2 + 50", 346],
    ["a = -7\nreturn a % 3 * 10 + 7 % -3", 18],
    ["a = [3, 1, 2]\nreturn a[-1]", 2],
    ["a, b = 1, 2\na, b = b, a\nreturn a * 10 + b", 21],
    ["x = y = 4\nreturn x + y", 8],
    ["for i in range(3):\n    pass\nreturn i", 2],
    ["s = 0\nfor i in range(10, 0, -3):\n    s = s * 10 + i\n    i = 0\nreturn s", 10741],
    ["s = 0\nfor v in [0, 0]:\n    s += 1\nreturn s", "for x in list"],
    ["a = [4, 5]\ns = 0\nfor v in a: s = s * 10 + v\nreturn s", 45],
    ["if g > 1:\n    r = 1\nelif g:\n    r = 2\nelse:\n    r = 3\nreturn r", 2],
    ["return 1 if not g == 1 else 5", 5],
    ["return not 1 == 2 | 4", 1],
    ["return min(3, 2) + max(3, 2) * abs(-2) + len(l)", 11],
    ["g = 8\ng //= 3\ng %= -4\nreturn g", -2],
    ["return l[g] % l[0]", 1],
  ])("%j", (body, value) => {
    const before = "g = 1\nl = [3, 4, 5]";
    if (typeof value === "string") expect(() => result(body, before)).toThrow(value);
    else expect(result(body, before)).toBe(value);
  });
});
