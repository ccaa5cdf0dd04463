import fc from "fast-check";
import { expect, test } from "vitest";
import { frameLabels } from "./labels.ts";
import { frames, onslaught, withstands } from "./testing/stranger.ts";

test("whatever frames come in, nothing throws, the world comes to rest, and what is answered is answered once each", {
  timeout: 60_000,
}, () => {
  // `test/contract/stranger.soak.ts` goes on.
  fc.assert(fc.property(onslaught, withstands), { numRuns: 300 });
});

test("frames are named without throwing, and never without a name for what they are", () => {
  fc.assert(
    fc.property(frames, (frame) => {
      const labels = frameLabels(frame);
      expect(labels.every((label) => label !== "")).toBe(true);
    }),
  );
});
