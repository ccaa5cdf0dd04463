/** The web app: src/shells/web -> dist/web. Relative addresses only, so that it works from any folder of any static host. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/**
 * Writes sw.js with the list of all files of the build, so that the whole site is there after one visit, and forbids the page what
 * it does not need: code, styles and connections that are not its own.
 */
function offline(): Plugin {
  const rules = [
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const publicFiles = ["early.js", "icon.svg", "manifest.webmanifest"];
  return {
    name: "viva-offline",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: rules.join("; ") },
        injectTo: "head-prepend",
      },
    ],
    generateBundle(_, bundle) {
      const built = Object.keys(bundle).filter((name) => name !== "index.html" && !name.endsWith(".map"));
      const files = ["./", ...publicFiles, ...built.sort()];
      const hash = createHash("sha256").update(JSON.stringify(files));
      for (const name of publicFiles)
        hash.update(readFileSync(new URL(`src/shells/web/public/${name}`, import.meta.url)));
      const page = bundle["index.html"];
      if (page?.type === "asset") hash.update(page.source);
      const source = readFileSync(new URL("src/shells/web/sw.js", import.meta.url), "utf8")
        .replace("BUILD_VERSION", hash.digest("hex").slice(0, 12))
        .replace("/* BUILD_FILES */", files.map((file) => JSON.stringify(file)).join(", "));
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}

export default defineConfig({
  root: "src/shells/web",
  base: "./",
  plugins: [react(), offline()],
  worker: { format: "es" },
  build: { outDir: "../../../dist/web", emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 1500 },
});
