/** How a connection ends: in order through TIME-WAIT (RFC 9293 3.6.1), or at once by reset, timeout, error or abort. */
import type { Duration, Instant } from "../../base/time.ts";
import type { Trigger } from "./states.ts";
import { type ClosedWhy, enter, type TcpConnection, type TcpOut } from "./tcb.ts";
import { armLife, stopAll, tellAlarm } from "./timers.ts";

/** "enter TIME-WAIT, start the time-wait timer, turn off the other timers" */
export function enterTimeWait(c: TcpConnection, why: Trigger, now: Instant, out: TcpOut): void {
  enter(c, "TIME-WAIT", why, out);
  stopAll(c);
  c.flight.clear();
  c.snd.buffer.clear();
  c.snd.bufferStart = c.snd.nxt;
  armLife(c, "TIME-WAIT", now, (2 * c.profile.msl) as Duration, out);
}

/** The end: no timer runs, nothing more is said but `closed`. What was received in order can still be read after a FIN. */
export function end(c: TcpConnection, closedWhy: ClosedWhy, why: Trigger, out: TcpOut): void {
  // A connection that came from LISTEN and was never established leaves only the listener behind (RFC 9293 3.10.7.4).
  const backToListen = c.passive && c.state === "SYN-RECEIVED" && why === "receive RST" && !c.fastOpen?.ahead;
  if (backToListen) {
    c.state = "CLOSED";
    out.state("SYN-RECEIVED", "LISTEN", why);
  } else enter(c, "CLOSED", why, out);
  stopAll(c);
  c.flight.clear();
  c.snd.buffer.clear();
  c.ack.due = "no";
  if (closedWhy !== "fin") {
    c.rcv.ranges.length = 0;
    if (closedWhy !== "reset" || c.profile.textAfterReset === "flush") c.rcv.buffer.clear();
  }
  tellAlarm(c, out);
  c.parent?.gone(c);
  out.closed(closedWhy);
}
