/**
 * `viva serve` as a test uses it: on a free port, with an empty home for what it keeps, ended by the handle that started it.
 *
 *     const server = await serve();
 *     await fetch(server.url);
 *     await server.stop();
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Server {
  /** Its address with a slash at the end: `http://127.0.0.1:41234/`. */
  readonly url: string;
  /** Its home and all its XDG folders, empty at the start, removed by `stop`. */
  readonly home: string;
  /** What it wrote so far, both streams. */
  output(): string;
  /** Ends it and resolves to its exit code; null when it had to be killed. */
  stop(): Promise<number | null>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts the server and waits for the address that it prints. Port 0 means: any that is free. */
export async function serve(options: { readonly args?: readonly string[] } = {}): Promise<Server> {
  const home = mkdtempSync(join(tmpdir(), "viva-home-"));
  const folders = ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"];
  const args = [join(root, "bin/viva.mjs"), "serve", "--port", "0", "--host", "127.0.0.1"];
  const child = spawn(process.execPath, [...args, ...(options.args ?? [])], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...Object.fromEntries(folders.map((name) => [name, home])), CI: "true", NO_COLOR: "1" },
  });
  const ended = new Promise<number | null>((done) => child.on("close", (code) => done(code)));
  let output = "";
  const stop = async (): Promise<number | null> => {
    child.kill("SIGTERM");
    const hard = setTimeout(() => child.kill("SIGKILL"), 5_000);
    const code = await ended;
    clearTimeout(hard);
    rmSync(home, { recursive: true, force: true });
    return code;
  };
  try {
    const url = await address(child, (text) => {
      output += text;
      return output;
    });
    return { url, home, output: () => output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Resolves to the first http address on either stream. `collect` adds to what was said and returns all of it. */
function address(child: ChildProcess, collect: (text: string) => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`viva serve ${why}; it said:\n${collect("")}`));
    const timer = setTimeout(() => fail("printed no address within 30 seconds"), 30_000);
    const hear = (chunk: Buffer): void => {
      const match = /https?:\/\/[\w.[\]:-]+:\d+(?:\/|(?=\s))/.exec(collect(chunk.toString()));
      if (!match) return;
      clearTimeout(timer);
      resolve(match[0].endsWith("/") ? match[0] : `${match[0]}/`);
    };
    child.stdout!.on("data", hear);
    child.stderr!.on("data", hear);
    child.on("error", (error) => fail(`could not be started (${error.message})`));
    child.on("close", (code) => {
      clearTimeout(timer);
      fail(`ended with code ${code} before it printed an address`);
    });
  });
}
