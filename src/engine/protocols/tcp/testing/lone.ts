/**
 * One endpoint alone, for scripts that read like a capture: segments are injected with sequence numbers relative to both ISNs (as
 * packetdrill writes them), what leaves is taken in order.
 *
 *     const t = server();                       // past the handshake: peer's ISN 0, ours 0
 *     t.inject(". 1:1001(1000) ack 1");
 *     expect(t.sent()).toEqual([". 1:1(0) ack 1001"]);
 */
import type { Duration, Instant } from "../../../base/time.ts";
import type { Ipv4Address } from "../../../wire/ipv4-address.ts";
import { add, distance, type Seq, seq } from "../../../wire/seq.ts";
import { formatTcpFlags, tcpFlag } from "../../../wire/tcp.ts";
import type { TcpOption } from "../../../wire/tcp-options.ts";
import { onAlarm } from "../alarm.ts";
import { close, open, read, shutdownWrite, write } from "../connection.ts";
import { accept, newListener, onSegmentInListen } from "../listener.ts";
import { type Profile, rfc } from "../profile.ts";
import type { Segment } from "../segment.ts";
import { onSegment } from "../segment-arrives.ts";
import { isTransition, type TcpStateName } from "../states.ts";
import { type ClosedWhy, newConnection, type Settings, type TcpConnection, type TcpNote, type TcpOut } from "../tcb.ts";
import { checkInvariants } from "./invariants.ts";
import { pattern } from "./pair.ts";

const here = { address: 0x0a000001 as Ipv4Address, port: 80 };
const there = { address: 0x0a000002 as Ipv4Address, port: 40_000 };

export interface LoneOptions {
  readonly profile?: Profile;
  readonly settings?: Partial<Settings>;
  readonly receiveBuffer?: number;
  readonly iss?: number;
  readonly peerIss?: number;
}

const letters: Readonly<Record<string, number>> = {
  S: tcpFlag.syn,
  F: tcpFlag.fin,
  R: tcpFlag.rst,
  P: tcpFlag.psh,
  U: tcpFlag.urg,
  E: tcpFlag.ece,
  W: tcpFlag.cwr,
  ".": tcpFlag.ack,
  "-": 0,
};

export class Lone {
  now = 0 as Instant;
  c: TcpConnection;
  alarmAt: Instant | null = null;
  states: TcpStateName[] = [];
  closedWhy: ClosedWhy | null = null;
  notes: TcpNote[] = [];
  readable = 0;
  writable = 0;
  readonly iss: Seq;
  readonly peerIss: Seq;
  readonly profile: Profile;
  #sent: { segment: Segment; ecn: number; at: Instant }[] = [];
  readonly out: TcpOut;

  constructor(options: LoneOptions = {}) {
    this.profile = options.profile ?? rfc;
    this.iss = seq(options.iss ?? 1_000_000);
    this.peerIss = seq(options.peerIss ?? 5_000_000);
    this.c = newConnection({
      profile: this.profile,
      local: here,
      remote: there,
      iss: this.iss,
      ...(options.settings ? { settings: options.settings } : {}),
      ...(options.receiveBuffer !== undefined ? { receiveBuffer: options.receiveBuffer } : {}),
    });
    this.out = {
      send: (segment, ecn) => {
        this.#sent.push({ segment: { ...segment, payload: segment.payload.slice() }, ecn, at: this.now });
      },
      alarm: (at) => {
        this.alarmAt = at;
      },
      state: (from, to, why) => {
        if (!isTransition(from, to, why)) throw new Error(`no transition from ${from} to ${to} on ${why}`);
        this.states.push(to);
      },
      readable: () => {
        this.readable++;
      },
      writable: () => {
        this.writable++;
      },
      closed: (why) => {
        if (this.closedWhy !== null) throw new Error("closed twice");
        this.closedWhy = why;
      },
      note: (note) => this.notes.push(note),
    };
  }

