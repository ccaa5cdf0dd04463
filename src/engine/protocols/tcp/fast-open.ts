/**
 * TCP Fast Open (RFC 7413): data in the SYN, allowed by a cookie that the server gave out earlier. Here: what a client remembers of servers
 * (4.1.3), what it puts in its SYN and learns from the answer (4.2.1), what a server makes of a SYN (4.1.2, 4.2.2), the bound on connections that
 * are ahead of their handshake (5.1). Cookies are SipHash-2-4 over both addresses, as Linux makes them. Not here: detection of middleboxes that
 * drop such SYNs beyond the one path that was refused.
 */
import { sipHash } from "../../base/siphash.ts";
import { type Duration, type Instant, after as later, seconds } from "../../base/time.ts";
import type { Ipv4Address } from "../../wire/ipv4-address.ts";
import type { Ipv6Address } from "../../wire/ipv6-address.ts";
import { add, after } from "../../wire/seq.ts";
import { findTcpOption, type TcpOption } from "../../wire/tcp-options.ts";
import { leaveFlight } from "./acknowledgment.ts";
import type { Profile } from "./profile.ts";
import type { Segment } from "./segment.ts";
import { clearTally } from "./tally.ts";
import type { Endpoint, TcpConnection } from "./tcb.ts";

export type FastOpenOption = Extract<TcpOption, { kind: "fast-open" }>;

/** "Minimum size of 4 bytes and maximum size of 16 bytes ... the length MUST be even" (4.1.1); anything else is no option. */
export const isCookie = (cookie: Uint8Array): boolean =>
  cookie.length >= 4 && cookie.length <= 16 && cookie.length % 2 === 0;

// --- the client

/** What a client knows of a server (4.1.3: "cache the MSS ... and negative responses"). */
interface Remembered {
  mss: number;
  cookie: FastOpenOption | null;
  /** The server did not know the option; the experimental form is tried next ("now"), or has been tried as well ("done"). */
  experimental: "no" | "now" | "done";
  /** Refused: nothing is tried until then. */
  until: Instant;
}

export type FastOpenMemory = Map<Ipv4Address | Ipv6Address, Remembered>;

/** How a connection uses Fast Open. */
export interface FastOpen {
  /** On our first SYN, or on our SYN-ACK; null: nothing. */
  readonly option: FastOpenOption | null;
  /** Octets of data on our SYN. */
  early: number;
  /** Data that came with a SYN was taken: the peer's by us, or ours by the peer. */
  taken: boolean;
  /** Server: the application has the connection before the handshake is done. */
  readonly ahead: boolean;
  /** Client: where the answer is noted down. */
  readonly memory: FastOpenMemory | null;
}

/** Largest space that options can take: it is kept free, whatever the options are (Linux). */
const roomForOptions = 40;
/** How long a path is left alone that has refused (FreeBSD, net.inet.tcp.fastopen.path_disable_timeout). */
const pause: Duration = seconds(900);
const request = (experimental: boolean): FastOpenOption => ({
  kind: "fast-open",
  cookie: new Uint8Array(0),
  experimental,
});

/** Whether data could go with the SYN to this server now. */
export function mayBeEarly(profile: Profile, memory: FastOpenMemory, remote: Endpoint, now: Instant): boolean {
  if (!profile.fastOpen.clientNeedsCookie) return true;
  const known = memory.get(remote.address);
  return known !== undefined && known.cookie !== null && known.until <= now;
}

/** What the SYN of an active open carries, with `offered` octets to send. Null: an ordinary SYN. */
export function planFastOpen(c: TcpConnection, memory: FastOpenMemory, offered: number, now: Instant): FastOpen | null {
  const known = memory.get(c.remote.address);
  const plan = { taken: false, ahead: false, memory };
  const room = Math.max(0, Math.min(known?.mss ?? c.settings.mss, c.settings.mss) - roomForOptions);
  const early = Math.min(offered, room);
  if (!c.profile.fastOpen.clientNeedsCookie) return { ...plan, option: null, early };
  if (known !== undefined && known.until > now) return null;
  if (known?.cookie) return { ...plan, option: known.cookie, early };
  return { ...plan, option: request(known?.experimental === "now"), early: 0 };
}

/**
 * The SYN-ACK has come; the SYN itself has left the flight. Learns from it, and marks as lost what it did not acknowledge of the SYN's data, so
 * that it goes again at once: "the client ... retransmits the data" (4.2.1).
 */
