/**
 * Two endpoints joined by a pipe in virtual time, for tests: each segment can be dropped, delayed or sent twice by a function; the log
 * reads like a capture. At one instant arrivals come first, then timers, then application calls (rule G2 of the catalogue).
 */
import { concat } from "../../../base/bytes.ts";
import { type Duration, formatTime, type Instant, ms } from "../../../base/time.ts";
import type { Ipv4Address } from "../../../wire/ipv4-address.ts";
import { distance, type Seq, seq } from "../../../wire/seq.ts";
import { formatTcpFlags, tcpFlag } from "../../../wire/tcp.ts";
import type { TcpOption } from "../../../wire/tcp-options.ts";
import { onAlarm } from "../alarm.ts";
import { open, read } from "../connection.ts";
import { accept, newListener, onSegmentInListen, type TcpListener } from "../listener.ts";
import { type Profile, rfc } from "../profile.ts";
import { answerWithReset, type Segment, segmentLength } from "../segment.ts";
import { onSegment } from "../segment-arrives.ts";
import { isTransition } from "../states.ts";
import {
  type ClosedWhy,
  type Endpoint,
  newConnection,
  type Settings,
  type TcpConnection,
  type TcpNote,
  type TcpOut,
} from "../tcb.ts";
import { checkInvariants } from "./invariants.ts";

export type Fate = "drop" | "twice" | { delay: Duration } | undefined;

/** A segment on its way, as a fault sees it: who sent it, how manieth from there, and what it is. */
export interface Passing {
  readonly from: "client" | "server";
  readonly n: number;
  readonly segment: Segment;
  readonly label: string;
  readonly at: Instant;
}

export interface PairOptions {
  readonly client?: Profile;
  readonly server?: Profile;
  readonly clientSettings?: Partial<Settings>;
  readonly serverSettings?: Partial<Settings>;
  readonly serverBuffer?: number;
  readonly delay?: Duration;
  readonly fate?: (p: Passing) => Fate;
  readonly clientIss?: number;
  readonly serverIss?: number;
  readonly backlog?: number;
  /** The application reads whatever arrives at once (default). */
  readonly serverReads?: boolean;
  readonly check?: boolean;
}

interface Event {
  readonly at: number;
  readonly rank: number;
  readonly n: number;
  readonly run: () => void;
}

export class End {
  readonly name: "client" | "server";
  c: TcpConnection;
  chunks: Uint8Array[] = [];
  receivedAt: Instant[] = [];
  octets = 0;
  keep = true;
  states: string[];
  stateAt: Record<string, Instant> = {};
  closedWhy: ClosedWhy | null = null;
  closedAt: Instant | null = null;
  writableCount = 0;
  notes: (TcpNote & { at: Instant })[] = [];
  reads = true;
  onReadable: (() => void) | null = null;
  onWritable: (() => void) | null = null;
  onState: ((to: string) => void) | null = null;
  alarmAt: Instant | null = null;
  out!: TcpOut;

  constructor(name: "client" | "server", c: TcpConnection) {
    this.name = name;
    this.c = c;
    this.states = [c.state];
  }

  get received(): Uint8Array {
    return concat(...this.chunks);
  }
}

const clientAt: Endpoint = { address: 0x0a000001 as Ipv4Address, port: 40_000 };
const serverAt: Endpoint = { address: 0x0a000002 as Ipv4Address, port: 80 };

export class Pair {
  now = 0 as Instant;
  log: string[] = [];
  readonly options: PairOptions;
  readonly client: End;
  server: End | null = null;
  readonly listener: TcpListener;
  sentBy = { client: 0, server: 0 };
  #events: Event[] = [];
  #n = 0;

  constructor(options: PairOptions = {}) {
    this.options = options;
    this.client = new End(
      "client",
      newConnection({
        profile: options.client ?? rfc,
        local: clientAt,
        remote: serverAt,
        iss: seq(options.clientIss ?? 1000),
        ...(options.clientSettings ? { settings: options.clientSettings } : {}),
      }),
    );
    this.client.out = this.outOf(this.client);
    this.listener = newListener({
      profile: options.server ?? options.client ?? rfc,
      backlog: options.backlog ?? 16,
      iss: () => seq(options.serverIss ?? 5000),
      ...(options.serverSettings ? { settings: options.serverSettings } : {}),
      ...(options.serverBuffer !== undefined ? { receiveBuffer: options.serverBuffer } : {}),
    });
  }

