import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { readStamp } from "../../scripts/fingerprint.mjs";
import { serve } from "./server.ts";

const built = readStamp(fileURLToPath(new URL("../..", import.meta.url)))?.parts.web === "built";

it.skipIf(!built)("viva serve prints its address, answers there, and ends when it is told to", async () => {
  const server = await serve();
  try {
    const answer = await fetch(server.url);
    expect(answer.status, server.output()).toBe(200);
  } finally {
    expect(await server.stop(), "it ended by itself, not by force").not.toBeNull();
  }
  await expect(fetch(server.url)).rejects.toThrow();
});
