/**
 * Property tests draw the same cases on every run, so that a failure is seen again and a green run stays green. `npm run soak`
 * draws others: SOAK_SEED is the seed, and is printed with every failure.
 */
import fc from "fast-check";

const seed = Number(process.env["SOAK_SEED"] ?? 20_261_123);
fc.configureGlobal({ seed });
