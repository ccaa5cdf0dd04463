/** `viva serve`: serves the web app on this machine, on the next free port, and opens a browser where there is one. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Language } from "../../lab/text.ts";
import { startServer } from "../server/server.ts";
import { exitCode, note, print, UsageError } from "./io.ts";

export interface ServeFlags {
  port: string;
  host: string;
  open?: boolean;
}

export async function serveCommand(flags: ServeFlags, language: Language): Promise<void> {
  const ko = language === "ko";
  const wanted = /^\d{1,5}$/.test(flags.port) ? Number(flags.port) : Number.NaN;
  if (!(wanted >= 0 && wanted <= 65535))
    throw new UsageError({
      ko: `--port ${flags.port}: 0부터 65535까지의 수를 쓰세요. 0은 아무 빈 포트나 씁니다.`,
      en: `--port ${flags.port}: write a number from 0 to 65535; 0 takes any free port.`,
    });
  const site = siteFolder();
  if (site === null)
    throw new UsageError({
      ko: "웹 앱이 아직 만들어지지 않았습니다. npm run build를 먼저 돌려 주세요.",
      en: "The web app is not built yet; run npm run build first.",
    });
  let server: Awaited<ReturnType<typeof startServer>>;
  try {
    server = await startServer({ site, host: flags.host, port: wanted });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError({
      ko: `${flags.host}:${flags.port}에서 서버를 열 수 없습니다 (${code ?? message}).`,
      en: `Cannot listen on ${flags.host}:${flags.port} (${code ?? message}).`,
    });
  }
  if (wanted !== 0 && server.port !== wanted)
    note(
      ko
        ? `포트 ${wanted}은(는) 쓰이고 있어 ${server.port}을(를) 씁니다.`
        : `Port ${wanted} is taken; using ${server.port}.`,
    );
  print(`viva  ${server.url}`);
  note(ko ? "끝내려면 Ctrl+C를 누르세요." : "Press Ctrl+C to stop.");
  if (flags.open) openBrowser(server.url);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      void server.close().then(() => process.exit(signal === "SIGINT" ? exitCode.interrupted : exitCode.fine));
    });
}

/** Where the built site lies: beside the built command, or in dist/ of a checkout. */
function siteFolder(): string | null {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = [join(here, "../web"), join(here, "../../web"), join(here, "../../../dist/web")];
  return candidates.find((folder) => existsSync(join(folder, "index.html"))) ?? null;
}

/** Opens the address where a person sits before a screen: not in CI, not over SSH, not without a display. */
function openBrowser(url: string): void {
  const { env, platform } = process;
  if (env["CI"] || env["SSH_CONNECTION"]) return;
  const command =
    platform === "darwin"
      ? "open"
      : platform === "win32"
        ? "explorer"
        : env["DISPLAY"] || env["WAYLAND_DISPLAY"]
          ? "xdg-open"
          : null;
  if (command === null) return;
  const child = spawn(command, [url], { stdio: "ignore", detached: true });
  child.on("error", () => {}); // no such program: the address is printed in any case
  child.unref();
}
