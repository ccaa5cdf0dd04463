/**
 * What the receiver says in SACK options: RFC 2018 4 (the latest block first, then those reported most recently) and RFC 2883
 * (a duplicate is reported once, in front). The sender's side, the scoreboard, is `scoreboard.ts`.
 */
import { after, atOrAfter, atOrBefore, type Seq } from "../../wire/seq.ts";
import type { SackBlock } from "../../wire/tcp-options.ts";
import type { Range, TcpConnection } from "./tcb.ts";

/** Three blocks fit beside timestamps, four without (RFC 2018 3). Reporting a duplicate uses it up. */
export function reportedBlocks(c: TcpConnection): SackBlock[] {
  const room = mostBlocks(c);
  const blocks: SackBlock[] = [];
  if (c.rcv.duplicate) {
    blocks.push(c.rcv.duplicate);
    c.rcv.duplicate = null;
  }
  for (const range of c.rcv.reported) {
    if (blocks.length === room) break;
    blocks.push({ left: range.left, right: range.right });
  }
  return blocks;
}

/** How many octets of options the report takes, two NOPs for alignment counted; 0 when there is nothing to report. */
export function reportOctets(c: TcpConnection): number {
  if (!c.options.sack) return 0;
  const blocks = Math.min(mostBlocks(c), c.rcv.reported.length + (c.rcv.duplicate === null ? 0 : 1));
  return blocks === 0 ? 0 : 4 + 8 * blocks;
}

/** What the 40 octets of options have room for (RFC 2018 3). */
const mostBlocks = (c: TcpConnection): number => (c.options.timestamps ? 3 : 4);

/** `range` has just grown or come to be: "the first SACK block MUST specify the contiguous block ... which triggered this ACK". */
export function reportFirst(c: TcpConnection, range: Range): void {
  const { reported } = c.rcv;
  let kept = 0;
  for (const block of reported) {
    const inside = atOrAfter(block.left, range.left) && atOrBefore(block.right, range.right);
    if (!inside) reported[kept++] = block;
  }
  reported.length = Math.min(kept, 3);
  reported.unshift({ left: range.left, right: range.right });
}

/** RCV.NXT has moved: what it covers is no longer reported. */
export function forgetReported(c: TcpConnection, nxt: Seq): void {
  const { reported } = c.rcv;
  if (reported.length === 0) return;
  let kept = 0;
  for (const block of reported) if (after(block.right, nxt)) reported[kept++] = block;
  reported.length = kept;
}

/** Octets [left, right) have come twice. One report an ACK: of several in one segment the lowest (RFC 2883 4). */
export function reportDuplicate(c: TcpConnection, left: Seq, right: Seq): void {
  if (c.options.sack && left !== right && c.rcv.duplicate === null) c.rcv.duplicate = { left, right };
}
