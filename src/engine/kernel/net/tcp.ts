/**
 * TCP on a host: takes datagrams from the Internet layer, checks them, finds the connection or the listener they are for, and encodes
 * what `protocols/tcp` wants sent. The protocol itself is there; here are ports, checksums, routes, alarms and the trace. A connection
 * lives on after its socket is closed, until the protocol is done with it: that is what keeps a port busy in TIME-WAIT.
 */
import { assert } from "../../base/assert.ts";
import type { Instant } from "../../base/time.ts";
import { onAlarm } from "../../protocols/tcp/alarm.ts";
import { onIcmp } from "../../protocols/tcp/icmp.ts";
import { initialSequenceNumber, timestampOffset } from "../../protocols/tcp/isn.ts";
import { onSegmentInListen } from "../../protocols/tcp/listener.ts";
import { type Profile, rfc } from "../../protocols/tcp/profile.ts";
import { answerWithReset, noPayload, type Segment } from "../../protocols/tcp/segment.ts";
import { onSegment } from "../../protocols/tcp/segment-arrives.ts";
import type {
  ClosedWhy,
  TcpConnection,
  TcpNote,
  TcpOut,
  Endpoint as TransportEndpoint,
} from "../../protocols/tcp/tcb.ts";
import type { EventId, HostId } from "../../trace/happening.ts";
import { ethernetHeaderLength } from "../../wire/ethernet.ts";
import { readU16, readU32 } from "../../wire/integers.ts";
import { formatIp, type IpAddress, isIpv6 } from "../../wire/ip-address.ts";
import { ipv4HeaderLength } from "../../wire/ipv4.ts";
import type { Ipv4Address } from "../../wire/ipv4-address.ts";
import { isMalformed } from "../../wire/malformed.ts";
import { ipProtocol } from "../../wire/numbers.ts";
import { type AddressSum, ipv4AddressSum, upperLayerChecksum } from "../../wire/pseudo-header.ts";
import type { Seq } from "../../wire/seq.ts";
import { checkTcp, decodeTcp, encodeTcp, tcpFlag, tcpHeaderLength } from "../../wire/tcp.ts";
import { stampAlone, type TcpOption, tcpOptionsLength } from "../../wire/tcp-options.ts";
import type { Alarm, World } from "../../world/world.ts";
import { Demux, type Endpoint, formatEndpoint } from "./demux.ts";
import { type IcmpError, isHard, isTooBig } from "./icmp-error.ts";
import {
  addressSumOf,
  headerLengthTo,
  type Internet,
  type IpPacket,
  isRoute6,
  type Route,
  type Transport,
} from "./internet.ts";
import type { SlabPool } from "./slab-pool.ts";
import type { TcpSocket } from "./tcp-socket.ts";
import { addressSumIn } from "./udp.ts";

/** What the demultiplexer finds: a connection, or a socket that is bound or listens. */
export type TcpTarget = Flow | TcpSocket;

export class Tcp implements Transport {
  readonly world: World;
  readonly host: HostId;
  readonly ip: Internet;
  readonly slabs: SlabPool;
  readonly demux: Demux<TcpTarget>;
  /** Whose habits connections have that are made from now on. */
  profile: Profile = rfc;
  /** How initial sequence numbers are chosen; RFC 6528 with a secret of the run unless an experiment sets another. */
  chooseIss: (local: TransportEndpoint, remote: TransportEndpoint, now: Instant) => Seq;
  readonly #secret: Uint8Array;
  /** Used again for each segment: the Internet layer reads it at once. */
  readonly #outgoing = { protocol: ipProtocol.tcp, ttl: 0, dscp: 0, ecn: 0, dontFragment: true };
  /** The segment that is being taken by `takes`: read at once, then used again. */
  readonly #usual = new UsualSegment();
  readonly #flows = new WeakMap<TcpConnection, Flow>();

