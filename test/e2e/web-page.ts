/** The built page for a test: built when `dist/web` is stale, served from a folder as a host of static pages does. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isFresh } from "../../scripts/fingerprint.mjs";
import { type Site, serveFolder } from "./static-server.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export async function serveWeb(): Promise<Site> {
  if (isFresh(root, "web")) return serveFolder(join(root, "dist/web"), "/some/folder/");
  const made = mkdtempSync(join(tmpdir(), "viva-web-"));
  // In a process of its own: this one is a test's, and Vite would build for tests.
  const vite = [join(root, "node_modules/vite/bin/vite.js"), "build", "--config", join(root, "vite.config.ts")];
  execFileSync(process.execPath, [...vite, "--outDir", made, "--logLevel", "error"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const site = await serveFolder(made, "/some/folder/");
  return {
    ...site,
    stop: async () => {
      await site.stop();
      rmSync(made, { recursive: true, force: true });
    },
  };
}
