/**
 * Runs a script against our TCP in virtual time: system calls through `sockets.ts`, `<` packets put in, `>` packets waited for and compared.
 * The verdict is pass, fail (which line, what was expected, what was found, why) or unsupported (which feature). Time costs nothing and
 * is exact; the tolerance of scripts, made for real machines, is honoured all the same.
 */
import { BrokenInvariant } from "../../engine/base/assert.ts";
import { after, type Duration, formatTime, type Instant } from "../../engine/base/time.ts";
import { type Profile, profiles } from "../../engine/protocols/tcp/profile.ts";
import type { Segment } from "../../engine/protocols/tcp/segment.ts";
import { tcpFlag } from "../../engine/wire/tcp.ts";
import type { TcpOption } from "../../engine/wire/tcp-options.ts";
import { runStatement, type Value } from "./assertion.ts";
import { type Attempt, beginCall, compareOutcome, longestWait, type Names, type Outcome } from "./calls.ts";
import { type Carrier, compare, type Sent, writeSent, writeSpec } from "./compare.ts";
import { Conversation, type Tuple } from "./conversation.ts";
import { icmpErrorOf } from "./icmp-names.ts";
import { lookUp } from "./info-fields.ts";
import { parseScript } from "./parser.ts";
import type { ScriptProblem } from "./place.ts";
import type { Action, OptionSpec, PacketSpec, Script, ScriptEvent, TcpSpec } from "./script.ts";
import { type Frame, readFrame, readShell } from "./settings.ts";
import { Sockets } from "./sockets.ts";
import { firstUnsupported } from "./supports.ts";

export interface Verdict {
  readonly verdict: "pass" | "fail" | "unsupported";
  /** Of the event that failed or is not supported; null when all went well. */
  readonly line: number | null;
  readonly column: number | null;
  /** What differs: "win", "time", "result of write()"; null where nothing does. */
  readonly field: string | null;
  readonly expected: string | null;
  readonly found: string | null;
  readonly why: string | null;
  /** How much virtual time had passed at the end. */
  readonly virtualNs: number;
  /** The profile that was used. */
  readonly profile: string;
}

export interface RunOptions {
  /** Null: what the script's own sysctls suggest; Linux when they say nothing. */
  readonly profile: "linux" | "freebsd" | "rfc" | null;
  /** Fail, too, when segments are left over that no line expects. */
  readonly strict?: boolean;
}

/**
 *     runScript("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", { profile: "rfc" })   // { verdict: "pass", ... }
 */
export function runScript(source: string, options: RunOptions): Verdict | ScriptProblem {
  const name = options.profile ?? suggestedProfile(source);
  const script = parseScript(source, symbols[name]);
  if ("kind" in script) {
    if (script.kind === "syntax") return script;
    return unsupportedVerdict(script.place, script.feature, name);
  }
  const profile = profiles[name]!;
  const missing = firstUnsupported(script, profile);
  if (missing !== null) return unsupportedVerdict(missing, missing.feature, name);
  return new Run(script, profile, options.strict ?? false).verdict();
}

function unsupportedVerdict(place: { line: number; column: number }, feature: string, profile: string): Verdict {
  const { line, column } = place;
  return {
    verdict: "unsupported",
    line,
    column,
    field: null,
    expected: null,
    found: null,
    why: feature,
    virtualNs: 0,
    profile,
  };
}

/** What `#ifdef` finds defined. */
const symbols: Readonly<Record<string, string>> = { linux: "Linux", freebsd: "FreeBSD", rfc: "STANDARD" };

/** A comment `// profile: rfc` says it; else scripts name sysctls of the system that they were written for. */
function suggestedProfile(source: string): string {
  const said = /^\/\/ *profile: *(linux|freebsd|rfc) *$/m.exec(source);
  if (said) return said[1]!;
  return !marksOfLinux.test(source) && marksOfBsd.test(source) ? "freebsd" : "linux";
}

/** Sysctls of Linux, and the set-up script of its collections. */
const marksOfLinux = /\bnet\.(?:ipv4|core)\.|\/proc\/sys\/|\bdefaults\.sh\b/;

