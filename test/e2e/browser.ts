/**
 * A Chromium for the tests: the machine's own, headless, with an empty profile and no wish to talk to anybody. Tests that need it
 * begin with `describe.skipIf(chromium === null)`; `npm test` says loudly when that happens, and how to get one.
 *
 *     const browser = await launch();
 *     const page = await browser.newPage();
 *     ...
 *     await browser.close();
 */
import { type Browser, chromium as playwright } from "playwright-core";
import { findChromium } from "../../scripts/chromium.mjs";

/** The path of the browser, or null where there is none. */
export const chromium: string | null = findChromium();

/** Starts it; the profile is a new temporary folder that goes away with `browser.close()`. */
export async function launch(): Promise<Browser> {
  if (chromium === null) throw new Error("no Chromium here: begin the suite with describe.skipIf(chromium === null)");
  return playwright.launch({ executablePath: chromium, headless: true, args: flags, timeout: 60_000 });
}

/** `--no-sandbox` because tests run as root in containers; the rest keeps the browser from the network and the GPU. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];
