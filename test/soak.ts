/**
 * What a long random search needs: a seed that is printed and can be given again, and an end. A soak test lies beside the code as
 * `*.soak.ts` and runs only under `npm run soak -- --seed N --minutes M`:
 *
 *     test("no seed breaks the link", () => {
 *       for (const seed of seeds()) tryOut(new Rng(seed));
 *     });
 *
 * A failure is repeated by its own seed: `npm run soak -- --seed 12345 --minutes 0 link` tries that one and stops.
 */

/** The seed given, and its successors, until the minutes given are over; the first one always. Throws what the body throws. */
export function* seeds(): Generator<number, void, undefined> {
  const first = Number(process.env.SOAK_SEED ?? 1);
  const until = performance.now() + Number(process.env.SOAK_MINUTES ?? 0) * 60_000;
  let seed = first;
  let finished = false;
  try {
    do yield seed++;
    while (performance.now() < until);
    finished = true;
  } finally {
    // Reached also when the body throws or breaks off: then the last seed is the one to repeat.
    if (!finished)
      console.log(`soak: broke off at seed ${seed - 1}; again: npm run soak -- --seed ${seed - 1} --minutes 0`);
  }
  console.log(`soak: ${seed - first} seeds, ${first} to ${seed - 1}`);
}
