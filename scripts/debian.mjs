// Packages of Debian that tests want: says which are missing and installs them where that is possible without asking, which is as root
// on Debian or Ubuntu. Nothing else is ever downloaded. Whoever needs one looks for the program itself, since other systems have it too.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Whether `installPackages` can do anything here. */
export const canInstall = () =>
  process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");

/**
 * Installs Debian packages without a question, as far as that is possible; the caller sees by itself what is there in the end.
 * @param {readonly string[]} packages
 * @param {(line: string) => void} say
 */
export function installPackages(packages, say) {
  if (packages.length === 0 || !canInstall()) return;
  say(`Installing ${packages.join(" ")} with apt-get; this may take a minute or two.`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const quiet = ["-qq", "-o", "Dpkg::Use-Pty=0", "-o", "Acquire::Retries=3"];
  for (const [what, args] of [
    ["apt-get update", [...quiet, "update"]],
    [`apt-get install ${packages.join(" ")}`, [...quiet, "install", "-y", "--no-install-recommends", ...packages]],
  ]) {
    const began = Date.now();
    try {
      execFileSync("apt-get", args, { env, stdio: ["ignore", "ignore", "pipe"], timeout: 10 * 60_000 });
      say(`  ${what}: ${Math.round((Date.now() - began) / 1000)} s`);
    } catch (error) {
      // A stale list may well do for the install, and what is missing in the end is reported by the caller.
      const tail = String(error.stderr ?? error.message)
        .trim()
        .split("\n")
        .slice(-3);
      say(`  ${what} failed: ${tail.join(" | ")}`);
    }
  }
}

/** Programs of the suites that compare viva with others, the packages of each, and what does not run without it. */
const judges = [
  { program: "tshark", ask: "--version", package: "tshark", judges: "captures" },
  { program: "ip", ask: "-V", package: "iproute2", judges: "TCP beside Linux's" },
  { program: "gcc", ask: "--version", package: "gcc libc6-dev", judges: "processes beside Linux's" },
];

/**
 * Makes sure that the programs which judge viva from outside are there, as far as that is possible.
 * @returns {string[]} what could not be had, and how a person gets it
 */
export function provideJudges(say) {
  const missing = () => judges.filter(({ program, ask }) => !answers(program, ask));
  installPackages(
    missing().flatMap((one) => one.package.split(" ")),
    say,
  );
  return missing().map(
    (one) =>
      `no ${one.program} was found, so the comparison of ${one.judges} does not run. ` +
      `Debian, Ubuntu: sudo apt-get install ${one.package}.`,
  );
}

function answers(program, ask) {
  try {
    execFileSync(program, [ask], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
