/**
 * A UDP socket (RFC 768; RFC 1122 4.1): sends and receives datagrams, connected or not. Connecting sends nothing: it fixes the peer, lets
 * only its datagrams in, and is what makes ICMP errors come back to the socket (RFC 1122 4.1.3.3). Datagrams have a checksum unless asked otherwise.
 */
import type { Duration } from "../../base/time.ts";
import { unreachableCode } from "../../wire/icmp.ts";
import { ipv4HeaderLength } from "../../wire/ipv4.ts";
import { ipv4Unspecified } from "../../wire/ipv4-address.ts";
import { ipProtocol } from "../../wire/numbers.ts";
import { type AddressSum, ipv4AddressSum } from "../../wire/pseudo-header.ts";
import { encodeUdp, udpHeaderLength } from "../../wire/udp.ts";
import type { Errno } from "../errno.ts";
import type { Fd } from "../files/descriptors.ts";
import { WaitQueue } from "../wait-queue.ts";
import { type Endpoint, formatEndpoint } from "./demux.ts";
import { errnoOf, type IcmpError } from "./icmp-error.ts";
import type { Route } from "./ip.ts";
import type { AskedOption, Readiness, Received, Socket, SocketError, SocketOption } from "./sockets.ts";
import type { Udp } from "./udp.ts";

export class UdpSocket implements Socket {
  readonly type = "datagram";
  readonly waiters = new WaitQueue();
  readonly fd: Fd;
  nonBlocking = false;
  receiveTimeout: Duration | null = null;
  reuseAddress = false;
  readonly #udp: Udp;
  #local: Endpoint | null = null;
  #remote: Endpoint | null = null;
  /** Whether the local address was chosen by `connect`, which then may choose another. */
  #addressIsOurs = true;
  #closed = false;
  readonly #queue: { readonly payload: Uint8Array; readonly from: Endpoint }[] = [];
  #queuedBytes = 0;
  /** What the next call answers with (SO_ERROR). */
  #error: Errno | null = null;
  readonly #errors: SocketError[] = [];
  #path: Path | null = null;

  #ttl: number;
  #broadcast = false;
  #noChecksum = false;
  #receiveErrors = false;
  #mtuDiscovery: "do" | "want" | "dont" = "want"; // as on Linux
  #receiveBuffer = 212_992; // Linux: net.core.rmem_default

  constructor(udp: Udp, fd: Fd) {
    this.#udp = udp;
    this.fd = fd;
    this.#ttl = udp.ip.defaultTtl;
  }

  get local(): Endpoint | null {
    return this.#local;
  }

  get remote(): Endpoint | null {
    return this.#remote;
  }

