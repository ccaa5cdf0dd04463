/**
 * Random programs for comparing with Node: nested callbacks of every queue, promise chains, async functions, generators, combinators.
 * Every callback prints a number of its own, so that any difference of order shows.
 */
import { Rng } from "../../../engine/base/rng.ts";

export interface ProgramShape {
  /** Delays to choose from, in ms; far apart, so that the order does not hang on the machine's mood. */
  readonly delays: readonly number[];
  readonly immediates: boolean;
  readonly statements: number;
}

export const farApart: ProgramShape = { delays: [0, 0, 0, 20, 40], immediates: false, statements: 6 };
export const withImmediates: ProgramShape = { delays: [30, 60], immediates: true, statements: 6 };

export function randomProgram(seed: number, shape: ProgramShape): string {
  const rng = new Rng(seed, "program");
  let count = 0;
  let names = 0;
  const pick = <T>(from: readonly T[]): T => from[rng.below(from.length)]!;
  const log = (): string => `console.log(${++count});`;
  const value = (depth: number): string =>
    pick([
      () => `${rng.below(100)}`,
      () => "undefined",
      () => `Promise.resolve(${rng.below(100)})`,
      () => `new Promise((r) => { ${log()} r(${rng.below(9)}); })`,
      () => `{ then(r) { ${log()} r(${rng.below(9)}); } }`,
      () => (depth > 0 ? `(async () => { ${body(depth - 1, true, 2)} return ${value(depth - 1)}; })()` : "null"),
      () => `new Promise((r) => process.nextTick(() => { ${log()} r(1); }))`,
      () => `new Promise((r) => setTimeout(r, ${pick(shape.delays)}, 7))`,
    ])();
  const callback = (depth: number, argument = ""): string => `(${argument}) => { ${body(depth - 1, false, 3)} }`;
  const chain = (depth: number): string => {
    let text = pick([
      `Promise.resolve(${value(0)})`,
      `new Promise((r) => { ${log()} r(${value(0)}); })`,
      `Promise.reject(${rng.below(9)})`,
    ]);
    const links = 1 + rng.below(4);
    for (let i = 0; i < links; i++)
      text += pick([
        () => `.then(${callback(depth)})`,
        () => `.then((v) => { ${log()} return ${value(depth - 1)}; })`,
        () => `.then(() => { ${log()} throw ${rng.below(9)}; })`,
        () => `.catch((e) => { ${log()} return e; })`,
        () => `.finally(() => { ${log()} return ${value(0)}; })`,
        () => ".then(null, null)",
      ])();
    return `${text}.catch(() => { ${log()} });`;
  };
  const statement = (depth: number, inAsync: boolean): string => {
    const name = `f${++names}`;
    const simple = [
      log,
      () => `process.nextTick(() => { ${log()} });`,
      () => `queueMicrotask(() => { ${log()} });`,
      () => `Promise.resolve().then(() => { ${log()} });`,
    ];
    if (depth <= 0) return pick(simple)();
    const more = [
      ...simple,
      () => `process.nextTick(${callback(depth)});`,
      () => `queueMicrotask(${callback(depth)});`,
      () => chain(depth),
      () => chain(depth),
      () => `setTimeout(${callback(depth)}, ${pick(shape.delays)});`,
      () =>
        `async function ${name}() { ${body(depth - 1, true, 4)} return ${value(depth - 1)}; } ${name}().then(() => { ${log()} });`,
      () =>
        `(async () => { try { ${body(depth - 1, true, 3)} throw 1; } catch { ${body(depth - 1, true, 2)} } finally { ${log()} } })();`,
      () =>
        `Promise.${pick(["all", "allSettled", "race", "any"])}([${value(depth - 1)}, ${value(0)}, ${value(0)}]).then((v) => { console.log(JSON.stringify(v)); });`,
      () => `for (let i = 0; i < 3; i++) Promise.resolve(i).then((v) => { console.log("loop", v); });`,
      () => `(async () => { for await (const v of [${value(0)}, ${value(0)}]) { ${log()} } })();`,
      () =>
        `async function* ${name}() { yield ${value(0)}; ${log()} yield 2; return ${value(0)}; } (async () => { for await (const v of ${name}()) { console.log("g", v); } ${log()} })();`,
    ];
    if (shape.immediates) more.push(() => `setImmediate(${callback(depth)});`);
    if (inAsync)
      more.push(
        () => `console.log("a", await ${value(depth - 1)});`,
        () => `await ${value(depth - 1)};`,
        () => `await null; ${log()}`,
      );
    return pick(more)();
  };
  function body(depth: number, inAsync: boolean, most: number): string {
    const lines = [log()];
    for (let i = rng.below(most); i > 0; i--) lines.push(statement(depth, inAsync));
    return lines.join(" ");
  }
  const lines: string[] = [];
  for (let i = 0; i < shape.statements; i++) lines.push(statement(3, false));
  lines.push(log());
  return `${lines.join("\n")}\n`;
}