  constructor(world: World, host: HostId, ip: Internet, slabs: SlabPool) {
    this.world = world;
    this.host = host;
    this.ip = ip;
    this.slabs = slabs;
    this.demux = new Demux(world.rng(`tcp ports ${host}`));
    const rng = world.rng(`tcp secret ${host}`);
    this.#secret = Uint8Array.from({ length: 16 }, () => rng.below(256));
    this.chooseIss = (local, remote, now) => {
      world.leaveToChance();
      return initialSequenceNumber(this.#secret, local, remote, now);
    };
  }

  /** An offset for the timestamp clock of one connection (RFC 7323 5.4). */
  timestampOffset(local: TransportEndpoint, remote: TransportEndpoint): number {
    return timestampOffset(this.#secret, local, remote);
  }

  /** The MSS to announce to `remote`: what its first hop takes, less both headers (RFC 9293 3.7.1). */
  mssTo(remote: IpAddress): number {
    const route = this.ip.route(remote, null);
    if (typeof route === "string") return isIpv6(remote) ? 1220 : 536;
    return Math.max(1, Math.min(this.profile.mss, this.ip.mtu(route) - headerLengthTo(remote) - tcpHeaderLength));
  }

  onDatagram(packet: IpPacket, datagram: Uint8Array, group: boolean): void {
    // RFC 9293 3.9.2.3: "A TCP implementation MUST silently discard an incoming SYN segment that is addressed to a broadcast or
    // multicast address"; nothing else sent to a group belongs to a connection either.
    if (group) return;
    const { source, destination } = packet;
    const segment = decodeTcp(packet.payload);
    if (isMalformed(segment)) {
      this.#drop(packet, "malformed");
      return;
    }
    if (checkTcp(packet.payload, addressSumIn(packet, datagram)) === "wrong") {
      this.#drop(packet, "checksum");
      return;
    }
    const target = this.demux.lookup(destination, segment.destinationPort, source, segment.sourcePort);
    if (target instanceof Flow) {
      const { snd, rcv } = target.connection;
      const [una, nxt] = [snd.una, rcv.nxt];
      onSegment(target.connection, segment, this.world.now, target, packet.ecn === congestionExperienced);
      // What this host sent has arrived, data or acknowledgments: so the next hop carries what it is given, and neighbour discovery need
      // not ask (RFC 4861 7.3.1).
      if (isIpv6(source) && (snd.una !== una || rcv.nxt !== nxt)) target.confirm();
      if (target.closedWhy !== "superseded") return;
    }
    const local: Endpoint = { address: destination, port: segment.destinationPort };
    const remote: Endpoint = { address: source, port: segment.sourcePort };
    if (target instanceof Flow) {
      const next = this.demux.lookup(destination, local.port, source, remote.port);
      if (next && !(next instanceof Flow)) this.#toListener(next, segment, local, remote, target.connection);
      return;
    }
    if (target?.listener) this.#toListener(target, segment, local, remote);
    else this.#refuse(segment, local, remote);
  }

  /**
   * Takes the segment of a frame from the fast path, if it is a usual one: only ACK and PSH, only timestamps, for a connection. False: it
   * was not touched.
   */
  takes(frame: Uint8Array, source: Ipv4Address, destination: Ipv4Address, ecn: number, yours: boolean): boolean {
    if (frame.length < usualText || frame[usualTcp + 12] !== usualHeader) return false;
    if ((frame[usualTcp + 13]! & ~tcpFlag.psh) !== tcpFlag.ack || readU32(frame, usualTcp + 20) !== stampAlone)
      return false;
    const [sourcePort, destinationPort] = [readU16(frame, usualTcp), readU16(frame, usualTcp + 2)];
    const target = this.demux.lookup(destination, destinationPort, source, sourcePort);
    if (!(target instanceof Flow)) return false;
    const sum = ipv4AddressSum(source, destination);
    if (upperLayerChecksum(frame, usualTcp, frame.length, ipProtocol.tcp, sum) !== 0) return false;
    const usual = this.#usual;
    usual.sourcePort = sourcePort;
    usual.destinationPort = destinationPort;
    usual.seq = readU32(frame, usualTcp + 4) as Seq;
    usual.ack = readU32(frame, usualTcp + 8) as Seq;
    usual.flags = frame[usualTcp + 13]!;
    usual.window = readU16(frame, usualTcp + 14);
    usual.urgentPointer = readU16(frame, usualTcp + 18);
    usual.stamp.value = readU32(frame, usualTcp + 24);
    usual.stamp.echo = readU32(frame, usualTcp + 28);
    usual.payload = frame.length === usualText ? noPayload : frame.subarray(usualText);
    onSegment(target.connection, usual, this.world.now, target, ecn === congestionExperienced);
    // What was in it is in the receive buffer now.
    if (yours) this.slabs.takeBack(frame);
    return true;
  }

  onError(error: IcmpError, quoted: IpPacket): void {
    if (quoted.payload.length < 8) return; // ports and sequence number: what every ICMP error quotes at least
    const [localPort, remotePort] = [readU16(quoted.payload, 0), readU16(quoted.payload, 2)];
    const flow = this.demux.lookup(quoted.source, localPort, quoted.destination, remotePort);
    if (!(flow instanceof Flow)) return;
    const why = `${error.kind} ${error.code}`;
    const said = isTooBig(error)
      ? ({ kind: "too big", mtu: error.mtu } as const)
      : ({ kind: isHard(error) ? "hard" : "soft", why } as const);
    onIcmp(flow.connection, said, readU32(quoted.payload, 4) as Seq, this.world.now, flow);
  }

  /** Makes a connection known under its endpoints; the flow is the sink that the protocol speaks to. */
  register(connection: TcpConnection): Flow {
    const flow = new Flow(this, connection);
    this.demux.insert(flow, flow.local, flow.remote);
    this.#flows.set(connection, flow);
    return flow;
  }

  flowOf(connection: TcpConnection): Flow {
    const flow = this.#flows.get(connection);
    assert(flow, "a connection that was never registered");
    return flow;
  }

  #toListener(socket: TcpSocket, segment: Segment, local: Endpoint, remote: Endpoint, previous?: TcpConnection): void {
    const out = {
      send: (reset: Segment) => this.send(local, remote, reset, 0),
      spawned: (connection: TcpConnection) => {
        const flow = this.register(connection);
        flow.reuseAddress = socket.reuseAddress;
        return flow;
      },
      acceptable: () => socket.changed(),
    };
    onSegmentInListen(socket.listener!, segment, local, remote, this.world.now, out, previous);
  }

  /** RFC 9293 3.10.7.1: nobody is there. */
  #refuse(segment: Segment, local: Endpoint, remote: Endpoint): void {
    const reset = answerWithReset(segment);
    if (reset) this.send(local, remote, reset, 0);
  }

