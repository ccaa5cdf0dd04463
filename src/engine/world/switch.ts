/**
 * A learning switch (IEEE 802.1D, transparent bridging): it notes behind which port it saw a station, sends a frame for that station
 * to that port alone, and everything else to all other ports. It reads the two addresses at the front of a frame and nothing more,
 * stores a frame whole before sending it on, and takes no time itself: queues and rates are those of its links. Without VLANs, and
 * without a spanning tree: a loop of switches would circulate broadcasts for ever.
 */
import { type Duration, type Instant, seconds } from "../base/time.ts";
import type { HostId } from "../trace/happening.ts";
import type { Link, LinkEnd } from "./link.ts";
import type { World } from "./world.ts";

/** One socket of a switch, to be an end of a link. */
export interface SwitchPort extends LinkEnd {
  attach(link: Link, side: 0 | 1): void;
}

export class Switch {
  readonly name: HostId;
  readonly #world: World;
  readonly #ageing: Duration;
  readonly #ports: Port[] = [];
  /** Where each station was last seen, the longest unseen first. */
  readonly #stations = new Map<number, { readonly port: Port; readonly until: Instant }>();

  /** @param ageing how long a station is remembered without being seen: 300 s (IEEE 802.1D recommends it) unless said. */
  constructor(world: World, name: HostId, ageing: Duration = seconds(300)) {
    this.#world = world;
    this.name = name;
    this.#ageing = ageing;
  }

  /** A new port. */
  port(): SwitchPort {
    const port: Port = {
      host: this.name,
      link: null,
      side: 0,
      attach(link, side) {
        port.link = link;
        port.side = side;
      },
      onFrame: (bytes, labels, yours) => this.#onFrame(port, bytes, labels, yours),
    };
    this.#ports.push(port);
    return port;
  }

  #onFrame(from: Port, bytes: Uint8Array, labels: readonly string[], yours: boolean): void {
    if (bytes.length < 12) return; // not even two addresses
    const destination = addressAt(bytes, 0);
    const source = addressAt(bytes, 6);
    if (!isGroup(source)) this.#learn(from, source);
    const known = isGroup(destination) ? undefined : this.#stations.get(destination);
    if (known !== undefined && this.#world.now < known.until) {
      // Both on the same port: whoever is meant has it already.
      if (known.port !== from) this.#send(known.port, bytes, labels, yours);
      return;
    }
    const to = this.#ports.filter((port) => port !== from && port.link !== null);
    if (this.#world.tracing) {
      const happening = {
        kind: "switch.flooded",
        from: from.link!.name,
        to: to.map((port) => port.link!.name),
      } as const;
      this.#world.handle(this.#world.emit(this.name, { ...happening, mac: format(destination) }));
    }
    for (const port of to) this.#send(port, bytes, labels, yours && to.length === 1);
  }

  #learn(port: Port, source: number): void {
    const before = this.#stations.get(source);
    const isNews = before === undefined || before.port !== port || this.#world.now >= before.until;
    this.#stations.delete(source);
    this.#stations.set(source, { port, until: (this.#world.now + this.#ageing) as Instant });
    if (this.#stations.size > mostStations) this.#stations.delete(this.#stations.keys().next().value!);
    if (isNews && this.#world.tracing)
      this.#world.emit(this.name, { kind: "switch.learned", link: port.link!.name, mac: format(source) });
  }

  #send(port: Port, bytes: Uint8Array, labels: readonly string[], yours: boolean): void {
    port.link?.send(port.side, bytes, labels, yours);
  }
}

interface Port extends SwitchPort {
  link: Link | null;
  side: 0 | 1;
}

/** 48 bits in a number. */
function addressAt(bytes: Uint8Array, at: number): number {
  let address = 0;
  for (let i = at; i < at + 6; i++) address = address * 256 + bytes[i]!;
  return address;
}

/** The lowest bit of the first octet marks a group of stations. */
const isGroup = (address: number): boolean => Math.floor(address / 0x100_0000_0000) % 2 === 1;

function format(address: number): string {
  const digits = address.toString(16).padStart(12, "0");
  return digits.replace(/..(?!$)/g, "$&:");
}

/** Like a small office switch; the station unseen for longest is forgotten first. */
const mostStations = 4096;
