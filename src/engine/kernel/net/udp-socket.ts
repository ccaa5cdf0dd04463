/**
 * A UDP socket (RFC 768; RFC 1122 4.1): sends and receives datagrams, connected or not. Connecting sends nothing: it fixes the peer, lets
 * only its datagrams in, and is what makes ICMP errors come back to the socket (RFC 1122 4.1.3.3). Datagrams have a checksum unless asked otherwise.
 */
import type { Duration } from "../../base/time.ts";
import { isIpv6, isUnspecified } from "../../wire/ip-address.ts";
import { ipProtocol } from "../../wire/numbers.ts";
import type { AddressSum } from "../../wire/pseudo-header.ts";
import { encodeUdp, udpHeaderLength } from "../../wire/udp.ts";
import { type Errno, isErrno } from "../errno.ts";
import type { Fd } from "../files/descriptors.ts";
import { WaitQueue } from "../wait-queue.ts";
import { type AddressFamily, anywhereOf, nativeEndpoint, shownEndpoint } from "./address-family.ts";
import { type Endpoint, formatEndpoint } from "./demux.ts";
import { errnoOf, type IcmpError, isTooBig } from "./icmp-error.ts";
import { addressSumOf, headerLengthTo, type Route } from "./internet.ts";
import type { AskedOption, Readiness, Received, Socket, SocketError, SocketOption } from "./sockets.ts";
import type { Udp } from "./udp.ts";

export class UdpSocket implements Socket {
  readonly type = "datagram";
  readonly waiters = new WaitQueue();
  readonly family: AddressFamily;
  readonly fd: Fd;
  nonBlocking = false;
  receiveTimeout: Duration | null = null;
  reuseAddress = false;
  readonly #udp: Udp;
  #v6Only = false;
  /** As the layers below know it. */
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

  /** Null: what is usual on the way that a datagram takes. */
  #ttl: number | null = null;
  #broadcast = false;
  #noChecksum = false;
  #receiveErrors = false;
  #mtuDiscovery: "do" | "want" | "dont" = "want"; // as on Linux
  #receiveBuffer = 212_992; // Linux: net.core.rmem_default

  constructor(udp: Udp, fd: Fd, family: AddressFamily) {
    this.#udp = udp;
    this.fd = fd;
    this.family = family;
  }

  get local(): Endpoint | null {
    return this.#local === null ? null : shownEndpoint(this.family, this.#local);
  }

  get bothVersions(): boolean {
    return this.family === "inet6" && !this.#v6Only;
  }

  get remote(): Endpoint | null {
    return this.#remote === null ? null : shownEndpoint(this.family, this.#remote);
  }

  bind(given: Endpoint): Errno | null {
    if (this.#local !== null) return "EINVAL";
    const local = nativeEndpoint(this.family, this.bothVersions, given);
    if (isErrno(local)) return local;
    if (!isUnspecified(local.address) && !this.#udp.ip.owns(local.address)) return "EADDRNOTAVAIL";
    const { demux } = this.#udp;
    const port = local.port === 0 ? demux.freePort(local.address, null) : local.port;
    if (port === null) return "EADDRNOTAVAIL";
    const bound = { address: local.address, port };
    if (!demux.mayBind(bound, this)) return "EADDRINUSE";
    this.#addressIsOurs = isUnspecified(local.address);
    this.#local = bound;
    demux.insert(this, bound, null);
    return null;
  }

  /** Fixes the peer, and with it the local address; sends nothing. Null makes the socket unconnected again. */
  connect(given: Endpoint | null): Errno | null {
    const to = given === null ? null : nativeEndpoint(this.family, this.bothVersions, given);
    if (isErrno(to)) return to;
    const { demux, ip } = this.#udp;
    const wanted = this.#addressIsOurs ? null : this.#local!.address;
    const route = to === null ? null : ip.route(to.address, wanted);
    if (typeof route === "string") return route;
    if (route?.broadcast && !this.#broadcast) return "EACCES";
    const unbound = this.#local === null ? this.bind(anywhereOf(this.family)) : null;
    if (unbound !== null) return unbound;
    const before = this.#local!;
    const address = route === null ? (wanted ?? anywhereOf(this.family).address) : route.source;
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
    const to = given === null ? this.#remote : nativeEndpoint(this.family, this.bothVersions, given);
    if (to === null) return "EDESTADDRREQ";
    if (isErrno(to)) return to;
    if (to.port === 0) return "EINVAL";
    if (bytes.length > (isIpv6(to.address) ? longestPayload6 : longestPayload)) return "EMSGSIZE";
    const unbound = this.#local === null ? this.bind(anywhereOf(this.family)) : null;
    if (unbound !== null) return unbound;
    const path = this.#pathTo(to);
    if (typeof path === "string") return path;
    const { ip, slabs, world, host } = this.#udp;
    const at = slabs.reserve(bytes.length);
    const { out } = slabs;
    out.set(bytes, at);
    const end = at + bytes.length;
    const ports = { sourcePort: this.#local!.port, destinationPort: to.port };
    const start = encodeUdp(ports, out, at, end, this.#noChecksum && !isIpv6(to.address) ? null : path.sum);
    const fits = bytes.length + udpHeaderLength + headerLengthTo(to.address) <= ip.mtu(path.route);
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
    const ttl = this.#ttl ?? ip.hopLimit(path.route);
    const outgoing = { protocol: ipProtocol.udp, ttl, dscp: 0, ecn: 0, dontFragment };
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
    return { bytes, from: shownEndpoint(this.family, next.from), lengthBytes: next.payload.length };
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
      case "v6Only":
        if (this.family === "inet") return "ENOPROTOOPT";
        if (this.#local !== null) return "EINVAL";
        this.#v6Only = option.value;
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
    if (isTooBig(icmp) && this.#mtuDiscovery === "dont") return;
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
    if (known !== null && known.to.address === to.address && ip.isCurrent(known.route)) return known;
    const own = this.#local!.address;
    const route = ip.route(to.address, isUnspecified(own) ? null : own);
    if (typeof route === "string") return route;
    if (route.broadcast && !this.#broadcast) return "EACCES"; // POSIX: SO_BROADCAST must be set
    this.#path = { route, sum: addressSumOf(route), to };
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
/** Over IPv6 the header does not count: 65535 less that of UDP. */
const longestPayload6 = 65_527;
const mostErrors = 64;
