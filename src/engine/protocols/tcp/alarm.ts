/**
 * What happens when a timer expires: retransmission (RFC 6298 5, giving up RFC 9293 3.8.3), tail loss probe and reordering (RFC 8985 7.3,
 * 6.3), persist (RFC 9293 3.8.6.1), delayed ACK, keep-alive (3.8.4), FIN-WAIT-2, TIME-WAIT (3.10.8).
 */
import type { Duration, Instant } from "../../base/time.ts";
import { distance } from "../../wire/seq.ts";
import { end } from "./ending.ts";
import { detectLoss } from "./rack.ts";
import { lossesFoundByTimer, onTimeout } from "./recovery.ts";
import { afterwards } from "./segment-arrives.ts";
import { output, probeWindow, retransmit, sendAbort, sendAck, sendKeepAlive, startRetransmission } from "./send.ts";
import { never, type TcpConnection, type TcpOut, unsent } from "./tcb.ts";
import { armLife, armSend, stopSend } from "./timers.ts";

/** The instant asked for through `out.alarm` has come; nothing may be due. */
export function onAlarm(c: TcpConnection, now: Instant, out: TcpOut): void {
  c.timers.told = never;
  const { timers } = c;
  if (timers.ack <= now) {
    timers.ack = never;
    if (out.note) out.note({ what: "timer expired", timer: "delayed ACK" });
    if (c.ack.due !== "no") sendAck(c, now, out);
  }
  if (timers.send.at <= now) sendTimer(c, now, out);
  if (c.state !== "CLOSED" && timers.life.at <= now) lifeTimer(c, now, out);
  afterwards(c, now, out);
}

function sendTimer(c: TcpConnection, now: Instant, out: TcpOut): void {
  const { kind } = c.timers.send;
  stopSend(c);
  if (kind === "off") return;
  if (out.note) out.note({ what: "timer expired", timer: kind });
  switch (kind) {
    case "retransmission":
      retransmissionTimeout(c, now, out);
      return;
    case "loss probe":
      lossProbe(c, now, out);
      return;
    case "reordering":
      reorderingTimeout(c, now, out);
      return;
    case "persist":
      persistTimeout(c, now, out);
      return;
  }
}

function retransmissionTimeout(c: TcpConnection, now: Instant, out: TcpOut): void {
  if (c.flight.length === 0) return;
  c.patience.retries++;
  if (isHopeless(c, now)) {
    end(c, "timeout", "timeout", out);
    return;
  }
  // "The host MUST set RTO <- RTO * 2 (back off the timer)" (5.5); Linux repeats the first SYNs at one interval.
  const linear = c.state === "SYN-SENT" && c.settings.synRetries === null && c.patience.retries <= c.profile.linearSyns;
  if (!linear) c.rtt.backoff++;
  if (c.flight.at(0).syn) c.patience.synRetries++;
  onTimeout(c, now, out);
  // "Start the retransmission timer, such that it expires after RTO seconds" (5.6)
  startRetransmission(c, now, out);
}

/** R2 (RFC 9293 3.8.3): by count, by time, or as the application has set it. */
function isHopeless(c: TcpConnection, now: Instant): boolean {
  const { profile, settings, patience, flight } = c;
  const head = flight.at(0);
  // "As long as the receiving TCP peer continues to send acknowledgments ..., the sending TCP peer MUST allow the connection to stay open"
  // (MUST-37): with a closed window time counts from the last sign of life.
  const since = c.snd.wnd === 0 && !head.syn ? Math.max(head.firstSentAt, c.lastReceivedAt) : head.firstSentAt;
  const limit = settings.userTimeout ?? profile.giveUpAfter;
  if (limit !== null && now - since >= limit) return true;
  if (settings.userTimeout !== null) return false;
  const openTimeout = settings.openTimeout ?? profile.openTimeout;
  if (c.state === "SYN-SENT" && openTimeout !== null && now - since >= openTimeout) return true;
  if (c.state === "SYN-SENT")
    return patience.retries > (settings.synRetries ?? profile.synRetries + profile.linearSyns);
  if (head.syn) return patience.retries > profile.synAckRetries;
  const retries = c.orphan ? Math.min(profile.orphanRetries, profile.dataRetries) : profile.dataRetries;
  return retries !== Number.POSITIVE_INFINITY && now - since >= hypothetical(c, retries);
}

