/** Starting `probe.mjs`, as a worker or as a process, in a checkout and in a build; and other programs of the machine, if it has them. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

/** In a build it lies beside the chunks under a name of its own (scripts/build.ts). */
const probe = fileURLToPath(
  [new URL("./live-probe.js", import.meta.url), new URL("./probe.mjs", import.meta.url)].find((url) =>
    existsSync(fileURLToPath(url)),
  ) ?? new URL("./probe.mjs", import.meta.url),
);

/** The role and its arguments; probe.mjs says what there is. */
export interface Asked {
  readonly role: string;
  readonly [argument: string]: unknown;
}

/** Runs a role in a thread. Resolves when the thread is gone. */
export function inWorker<Answer>(asked: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(probe, { workerData: asked });
    let answer: Answer | undefined;
    worker.once("message", (message: Answer) => {
      answer = message;
    });
    worker.once("error", reject);
    worker.once("exit", () =>
      answer === undefined ? reject(new Error(`${asked.role} ended without an answer`)) : resolve(answer),
    );
  });
}

/** Runs a role in a process of its own, behind `prefix` when there is one (taskset -c 0). Resolves when the process is gone. */
export async function inProcess<Answer>(asked: Asked, prefix: readonly string[] = []): Promise<Answer> {
  const command = [...prefix, process.execPath, probe, JSON.stringify(asked)];
  return JSON.parse(await output(command[0]!, command.slice(1))) as Answer;
}

/** What a program writes to stdout. @throws Error when it cannot be started, or ends with another code than 0 */
export function output(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    let [out, err] = ["", ""];
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    child.once("error", reject);
    child.once("close", (code, signal) =>
      code === 0 ? resolve(out) : reject(new Error(`${program} ended with ${code ?? signal}: ${err.trim()}`)),
    );
  });
}

/** Whether the machine has a program and it answers. */
export const has = (program: string, args: readonly string[]): Promise<boolean> =>
  output(program, args).then(
    () => true,
    () => false,
  );
