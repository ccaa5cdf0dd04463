/** Runs programs in Node, each in a process of its own, several at a time. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface NodeRun {
  readonly stdout: string;
  readonly exitCode: number;
}

/** @returns what each printed, in the order given */
export async function runInNode(
  programs: readonly { readonly source: string; readonly module?: boolean }[],
  atOnce = 2,
): Promise<NodeRun[]> {
  const folder = mkdtempSync(join(tmpdir(), "event-loop-"));
  const results: NodeRun[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < programs.length) {
      const number = next++;
      const { source, module } = programs[number]!;
      const file = join(folder, `${number}.${module ? "mjs" : "js"}`);
      writeFileSync(file, source);
      results[number] = await new Promise<NodeRun>((resolve) => {
        execFile(process.execPath, [file], { encoding: "utf8", timeout: 20_000 }, (error, stdout) => {
          const code = error ? (error as { code?: unknown }).code : 0;
          resolve({ stdout, exitCode: typeof code === "number" ? code : -1 });
        });
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  rmSync(folder, { recursive: true });
  return results;
}
