/** The web app: src/shells/web -> dist/web. Relative addresses only, so that it works from any folder of any static host. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: "src/shells/web",
  base: "./",
  plugins: [react()],
  worker: { format: "es" },
  build: { outDir: "../../../dist/web", emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 1500 },
});
