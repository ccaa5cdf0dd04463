/** A verdict in words: what was run, how much of it, and what came out. The same words on the page and in the terminal. */
import type { Claim, Verdict } from "./claim.ts";
import { fill, type Text } from "./text.ts";

/** What the verdict rests on, in a sentence; never empty. */
export function sayVerdict(claim: Claim, verdict: Verdict): Text {
  if (verdict.by === "source")
    return { ko: "실행으로 가릴 일이 아니어서 출처를 따릅니다.", en: "No run decides this; it follows its source." };
  if (verdict.by === "nothing-yet") return verdict.why;
  if (verdict.verdict === "undecided") return verdict.why;
  const { runs, holding, exhaustive } = verdict.coverage;
  const space = exhaustive ? every : some;
  const possible = claim.decided.by === "run" && claim.decided.holds === "possible";
  const words = possible ? happens : holding === runs ? alwaysHolds : fails;
  return fill(words, { space: fill(space, { runs }), runs, holding, failing: runs - holding });
}

const every: Text = { ko: "가능한 실행 {runs}가지", en: "all {runs} possible runs" };
const some: Text = { ko: "돌려 본 실행 {runs}가지(전부는 아님)", en: "{runs} runs, which are not all" };
const happens: Text = { ko: "{space} 가운데 {holding}가지에서 일어납니다.", en: "It happens in {holding} of {space}." };
const alwaysHolds: Text = { ko: "{space} 모두에서 맞습니다.", en: "It holds in {space}." };
const fails: Text = { ko: "{space} 가운데 {failing}가지에서 어긋납니다.", en: "It fails in {failing} of {space}." };
