/** tshark over ever new faulty runs: the seed of the search is the seed of the run, of which there are 65,536. */
import { expect, test } from "vitest";
import { seeds } from "../soak.ts";
import { tsharkVersion } from "./tshark.ts";
import { judgeRuns } from "./tshark-rounds.ts";

test.skipIf(tsharkVersion() === null)("tshark agrees with the world, whatever goes wrong", async () => {
  for (const seed of seeds()) {
    const { complaints, unnoticed, disagreements } = await judgeRuns([seed % 0x1_0000]);
    expect({ complaints, unnoticed, disagreements }).toEqual({ complaints: [], unnoticed: [], disagreements: [] });
  }
});
