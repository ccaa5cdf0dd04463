/**
 * Captures of faulty runs for the judge: which frames stand in them, in which order, and what the world knows of each. Damaged frames
 * are known by the identification of their datagram, which whoever forwards them leaves as it is.
 */

import type { EventId, EventOf } from "../../src/engine/trace/happening.ts";
import { Trace } from "../../src/engine/trace/trace.ts";
import { decodeEthernet, ethernetHeaderLength } from "../../src/engine/wire/ethernet.ts";
import { readU16 } from "../../src/engine/wire/integers.ts";
import { isMalformed } from "../../src/engine/wire/malformed.ts";
import { etherType } from "../../src/engine/wire/numbers.ts";
import { pcapng } from "../../src/views/pcapng.ts";

export type FrameEvent = EventOf<"frame.sent"> | EventOf<"frame.received">;

export interface Capture {
  readonly file: Uint8Array;
  /** The frames of the file, in its order. */
  readonly frames: readonly FrameEvent[];
}

/** What routers and switches put on all links. */
export function captureInside(trace: Trace, ends: readonly string[]): Capture {
  const kept = new Trace();
  for (const event of trace.events)
    if (event.kind === "frame.sent" && !ends.includes(event.host!)) kept.events.push(event);
  return { file: pcapng(kept), frames: kept.of("frame.sent") };
}

/** What `host` sent and received, without frames that a link damaged: the host drops those too. */
export function captureAt(trace: Trace, host: string, damage: Damage): Capture {
  const kept = new Trace();
  const frames: FrameEvent[] = [];
  for (const event of trace.events) {
    if ((event.kind === "frame.sent" || event.kind === "frame.received") && event.host === host) {
      const wrong = event.kind === "frame.received" ? damage.of(event) : "nothing";
      if (wrong === "header" || wrong === "datagram") continue;
      frames.push(event);
    }
    kept.events.push(event);
  }
  return { file: pcapng(kept, { at: host }), frames };
}

/**
 * What is wrong with a frame: nothing; only the Ethernet source, which a receiver does not look at; the rest of the Ethernet header; or
 * the datagram in it, which a checksum reveals.
 */
export type Wrong = "nothing" | "source" | "header" | "datagram";

/** Which frames of a run are not what the host that made them sent. */
export class Damage {
  readonly #trace: Trace;
  /** What arrived damaged; a switch sends these very bytes on. */
  readonly #bytes = new Map<Uint8Array, Wrong>();
  /** By identification of the datagram, which a router leaves as it is: when it first arrived damaged. */
  readonly #since = new Map<number, EventId>();

  constructor(trace: Trace) {
    this.#trace = trace;
    for (const event of trace.of("frame.received")) {
      const wrong = this.#happenedTo(event);
      if (wrong === "nothing") continue;
      const sent = sentAs(trace, event);
      const before = this.#bytes.get(sent) ?? "nothing";
      this.#bytes.set(event.bytes, severity.indexOf(wrong) > severity.indexOf(before) ? wrong : before);
      const id = identification(sent);
      if (before === "nothing" && wrong === "datagram" && id !== null && !this.#since.has(id))
        this.#since.set(id, event.id);
    }
  }

  of(event: FrameEvent): Wrong {
    const known = this.#bytes.get(event.bytes);
    if (known !== undefined) return known;
    const id = identification(event.bytes);
    return id !== null && (this.#since.get(id) ?? Number.POSITIVE_INFINITY) < event.id ? "datagram" : "nothing";
  }

  /** What this link did to a frame. */
  #happenedTo(event: EventOf<"frame.received">): Wrong {
    const sent = sentAs(this.#trace, event);
    if (sent === event.bytes) return "nothing";
    const at = sent.findIndex((octet, i) => octet !== event.bytes[i]);
    if (at < 0) return "nothing";
    return at >= ethernetHeaderLength ? "datagram" : at >= 6 && at < 12 ? "source" : "header";
  }
}

const severity: readonly Wrong[] = ["nothing", "source", "header", "datagram"];

const sentAs = (trace: Trace, event: EventOf<"frame.received">): Uint8Array =>
  (trace.event(event.frame) as EventOf<"frame.sent">).bytes;

/** Of the datagram in this frame; null when there is none. */
function identification(bytes: Uint8Array): number | null {
  const frame = decodeEthernet(bytes);
  if (isMalformed(frame) || frame.etherType !== etherType.ipv4 || frame.payload.length < 20) return null;
  return readU16(frame.payload, 4);
}
