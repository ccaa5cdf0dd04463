/**
 * `npm run soak -- [--seed N] [--minutes M] [NAME...]`: the long random searches, `*.soak.ts` beside the code they search, each for M
 * minutes from seed N on (test/soak.ts). NAMEs choose files by a part of their path. Without --seed one is drawn; it is printed
 * either way, and the same seed tries the same cases.
 */
import { parseArgs } from "node:util";
import { startVitest } from "vitest/node";

const { values, positionals } = parseArgs({
  options: { seed: { type: "string" }, minutes: { type: "string", default: "1" } },
  allowPositionals: true,
});
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const minutes = Number(values.minutes);
if (!Number.isSafeInteger(seed) || !(minutes >= 0)) {
  console.error(
    "soak: --seed takes a whole number, --minutes a number of at least 0: npm run soak -- --seed 7 --minutes 10",
  );
  process.exit(2);
}

const again = `npm run soak -- --seed ${seed} --minutes ${minutes}${positionals.map((name) => ` ${name}`).join("")}`;
console.log(`soak: seed ${seed}, ${minutes} minutes for each search; again: ${again}`);
process.env.SOAK_SEED = String(seed);
process.env.SOAK_MINUTES = String(minutes);

const vitest = await startVitest("test", positionals, {
  config: false,
  include: ["src/**/*.soak.ts", "test/**/*.soak.ts"],
  watch: false,
  passWithNoTests: true,
  testTimeout: minutes * 60_000 + 600_000,
});
await vitest.close();
