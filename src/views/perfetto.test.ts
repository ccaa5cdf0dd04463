import { describe, expect, test } from "vitest";
import { isProblem } from "../lab/problem.ts";
import { resolveRun } from "../lab/resolve.ts";
import { makeRun } from "../lab/run.ts";
import { catalogue } from "../topics/catalogue.ts";
import { perfetto } from "./perfetto.ts";

interface Entry {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid?: number;
  readonly ts: number;
  readonly dur?: number;
  readonly id?: number;
  readonly args?: Readonly<Record<string, unknown>>;
}

function entries(name: string): { trace: readonly { kind: string }[]; all: Entry[]; file: { otherData: unknown } } {
  const resolved = resolveRun(catalogue, name);
  if (isProblem(resolved)) throw new Error(resolved.problem.en);
  const { trace } = makeRun(resolved.scenario, resolved.ref);
  const file = JSON.parse(perfetto(trace, { comment: "the run" })) as { traceEvents: Entry[]; otherData: unknown };
  return { trace: trace.events, all: file.traceEvents, file };
}

describe("a trace for Perfetto", () => {
  const lost = entries("handshake/open-close?fault=drop+SYN-ACK+1");
  const of = (ph: string): Entry[] => lost.all.filter((entry) => entry.ph === ph);

  test("every frame is a slice of its own that begins and ends, the lost one where it was lost, and says why", () => {
    expect(of("b")).toHaveLength(lost.trace.filter((event) => event.kind === "frame.sent").length);
    expect(
      of("e")
        .map(({ id }) => id)
        .sort(),
    ).toEqual(
      of("b")
        .map(({ id }) => id)
        .sort(),
    );
    for (const begin of of("b")) expect(of("e").find(({ id }) => id === begin.id)!.ts).toBeGreaterThanOrEqual(begin.ts);
    expect(
      of("e")
        .filter(({ args }) => args!["lost"] === "fault")
        .map(({ name, ts }) => [name, ts]),
    ).toEqual([["SYN-ACK", 50_000]]);
  });

  test("an arrow leads from each frame that arrived to where it did, and only from those", () => {
    expect(of("f")).toHaveLength(of("b").length - 1);
    for (const { id, pid } of of("f")) {
      const start = of("s").find((entry) => entry.id === id)!;
      expect(start.pid).not.toBe(pid);
    }
  });

  test("each track that something stands on has a name, and each process too", () => {
    const named = new Set(of("M").map(({ name, pid, tid }) => `${name} ${pid} ${tid ?? ""}`));
    for (const { pid, tid, ph } of lost.all) {
      expect(named).toContain(`process_name ${pid} `);
      if (ph === "X" || ph === "i") expect(named).toContain(`thread_name ${pid} ${tid}`);
    }
  });

  test("a connection is a row of states without a gap, and slices of one track never cross", () => {
    const states = of("X").filter(({ name }) => /^[A-Z]+[A-Z0-9-]+$/.test(name));
    expect(new Set(states.map(({ name }) => name))).toContain("TIME-WAIT");
    const tracks = new Map<string, Entry[]>();
    for (const slice of of("X")) {
      const key = `${slice.pid} ${slice.tid}`;
      tracks.set(key, [...(tracks.get(key) ?? []), slice]);
    }
    for (const slices of tracks.values())
      for (const a of slices)
        for (const b of slices) {
          const [enda, endb] = [a.ts + a.dur!, b.ts + b.dur!];
          const apart = enda <= b.ts + 0.0011 || endb <= a.ts + 0.0011;
          const nested = (a.ts <= b.ts && endb <= enda + 0.0011) || (b.ts <= a.ts && enda <= endb + 0.0011);
          expect(apart || nested).toBe(true);
        }
  });

  test("connect() lasts as long as it took, and its wait lies inside", () => {
    const connect = of("X").find(({ name }) => name === "connect()")!;
    expect([connect.ts, connect.dur]).toEqual([0, 1_100_000]);
    const wait = of("X").find(
      ({ name, tid, pid }) => name === "waits: socket" && tid === connect.tid && pid === connect.pid,
    )!;
    expect(wait.ts + wait.dur!).toBeLessThanOrEqual(connect.ts + connect.dur!);
  });

  test("threads of a program stand on their CPU; the run's name is in the file", () => {
    const { all, file } = entries("thread-safe/counter");
    const names = all
      .filter((entry) => entry.ph === "M" && entry.name === "thread_name")
      .map(({ args }) => args!["name"]);
    expect(names).toContain("CPU 0");
    expect(all.filter(({ ph, tid }) => ph === "X" && tid === 1).length).toBeGreaterThan(1);
    expect(file.otherData).toEqual({ run: "the run", clock: "virtual" });
  });
});