/** How long that many doubled timeouts take when they begin at the minimum: how Linux turns tcp_retries2 into time. */
function hypothetical(c: TcpConnection, retries: number): number {
  let total = 0;
  let wait: number = c.profile.minRto;
  for (let i = 0; i <= retries; i++) {
    total += wait;
    wait = Math.min(wait * 2, c.profile.maxRto);
  }
  return total;
}

/** "TLP_send_probe": new data if there is any that may go, else the last segment again (RFC 8985 7.3). */
function lossProbe(c: TcpConnection, now: Instant, out: TcpOut): void {
  const { flight, snd, cc } = c;
  if (flight.length === 0) return;
  const usable = snd.wnd - distance(snd.una, snd.nxt);
  if (unsent(c) > 0 && usable > 0) {
    probeWindow(c, now, out);
    cc.probe.retransmission = false;
  } else {
    retransmit(c, flight.at(flight.length - 1), "tail loss probe", now, out);
    cc.probe.retransmission = true;
  }
  cc.probe.end = snd.nxt;
  startRetransmission(c, now, out);
}

function reorderingTimeout(c: TcpConnection, now: Instant, out: TcpOut): void {
  const before = c.flight.lost;
  const wait = detectLoss(c, now);
  if (c.flight.lost > before) {
    lossesFoundByTimer(c, now, out);
    output(c, now, out);
  }
  if (c.flight.length === 0) return;
  if (wait > 0) armSend(c, "reordering", now, wait, out);
  else startRetransmission(c, now, out);
}

/** "SHOULD increase exponentially the interval between successive probes" (SHLD-30). */
function persistTimeout(c: TcpConnection, now: Instant, out: TcpOut): void {
  const { patience, settings, profile } = c;
  const since = Math.max(patience.probingSince, c.lastReceivedAt);
  const limit = settings.userTimeout !== null ? settings.userTimeout : c.orphan ? profile.giveUpAfter : null;
  const silent = patience.probes > 0 && now - since >= (limit ?? Number.POSITIVE_INFINITY);
  const counted = profile.dataRetries !== Number.POSITIVE_INFINITY && patience.probes > profile.dataRetries;
  if (silent || counted) {
    end(c, "timeout", "timeout", out);
    return;
  }
  if (probeWindow(c, now, out)) {
    startRetransmission(c, now, out);
    return;
  }
  patience.probes++;
  patience.persists++;
  let wait: number = c.rtt.rto;
  for (let i = 0; i < patience.persists && wait < profile.maxRto; i++) wait *= 2;
  armSend(c, "persist", now, Math.min(wait, profile.maxRto) as Duration, out);
}

function lifeTimer(c: TcpConnection, now: Instant, out: TcpOut): void {
  const { life } = c.timers;
  const { kind } = life;
  life.kind = "off";
  life.at = never;
  if (kind === "off") return;
  if (out.note) out.note({ what: "timer expired", timer: kind });
  switch (kind) {
    case "keep-alive":
      keepAliveTimeout(c, now, out);
      return;
    case "FIN-WAIT-2":
      end(c, "timeout", "timeout", out);
      return;
    case "TIME-WAIT":
      // "If the time-wait timeout expires on a connection, delete the TCB, enter the CLOSED state, and return."
      end(c, "fin", "2 MSL passed", out);
      return;
  }
}

function keepAliveTimeout(c: TcpConnection, now: Instant, out: TcpOut): void {
  const keepAlive = c.settings.keepAlive;
  if (keepAlive === null) return;
  // "Keep-alive packets MUST only be sent when no sent data is outstanding" (MUST-26)
  if (c.flight.length > 0 || unsent(c) > 0) {
    armLife(c, "keep-alive", now, keepAlive.idle, out);
    return;
  }
  // "it MUST NOT interpret failure to respond to any specific probe as a dead connection" (MUST-29)
  if (c.patience.keepAlives >= keepAlive.probes) {
    sendAbort(c, now, out);
    end(c, "timeout", "timeout", out);
    return;
  }
  c.patience.keepAlives++;
  sendKeepAlive(c, now, out);
  armLife(c, "keep-alive", now, keepAlive.interval, out);
}
