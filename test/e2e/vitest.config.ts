import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The suites that judge from outside: everything in test/, against the built product and, where there is one, in a browser. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["test/**/*.test.ts"],
    // The contract tests need no built product: `npm run check` has run them.
    exclude: ["test/contract/**", "test/tcp/**"],
    passWithNoTests: true,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Each file may start a server and a browser of its own: two at a time are what two processors carry.
    maxWorkers: 2,
  },
});
