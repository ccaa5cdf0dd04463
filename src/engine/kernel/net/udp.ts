/**
 * UDP on a host (RFC 768; RFC 1122 4.1): takes datagrams from the Internet layer, checks them, finds the socket (`demux.ts`), and tells
 * the sender when there is none. Sending is up to the socket (`udp-socket.ts`). A broadcast goes to one socket, the most specific; no
 * multicast, no UDP-Lite.
 */
import { addChecksum } from "../../base/checksum.ts";
import type { HostId } from "../../trace/happening.ts";
import { readU16 } from "../../wire/integers.ts";
import { isIpv6 } from "../../wire/ip-address.ts";
import { isMalformed } from "../../wire/malformed.ts";
import { type AddressSum, ipv4AddressSum } from "../../wire/pseudo-header.ts";
import { checkUdp, decodeUdp } from "../../wire/udp.ts";
import type { World } from "../../world/world.ts";
import { Demux, type Endpoint, formatEndpoint } from "./demux.ts";
import type { IcmpError } from "./icmp-error.ts";
import type { Internet, IpPacket, Transport } from "./internet.ts";
import type { SlabPool } from "./slab-pool.ts";
import type { UdpSocket } from "./udp-socket.ts";

export interface UdpOut {
  /** Nobody is at the port of a datagram, and its sender may be told. */
  portUnreachable(packet: IpPacket, datagram: Uint8Array, group: boolean): void;
}

export class Udp implements Transport {
  readonly world: World;
  readonly host: HostId;
  readonly ip: Internet;
  readonly slabs: SlabPool;
  readonly demux: Demux<UdpSocket>;
  readonly #out: UdpOut;

  constructor(world: World, host: HostId, ip: Internet, slabs: SlabPool, out: UdpOut) {
    this.world = world;
    this.host = host;
    this.ip = ip;
    this.slabs = slabs;
    this.demux = new Demux(world.rng(`udp ports ${host}`));
    this.#out = out;
  }

  onDatagram(packet: IpPacket, datagram: Uint8Array, group: boolean): void {
    const { source, destination } = packet;
    const udp = decodeUdp(packet.payload);
    if (isMalformed(udp)) {
      this.#drop(packet, "malformed");
      return;
    }
    // RFC 1122 4.1.3.4: a wrong checksum is a reason to discard silently; a sender may have left it out.
    // Over IPv6 it may not (RFC 8200 8.1): there is no other checksum that covers the addresses.
    const checksum = checkUdp(packet.payload, addressSumIn(packet, datagram));
    if (checksum === "wrong" || (checksum === "absent" && isIpv6(source))) {
      this.#drop(packet, "checksum");
      return;
    }
    const socket = this.demux.lookup(destination, udp.destinationPort, source, udp.sourcePort);
    if (socket === null) {
      // RFC 1122 4.1.3.1: "UDP SHOULD send an ICMP Port Unreachable message."
      this.#drop(packet, "closed-port");
      this.#out.portUnreachable(packet, datagram, group);
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

  onError(error: IcmpError, quoted: IpPacket): void {
    if (quoted.payload.length < 4) return; // not even the ports
    const [localPort, remotePort] = [readU16(quoted.payload, 0), readU16(quoted.payload, 2)];
    const socket = this.demux.lookup(quoted.source, localPort, quoted.destination, remotePort);
    socket?.onError(error, { address: quoted.destination, port: remotePort });
  }

  #drop({ source, destination, payload }: IpPacket, why: "malformed" | "checksum" | "closed-port" | "buffer-full") {
    const world = this.world;
    if (!world.tracing) return;
    const port = (at: number): number => (payload.length >= at + 2 ? readU16(payload, at) : 0);
    const ends = { from: formatEndpoint(source, port(0)), to: formatEndpoint(destination, port(2)) };
    world.handle(world.emit(this.host, { kind: "udp.dropped", ...ends, why }));
  }
}

/** The sum of both addresses of a packet, read off its bytes where that is less work. */
export const addressSumIn = ({ source, destination }: IpPacket, datagram: Uint8Array): AddressSum =>
  isIpv6(source) ? (addChecksum(datagram, 8, 40) as AddressSum) : ipv4AddressSum(source, destination as typeof source);
