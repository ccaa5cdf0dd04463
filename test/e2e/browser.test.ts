import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasHangulFont } from "../../scripts/chromium.mjs";
import { chromium, launch } from "./browser.ts";

describe.skipIf(chromium === null)("the browser of the tests", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it("runs scripts and shows what they did", async () => {
    const page = await browser.newPage();
    await page.setContent("<p></p><script>document.querySelector('p').textContent = 6 * 7</script>");
    expect(await page.textContent("p")).toBe("42");
    await page.close();
  });

  it.skipIf(hasHangulFont() !== true)("draws Hangul with a font that has it, not as boxes", async () => {
    const page = await browser.newPage();
    await page.setContent("<canvas width=80 height=80></canvas>");
    // A missing glyph is the same box for every syllable.
    const [first, second] = await page.evaluate(() => {
      const context = document.querySelector("canvas")!.getContext("2d")!;
      return ["면", "접"].map((syllable) => {
        context.clearRect(0, 0, 80, 80);
        context.font = "64px sans-serif";
        context.fillText(syllable, 4, 64);
        return context.getImageData(0, 0, 80, 80).data.join();
      });
    });
    expect(first).not.toBe(second);
    await page.close();
  });
});
