// `npm start`: from a fresh clone to the open page. Sets up, builds when dist/ is not what the sources would give, then becomes
// `viva serve --open`: signals go through, its exit code is kept. `npm start -- --port 5000 --host 0.0.0.0` passes options on;
// `npm start -- --no-open` opens no browser. Which port is free, and whether there is a browser to open, is the server's business.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isFresh } from "./fingerprint.mjs";
import { setupOrExit } from "./setup.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const given = process.argv.slice(process.argv[2] === "--" ? 3 : 2); // npm takes the `--` away, a shell does not
const options = given.filter((option) => option !== "--no-open");

await setupOrExit();
if (!isFresh(root)) {
  const code = await run(["--import", "tsx", join(root, "scripts/build.ts"), "--if-stale"]);
  if (code !== 0) {
    console.error("The build failed; the messages above say where.");
    process.exit(code);
  }
}
process.exit(
  await run([join(root, "bin/viva.mjs"), "serve", ...(given.includes("--no-open") ? [] : ["--open"]), ...options]),
);

/** Runs Node with `args` in the checkout as if it were this process; resolves to its exit code. */
function run(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
  // A terminal sends its signals to the child as well; this is for those sent to us alone. Either way we outlive the child.
  const pass = (signal) => child.kill(signal);
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, pass);
  return new Promise((done) => {
    child.on("error", (error) => {
      console.error(error.message);
      done(1);
    });
    child.on("close", (code, signal) => {
      for (const name of signals) process.off(name, pass);
      done(code ?? 128 + (signal === "SIGINT" ? 2 : signal === "SIGHUP" ? 1 : 15));
    });
  });
}
