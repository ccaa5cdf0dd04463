/**
 * The network stack of one host, put together: interfaces below, the Internet layer, ICMP, and what a router adds. Each part is a file
 * of its own and knows those below it; what it has to say to those above goes through the `out` that it is given here.
 *
 *     frame -> Nic -> Ip -> (Reassembler) -> Icmp | Udp | Tcp
 *                      |--> Forwarder -> Nic
 *                      '--> FastPath -> Tcp | Nic
 */
import { assert } from "../../base/assert.ts";
import type { HostId } from "../../trace/happening.ts";
import { decodeIpv4 } from "../../wire/ipv4.ts";
import { type Ipv4Address, ipv4Mask } from "../../wire/ipv4-address.ts";
import type { MacAddress } from "../../wire/mac.ts";
import { isMalformed } from "../../wire/malformed.ts";
import { ipProtocol } from "../../wire/numbers.ts";
import type { World } from "../../world/world.ts";
import { FastPath } from "./fast-path.ts";
import { Forwarder } from "./forward.ts";
import { Icmp } from "./icmp.ts";
import { Ip } from "./ip.ts";
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
  readonly udp: Udp;
  readonly tcp: Tcp;
  readonly sockets = new Sockets();
  readonly #forwarder: Forwarder;
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
    this.udp = new Udp(world, host, this.ip, this.slabs, {
      problem: (header, packet, datagram, group) => this.icmp.complain(header, packet, datagram, group),
    });
    this.tcp = new Tcp(world, host, this.ip, this.slabs);
    this.#forwarder = new Forwarder(world, host, this.ip, this.slabs, {
      problem: (header, packet, datagram, group) => this.icmp.complain(header, packet, datagram, group),
      leaving: (out, at, end, to) => this.#nat === null || this.#nat.leaving(out.subarray(at, end), to),
    });
    this.ip.fastPath = new FastPath(world, this.ip, this.tcp);
    this.ip.serve(ipProtocol.icmp, this.icmp);
    this.ip.serve(ipProtocol.udp, this.udp);
    this.ip.serve(ipProtocol.tcp, this.tcp);
    this.sockets.provide("datagram", (fd) => new UdpSocket(this.udp, fd));
    this.sockets.provide("stream", (fd) => new TcpSocket(this.tcp, fd));
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
