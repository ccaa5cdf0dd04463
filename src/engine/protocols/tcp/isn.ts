/**
 * Initial sequence numbers that an attacker off the path cannot predict: RFC 6528 3 and RFC 9293 3.4.1,
 * ISN = M + F(localip, localport, remoteip, remoteport, secretkey), M a clock of 4 microseconds, F a keyed hash (SHA-256).
 */
import { sha256 } from "../../base/crypto.ts";
import type { Instant } from "../../base/time.ts";
import { type Seq, seq } from "../../wire/seq.ts";
import type { Endpoint } from "./tcb.ts";

/** @param secret any bytes that the other end does not know; made from the seed of the run. */
export function initialSequenceNumber(secret: Uint8Array, local: Endpoint, remote: Endpoint, now: Instant): Seq {
  const clock = Math.floor(now / 4_000);
  return seq((clock % 0x1_0000_0000) + hashOf(secret, 0, local, remote));
}

/** An offset for the timestamp clock, one for each pair of endpoints (RFC 7323 5.4): the same secret, another hash. */
export const timestampOffset = (secret: Uint8Array, local: Endpoint, remote: Endpoint): number =>
  hashOf(secret, 1, local, remote);

function hashOf(secret: Uint8Array, use: number, local: Endpoint, remote: Endpoint): number {
  const input = new Uint8Array(1 + 2 * 18 + secret.length);
  input[0] = use;
  writeEndpoint(input, 1, local);
  writeEndpoint(input, 19, remote);
  input.set(secret, 37);
  const digest = sha256(input);
  return ((digest[0]! << 24) | (digest[1]! << 16) | (digest[2]! << 8) | digest[3]!) >>> 0;
}

function writeEndpoint(out: Uint8Array, at: number, end: Endpoint): void {
  let rest = BigInt(end.address);
  for (let i = 15; i >= 0; i--) {
    out[at + i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  out[at + 16] = end.port >> 8;
  out[at + 17] = end.port & 0xff;
}
