import fc from "fast-check";
import { expect, test } from "vitest";
import { fromHex } from "../base/bytes.ts";
import { summarise } from "./summary.ts";
import vectors from "./vectors.json";

const { about: _, ...frames } = vectors;
const hex = (text: string): Uint8Array => fromHex(text)!;

test("each frame in one line", () => {
  expect(Object.values(frames).map((text) => summarise(hex(text)))).toEqual([
    "ARP, who has 10.0.0.2? tell 10.0.0.1",
    "ARP, 10.0.0.2 is at 02:00:00:00:00:02",
    "10.0.0.1.49152 > 10.0.0.2.80: Flags [S], seq 1000, win 65535, options [mss 1460], length 0",
    "10.0.0.1.49152 > 10.0.0.2.443: Flags [SEW], seq 4294967295, win 64240, " +
      "options [mss 1460, sackOK, TS val 123456 ecr 0, nop, wscale 7], length 0",
    "10.0.0.2.80 > 10.0.0.1.49152: Flags [.], ack 1001, win 65535, options [nop, nop, sack 2461:3921 5381:6841], length 0",
    "10.0.0.1.49152 > 10.0.0.2.80: Flags [P.], seq 1001:1019, ack 5001, win 65535, length 18",
    "10.0.0.1.5000 > 10.0.0.2.7: UDP, length 5",
    "10.0.0.1 > 10.0.0.2: ICMP echo request, id 7, seq 1, length 15",
    "10.0.0.254 > 10.0.0.1: ICMP fragmentation needed and DF set, next-hop MTU 1400, " +
      "about 10.0.0.1.49152 > 10.0.0.2.80: TCP, cut short",
    "10.0.0.1.9 > 10.0.0.2.9: UDP, length 0",
    "10.0.0.1 > 10.0.0.2: 17 (UDP) fragment, id 42, bytes 1480-1504+",
    "2001:db8::1.49152 > 2001:db8::2.80: Flags [S], seq 1000, win 65535, options [mss 1440], length 0",
    "2001:db8::1 > 2001:db8::2: ICMPv6 echo request, id 7, seq 1, length 12",
    "fe80::1 > ff02::1:ff00:2: ICMPv6 neighbor solicitation, who has fe80::2?",
    "fe80::2 > fe80::1: ICMPv6 neighbor advertisement, fe80::2 is here",
    "fe80::2 > ff02::1: ICMPv6 router advertisement, lifetime 1800 s",
    "2001:db8::ff > 2001:db8::1: ICMPv6 packet too big, MTU 1280, about 2001:db8::1.1111 > 2001:db8::2.53: UDP, cut short",
    "02:00:00:00:00:01 > 02:00:00:00:00:02: EtherType 0x8100, length 37",
  ]);
});

test("a wrong checksum and a malformed header are said", () => {
  const wrong = hex(vectors.tcpData);
  wrong[60]! ^= 1;
  expect(summarise(wrong)).toMatch(/length 18 \[wrong TCP checksum\]$/);
  const malformed = hex(vectors.tcpData);
  malformed[46] = 0;
  expect(summarise(malformed)).toBe(
    "10.0.0.1 > 10.0.0.2: malformed tcp, Data Offset (byte 12): a header of 0 bytes is shorter than 20",
  );
});

test("whatever the bytes, there is a line", () => {
  const damaged = fc
    .tuple(
      fc.constantFrom(...Object.values(frames)),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 }),
    )
    .map(([text, hits]) => {
      const frame = hex(text);
      for (const [at, value] of hits) frame[at % frame.length] = value;
      return frame.subarray(0, hits.length === 0 ? (text.length * 7) % frame.length : frame.length);
    });
  fc.assert(
    fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 120 })), (frame) => {
      expect(summarise(frame)).toMatch(/./);
    }),
    { numRuns: 2000 },
  );
});