  /** `P. 1:11(10) ack 1 win 100 urg 5 <sack 11:21>`; numbers relative to the ISNs, window 65535 unless said. */
  segment(text: string): Segment {
    const m = /^([A-Z.-]+) (\d+):(\d+)\((\d+)\)(?: ack (\d+))?(?: win (\d+))?(?: urg (\d+))?(?: <(.*)>)?$/.exec(text);
    if (!m) throw new Error(`not a segment: ${text}`);
    const [, flags, from, , length, ack, win, urg, options] = m;
    return {
      sourcePort: there.port,
      destinationPort: here.port,
      seq: add(this.peerIss, Number(from)),
      ack: ack === undefined ? (0 as Seq) : add(this.iss, Number(ack)),
      flags: [...flags!].reduce((sum, letter) => sum | letters[letter]!, 0),
      window: Number(win ?? 65_535),
      urgentPointer: Number(urg ?? 0),
      options: options ? options.split(",").map((one) => this.#option(one)) : [],
      payload: pattern(Number(length), Number(from)),
    };
  }

  inject(text: string, marked = false): this {
    onSegment(this.c, this.segment(text), this.now, this.out, marked);
    checkInvariants(this.c);
    return this;
  }

  /** Lets time pass, alarms included. */
  after(d: Duration | number): this {
    const until = this.now + d;
    for (let i = 0; this.alarmAt !== null && this.alarmAt <= until; i++) {
      if (i > 100_000) throw new Error("alarms without end");
      this.now = this.alarmAt;
      this.alarmAt = null;
      onAlarm(this.c, this.now, this.out);
      checkInvariants(this.c);
    }
    this.now = until as Instant;
    return this;
  }

  /** What left since the last call. */
  sent(): string[] {
    return this.raw().map(({ segment }) => this.format(segment));
  }

  /** The same with the time of each, in seconds. */
  timed(): string[] {
    return this.raw().map(({ segment, at }) => `${at / 1e9} ${this.format(segment)}`);
  }

  raw(): { segment: Segment; ecn: number; at: Instant }[] {
    return this.#sent.splice(0);
  }

  format(s: Segment): string {
    const from = s.flags & tcpFlag.rst && s.seq === 0 ? 0 : distance(this.iss, s.seq);
    const ack = s.flags & tcpFlag.ack ? ` ack ${distance(this.peerIss, s.ack)}` : "";
    const urg = s.flags & tcpFlag.urg ? ` urg ${s.urgentPointer}` : "";
    const sack = s.options.find((o) => o.kind === "sack");
    const blocks =
      sack?.kind === "sack"
        ? ` <sack ${sack.blocks.map((b) => `${distance(this.peerIss, b.left)}:${distance(this.peerIss, b.right)}`).join(" ")}>`
        : "";
    return `${formatTcpFlags(s.flags)} ${from}:${from + s.payload.length}(${s.payload.length})${ack}${urg}${blocks}`;
  }

  write(n: number, urgent = false): number {
    return write(this.c, pattern(n), this.now, this.out, { urgent });
  }
  read(max = 1_000_000): number {
    return read(this.c, max, this.now, this.out).length;
  }
  close(): this {
    close(this.c, this.now, this.out);
    return this;
  }
  shutdown(): this {
    shutdownWrite(this.c, this.now, this.out);
    return this;
  }

  #option(text: string): TcpOption {
    const [kind, ...rest] = text.trim().split(" ");
    switch (kind) {
      case "mss":
        return { kind: "mss", mss: Number(rest[0]) };
      case "wscale":
        return { kind: "window-scale", shift: Number(rest[0]) };
      case "sackOK":
        return { kind: "sack-permitted" };
      case "TS":
        return { kind: "timestamps", value: Number(rest[1]), echo: Number(rest[3]) };
      case "sack":
        return {
          kind: "sack",
          blocks: rest.map((block) => {
            const [left, right] = block.split(":");
            return { left: add(this.iss, Number(left)), right: add(this.iss, Number(right)) };
          }),
        };
      default:
        return { kind: "nop" };
    }
  }
}

/** Active open, SYN sent and taken. */
export function synSent(options: LoneOptions = {}): Lone {
  const t = new Lone(options);
  open(t.c, t.now, t.out);
  t.raw();
  return t;
}

/** An active open that is established. @param options of the peer's SYN-ACK */
export function client(options: LoneOptions = {}, synOptions = "mss 1460"): Lone {
  const t = synSent(options);
  t.inject(`S. 0:0(0) ack 1 win 65535 <${synOptions}>`);
  t.raw();
  return t;
}

/** A passive open in SYN-RECEIVED, SYN-ACK sent and taken. */
export function synReceived(options: LoneOptions = {}, synOptions = "mss 1460", win = 65_535): Lone {
  const t = new Lone(options);
  const l = newListener({
    profile: t.profile,
    backlog: 5,
    iss: () => t.iss,
    ...(options.settings ? { settings: options.settings } : {}),
    ...(options.receiveBuffer !== undefined ? { receiveBuffer: options.receiveBuffer } : {}),
  });
  onSegmentInListen(l, t.segment(`S 0:0(0) win ${win} <${synOptions}>`), here, there, t.now, {
    send: (s) => t.out.send(s, 0),
    spawned: (c) => {
      t.c = c;
      return t.out;
    },
    acceptable: () => accept(l),
  });
  t.raw();
  return t;
}

/** A passive open that is established; round trip 0 unless time is let pass. */
export function server(options: LoneOptions = {}, synOptions = "mss 1460", roundTrip = 0, win = 65_535): Lone {
  const t = synReceived(options, synOptions, win);
  t.after(roundTrip);
  t.inject(`. 1:1(0) ack 1 win ${win}`);
  t.raw();
  return t;
}