/** Sysctls and programs of BSD, or its order of options and its window in a SYN. */
const marksOfBsd =
  /\bnet\.inet6?\.|\bsockstat\b|\bkern\.ipc\b|> *S\.?[^<\n]*(?:<mss \d+,nop,wscale \d+,sackOK|win 65535)/;

/** More timers than this, and the run is given up: no script needs them. */
const mostAlarms = 200_000;

/** Thrown inside a run by whatever is not as the script says. */
class Failed extends Error {
  readonly event: ScriptEvent | null;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
  readonly why: string;

  constructor(event: ScriptEvent | null, field: string, expected: string, found: string, why: string) {
    super(why);
    this.event = event;
    this.field = field;
    this.expected = expected;
    this.found = found;
    this.why = why;
  }
}

interface Pending {
  readonly event: ScriptEvent;
  readonly call: Extract<Action, { kind: "call" }>;
  readonly attempt: Attempt;
  /** When the script says that it returns. */
  readonly returns: Instant;
}

class Run {
  readonly #script: Script;
  readonly #frame: Frame;
  readonly #strict: boolean;
  readonly #name: string;
  readonly #sockets: Sockets;
  readonly #names: Names = new Map();
  readonly #variables = new Map<string, Value>();
  readonly #conversations = new Map<string, Conversation>();
  /** The connection that lines without ports are about. */
  #current: Conversation | null = null;
  /** A listener began after the current connection did: the next SYN opens another. */
  #fresh = true;
  readonly #sent: Sent[] = [];
  #pending: Pending | null = null;
  #playing: ScriptEvent | null = null;
  #now = 0 as Instant;
  /** What relative times count from. */
  #base = 0 as Instant;
  #alarms = 0;
  #remotePort = firstRemotePort;

