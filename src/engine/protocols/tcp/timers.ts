/**
 * The timers of a connection and its one alarm. Three can run at a time: one that drives retransmission (a union: retransmission
 * timeout, tail loss probe, reordering, persist), the delayed ACK, and one that lasts (keep-alive, FIN-WAIT-2, TIME-WAIT).
 * What happens when they expire is in `alarm.ts`.
 */
import { after, type Duration, type Instant } from "../../base/time.ts";
import { type LifeTimer, never, type SendTimer, type TcpConnection, type TcpOut } from "./tcb.ts";

export function armSend(
  c: TcpConnection,
  kind: Exclude<SendTimer, "off">,
  now: Instant,
  wait: Duration,
  out: TcpOut,
): void {
  const timer = c.timers.send;
  timer.kind = kind;
  timer.at = after(now, wait);
  if (out.note) out.note({ what: "timer armed", timer: kind, at: timer.at });
}

export function stopSend(c: TcpConnection): void {
  c.timers.send.kind = "off";
  c.timers.send.at = never;
}

export function armLife(
  c: TcpConnection,
  kind: Exclude<LifeTimer, "off">,
  now: Instant,
  wait: Duration,
  out: TcpOut,
): void {
  const timer = c.timers.life;
  timer.kind = kind;
  timer.at = after(now, wait);
  if (out.note) out.note({ what: "timer armed", timer: kind, at: timer.at });
}

export function stopLife(c: TcpConnection): void {
  c.timers.life.kind = "off";
  c.timers.life.at = never;
}

export function armDelayedAck(c: TcpConnection, now: Instant, wait: Duration, out: TcpOut): void {
  c.timers.ack = after(now, wait);
  if (out.note) out.note({ what: "timer armed", timer: "delayed ACK", at: c.timers.ack });
}

export function stopAll(c: TcpConnection): void {
  stopSend(c);
  stopLife(c);
  c.timers.ack = never;
}

/**
 * Tells the sink when to call. An alarm that is only put off is left as it is (and finds nothing due): in a bulk transfer every ACK
 * puts off the retransmission timer, and moving an alarm costs more than one idle call per timeout.
 */
export function tellAlarm(c: TcpConnection, out: TcpOut): void {
  const { send, ack, life, told } = c.timers;
  const earliest = Math.min(send.at, ack, life.at) as Instant;
  if (earliest === told || (earliest > told && earliest !== never)) return;
  c.timers.told = earliest;
  out.alarm(earliest === never ? null : earliest);
}
