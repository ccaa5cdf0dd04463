/**
 * ICMP errors about segments of ours: RFC 9293 3.9.2.2 (soft and hard errors), RFC 5461 (what systems do), path MTU discovery (RFC 1191),
 * and the check of the quoted sequence number against forged errors (RFC 5927 4.1).
 */
import type { Instant } from "../../base/time.ts";
import { atOrBefore, before, distance, type Seq } from "../../wire/seq.ts";
import { end } from "./ending.ts";
import { setMss } from "./options.ts";
import { afterwards } from "./segment-arrives.ts";
import { retransmit } from "./send.ts";
import type { TcpConnection, TcpOut } from "./tcb.ts";

/**
 * An ICMP or ICMPv6 error as TCP sees it. "too big": fragmentation needed (type 3 code 4) or packet too big; `mtu` 0 when the router did not
 * say. "hard": port or protocol unreachable. "soft": all others (net or host unreachable, time exceeded, parameter problem).
 */
export type IcmpError =
  | { readonly kind: "too big"; readonly mtu: number }
  | { readonly kind: "hard"; readonly why: string }
  | { readonly kind: "soft"; readonly why: string };

/** @param quoted the sequence number in the TCP header that the error quotes */
export function onIcmp(c: TcpConnection, error: IcmpError, quoted: Seq, now: Instant, out: TcpOut): void {
  if (c.state === "CLOSED" || c.state === "TIME-WAIT") return;
  // RFC 5927 4.1: "SND.UNA =< SEG.SEQ < SND.NXT", else it is about nothing that is under way.
  if (!(atOrBefore(c.snd.una, quoted) && before(quoted, c.snd.nxt))) {
    if (out.note) out.note({ what: "segment ignored", why: "ICMP error about nothing in flight", seq: quoted });
    return;
  }
  const opening = c.state === "SYN-SENT" || c.state === "SYN-RECEIVED";
  switch (error.kind) {
    case "too big":
      lowerMss(c, error.mtu, now, out);
      return;
    case "hard":
      if (c.profile.hardErrorsEnd === "always" || (opening && c.profile.hardErrorsEnd === "while-opening")) {
        end(c, opening ? "refused" : "unreachable", "ICMP error", out);
        return;
      }
      break;
    case "soft":
      break;
  }
  // "a TCP implementation MUST NOT abort the connection (MUST-56), and it SHOULD make the information available to the application"
  c.softError = error.why;
  if (out.note) out.note({ what: "soft error", why: error.why });
}

/** Plateaus of RFC 1191 7, table 7-1, for routers that do not tell their MTU. */
const plateaus: readonly number[] = [8166, 4352, 2002, 1492, 1006, 508, 296, 68];

function lowerMss(c: TcpConnection, mtu: number, now: Instant, out: TcpOut): void {
  const headers = typeof c.remote.address === "bigint" ? 60 : 40;
  const options = c.options.timestamps ? 12 : 0;
  const opens = c.state === "SYN-SENT";
  const current = (opens ? c.settings.mss : c.snd.mss + options) + headers;
  const next = mtu > 0 ? mtu : (plateaus.find((plateau) => plateau < current) ?? 68);
  const least = headers === 60 ? 1280 : 68;
  const route = Math.max(next, least) - headers;
  if (route >= current - headers) return;
  setMss(c, route);
  if (opens && c.fastOpen !== null && c.fastOpen.early > 0) {
    // It was the data of the SYN: the SYN goes again at once, alone.
    c.settings.mss = route;
    retransmit(c, c.flight.at(0), "MTU", now, out);
    return;
  }
  // What was too big never arrived: it goes again in smaller pieces, at once and without reducing cwnd (RFC 1191 6.4).
  const { flight, cc } = c;
  let any = false;
  for (let i = 0; i < flight.length; i++) {
    const sent = flight.at(i);
    if (sent.syn || sent.sacked || distance(sent.seq, sent.end) <= c.snd.mss) continue;
    flight.markLost(sent);
    any = true;
  }
  if (any && cc.state !== "recovery") {
    cc.state = "loss";
    cc.recover = c.snd.nxt;
    cc.undo = null;
  }
  afterwards(c, now, out);
}