  bind(local: Endpoint): Errno | null {
    if (this.#local !== null) return "EINVAL";
    if (local.address !== ipv4Unspecified && !this.#udp.ip.owns(local.address)) return "EADDRNOTAVAIL";
    const { demux } = this.#udp;
    const port = local.port === 0 ? demux.freePort(local.address, null) : local.port;
    if (port === null) return "EADDRNOTAVAIL";
    const bound = { address: local.address, port };
    if (!demux.mayBind(bound, this.reuseAddress)) return "EADDRINUSE";
    this.#addressIsOurs = local.address === ipv4Unspecified;
    this.#local = bound;
    demux.insert(this, bound, null);
    return null;
  }

  /** Fixes the peer, and with it the local address; sends nothing. Null makes the socket unconnected again. */
  connect(to: Endpoint | null): Errno | null {
    const { demux, ip } = this.#udp;
    const wanted = this.#addressIsOurs ? null : this.#local!.address;
    const route = to === null ? null : ip.route(to.address, wanted);
    if (typeof route === "string") return route;
    if (route?.broadcast && !this.#broadcast) return "EACCES";
    const unbound = this.#local === null ? this.bind({ address: ipv4Unspecified, port: 0 }) : null;
    if (unbound !== null) return unbound;
    const before = this.#local!;
    const address = route === null ? (wanted ?? ipv4Unspecified) : route.source;
    const local = { address, port: before.port };
    demux.remove(this, before, this.#remote);
    this.#local = local;
    this.#remote = to;
    this.#path = null;
    demux.insert(this, local, to);
    return null;
  }

  connected(): Errno | null {
    return this.#remote === null ? "ENOTCONN" : null;
  }

  send(bytes: Uint8Array, given: Endpoint | null): number | Errno {
    if (this.#closed) return "EBADF";
    const error = this.#takeError();
    if (error !== null) return error;
    const to = given ?? this.#remote;
    if (to === null) return "EDESTADDRREQ";
    if (to.port === 0) return "EINVAL";
    if (bytes.length > longestPayload) return "EMSGSIZE";
    const unbound = this.#local === null ? this.bind({ address: ipv4Unspecified, port: 0 }) : null;
    if (unbound !== null) return unbound;
    const path = this.#pathTo(to);
    if (typeof path === "string") return path;
    const { ip, slabs, world, host } = this.#udp;
    const at = slabs.reserve(bytes.length);
    const { out } = slabs;
    out.set(bytes, at);
    const end = at + bytes.length;
    const ports = { sourcePort: this.#local!.port, destinationPort: to.port };
    const start = encodeUdp(ports, out, at, end, this.#noChecksum ? null : path.sum);
    const fits = bytes.length + udpHeaderLength + ipv4HeaderLength <= ip.mtu(path.route);
    const dontFragment = this.#mtuDiscovery === "do" || (this.#mtuDiscovery === "want" && fits);
    // Known to be too long: said before anything is logged or sent.
    if (dontFragment && !fits) return "EMSGSIZE";
    if (world.tracing) {
      const ends = {
        from: formatEndpoint(path.route.source, ports.sourcePort),
        to: formatEndpoint(to.address, to.port),
      };
      world.handle(world.emit(host, { kind: "udp.sent", ...ends, lengthBytes: bytes.length }));
    }
    const outgoing = { protocol: ipProtocol.udp, ttl: this.#ttl, dscp: 0, ecn: 0, dontFragment };
    return ip.send(path.route, outgoing, out, start, end) ?? bytes.length;
  }

  receive(max: number, into: Uint8Array | null): Received | Errno {
    if (this.#closed) return "EBADF";
    const error = this.#takeError();
    if (error !== null) return error;
    const next = this.#queue.shift();
    if (next === undefined) return "EAGAIN";
    this.#queuedBytes -= next.payload.length;
    const room = into === null ? max : Math.min(max, into.length);
    const wanted = next.payload.length > room ? next.payload.subarray(0, room) : next.payload;
    into?.set(wanted);
    const bytes = into === null ? this.#udp.slabs.copy(wanted) : into.subarray(0, wanted.length);
    return { bytes, from: next.from, lengthBytes: next.payload.length };
  }

  receiveError(): SocketError | Errno {
    return this.#closed ? "EBADF" : (this.#errors.shift() ?? "EAGAIN");
  }

  setOption(option: SocketOption): Errno | null {
    switch (option.name) {
      case "ttl":
        if (option.value < 1 || option.value > 255) return "EINVAL";
        this.#ttl = option.value;
        return null;
      case "noChecksum":
        this.#noChecksum = option.value;
        return null;
      case "broadcast":
        this.#broadcast = option.value;
        return null;
      case "mtuDiscovery":
        this.#mtuDiscovery = option.value;
        return null;
      case "receiveErrors":
        this.#receiveErrors = option.value;
        return null;
      case "receiveBuffer":
        if (option.value < 0) return "EINVAL";
        this.#receiveBuffer = option.value;
        return null;
      case "reuseAddress":
        this.reuseAddress = option.value;
        return null;
      case "nonBlocking":
        this.nonBlocking = option.value;
        return null;
      case "receiveTimeout":
        this.receiveTimeout = option.value;
        return null;
      default:
        return "ENOPROTOOPT";
    }
  }

  option(name: AskedOption): { readonly value: number | Errno | null } | Errno {
    if (name === "error") return { value: this.#takeError() };
    if (this.#remote === null) return "ENOTCONN";
    const path = this.#pathTo(this.#remote);
    return typeof path === "string" ? path : { value: this.#udp.ip.mtu(path.route) };
  }

  readiness(): Readiness {
    const error = this.#error !== null || this.#errors.length > 0;
    return { readable: this.#queue.length > 0 || this.#error !== null, writable: true, error };
  }

  close(): void {
    this.#closed = true;
    if (this.#local !== null) this.#udp.demux.remove(this, this.#local, this.#remote);
  }

  // From below.

  hasRoomFor(lengthBytes: number): boolean {
    return this.#queue.length === 0 || this.#queuedBytes + lengthBytes <= this.#receiveBuffer;
  }

  onReceived(payload: Uint8Array, from: Endpoint): void {
    this.#queue.push({ payload, from });
    this.#queuedBytes += payload.length;
    this.waiters.wake();
  }

  /**
   * RFC 1122 4.1.3.3: "UDP MUST pass to the application layer all ICMP error messages that it receives". A connected socket answers its
   * next call with an unreachable; the rest is for those who asked to see errors.
   */
  onError(icmp: IcmpError, to: Endpoint): void {
    const isAboutSize = icmp.kind === "destination-unreachable" && icmp.code === unreachableCode.fragmentationNeeded;
    if (isAboutSize && this.#mtuDiscovery === "dont") return;
    const error = errnoOf(icmp);
    if (this.#receiveErrors && this.#errors.length < mostErrors) this.#errors.push({ error, icmp, to });
    const reports = this.#receiveErrors || (this.#remote !== null && icmp.kind === "destination-unreachable");
    if (!reports) return;
    this.#error = error;
    const { world, host } = this.#udp;
    if (world.tracing) world.handle(world.emit(host, { kind: "socket.error", fd: this.fd, error }));
    this.waiters.wake();
  }

  #takeError(): Errno | null {
    const error = this.#error;
    this.#error = null;
    return error;
  }

  /** The route to `to` and the sum of both addresses, found once for a peer that stays the same. */
  #pathTo(to: Endpoint): Path | Errno {
    const { ip } = this.#udp;
    const known = this.#path;
    if (known !== null && known.to.address === to.address && known.route.version === ip.routeVersion) return known;
    const own = this.#local!.address;
    const route = ip.route(to.address, own === ipv4Unspecified ? null : own);
    if (typeof route === "string") return route;
    if (route.broadcast && !this.#broadcast) return "EACCES"; // POSIX: SO_BROADCAST must be set
    this.#path = { route, sum: ipv4AddressSum(route.source, route.destination), to };
    return this.#path;
  }
}

interface Path {
  readonly route: Route;
  /** Of both addresses, for the checksum. */
  readonly sum: AddressSum;
  readonly to: Endpoint;
}

/** Bytes: 65535 less the headers of IPv4 and UDP. */
const longestPayload = 65_507;
const mostErrors = 64;
