/**
 * A trace for ui.perfetto.dev and chrome://tracing, in the JSON that both read (the Trace Event Format). A host is a process: its CPUs
 * with the threads that ran on them, its threads with their calls and what they waited for, its connections with their states, timers,
 * congestion window and round trips. The links are a process of their own, with a frame on its way as an asynchronous slice, and an
 * arrow goes from where a frame left to where it arrived. Times are virtual; a slice that took no time at all is drawn one nanosecond
 * long, since the viewers have no other way to show it. Events of kinds that have no place of their own are left out.
 */
import type { Instant } from "../engine/base/time.ts";
import type { EventId, EventOf, HostId, TraceEvent } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { cpuLanes } from "./cpus.ts";

export interface PerfettoOptions {
  /** The run's name, kept in the file. */
  readonly comment?: string;
}

/** One entry of the format; `ts` and `dur` are microseconds. */
interface Entry {
  readonly ph: "X" | "b" | "e" | "i" | "C" | "M" | "s" | "f";
  readonly name: string;
  readonly pid: number;
  readonly tid?: number;
  readonly ts?: number;
  readonly [field: string]: unknown;
}

/** Where each kind of track stands among those of its host: CPUs first, then threads, then connections, then interfaces. */
const firstTrack = { cpu: 1, thread: 1_000, connection: 100_000, link: 200_000 } as const;
const linksProcess = 1;

/** The whole file as text, one entry a line. */
export function perfetto(trace: Trace, options: PerfettoOptions = {}): string {
  const file = new Entries();
  cpusAndThreads(trace, file);
  calls(trace, file);
  connections(trace, file);
  frames(trace, file);
  const head = JSON.stringify({ displayTimeUnit: "ns", otherData: { run: options.comment ?? "", clock: "virtual" } });
  return `${head.slice(0, -1)},"traceEvents":[\n${file.lines().join(",\n")}\n]}\n`;
}

const micros = (at: number): number => at / 1_000;

/** Entries, with hosts, threads, connections and links numbered and named as they appear. */
class Entries {
  readonly #entries: Entry[] = [];
  readonly #processes = new Map<string, number>();
  readonly #tracks = new Map<string, number>();
  readonly #counts = new Map<string, number>();

  host(name: HostId): number {
    return this.#process(name, name, this.#processes.size + linksProcess + 1);
  }

  links(): number {
    return this.#process("links of the world", "links", linksProcess);
  }

  /** The track of this kind and key in a process. `number`: its place among its kind, else the next free one. */
  track(pid: number, kind: keyof typeof firstTrack, key: string, name: string, number?: number): number {
    const known = this.#tracks.get(`${pid} ${kind} ${key}`);
    if (known !== undefined) return known;
    const next = number ?? this.#counts.get(`${pid} ${kind}`) ?? 0;
    this.#counts.set(`${pid} ${kind}`, next + 1);
    const tid = firstTrack[kind] + next;
    this.#tracks.set(`${pid} ${kind} ${key}`, tid);
    this.add({ ph: "M", name: "thread_name", pid, tid, args: { name } });
    this.add({ ph: "M", name: "thread_sort_index", pid, tid, args: { sort_index: tid } });
    return tid;
  }

  slice(pid: number, tid: number, name: string, from: Instant, to: Instant, args: object = {}): void {
    this.add({ ph: "X", name, pid, tid, ts: micros(from), dur: Math.max(0.001, micros(to - from)), args });
  }

  instant(pid: number, tid: number, name: string, at: Instant, args: object = {}): void {
    this.add({ ph: "i", s: "t", name, pid, tid, ts: micros(at), args });
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
  }

  lines(): string[] {
    return this.#entries.map((entry) => JSON.stringify(entry));
  }

  #process(key: string, name: string, number: number): number {
    const known = this.#processes.get(key);
    if (known !== undefined) return known;
    this.#processes.set(key, number);
    this.add({ ph: "M", name: "process_name", pid: number, args: { name } });
    return number;
  }
}

function cpusAndThreads(trace: Trace, file: Entries): void {
  const { cpus, threads } = cpuLanes(trace);
  const nameOf = new Map(threads.map(({ host, thread, name }) => [`${host} ${thread}`, name]));
  for (const { host, cpu, runs } of cpus) {
    const pid = file.host(host);
    const tid = file.track(pid, "cpu", String(cpu), `CPU ${cpu}`, cpu);
    for (const { thread, from, to, event } of runs)
      file.slice(pid, tid, nameOf.get(`${host} ${thread}`) ?? `T${thread}`, from, to, { thread, event });
  }
  for (const { host, thread, waits } of threads) {
    const pid = file.host(host);
    const tid = threadTrack(file, pid, thread, nameOf.get(`${host} ${thread}`));
    for (const { on, from, to, event } of waits) file.slice(pid, tid, `waits: ${on.what}`, from, to, { ...on, event });
  }
}

const threadTrack = (file: Entries, pid: number, thread: number, name = `T${thread}`): number =>
  file.track(pid, "thread", String(thread), `${name} (T${thread})`, thread);

