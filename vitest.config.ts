import { defineConfig } from "vitest/config";

/** Unit tests lie beside the code; test/e2e has a config of its own, since it needs a built product and a browser. */
export default defineConfig({
  test: {
    include: [
      "src/**/*.test.ts",
      "src/**/*.test.tsx",
      "test/contract/**/*.test.ts",
      "test/tcp/**/*.test.ts",
      "scripts/**/*.test.ts",
    ],
    setupFiles: ["test/setup/properties.ts"],
    // A test is right or wrong, never late: the limit only ends what hangs, on the busiest of machines too.
    testTimeout: 120_000,
    // Vitest leaves one processor free; with two that would be half of the machine.
    maxWorkers: "100%",
  },
});