  /** Sends one segment that belongs to no connection. */
  send(local: Endpoint, remote: Endpoint, segment: Segment, ecn: 0 | 2): void {
    const route = this.ip.route(remote.address, local.address);
    if (typeof route === "string") return;
    this.transmit(route, addressSumOf(route), segment, ecn);
  }

  /** Encodes a segment and hands it to the Internet layer. EMSGSIZE: it is longer than the path takes. */
  transmit(route: Route, sum: AddressSum, segment: Segment, ecn: 0 | 2): "EMSGSIZE" | null {
    const { slabs, ip } = this;
    const headers = linkAndTcpBytes + headerLengthTo(route.destination) + tcpOptionsLength(segment.options);
    const at = slabs.reserveFrame(headers, segment.payload.length);
    const { out } = slabs;
    const end = at + segment.payload.length;
    out.set(segment.payload, at);
    const start = encodeTcp(segment, out, at, end, sum);
    // Path MTU discovery (RFC 1191, RFC 8201): "don't fragment" on every segment.
    const outgoing = this.#outgoing;
    outgoing.ttl = ip.hopLimit(route);
    outgoing.ecn = ecn;
    return ip.send(route, outgoing, out, start, end);
  }

  #drop({ source, destination, payload }: IpPacket, why: "malformed" | "checksum"): void {
    const { world } = this;
    if (!world.tracing) return;
    const port = (at: number): number => (payload.length >= at + 2 ? readU16(payload, at) : 0);
    const ends = { from: formatEndpoint(source, port(0)), to: formatEndpoint(destination, port(2)) };
    world.handle(world.emit(this.host, { kind: "tcp.dropped", ...ends, why }));
  }
}

/** One connection on its host: its place in the demultiplexer, its way to the peer, its alarm, and its socket while there is one. */
export class Flow implements TcpOut {
  readonly connection: TcpConnection;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** Nobody may share its port unless its socket says so. */
  reuseAddress = false;
  readonly bothVersions = false;
  /** Null before accept() and after close(). */
  socket: TcpSocket | null = null;
  closedWhy: ClosedWhy | null = null;
  readonly #tcp: Tcp;
  readonly #name: string;
  #route: Route | null = null;
  #sum: AddressSum = 0 as AddressSum;
  #alarm: Alarm | null = null;
  /** When the protocol wants to be called; the alarm that is set may come before. */
  #wanted: Instant | null = null;

  constructor(tcp: Tcp, connection: TcpConnection) {
    this.#tcp = tcp;
    this.connection = connection;
    this.local = connection.local as Endpoint;
    this.remote = connection.remote as Endpoint;
    this.#name = `${formatEndpoint(this.local.address, this.local.port)} > ${formatEndpoint(this.remote.address, this.remote.port)}`;
  }

  send(segment: Segment, ecn: 0 | 2): void {
    const route = this.#way();
    if (route === null) return;
    if (this.#tcp.transmit(route, this.#sum, segment, ecn) === "EMSGSIZE") {
      // The path is known to take less: as if a router had said so, in a turn of its own, since the protocol is still sending.
      const ends = { source: formatIp(route.source), destination: formatIp(route.destination) };
      this.#log({ kind: "ip.dropped", ...ends, why: "needs-fragmentation" });
      const mtu = this.#tcp.ip.mtu(route);
      const { world } = this.#tcp;
      world.at(world.now, "arrival", () =>
        onIcmp(this.connection, { kind: "too big", mtu }, segment.seq, world.now, this),
      );
    }
  }

