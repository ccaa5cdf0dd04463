/**
 * Nothing of the protocol: what V8 wants to know beforehand. It keeps a field that has held small whole numbers only in another way than one
 * that has held others, and when the first sequence number passes 2^31, or the first instant 2 seconds, it throws away all code that it has
 * compiled for such records and begins again. So one connection is made, and shown numbers of the kind that its fields will hold, before
 * the first is used. Measured: a sixth of the cost of the first 200 MB of a process. Without it everything works the same, slower at first.
 */
import type { TcpConnection } from "./tcb.ts";

/** Shows every sequence number and instant of a connection a value that is no small integer. It is of no use afterwards. */
export function settleShapes(c: TcpConnection): void {
  for (const record of [c, c.snd, c.rcv, c.ack, c.timers.send, c.timers.life, c.timers, c.ts]) settle(record);
  for (const record of [c.tally, c.cc, c.cc.rack, c.cc.hystart]) settle(record);
}

function settle(record: object): void {
  const fields = record as Record<string, unknown>;
  for (const name of Object.keys(fields))
    if (large.has(name) && typeof fields[name] === "number") fields[name] = 0xffff_ffff;
}

const large: ReadonlySet<string> = new Set([
  ...["una", "nxt", "up", "wl1", "wl2", "bufferStart", "smallEnd", "pushed", "irs", "recent", "offset", "lastAckSent"],
  ...["lastSentAt", "since", "at", "ack", "told", "lastReceivedAt", "recentAt", "firstSentAt", "echo"],
  ...["recover", "sentAt", "end", "fack", "roundEnd", "roundStart", "lastAck"],
]);