export function judgeSynAck(c: TcpConnection, s: Segment, now: Instant): void {
  const { fastOpen, flight, snd, cc, profile } = c;
  if (fastOpen === null) return;
  if (after(s.ack, add(snd.iss, 1))) {
    clearTally(c.tally);
    leaveFlight(c, s.ack, now, c.tally);
  }
  const refused = flight.length > 0;
  const found = findTcpOption(s.options, "fast-open");
  const cookie = found !== undefined && isCookie(found.cookie) ? found : null;
  if (fastOpen.memory !== null) {
    const known: Remembered = fastOpen.memory.get(c.remote.address) ?? {
      mss: 0,
      cookie: null,
      experimental: "no",
      until: 0 as Instant,
    };
    known.mss = c.snd.peerMss;
    const asked = fastOpen.option !== null && fastOpen.option.cookie.length === 0;
    if (cookie !== null) {
      if (fastOpen.option !== null) known.cookie = { ...cookie, cookie: cookie.cookie.slice() };
    } else if (profile.fastOpenRefused === "pause") {
      // "Negative responses include the server not acknowledging the data in the SYN" (4.1.3).
      if (asked || refused) {
        known.cookie = null;
        known.until = later(now, pause);
      }
    } else if (asked && c.count.retransmissions === 0 && known.cookie === null) {
      known.experimental = known.experimental === "no" ? "now" : "done";
    }
    fastOpen.memory.set(c.remote.address, known);
  }
  if (!refused) {
    fastOpen.taken = fastOpen.early > 0;
    return;
  }
  for (let i = 0; i < flight.length; i++) flight.markLost(flight.at(i));
  cc.state = "loss";
  cc.recover = snd.nxt;
}

// --- the server

/** Fast Open of one listener. */
export interface FastOpenServer {
  /** How many connections may be ahead of their handshake at a time (PendingFastOpenRequests, 5.1); 0: none. */
  limit: number;
  /** 16 bytes each: the first makes cookies, cookies of the others are still taken. */
  readonly keys: readonly Uint8Array[];
  readonly pending: Set<TcpConnection>;
  /** "a TFO server SHOULD ... count connections that were reset" (5.1): they hold their place for a while. */
  readonly resets: Instant[];
}

/** How long a connection that was reset before its handshake was done keeps its place (Linux). */
const resetHoldsPlace: Duration = seconds(60);

/** The cookie for a client's address (4.1.2). @param key 16 bytes */
export const cookieFor = (key: Uint8Array, local: Endpoint, remote: Endpoint): Uint8Array =>
  sipHash(key, new Uint8Array([...octetsOf(remote.address), ...octetsOf(local.address)]));

function octetsOf(address: Ipv4Address | Ipv6Address): number[] {
  const octets: number[] = [];
  let rest = BigInt(address);
  for (let i = typeof address === "bigint" ? 16 : 4; i > 0; i--) {
    octets.unshift(Number(rest & 0xffn));
    rest >>= 8n;
  }
  return octets;
}

/** What a SYN gets from a listener with Fast Open; null: nothing out of the ordinary. */
export function answerFastOpen(
  server: FastOpenServer,
  profile: Profile,
  s: Segment,
  local: Endpoint,
  remote: Endpoint,
  now: Instant,
): FastOpen | null {
  const found = findTcpOption(s.options, "fast-open");
  const asked = found !== undefined && (found.cookie.length === 0 || isCookie(found.cookie)) ? found : undefined;
  if (s.payload.length === 0 && asked === undefined) return null;
  while (server.resets.length > 0 && server.resets[0]! <= now) server.resets.shift();
  if (server.pending.size + server.resets.length >= server.limit) return null;
  const plan = { early: 0, taken: s.payload.length > 0, ahead: true, memory: null };
  if (!profile.fastOpen.serverNeedsCookie) return { ...plan, option: null };
  if (asked === undefined) return null;
  const cookies = server.keys.map((key) => cookieFor(key, local, remote));
  const match = cookies.findIndex((cookie) => sameBytes(cookie, asked.cookie));
  const fresh: FastOpenOption = { kind: "fast-open", cookie: cookies[0]!, experimental: asked.experimental };
  if (match < 0) return { ...plan, option: fresh, taken: false, ahead: false };
  return { ...plan, option: match === 0 ? null : fresh };
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/** The connection is no longer ahead: its handshake is done, or it is gone before. */
export function leavePending(server: FastOpenServer, c: TcpConnection, how: "done" | "gone"): void {
  if (server.pending.delete(c) && how === "gone") server.resets.push(later(c.lastReceivedAt, resetHoldsPlace));
}
