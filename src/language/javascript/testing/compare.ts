/** Compares predictions with Node itself, each program in a process of its own. */
import { expect } from "vitest";
import { type Prediction, predict } from "../predict.ts";
import { runInNode } from "./node.ts";

export function orderOf(source: string, goal: "module" | "either" = "either"): Prediction {
  const result = predict(source, goal);
  if (result.kind !== "prediction") throw new Error(`${result.line}:${result.column}: ${result.says.en}\n${source}`);
  return result;
}

/** A busy machine may hold Node up for longer than any assumption; then it is asked again, and must agree once in five times. */
export async function compareWithNode(programs: readonly { source: string; module: boolean }[]): Promise<number> {
  const ours = programs.map((one) => orderOf(one.source, one.module ? "module" : "either"));
  const decided = programs.filter((_, i) => ours[i]!.decided);
  const expected = ours.filter((one) => one.decided).map((one) => one.order!.map((line) => `${line}\n`).join(""));
  const codes = ours.filter((one) => one.decided).map((one) => one.exitCode);
  let open = decided.map((_, i) => i);
  let last: { stdout: string; exitCode: number }[] = [];
  for (let attempt = 0; attempt < 5 && open.length > 0; attempt++) {
    last = await runInNode(open.map((i) => decided[i]!));
    open = open.filter((i, at) => last[at]!.stdout !== expected[i] || last[at]!.exitCode !== codes[i]);
    if (open.length > 0 && attempt === 4)
      expect({ stdout: last[0]!.stdout, source: decided[open[0]!]!.source }).toEqual({
        stdout: expected[open[0]!],
        source: decided[open[0]!]!.source,
      });
  }
  return decided.length;
}