/** A call from where it was made to where it came back; one that never did lasts to the end. */
function calls(trace: Trace, file: Entries): void {
  const open = new Map<string, EventOf<"call.made">>();
  const end = trace.events.at(-1)?.at ?? (0 as Instant);
  const close = (made: EventOf<"call.made">, to: Instant, args: object): void => {
    const pid = file.host(made.host!);
    const tid = threadTrack(file, pid, made.thread);
    file.slice(pid, tid, `${made.call}()`, made.at, to, { fd: made.fd, event: made.id, ...args });
  };
  for (const event of trace.events) {
    if (event.kind === "call.made") open.set(`${event.host} ${event.thread}`, event);
    else if (event.kind === "call.returned" || event.kind === "call.failed") {
      const key = `${event.host} ${event.thread}`;
      const made = open.get(key);
      if (made?.call !== event.call) continue;
      open.delete(key);
      close(made, event.at, event.kind === "call.failed" ? { error: event.error } : { result: event.result });
    }
  }
  for (const made of open.values()) close(made, end, { returned: false });
}

function connections(trace: Trace, file: Entries): void {
  const open = new Map<string, EventOf<"tcp.state">>();
  const end = trace.events.at(-1)?.at ?? (0 as Instant);
  const place = (event: TraceEvent & { readonly connection: string }): readonly [pid: number, tid: number] => {
    const pid = file.host(event.host!);
    return [pid, file.track(pid, "connection", event.connection, `TCP ${event.connection}`)];
  };
  const close = (key: string, to: Instant): void => {
    const since = open.get(key);
    open.delete(key);
    if (since && since.to !== "CLOSED")
      file.slice(...place(since), since.to, since.at, to, { why: since.why, event: since.id });
  };
  for (const event of trace.events) {
    if (!("connection" in event) || event.host === null) continue;
    const [pid, tid] = place(event);
    const key = `${event.host} ${event.connection}`;
    switch (event.kind) {
      case "tcp.state":
        close(key, event.at);
        open.set(key, event);
        break;
      case "tcp.timer":
        file.instant(pid, tid, `${event.timer} timer expired`, event.at, { event: event.id });
        break;
      case "tcp.retransmitted":
        file.instant(pid, tid, "sent again", event.at, {
          seq: event.seq,
          end: event.end,
          why: event.why,
          event: event.id,
        });
        break;
      case "tcp.ignored":
        file.instant(pid, tid, "segment dropped", event.at, { seq: event.seq, why: event.why, event: event.id });
        break;
      case "tcp.closed":
        file.instant(pid, tid, "connection over", event.at, { why: event.why, event: event.id });
        break;
      case "tcp.window": {
        const args = { cwnd: event.cwnd, ssthresh: event.ssthresh };
        file.add({ ph: "C", name: `cwnd, bytes: ${event.connection}`, pid, ts: micros(event.at), args });
        break;
      }
      case "tcp.rtt": {
        const args = { rtt: micros(event.rtt), srtt: micros(event.srtt), rto: micros(event.rto) };
        file.add({ ph: "C", name: `round trip, us: ${event.connection}`, pid, ts: micros(event.at), args });
        break;
      }
    }
  }
  for (const key of [...open.keys()]) close(key, end);
}

/** A frame on its way, and the arrow from the interface that it left by to the one that it reached. */
function frames(trace: Trace, file: Entries): void {
  const sent = new Map<EventId, EventOf<"frame.sent">>();
  const ended = new Set<EventId>();
  const end = trace.events.at(-1)?.at ?? (0 as Instant);
  const finish = (frame: EventOf<"frame.sent">, at: Instant, args: object): void => {
    if (ended.has(frame.id)) return; // a second copy
    ended.add(frame.id);
    const common = { cat: "frame", id: frame.id, pid: file.links() };
    file.add({ ph: "e", name: nameOf(frame), ts: micros(at), ...common, args });
  };
  for (const event of trace.events) {
    if (event.kind === "frame.sent") {
      sent.set(event.id, event);
      const pid = file.host(event.host!);
      const tid = file.track(pid, "link", event.link, `sends and receives on ${event.link}`);
      const args = { from: event.host, to: event.to, link: event.link, bytes: event.bytes.length, event: event.id };
      file.add({
        ph: "b",
        name: nameOf(event),
        cat: "frame",
        id: event.id,
        pid: file.links(),
        ts: micros(event.at),
        args,
      });
      file.slice(pid, tid, `sends ${nameOf(event)}`, event.at, event.at, args);
      file.add({ ph: "s", name: "frame", cat: "frame", id: event.id, pid, tid, ts: micros(event.at) });
      continue;
    }
    if (event.kind !== "frame.received" && event.kind !== "frame.dropped") continue;
    const frame = sent.get(event.frame);
    if (!frame) continue;
    if (event.kind === "frame.dropped") finish(frame, event.at, { lost: event.why });
    else {
      const pid = file.host(event.host!);
      const tid = file.track(pid, "link", event.link, `sends and receives on ${event.link}`);
      file.slice(pid, tid, `receives ${nameOf(frame)}`, event.at, event.at, { frame: frame.id, event: event.id });
      if (!ended.has(frame.id))
        file.add({ ph: "f", bp: "e", name: "frame", cat: "frame", id: frame.id, pid, tid, ts: micros(event.at) });
      finish(frame, event.at, {});
    }
  }
  for (const frame of sent.values()) finish(frame, end, { underWay: true });
}

const nameOf = (frame: EventOf<"frame.sent">): string => frame.labels[0] ?? "frame";