  alarm(at: Instant | null): void {
    this.#wanted = at;
    if (at === null) {
      this.#alarm?.cancel();
      this.#alarm = null;
    } else if (this.#alarm === null || this.#alarm.at > at) {
      // One that comes too early is left as it is and asks again: timers are put off with nearly every segment.
      this.#alarm?.cancel();
      this.#set(at);
    }
  }

  state(from: string, to: string, why: string): void {
    this.#log({ kind: "tcp.state", connection: this.#name, from, to, why });
  }

  readable(): void {
    this.socket?.changed();
  }

  writable(): void {
    this.socket?.changed();
  }

  closed(why: ClosedWhy): void {
    assert(this.closedWhy === null, () => `${this.#name} was closed twice`);
    this.closedWhy = why;
    this.alarm(null);
    this.#tcp.demux.remove(this, this.local, this.remote);
    this.#log({ kind: "tcp.closed", connection: this.#name, why });
    this.socket?.onClosed(why);
  }

  note(note: TcpNote): void {
    const connection = this.#name;
    switch (note.what) {
      case "timer expired":
        this.#log({ kind: "tcp.timer", connection, timer: note.timer });
        return;
      case "retransmission":
        this.#log({ kind: "tcp.retransmitted", connection, seq: note.seq, end: note.end, why: note.why });
        return;
      case "segment ignored":
        this.#log({ kind: "tcp.ignored", connection, seq: note.seq, why: note.why });
        return;
      case "congestion window":
        this.#log({ kind: "tcp.window", connection, cwnd: note.cwnd, ssthresh: note.ssthresh, why: note.why });
        return;
      case "rtt sample":
        this.#log({ kind: "tcp.rtt", connection, rtt: note.rtt, srtt: note.srtt, rto: note.rto });
        return;
      default:
        return; // the rest can be seen in the segments themselves
    }
  }

  /** The peer has acknowledged something over IPv6. */
  confirm(): void {
    if (this.#route !== null && isRoute6(this.#route)) this.#tcp.ip.v6.confirm(this.#route);
  }

  /** The route, found again when routes have changed; null when there is none now (the segment is lost, and TCP will try again). */
  #way(): Route | null {
    const { ip } = this.#tcp;
    if (this.#route !== null && ip.isCurrent(this.#route)) return this.#route;
    const route = ip.route(this.remote.address, this.local.address);
    if (typeof route === "string") return null;
    this.#route = route;
    this.#sum = addressSumOf(route);
    return route;
  }

  #set(at: Instant): void {
    const { world } = this.#tcp;
    this.#alarm = world.at(at, "timer", () => {
      this.#alarm = null;
      if (this.#wanted === null) return;
      if (this.#wanted > world.now) this.#set(this.#wanted);
      else onAlarm(this.connection, world.now, this);
    });
  }

  #log(happening: Parameters<World["emit"]>[1]): EventId | null {
    const { world, host } = this.#tcp;
    if (!world.tracing) return null;
    const id = world.emit(host, happening);
    world.handle(id);
    return id;
  }
}

/** A segment with timestamps and no other options, filled in anew for each. */
class UsualSegment implements Segment {
  sourcePort = 0;
  destinationPort = 0;
  // No small integers from the beginning: see `shapes.ts` of protocols/tcp.
  seq = 0xffff_ffff as Seq;
  ack = 0xffff_ffff as Seq;
  flags = 0;
  window = 0;
  urgentPointer = 0;
  readonly stamp = { kind: "timestamps" as const, value: 0xffff_ffff, echo: 0xffff_ffff };
  readonly options: readonly TcpOption[] = [{ kind: "nop" }, { kind: "nop" }, this.stamp];
  payload: Uint8Array = noPayload;
}

/** Bytes of Ethernet's, IPv4's and TCP's header without options. */
const linkAndTcpBytes = ethernetHeaderLength + tcpHeaderLength;
/** Where the TCP header of a usual frame begins, and where its text. */
const usualTcp = ethernetHeaderLength + ipv4HeaderLength;
const usualText = linkAndTcpBytes + ipv4HeaderLength + 12;
/** Data offset of a header of 32 bytes, reserved bits zero. */
const usualHeader = 0x80;
/** The codepoint CE (RFC 3168 5). */
const congestionExperienced = 3;
