/** Thousands of random programs against Node: `npm run soak -- --minutes 10 predict`. */
import { it } from "vitest";
import { compareWithNode } from "./testing/compare.ts";
import { randomProgram } from "./testing/programs.ts";

const seed = Number(process.env["SOAK_SEED"] ?? 1);
const minutes = Number(process.env["SOAK_MINUTES"] ?? 1);

it("the order of random programs is that of Node", async () => {
  const end = Date.now() + minutes * 60_000;
  let tried = 0;
  let decided = 0;
  for (let at = seed; Date.now() < end || tried === 0; at += 20) {
    const programs = Array.from({ length: 20 }, (_, i) => ({
      source: randomProgram(at + i, {
        delays: [0, 0, 200, 400],
        immediates: (at + i) % 2 === 0,
        statements: 4 + ((at + i) % 5),
      }),
      module: (at + i) % 4 === 3,
    }));
    decided += await compareWithNode(programs);
    tried += programs.length;
  }
  console.log(`${tried} programs from seed ${seed}: ${decided} decided, and equal in Node`);
});
