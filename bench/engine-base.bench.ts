/** engine/base beside the obvious way to do the same: the checksum, the heap, UTF-8. */
import { encodeUtf8 } from "../src/engine/base/bytes.ts";
import { checksum } from "../src/engine/base/checksum.ts";
import { Heap } from "../src/engine/base/heap.ts";
import { Rng } from "../src/engine/base/rng.ts";
import { type Bench, compare, type Row } from "./compare.ts";

const bench: Bench = {
  name: "engine-base",
  what: "checksum, heap and UTF-8 of engine/base, each beside a naive loop, a sorted array, the platform's encoder",
  run: () => [
    ...checksums(20),
    ...checksums(1_460),
    ...queues(64),
    ...queues(4_096),
    ...encoders("18 characters of Latin", "www.example.test/a"),
    ...encoders("600 syllables of Hangul", "면접에서묻는것".repeat(86)),
  ],
};
export default bench;

function checksums(length: number): Row[] {
  // Frames at different places of a slab, as in the simulated network.
  const slab = Uint8Array.from({ length: 32 * 2_048 }, (_, i) => i * 31);
  const over = (sum: (bytes: Uint8Array, from: number, to: number) => number) => (times: number) => {
    let total = 0;
    for (let i = 0; i < times; i++) {
      const from = (i & 31) * 2_048;
      total += sum(slab, from, from + length);
    }
    return total;
  };
  return compare(`checksum of ${length} bytes`, {
    "naive loop over bytes": over(naiveChecksum),
    "engine/base": over(checksum),
  });
}

function naiveChecksum(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i += 2) {
    sum += (bytes[i]! << 8) | (i + 1 < to ? bytes[i + 1]! : 0);
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return ~sum & 0xffff;
}

/** The hold model: take the earliest of `size` events, put it in again a little later. */
function queues(size: number): Row[] {
  const rng = new Rng(1);
  const delays = Array.from({ length: 1_024 }, () => rng.below(1_000_000));
  const events = Array.from({ length: size }, () => rng.below(1_000_000));

  const sorted = events.map((at) => ({ at })).sort((a, b) => b.at - a.at);
  const heap = new Heap<{ at: number }>((a, b) => a.at < b.at);
  for (const at of events) heap.push({ at });

  return compare(`take one, put one, of ${size} events`, {
    "sorted array": (times) => {
      let at = 0;
      for (let i = 0; i < times; i++) {
        at = sorted.pop()!.at;
        insert(sorted, { at: at + delays[i & 1_023]! });
      }
      return at;
    },
    "engine/base": (times) => {
      let at = 0;
      for (let i = 0; i < times; i++) {
        at = heap.pop()!.at;
        heap.push({ at: at + delays[i & 1_023]! });
      }
      return at;
    },
  });
}

/** Keeps `sorted` falling, so that the earliest is at its end. */
function insert(sorted: { at: number }[], event: { at: number }): void {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.at > event.at) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, event);
}

function encoders(what: string, text: string): Row[] {
  const encoder = new TextEncoder();
  const over = (encode: (text: string) => Uint8Array) => (times: number) => {
    let length = 0;
    for (let i = 0; i < times; i++) length += encode(text).length;
    return length;
  };
  return compare(`UTF-8 of ${what}`, { TextEncoder: over((t) => encoder.encode(t)), "engine/base": over(encodeUtf8) });
}
