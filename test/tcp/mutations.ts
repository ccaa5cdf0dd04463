/** Scripts made strange, for the tests that want the interpreter, and the TCP behind it, to survive anything. */
import * as fc from "fast-check";
import { runScript } from "../../src/lab/packetdrill/run.ts";

const strange = fc.constantFrom(
  ...'0 1 1461 65536 4294967295 4294967296 -1 . ... ( { [ < > S FR sack win 1e9 0x +3 %{ ` " - ack close shutdown'.split(
    " ",
  ),
);
const edit = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom("cut", "double", "replace", "number", "line"), strange);

/** One of the sources, edited one to four times. */
export const mutatedScripts = (sources: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...sources), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([source, edits]) => edits.reduce(change, source));

/** How a script ends: "syntax", a verdict, or "invariant" when our own TCP broke one. */
export function endOf(source: string): string {
  const verdict = runScript(source, { profile: null });
  if ("kind" in verdict) return verdict.kind;
  return verdict.field === "invariant" ? `invariant: ${verdict.why}` : verdict.verdict;
}

function change(source: string, [a, b, how, word]: [number, number, string, string]): string {
  if (how === "line") {
    const lines = source.split("\n");
    const [line] = lines.splice(a % lines.length, 1);
    lines.splice(b % (lines.length + 1), 0, line!);
    return lines.join("\n");
  }
  const words = source.match(/\w+|\s+|[^\w\s]/g) ?? [];
  const numbers = words.flatMap((one, at) => (/^\d+$/.test(one) ? [at] : []));
  const i = how === "number" ? (numbers[a % Math.max(1, numbers.length)] ?? 0) : a % Math.max(1, words.length);
  const before = words.slice(0, i);
  switch (how) {
    case "cut":
      return [...before, ...words.slice(i + 1 + (b % 5))].join("");
    case "double":
      return [...before, ...words.slice(i, i + 1 + (b % 20)), ...words.slice(i)].join("");
    case "number":
      return [...before, String(b % 2 === 0 ? b % 100_000 : b), ...words.slice(i + 1)].join("");
    default:
      return [...before, word, ...words.slice(i + 1)].join("");
  }
}