  constructor(script: Script, profile: Profile, strict: boolean) {
    this.#script = script;
    this.#strict = strict;
    this.#name = profile.name;
    const frame = readFrame(script.options);
    this.#frame = frame as Frame; // checked by `firstUnsupported`
    const mss = this.#frame.mtu - (this.#frame.ipv6 ? 60 : 40);
    this.#sockets = new Sockets({ ...profile, mss }, this.#frame, {
      send: (tuple, segment, ecn, carrier) => this.#capture(tuple, segment, ecn, carrier),
    });
  }

  verdict(): Verdict {
    const done = { line: null, column: null, field: null, expected: null, found: null, why: null, profile: this.#name };
    try {
      for (const event of this.#script.events) {
        this.#playing = event;
        this.#play(event);
      }
      if (this.#pending) this.#finishPending(null);
      if (this.#strict && this.#sent.length > 0) this.#leftOver();
      return { verdict: "pass", ...done, virtualNs: this.#now };
    } catch (error) {
      // Our own mistake, not the script's: said as such, so that the scripts behind it still run.
      const failure =
        error instanceof BrokenInvariant
          ? new Failed(this.#playing, "invariant", "no mistake of ours", "one", error.message)
          : error;
      if (!(failure instanceof Failed)) throw error;
      const { event, field, expected, found, why } = failure;
      const place = { line: event?.line ?? null, column: event?.column ?? null };
      return { verdict: "fail", ...done, ...place, field, expected, found, why, virtualNs: this.#now };
    }
  }

  #play(event: ScriptEvent): void {
    const { time, action } = event;
    const scheduled =
      time.kind === "any" ? null : this.#instant(time.kind === "absolute" ? (0 as Instant) : this.#base, time.at);
    if (scheduled !== null && time.kind === "absolute" && scheduled < this.#base) {
      throw new Failed(
        event,
        "time",
        `a time from ${formatTime(this.#base)} on`,
        formatTime(scheduled),
        "time runs backwards",
      );
    }
    if (action.kind === "packet" && !action.inbound) {
      this.#expect(event, action, scheduled);
      return;
    }
    if (scheduled !== null) {
      this.#advance(scheduled, event);
      this.#base = scheduled;
    } else this.#base = this.#now;
    switch (action.kind) {
      case "packet":
        this.#arrive(event, action);
        break;
      case "call":
        this.#call(event, action);
        break;
      case "shell":
        this.#shell(event, action.text);
        break;
      case "code":
        this.#code(event, action);
    }
    this.#poke();
  }

  #instant(from: Instant, plus: Duration): Instant {
    return from + plus <= Number.MAX_SAFE_INTEGER ? after(from, plus) : (Number.MAX_SAFE_INTEGER as Instant);
  }

  // --- time

  /** Lets time pass until `to`, timers included; stops early when `until` holds. */
  #advance(to: Instant, event: ScriptEvent | null, until: () => boolean = () => false): void {
    for (;;) {
      this.#poke();
      if (until()) return;
      const alarm = this.#sockets.nextAlarm;
      const wakes = this.#pending?.attempt.wakes ?? null;
      const next = alarm === null ? wakes : wakes === null ? alarm : Math.min(alarm, wakes);
      if (next === null || next > to || (next <= this.#now && alarm !== next)) break;
      if (++this.#alarms > mostAlarms) {
        throw new Failed(event, "time", "the end of the script", `${mostAlarms} timers`, "too many timers expired");
      }
      this.#set(Math.max(next, this.#now) as Instant);
      if (alarm !== null && alarm <= this.#now) this.#sockets.ring();
    }
    if (to > this.#now) {
      this.#set(to);
      this.#poke();
    }
  }

  #set(now: Instant): void {
    this.#now = now;
    this.#sockets.now = now;
  }

  // --- packets

  #capture(tuple: Tuple, segment: Segment, ecn: 0 | 2, frame: Carrier): void {
    const conversation = this.#conversation(tuple);
    if (segment.flags & tcpFlag.syn) {
      const first = conversation.localStart === null;
      conversation.localStart = segment.seq;
      if (first && !(segment.flags & tcpFlag.ack)) {
        this.#current = conversation;
        this.#fresh = false;
      }
    }
    const { payload, ...header } = segment;
    this.#sent.push({ at: this.#now, conversation, segment: header, length: payload.length, ecn, frame });
  }

  #conversation(tuple: Tuple): Conversation {
    const key = `${tuple.local} ${tuple.remote}`;
    let found = this.#conversations.get(key);
    if (!found) {
      found = new Conversation(tuple);
      this.#conversations.set(key, found);
    }
    return found;
  }

  /** The connection that an inbound packet is for. */
  #addressee(spec: TcpSpec): Conversation {
    if (spec.ports !== null) {
      const { source, destination } = spec.ports;
      this.#current = this.#conversation({ local: destination, remote: source });
      this.#fresh = false;
      return this.#current;
    }
    const opens = (spec.flags & (tcpFlag.syn | tcpFlag.ack)) === tcpFlag.syn;
    const lives = this.#current !== null && this.#sockets.holds(this.#current.tuple);
    if (
      this.#current === null ||
      (opens && (this.#fresh || !lives) && this.#sockets.isListening(this.#sockets.likelyPort))
    ) {
      // A stranger's segment says nothing of a connection; the SYN behind it is the first all the same.
      this.#current = this.#conversation({ local: this.#sockets.likelyPort, remote: this.#remotePort++ });
    }
    if (opens) this.#fresh = false;
    return this.#current;
  }

  /** TFO_COOKIE in a line is the cookie that this host makes for the peer. */
  #withCookie(spec: TcpSpec, { tuple }: Conversation): TcpSpec {
    if (!spec.options?.some((one) => "cookie" in one && one.cookie.startsWith("TFO"))) return spec;
    const options = spec.options.map((one) => {
      if (!("cookie" in one) || !one.cookie.startsWith("TFO")) return one;
      return { ...one, cookie: this.#sockets.cookie(tuple, one.cookie === "TFO_COOKIE" ? null : "0".repeat(32)) };
    });
    return { ...spec, options };
  }

  #arrive(event: ScriptEvent, { packet: said, ip }: Extract<Action, { kind: "packet" }>): void {
    if (said.kind === "icmp") this.#icmp(said);
    if (said.kind !== "tcp") return;
    const talk = this.#addressee(said);
    const packet = this.#withCookie(said, talk);
    const { tuple } = talk;
    const isSyn = (packet.flags & tcpFlag.syn) !== 0;
    const seq = talk.peerSeq(packet.seq ?? 0, isSyn, this.#countsFromSyn(event, packet.seq ?? 0));
    const segment: Segment = {
      sourcePort: tuple.remote,
      destinationPort: tuple.local,
      seq,
      ack: packet.flags & tcpFlag.ack || packet.ack !== null ? talk.ourSeq(packet.ack ?? 0) : talk.ourSeq(0),
      flags: packet.flags,
      window: packet.window ?? 0,
      urgentPointer: packet.urgent ?? 0,
      options: (packet.options ?? []).flatMap((option) => inboundOption(option, talk)),
      payload: new Uint8Array(packet.length),
    };
    const { mergedMss } = this.#frame;
    const pieces = mergedMss !== null && packet.length > mergedMss ? mergedMss : null;
    this.#sockets.receive(tuple, segment, ip.ecn === "ce", pieces, packet.udp);
  }

  /** Whether the lines behind a SYN with number `syn` count from it: their first acknowledgment tells. */
  #countsFromSyn(event: ScriptEvent, syn: number): boolean {
    if (syn === 0) return true;
    const { events } = this.#script;
    for (let i = events.indexOf(event) + 1; i < events.length; i++) {
      const { action } = events[i]!;
      if (action.kind !== "packet" || action.packet.kind !== "tcp") continue;
      const { ack, flags, seq } = action.packet;
      // Segments with SYN count from their own numbers in either tradition.
      if (flags & tcpFlag.syn) {
        if (action.inbound && seq !== syn) break;
        continue;
      }
      if (!action.inbound && flags & tcpFlag.ack) return ((ack ?? 0) - syn) >>> 0 > 0x7fff_ffff;
      if (action.inbound) return ((seq ?? 0) - syn) >>> 0 > 0x7fff_ffff;
    }
    return true;
  }

  #icmp(packet: Extract<PacketSpec, { kind: "icmp" }>): void {
    const talk = this.#current;
    const meaning = icmpErrorOf(packet, this.#name === "freebsd");
    if (!talk || !meaning) return;
    const quoted = packet.about === null ? this.#sockets.oldest(talk.tuple) : talk.ourSeq(packet.about);
    this.#sockets.icmp(talk.tuple, meaning.error, meaning.errno, quoted ?? talk.ourSeq(0), packet.udp);
  }

  #expect(event: ScriptEvent, { packet, ip }: Extract<Action, { kind: "packet" }>, scheduled: Instant | null): void {
    if (packet.kind !== "tcp") return;
    const { time } = event;
    const { tolerance } = this.#frame;
    const until = time.kind !== "any" && time.until !== null ? time.until : null;
    const last =
      scheduled === null
        ? null
        : this.#instant(
            scheduled,
            until === null || time.kind === "any" ? (0 as Duration) : ((until - time.at) as Duration),
          );
    const latest = last === null ? this.#instant(this.#now, longestWait) : this.#instant(last, tolerance as Duration);
    const spec = writeSpec(packet);
    const matched: Sent[] = [];
    for (;;) {
      this.#passOver(packet);
      while (this.#sent.length === 0 && this.#now < latest) {
        this.#advance(latest, event, () => this.#sent.length > 0);
        this.#passOver(packet);
      }
      const next = this.#sent[0];
      if (next === undefined) {
        if (matched.length > 0) this.#differs(event, packet, matched, true, ip);
        throw new Failed(event, "packet", spec, "nothing", `nothing was sent by ${formatTime(latest)}`);
      }
      const before = matched.reduce((sum, one) => sum + one.length, 0);
      const goesOn = continues(matched[matched.length - 1], next) && before + next.length <= packet.length;
      if (matched.length > 0 && !goesOn) this.#differs(event, packet, matched, true, ip);
      matched.push(next);
      const early = scheduled !== null && next.at < scheduled - tolerance;
      const late = next.at > latest;
      const length = matched.reduce((sum, one) => sum + one.length, 0);
      const whole = this.#frame.strictSegments || next.length === 0 || length >= packet.length;
      this.#differs(event, packet, matched, whole, ip);
      if (early || late) {
        const said = last === scheduled ? formatTime(scheduled!) : `${formatTime(scheduled!)} to ${formatTime(last!)}`;
        throw new Failed(event, "time", said, formatTime(next.at), `${spec} was sent too ${early ? "early" : "late"}`);
      }
      this.#sent.shift();
      if (whole) break;
    }
    const first = matched[0]!;
    if (first.segment.flags & tcpFlag.syn) this.#current = first.conversation;
    this.#base = scheduled === null || until !== null ? first.at : scheduled;
  }

  /** A line without ports is about the latest connection: what others send meanwhile is not looked at, unless the run is strict. */
  #passOver(spec: TcpSpec): void {
    if (spec.ports !== null || this.#strict) return;
    while (this.#sent.length > 0 && this.#sent[0]!.conversation !== this.#current) this.#sent.shift();
  }

  /** Throws when what was sent is not what the line says. */
  #differs(
    event: ScriptEvent,
    said: TcpSpec,
    matched: readonly Sent[],
    whole: boolean,
    ip: Extract<Action, { kind: "packet" }>["ip"],
  ): void {
    const { timestampTick, tolerance } = this.#frame;
    const spec = this.#withCookie(said, matched[0]!.conversation);
    const difference = compare(spec, ip, matched, whole, { timestampTick, tolerance });
    if (difference === null) return;
    const first = matched[0]!;
    const joined = {
      ...matched[matched.length - 1]!,
      segment: { ...matched[matched.length - 1]!.segment, seq: first.segment.seq },
    };
    const written = writeSent({ ...joined, length: matched.reduce((sum, one) => sum + one.length, 0) });
    const { field, expected, found } = difference;
    throw new Failed(
      event,
      field,
      expected,
      found,
      `expected ${writeSpec(spec)}, but sent was ${written} at ${formatTime(first.at)}`,
    );
  }

  #leftOver(): void {
    const first = this.#sent[0]!;
    const event = this.#script.events[this.#script.events.length - 1] ?? null;
    throw new Failed(
      event,
      "packet",
      "nothing more",
      writeSent(first),
      `a segment that no line expects was sent at ${formatTime(first.at)}`,
    );
  }

  // --- calls

  #call(event: ScriptEvent, call: Extract<Action, { kind: "call" }>): void {
    if (this.#pending) this.#finishPending(event);
    if (call.name === "listen") this.#fresh = true;
    const attempt = beginCall(call.name, call.args, this.#sockets, this.#names, this.#now);
    const outcome = attempt.attempt(this.#now);
    const from =
      event.time.kind === "absolute"
        ? (0 as Instant)
        : event.time.kind === "any"
          ? this.#now
          : ((this.#base - event.time.at) as Instant);
    const returns = call.returns === null ? this.#now : this.#instant(from, call.returns);
    if (outcome !== null) {
      if (returns > this.#now + this.#frame.tolerance) {
        throw new Failed(
          event,
          "time",
          `return at ${formatTime(returns)}`,
          `return at ${formatTime(this.#now)}`,
          `${call.name}() did not block`,
        );
      }
      this.#judge(event, call, outcome);
      return;
    }
    this.#pending = { event, call, attempt, returns };
    // Without a span of time the next line is only read when the call is back.
    if (call.returns === null) this.#finishPending(null);
  }

  /** Asks the call that waits again; judges it when it is back. */
  #poke(): void {
    const pending = this.#pending;
    if (!pending) return;
    const outcome = pending.attempt.attempt(this.#now);
    if (outcome === null) return;
    this.#pending = null;
    const { event, call, returns } = pending;
    if (Math.abs(this.#now - returns) > this.#frame.tolerance) {
      throw new Failed(
        event,
        "time",
        `return at ${formatTime(returns)}`,
        `return at ${formatTime(this.#now)}`,
        `${call.name}() returned at another time`,
      );
    }
    this.#judge(event, call, outcome);
  }

  /** Waits for the call that blocks, as long as the script allows. @param next the line that waits for it */
  #finishPending(next: ScriptEvent | null): void {
    const { returns, event, call } = this.#pending!;
    this.#advance(
      Math.max(this.#now, this.#instant(returns, this.#frame.tolerance as Duration)) as Instant,
      next ?? event,
      () => this.#pending === null,
    );
    if (this.#pending !== null) {
      const expected = `return at ${formatTime(returns)}`;
      throw new Failed(event, "time", expected, "still waiting", `${call.name}() blocks`);
    }
  }

  #judge(event: ScriptEvent, call: Extract<Action, { kind: "call" }>, outcome: Outcome): void {
    const wrong = compareOutcome(call.name, call.result, call.errno, outcome, this.#names);
    if (wrong)
      throw new Failed(event, wrong.field, wrong.expected, wrong.found, `${call.name}() came to something else`);
  }

  // --- commands and code

  #shell(event: ScriptEvent, text: string): void {
    for (const order of readShell(text, this.#sockets.profile)) {
      switch (order.kind) {
        case "profile":
          this.#sockets.profile = { ...this.#sockets.profile, ...order.change };
          break;
        case "tunnel":
          this.#sockets.tunnelPort = order.port;
          break;
        case "forget servers":
          this.#sockets.forgetServers();
          break;
        case "drop":
          this.#sockets.forget(order.state);
          break;
        case "count": {
          const found = this.#sockets.count(order.state);
          if (found !== order.count) {
            throw new Failed(
              event,
              "connections",
              `${order.count} in ${order.state}`,
              `${found} in ${order.state}`,
              order.said,
            );
          }
        }
      }
    }
  }

  #code(event: ScriptEvent, { statements }: Extract<Action, { kind: "code" }>): void {
    const info = this.#current && this.#sockets.info(this.#current.tuple);
    const listens = this.#current === null && this.#sockets.isListening(this.#sockets.likelyPort);
    const bsd = this.#name === "freebsd";
    for (const statement of statements) {
      const trouble = runStatement(statement, this.#variables, (name) =>
        lookUp(name, info ?? (listens ? "LISTEN" : "CLOSED"), bsd),
      );
      if (trouble === null) continue;
      const why = trouble.kind === "false" ? "the assertion does not hold" : "the assertion cannot be judged";
      throw new Failed(
        { ...event, line: statement.line, column: statement.column },
        "assertion",
        trouble.expected,
        trouble.found,
        why,
      );
    }
  }
}

const firstRemotePort = 50_000;

/** Whether a segment goes on where the one before it ended. */
const continues = (before: Sent | undefined, next: Sent): boolean =>
  before !== undefined &&
  before.conversation === next.conversation &&
  next.length > 0 &&
  (before.segment.flags & tcpFlag.fin) === 0 &&
  ((before.segment.seq + before.length) | 0) === (next.segment.seq | 0);

function inboundOption(option: OptionSpec, talk: Conversation): TcpOption[] {
  switch (option.kind) {
    case "nop":
      return [{ kind: "nop" }];
    case "eol":
      return [];
    case "mss":
      return [{ kind: "mss", mss: option.value }];
    case "wscale":
      return [{ kind: "window-scale", shift: option.value }];
    case "sackOK":
      return [{ kind: "sack-permitted" }];
    case "FO":
    case "FOEXP":
      return [
        {
          kind: "fast-open",
          cookie: Uint8Array.from(option.cookie.match(/../g) ?? [], (two) => Number.parseInt(two, 16)),
          experimental: option.kind === "FOEXP",
        },
      ];
    case "TS":
      return [{ kind: "timestamps", value: option.value, echo: talk.ourStamp(option.echo) }];
    case "sack":
      return [
        {
          kind: "sack",
          blocks: option.blocks.map(([left, right]) => ({ left: talk.ourSeq(left), right: talk.ourSeq(right) })),
        },
      ];
  }
}