  /** An application call at an instant. */
  at(time: Duration | Instant | number, run: () => void): void {
    this.schedule(time, 2, run);
  }

  schedule(at: number, rank: number, run: () => void): void {
    const event: Event = { at, rank, n: this.#n++, run };
    const events = this.#events;
    let i = events.length;
    while (i > 0 && isBefore(events[i - 1]!, event)) i--;
    events.splice(i, 0, event);
  }

  connect(): void {
    this.at(0, () => open(this.client.c, this.now, this.client.out));
  }

  /** Runs until nothing is left to do, or the instant. */
  run(until: number = Number.POSITIVE_INFINITY, most = 2_000_000): this {
    for (let i = 0; i < most; i++) {
      const event = this.#events.at(-1);
      if (event === undefined || event.at > until) {
        if (until !== Number.POSITIVE_INFINITY) this.now = until as Instant;
        return this;
      }
      this.#events.pop();
      this.now = event.at as Instant;
      event.run();
      if (this.options.check !== false) {
        checkInvariants(this.client.c);
        if (this.server) checkInvariants(this.server.c);
      }
    }
    throw new Error(`still busy after ${most} events, at ${formatTime(this.now)}`);
  }

  /** Runs until both ends are past the handshake. */
  established(): this {
    this.connect();
    for (let i = 0; i < 10_000 && this.#events.length > 0; i++) {
      this.run(this.#events.at(-1)!.at);
      if (this.client.c.state === "ESTABLISHED" && this.server?.c.state === "ESTABLISHED") return this;
    }
    throw new Error(`not established: ${this.client.c.state}, ${this.server?.c.state}`);
  }

  outOf(end: End): TcpOut {
    return {
      send: (s) => this.send(end.name, s),
      alarm: (at) => {
        end.alarmAt = at;
        if (at === null) return;
        this.schedule(at, 1, () => {
          if (end.alarmAt !== at) return;
          end.alarmAt = null;
          onAlarm(end.c, this.now, end.out);
        });
      },
      state: (from, to, why) => {
        if (!isTransition(from, to, why)) {
          throw new Error(`no transition from ${from} to ${to} on ${why}`);
        }
        end.states.push(to);
        end.stateAt[to] = this.now;
        end.onState?.(to);
      },
      readable: () => {
        if (end.onReadable) this.at(this.now, end.onReadable);
        else if (end.reads) this.at(this.now, () => this.readAll(end));
      },
      writable: () => {
        end.writableCount++;
        if (end.onWritable) this.at(this.now, end.onWritable);
      },
      closed: (why) => {
        if (end.closedWhy !== null) throw new Error("closed twice");
        end.closedWhy = why;
        end.closedAt = this.now;
      },
      note: (note) => end.notes.push({ ...note, at: this.now }),
    };
  }

  readAll(end: End): void {
    for (;;) {
      const bytes = read(end.c, 65_536, this.now, end.out);
      if (bytes.length === 0) return;
      end.octets += bytes.length;
      if (end.keep) {
        end.chunks.push(bytes);
        end.receivedAt.push(this.now);
      }
    }
  }

  send(from: "client" | "server", given: Segment): void {
    const segment: Segment = { ...given, payload: given.payload.slice() };
    const n = ++this.sentBy[from];
    const label = labelOf(segment);
    const fate = this.options.fate?.({ from, n, segment, label, at: this.now });
    this.log.push(
      `${formatTime(this.now)} ${from} ${formatSegment(segment)}${fate ? ` [${typeof fate === "string" ? fate : "delay"}]` : ""}`,
    );
    if (fate === "drop") return;
    const delay = (this.options.delay ?? ms(50)) + (typeof fate === "object" ? fate.delay : 0);
    const arrive = () => this.arrive(from === "client" ? "server" : "client", segment);
    this.schedule(this.now + delay, 0, arrive);
    if (fate === "twice") this.schedule(this.now + delay, 0, arrive);
  }

  arrive(at: "client" | "server", s: Segment): void {
    const end = at === "client" ? this.client : this.server;
    if (end && end.c.state !== "CLOSED") {
      onSegment(end.c, s, this.now, end.out);
      if (end.closedWhy !== "superseded" || at === "client") return;
    }
    if (at === "server" && (end === null || end.c.state === "CLOSED")) {
      const out = {
        send: (r: Segment) => this.send("server", r),
        spawned: (c: TcpConnection) => {
          const fresh = new End("server", c);
          fresh.reads = this.options.serverReads ?? true;
          if (this.server) {
            fresh.onReadable = this.server.onReadable;
            fresh.onState = this.server.onState;
          }
          this.server = fresh;
          fresh.out = this.outOf(fresh);
          return fresh.out;
        },
        acceptable: () => {
          if (this.options.backlog === undefined) this.at(this.now, () => accept(this.listener));
        },
      };
      onSegmentInListen(this.listener, s, serverAt, clientAt, this.now, out, end?.c);
      return;
    }
    const reset = answerWithReset(s);
    if (reset) this.send(at, reset);
  }
}

export const pair = (options: PairOptions = {}): Pair => new Pair(options);

const isBefore = (a: Event, b: Event): boolean =>
  a.at !== b.at ? a.at < b.at : a.rank !== b.rank ? a.rank < b.rank : a.n < b.n;

/** What faults call a segment: SYN, SYN-ACK, ACK, DATA, FIN, RST. */
export function labelOf(s: Segment): string {
  if (s.flags & tcpFlag.rst) return "RST";
  if (s.flags & tcpFlag.syn) return s.flags & tcpFlag.ack ? "SYN-ACK" : "SYN";
  if (s.flags & tcpFlag.fin) return "FIN";
  return s.payload.length > 0 ? "DATA" : "ACK";
}

/** `P. 1001:1011(10) ack 5001 win 65535 <mss 1460>` */
export function formatSegment(s: Segment): string {
  const end = (s.seq + s.payload.length) >>> 0;
  const ack = s.flags & tcpFlag.ack ? ` ack ${s.ack}` : "";
  const urgent = s.flags & tcpFlag.urg ? ` urg ${s.urgentPointer}` : "";
  const options = s.options.length > 0 ? ` <${s.options.map(formatOption).join(",")}>` : "";
  return `${formatTcpFlags(s.flags)} ${s.seq}:${end}(${s.payload.length})${ack} win ${s.window}${urgent}${options}`;
}

function formatOption(o: TcpOption): string {
  switch (o.kind) {
    case "nop":
      return "nop";
    case "mss":
      return `mss ${o.mss}`;
    case "window-scale":
      return `wscale ${o.shift}`;
    case "sack-permitted":
      return "sackOK";
    case "sack":
      return `sack ${o.blocks.map((b) => `${b.left}:${b.right}`).join(" ")}`;
    case "timestamps":
      return `TS val ${o.value} ecr ${o.echo}`;
    case "fast-open":
      return "fast open";
    case "other":
      return `opt ${o.number}`;
  }
}

/** Drops the first `count` segments with a label, from one side. */
export function dropFirst(from: "client" | "server", label: string, count = 1): (p: Passing) => Fate {
  let left = count;
  return (p) => {
    if (p.from !== from || p.label !== label || left === 0) return undefined;
    left--;
    return "drop";
  };
}

/** `n` octets that tell their place. */
export function pattern(n: number, from = 0): Uint8Array {
  const bytes = new Uint8Array(n);
  for (let i = 0; i < n; i++) bytes[i] = ((from + i) * 31 + ((from + i) >> 8)) & 0xff;
  return bytes;
}

export const secondsOf = (at: Instant | null | undefined): number => (at === null || at === undefined ? -1 : at / 1e9);
export { distance, type Seq, segmentLength };
