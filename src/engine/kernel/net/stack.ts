/**
 * The network stack of one host, put together: interfaces below, the Internet layer, ICMP, and what a router adds. Each part is a file
 * of its own and knows those below it; what it has to say to those above goes through the `out` that it is given here.
 *
 *     frame -> Nic -> Ip -> (Reassembler) -> Icmp | Udp | Tcp
 *                      |--> Forwarder -> Nic
 *                      '--> FastPath -> Tcp | Nic
 *
 * and the same once more for IPv6 without the fast path, with Udp and Tcp in common: `Internet` is what they see of both.
 */
import { assert } from "../../base/assert.ts";
import type { HostId } from "../../trace/happening.ts";
import { unreachableCode } from "../../wire/icmp.ts";
import { unreachableCode6 } from "../../wire/icmpv6.ts";
import { decodeIpv4 } from "../../wire/ipv4.ts";
import { type Ipv4Address, ipv4Mask } from "../../wire/ipv4-address.ts";
import { decodeIpv6 } from "../../wire/ipv6.ts";
import { type Ipv6Address, ipv6Prefix, isIpv6LinkLocal } from "../../wire/ipv6-address.ts";
import type { MacAddress } from "../../wire/mac.ts";
import { isMalformed } from "../../wire/malformed.ts";
import { ipProtocol } from "../../wire/numbers.ts";
import type { World } from "../../world/world.ts";
import { FastPath } from "./fast-path.ts";
import { Forwarder } from "./forward.ts";
import { Icmp } from "./icmp.ts";
import { Internet, type IpPacket } from "./internet.ts";
import { Ip } from "./ip.ts";
import { Forwarder6 } from "./ipv6/forward6.ts";
import { Icmp6 } from "./ipv6/icmp6.ts";
import { Ip6 } from "./ipv6/ip6.ts";
import { Routers } from "./ipv6/routers.ts";
import { Nat } from "./nat.ts";
import { Nic } from "./nic.ts";
import { SlabPool } from "./slab-pool.ts";
import { Sockets } from "./sockets.ts";
import { Tcp } from "./tcp.ts";
import { TcpSocket } from "./tcp-socket.ts";
import { Udp } from "./udp.ts";
import { UdpSocket } from "./udp-socket.ts";

export class NetStack {
  readonly world: World;
  readonly host: HostId;
  readonly slabs: SlabPool;
  readonly ip: Ip;
  readonly icmp: Icmp;
  readonly ip6: Ip6;
  readonly icmp6: Icmp6;
  readonly routers: Routers;
  readonly udp: Udp;
  readonly tcp: Tcp;
  readonly sockets = new Sockets();
  readonly #forwarder: Forwarder;
  readonly #forwarder6: Forwarder6;
  #nat: Nat | null = null;

