// Finds the browser of the end-to-end tests: the one that is installed, never a download of our own. Installs Debian's where that is
// possible without asking (root on Debian or Ubuntu), together with a font for Hangul, without which pages show boxes.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { installPackages } from "./debian.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const applications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The path of a Chromium or Chrome, or null. CHROMIUM_PATH comes first, and must exist when it is set. */
export function findChromium() {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    if (!existsSync(wanted)) throw new Error(`CHROMIUM_PATH is ${wanted}, but there is no such file`);
    return wanted;
  }
  const folders = ["/usr/bin", ...(process.env.PATH ?? "").split(delimiter)];
  const inPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...inPath, ...applications].find(isExecutable) ?? null;
}

/** Whether a font with Hangul is installed; null where nobody can say (macOS and Windows always have one). */
export function hasHangulFont() {
  if (process.platform !== "linux") return null;
  const listed = spawnSync("fc-list", [":lang=ko", "family"], { encoding: "utf8" });
  return listed.error ? null : listed.stdout.trim() !== "";
}

/**
 * Makes sure that both are there, as far as that is possible.
 * @returns {{ chromium: string | null, problems: string[] }} problems: what could not be had, and how a person gets it
 */
export function provideChromium(say) {
  if (findChromium() === null || hasHangulFont() !== true) installOnDebian(say);
  const chromium = findChromium();
  const problems = [];
  if (chromium === null)
    problems.push(
      "no Chromium was found, so the tests in a browser do not run. " +
        (process.platform === "darwin"
          ? "Install Google Chrome, or: brew install --cask chromium."
          : "Debian, Ubuntu: sudo apt-get install chromium fonts-noto-cjk. Fedora: sudo dnf install chromium google-noto-sans-cjk-fonts.") +
        " Elsewhere set CHROMIUM_PATH.",
    );
  if (hasHangulFont() === false)
    problems.push(
      "no font with Hangul is installed, so Korean shows as boxes. Debian, Ubuntu: sudo apt-get install fonts-noto-cjk.",
    );
  return { chromium, problems };
}

function installOnDebian(say) {
  const packages = [];
  if (findChromium() === null) packages.push("chromium");
  if (hasHangulFont() !== true) packages.push("fonts-noto-cjk", "fontconfig");
  installPackages(packages, say);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
