/**
 * A trace as a pcapng file (draft-ietf-opsawg-pcapng), for Wireshark and tshark: one interface a link, named; each frame once, at
 * the moment its sender puts it on the link, with nanoseconds; what became of it (lost, why, altered) as a comment. With `at`, what
 * that one host sends and receives instead: the capture that tcpdump would make on it.
 */
import { encodeUtf8 } from "../engine/base/bytes.ts";
import type { Instant } from "../engine/base/time.ts";
import type { EventId, HostId, LinkId } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";

export interface PcapngOptions {
  /** Capture on this host; null or absent: on every link, at the sender. */
  readonly at?: HostId | null;
  /** The run's name, kept as the section's comment. */
  readonly comment?: string;
}

const blockType = { section: 0x0a0d0d0a, interface: 1, enhancedPacket: 6 } as const;
const option = { end: 0, comment: 1, interfaceName: 2, timestampResolution: 9, hardware: 2, application: 4 } as const;
const linkTypeEthernet = 1;

/** The whole file. Little-endian, as the byte-order magic says. */
export function pcapng(trace: Trace, options: PcapngOptions = {}): Uint8Array {
  const out = new ByteSink();
  const interfaces = new Map<LinkId, number>();
  const fate = fates(trace);
  section(out, options.comment ?? "");
  for (const event of trace.events) {
    const sent = event.kind === "frame.sent";
    if (!sent && event.kind !== "frame.received") continue;
    if (options.at ? event.host !== options.at : !sent) continue;
    let id = interfaces.get(event.link);
    if (id === undefined) {
      id = interfaces.size;
      interfaces.set(event.link, id);
      describeInterface(out, event.link);
    }
    packet(out, id, event.at, event.bytes, sent ? (fate.get(event.id) ?? "") : "");
  }
  return out.bytes();
}

/** What happened to each frame besides arriving, in English, as captures are read by tools and people of all countries. */
function fates(trace: Trace): Map<EventId, string> {
  const out = new Map<EventId, string>();
  const add = (frame: EventId, words: string): void =>
    void out.set(frame, out.has(frame) ? `${out.get(frame)}; ${words}` : words);
  for (const event of trace.events) {
    if (event.kind === "frame.dropped") add(event.frame, `never arrives: ${event.why}`);
    else if (event.kind === "frame.altered") add(event.frame, `${event.how} by "${event.by}"`);
  }
  return out;
}

function section(out: ByteSink, comment: string): void {
  out.block(blockType.section, () => {
    out.u32(0x1a2b3c4d);
    out.u16(1);
    out.u16(0);
    out.u32(0xffffffff); // section length: not specified
    out.u32(0xffffffff);
    if (comment !== "") out.option(option.comment, encodeUtf8(comment));
    out.option(option.application, encodeUtf8("viva"));
    out.option(option.end, new Uint8Array(0));
  });
}

function describeInterface(out: ByteSink, name: string): void {
  out.block(blockType.interface, () => {
    out.u16(linkTypeEthernet);
    out.u16(0);
    out.u32(0); // no limit on captured length
    out.option(option.interfaceName, encodeUtf8(name));
    out.option(option.timestampResolution, Uint8Array.of(9)); // 10^-9 s
    out.option(option.end, new Uint8Array(0));
  });
}

function packet(out: ByteSink, id: number, at: Instant, bytes: Uint8Array, comment: string): void {
  out.block(blockType.enhancedPacket, () => {
    out.u32(id);
    out.u32(Math.floor(at / 0x1_0000_0000));
    out.u32(at % 0x1_0000_0000);
    out.u32(bytes.length);
    out.u32(bytes.length);
    out.padded(bytes);
    if (comment === "") return;
    out.option(option.comment, encodeUtf8(comment));
    out.option(option.end, new Uint8Array(0));
  });
}

/** Grows as it is written; everything in a pcapng file is padded to 32 bits. */
class ByteSink {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  u16(value: number): void {
    this.#room(2);
    this.#view.setUint16(this.#length, value, true);
    this.#length += 2;
  }

  u32(value: number): void {
    this.#room(4);
    this.#view.setUint32(this.#length, value, true);
    this.#length += 4;
  }

  padded(bytes: Uint8Array): void {
    const padding = -bytes.length & 3;
    this.#room(bytes.length + padding);
    this.#bytes.set(bytes, this.#length);
    this.#bytes.fill(0, this.#length + bytes.length, this.#length + bytes.length + padding);
    this.#length += bytes.length + padding;
  }

  option(code: number, value: Uint8Array): void {
    this.u16(code);
    this.u16(value.length);
    this.padded(value);
  }

  /** Writes a block's type, its content, and its length at both ends. */
  block(type: number, content: () => void): void {
    const start = this.#length;
    this.u32(type);
    this.u32(0);
    content();
    const length = this.#length - start + 4;
    this.u32(length);
    this.#view.setUint32(start + 4, length, true);
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
