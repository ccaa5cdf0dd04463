/** What must hold of every connection after every event; the property tests and `pair()` check it. */
import { assert } from "../../../base/assert.ts";
import { atOrBefore, before, distance } from "../../../wire/seq.ts";
import { type TcpConnection, unsent } from "../tcb.ts";

export function checkInvariants(c: TcpConnection): void {
  const { snd, rcv, flight, cc } = c;
  if (c.state === "CLOSED" || c.state === "LISTEN") return;
  assert(atOrBefore(snd.una, snd.nxt), () => `SND.UNA ${snd.una} is behind SND.NXT ${snd.nxt}`);
  assert(unsent(c) >= 0, () => `${unsent(c)} octets unsent`);
  assert(snd.wnd >= 0 && rcv.wnd >= 0, "a window is negative");
  assert(rcv.wnd <= 65_535 * (1 << c.options.rcvScale), () => `RCV.WND ${rcv.wnd} cannot be said`);
  assert(snd.mss >= 1, "no MSS");
  if (c.state !== "SYN-SENT" && c.state !== "SYN-RECEIVED") {
    assert(cc.cwnd >= snd.mss, () => `cwnd ${cc.cwnd} is less than a segment of ${snd.mss}`);
  }
  // The flight covers [SND.UNA, SND.NXT) without gaps, and its counts are those of its records.
  let at = snd.una;
  let sacked = 0;
  let lost = 0;
  let again = 0;
  let sackedOctets = 0;
  let lostOctets = 0;
  let againOctets = 0;
  for (let i = 0; i < flight.length; i++) {
    const s = flight.at(i);
    assert(s.seq === at, () => `record ${i} begins at ${s.seq}, not at ${at}`);
    assert(before(s.seq, s.end), "an empty record");
    assert(!(s.sacked && s.lost), "sacked and lost");
    const octets = distance(s.seq, s.end);
    if (s.sacked) sackedOctets += octets;
    if (s.lost) lostOctets += octets;
    if (s.retransmitted) againOctets += octets;
    sacked += s.sacked ? 1 : 0;
    lost += s.lost ? 1 : 0;
    again += s.retransmitted ? 1 : 0;
    assert(s.ordered === (!s.sacked && (!s.lost || s.retransmitted)), () => `record ${i} is wrongly in the time order`);
    at = s.end;
  }
  if (c.state !== "TIME-WAIT") assert(at === snd.nxt, () => `the flight ends at ${at}, SND.NXT is ${snd.nxt}`);
  assert(sacked === flight.sacked && lost === flight.lost && again === flight.retransmitted, "the counts are off");
  assert(
    sackedOctets === flight.sackedOctets &&
      lostOctets === flight.lostOctets &&
      againOctets === flight.retransmittedOctets,
    "the octet counts are off",
  );
  let previous = rcv.nxt;
  for (const range of rcv.ranges) {
    const held = c.state === "SYN-RECEIVED" && range.left === rcv.nxt;
    assert(
      (held || before(previous, range.left)) && before(range.left, range.right),
      "ranges touch or are out of order",
    );
    previous = range.right;
  }
  assert(
    flight.length === 0 || c.timers.send.kind !== "off",
    () => `${flight.length} in flight and no timer, ${c.state}`,
  );
}
