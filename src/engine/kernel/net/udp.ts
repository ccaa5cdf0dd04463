/**
 * UDP on a host (RFC 768; RFC 1122 4.1): takes datagrams from the Internet layer, checks them, finds the socket (`demux.ts`), and tells
 * the sender when there is none. Sending is up to the socket (`udp-socket.ts`). A broadcast goes to one socket, the most specific; no
 * multicast, no UDP-Lite.
 */
import type { HostId } from "../../trace/happening.ts";
import { unreachableCode } from "../../wire/icmp.ts";
import { readU16 } from "../../wire/integers.ts";
import type { Ipv4Packet } from "../../wire/ipv4.ts";
import { isMalformed } from "../../wire/malformed.ts";
import { ipv4AddressSum } from "../../wire/pseudo-header.ts";
import { checkUdp, decodeUdp } from "../../wire/udp.ts";
import type { World } from "../../world/world.ts";
import { Demux, type Endpoint, formatEndpoint } from "./demux.ts";
import type { IcmpError } from "./icmp-error.ts";
import type { Ip, IpOut, Transport } from "./ip.ts";
import type { SlabPool } from "./slab-pool.ts";
import type { UdpSocket } from "./udp-socket.ts";

export class Udp implements Transport {
  readonly world: World;
  readonly host: HostId;
  readonly ip: Ip;
  readonly slabs: SlabPool;
  readonly demux: Demux<UdpSocket>;
  readonly #out: Pick<IpOut, "problem">;

  constructor(world: World, host: HostId, ip: Ip, slabs: SlabPool, out: Pick<IpOut, "problem">) {
    this.world = world;
    this.host = host;
    this.ip = ip;
    this.slabs = slabs;
    this.demux = new Demux(world.rng(`udp ports ${host}`));
    this.#out = out;
  }

  onDatagram(packet: Ipv4Packet, datagram: Uint8Array, group: boolean): void {
    const { source, destination } = packet;
    const udp = decodeUdp(packet.payload);
    if (isMalformed(udp)) {
      this.#drop(packet, "malformed");
      return;
    }
    // RFC 1122 4.1.3.4: a wrong checksum is a reason to discard silently; a sender may have left it out.
    if (checkUdp(packet.payload, ipv4AddressSum(source, destination)) === "wrong") {
      this.#drop(packet, "checksum");
      return;
    }
    const socket = this.demux.lookup(destination, udp.destinationPort, source, udp.sourcePort);
    if (socket === null) {
      // RFC 1122 4.1.3.1: "UDP SHOULD send an ICMP Port Unreachable message."
      this.#drop(packet, "closed-port");
      this.#out.problem(portUnreachable, packet, datagram, group);
      return;
    }
    const from: Endpoint = { address: source, port: udp.sourcePort };
    if (!socket.hasRoomFor(udp.payload.length)) {
      this.#drop(packet, "buffer-full");
      return;
    }
    const world = this.world;
    if (world.tracing) {
      const ends = { from: formatEndpoint(source, from.port), to: formatEndpoint(destination, udp.destinationPort) };
      world.handle(world.emit(this.host, { kind: "udp.received", ...ends, lengthBytes: udp.payload.length }));
    }
    socket.onReceived(udp.payload, from);
  }

  onError(error: IcmpError, quoted: Ipv4Packet): void {
    if (quoted.payload.length < 4) return; // not even the ports
    const [localPort, remotePort] = [readU16(quoted.payload, 0), readU16(quoted.payload, 2)];
    const socket = this.demux.lookup(quoted.source, localPort, quoted.destination, remotePort);
    socket?.onError(error, { address: quoted.destination, port: remotePort });
  }

  #drop({ source, destination, payload }: Ipv4Packet, why: "malformed" | "checksum" | "closed-port" | "buffer-full") {
    const world = this.world;
    if (!world.tracing) return;
    const port = (at: number): number => (payload.length >= at + 2 ? readU16(payload, at) : 0);
    const ends = { from: formatEndpoint(source, port(0)), to: formatEndpoint(destination, port(2)) };
    world.handle(world.emit(this.host, { kind: "udp.dropped", ...ends, why }));
  }
}

const portUnreachable = { kind: "destination-unreachable", code: unreachableCode.port, nextHopMtu: 0 } as const;