  /** @param slabs hosts of one world may share theirs: packets of one time then lie together, and many hosts take no more memory than few. */
  constructor(world: World, host: HostId, slabs = new SlabPool()) {
    this.slabs = slabs;
    this.world = world;
    this.host = host;
    this.ip = new Ip(world, host, this.slabs, {
      problem: (header, packet, datagram, group) => this.icmp.complain(header, packet, datagram, group),
      forward: (packet, datagram, from, group) => this.#forwarder.forward(packet, datagram, from, group),
      arrived: (packet, datagram, from) => (this.#nat === null ? datagram : this.#nat.arrived(packet, datagram, from)),
    });
    this.icmp = new Icmp(world, host, this.ip, this.slabs);
    this.ip6 = new Ip6(world, host, this.slabs, {
      problem: (header, packet, bytes, group) => this.icmp6.complain(header, packet, bytes, group),
      forward: (packet, bytes, from, group) => this.#forwarder6.forward(packet, bytes, from, group),
      unreachable: (bytes) => this.#onUnreachable6(bytes),
    });
    this.routers = new Routers(world, host, this.ip6, this.slabs);
    this.icmp6 = new Icmp6(world, host, this.ip6, this.slabs, this.routers);
    const internet = new Internet(this.ip, this.ip6);
    this.udp = new Udp(world, host, internet, this.slabs, {
      portUnreachable: (packet, datagram, group) => this.#portUnreachable(packet, datagram, group),
    });
    this.tcp = new Tcp(world, host, internet, this.slabs);
    this.#forwarder = new Forwarder(world, host, this.ip, this.slabs, {
      problem: (header, packet, datagram, group) => this.icmp.complain(header, packet, datagram, group),
      leaving: (out, at, end, to) => this.#nat === null || this.#nat.leaving(out.subarray(at, end), to),
    });
    this.ip.fastPath = new FastPath(world, this.ip, this.tcp);
    this.#forwarder6 = new Forwarder6(world, host, this.ip6, this.slabs, {
      problem: (header, packet, bytes, group) => this.icmp6.complain(header, packet, bytes, group),
    });
    this.ip.serve(ipProtocol.icmp, this.icmp);
    this.ip6.serve(ipProtocol.icmpv6, this.icmp6);
    this.ip6.serve(ipProtocol.udp, this.udp);
    this.ip6.serve(ipProtocol.tcp, this.tcp);
    this.ip.serve(ipProtocol.udp, this.udp);
    this.ip.serve(ipProtocol.tcp, this.tcp);
    this.sockets.provide("datagram", (fd, family) => new UdpSocket(this.udp, fd, family));
    this.sockets.provide("stream", (fd, family) => new TcpSocket(this.tcp, fd, family));
  }

  get nat(): Nat | null {
    return this.#nat;
  }

  /** Makes a home router of it: what leaves by `outside` leaves with that interface's address. */
  translate(outside: Nic): Nat {
    assert(this.#nat === null, () => `${this.host} translates already`);
    this.ip.fastPath = null;
    this.#nat = new Nat(this.world, this.host, this.ip, outside);
    return this.#nat;
  }

  /** Adds an interface; the caller attaches it to a link. */
  addNic(name: string, mac: MacAddress, mtu: number): Nic {
    const nic = new Nic(
      this.world,
      this.slabs,
      { host: this.host, name, mac, mtu },
      {
        onFrame: (from, frame, group, yours) => this.ip.onFrame(from, frame, group, yours),
        onPacket6: (from, packet, group) => this.ip6.onPacket(from, packet, group),
        unreachable: (datagram) => this.#onUnreachable(datagram),
        overflow: (datagram) => this.ip.drop(datagram, "queue-full"),
      },
    );
    this.ip.nics.push(nic);
    return nic;
  }

  /** Gives an interface an address, and with it the route to its network. */
  addAddress(nic: Nic, address: Ipv4Address, prefix: number): void {
    nic.addAddress(address, prefix);
    const network = ((address & ipv4Mask(prefix)) >>> 0) as Ipv4Address;
    this.ip.routes.add({ network, prefix, gateway: null, nic, metric: 0 });
  }

  /** Sends what is for `network` to a router. The router must be a neighbour on some interface. */
  addRoute(network: Ipv4Address, prefix: number, gateway: Ipv4Address, metric = 1): void {
    const towards = this.ip.routes.lookup(gateway);
    assert(towards?.gateway === null, () => `${this.host}: the gateway is on none of its networks`);
    this.ip.routes.add({ network, prefix, gateway, nic: towards.nic, metric });
  }

  /**
   * Gives an interface an IPv6 address, a link-local one before it, and the route to its network.
   * @param detect whether the link is asked first if the addresses are free, which takes one to two seconds; else they are taken for granted.
   */
  addAddress6(nic: Nic, address: Ipv6Address, prefix: number, detect = false): void {
    const link = this.ip6.on(nic);
    link.addLinkLocal(detect);
    link.add(address, prefix, { detect });
    if (isIpv6LinkLocal(address)) return;
    this.ip6.routes.add({ network: ipv6Prefix(address, prefix), prefix, gateway: null, nic, metric: 0 });
  }

  /** As `addRoute`, for IPv6. */
  addRoute6(network: Ipv6Address, prefix: number, gateway: Ipv6Address, metric = 1): void {
    const towards = this.ip6.route(gateway, null);
    const nic = typeof towards === "string" || towards.nextHop !== gateway ? null : towards.nic;
    assert(nic, () => `${this.host}: the gateway is on none of its networks`);
    this.ip6.routes.add({ network, prefix, gateway, nic, metric });
  }

  /** Nobody is at the UDP port that a datagram is for: RFC 1122 4.1.3.1, RFC 4443 3.1. */
  #portUnreachable(packet: IpPacket, datagram: Uint8Array, group: boolean): void {
    if ("extensions" in packet) {
      const header = { kind: "destination-unreachable", code: unreachableCode6.port } as const;
      this.icmp6.complain(header, packet, datagram, group);
    } else {
      const header = { kind: "destination-unreachable", code: unreachableCode.port, nextHopMtu: 0 } as const;
      this.icmp.complain(header, packet, datagram, group);
    }
  }

  /** RFC 4861 7.2.2: address unreachable, told as `#onUnreachable` does. */
  #onUnreachable6(bytes: Uint8Array): void {
    this.ip6.drop(bytes, "no-neighbour");
    const packet = decodeIpv6(bytes);
    assert(!isMalformed(packet), "a packet that waited for a neighbour is malformed");
    const code = unreachableCode6.address;
    if (!this.ip6.owns(packet.source))
      this.icmp6.complain({ kind: "destination-unreachable", code }, packet, bytes, false);
    else this.ip6.report({ kind: "destination-unreachable", code, mtu: 0, reporter: packet.source }, packet);
  }

  /**
   * The next hop of a datagram does not answer. The sender is told that the host is unreachable (RFC 1812 4.3.3.1): by ICMP when it is
   * another host, and through the same door when it is this one.
   */
  #onUnreachable(datagram: Uint8Array): void {
    this.ip.drop(datagram, "no-neighbour");
    const packet = decodeIpv4(datagram);
    assert(!isMalformed(packet), "a datagram that waited for ARP is malformed");
    const code = 1;
    if (!this.ip.owns(packet.source))
      this.icmp.complain({ kind: "destination-unreachable", code, nextHopMtu: 0 }, packet, datagram, false);
    else this.ip.report({ kind: "destination-unreachable", code, mtu: 0, reporter: packet.source }, packet);
  }
}
