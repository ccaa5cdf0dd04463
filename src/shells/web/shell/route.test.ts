import { describe, expect, it } from "vitest";
import { addresses, parseRoute } from "./route.ts";

describe("addresses", () => {
  it("every address leads to its page", () => {
    expect(parseRoute("")).toEqual({ page: "notes", view: "text" });
    expect(parseRoute(addresses.notes)).toEqual({ page: "notes", view: "text" });
    expect(parseRoute(addresses.questions)).toEqual({ page: "notes", view: "questions" });
    expect(parseRoute(addresses.lab)).toEqual({ page: "lab" });
    expect(parseRoute(addresses.threads())).toEqual({ page: "threads", sample: null, source: null });
    const sample = "thread-safe/lazy-singleton";
    expect(parseRoute(addresses.threads(sample))).toEqual({ page: "threads", sample, source: null });
    expect(parseRoute(addresses.threadsSource("bGV0"))).toEqual({ page: "threads", sample: null, source: "bGV0" });
  });

  it("the name of a run survives its address, whatever is in it", () => {
    for (const name of ["thread-safe/counter?threads=2&choice=3:1", "a b%2F#?&한글", "x?fault=drop+SYN+1"])
      expect(parseRoute(addresses.run(name))).toEqual({ page: "run", name });
  });

  it("a lone % is no crash, and an unknown address is missing", () => {
    expect(parseRoute("#/lab/run/%")).toEqual({ page: "run", name: "%" });
    expect(parseRoute("#/nowhere/else")).toEqual({ page: "missing", address: "nowhere/else" });
  });
});
