/**
 * Sockets as system calls see them, whatever protocol is behind: one interface that nothing in it waits. Waiting is the business of
 * `socket-calls.ts`, and descriptors that of `files/`. A protocol plugs in by `Sockets.provide(type, make)`, as UDP and TCP do.
 */
import { assert } from "../../base/assert.ts";
import type { Duration } from "../../base/time.ts";
import type { TcpInfo } from "../../protocols/tcp/info.ts";
import type { Errno } from "../errno.ts";
import type { Fd } from "../files/descriptors.ts";
import type { WaitQueue } from "../wait-queue.ts";
import type { AddressFamily } from "./address-family.ts";
import type { Endpoint } from "./demux.ts";
import type { IcmpError } from "./icmp-error.ts";

export type SocketType = "datagram" | "stream";

export interface Received {
  /** A copy, or the part of the caller's own array that was filled: the caller may do with it what it likes. */
  readonly bytes: Uint8Array;
  readonly from: Endpoint;
  /** How long the datagram was; more than `bytes.length` when `max` cut it. */
  readonly lengthBytes: number;
}

/** An ICMP error about something that this socket sent (Linux: an entry of the error queue, IP_RECVERR). */
export interface SocketError {
  readonly error: Errno;
  readonly icmp: IcmpError;
  /** Where what it is about was sent. */
  readonly to: Endpoint;
}

/** What can be set on a socket; a protocol that does not know an option answers ENOPROTOOPT. */
export type SocketOption =
  /** O_NONBLOCK. */
  | { readonly name: "nonBlocking"; readonly value: boolean }
  /** SO_RCVTIMEO; null: for ever. */
  | { readonly name: "receiveTimeout"; readonly value: Duration | null }
  /** SO_REUSEADDR. */
  | { readonly name: "reuseAddress"; readonly value: boolean }
  /** SO_RCVBUF, in bytes. */
  | { readonly name: "receiveBuffer"; readonly value: number }
  /** SO_BROADCAST. */
  | { readonly name: "broadcast"; readonly value: boolean }
  /** SO_NO_CHECK: true sends datagrams without a checksum, as UDP over IPv4 may (RFC 768). */
  | { readonly name: "noChecksum"; readonly value: boolean }
  /** IP_TTL, IPV6_UNICAST_HOPS. */
  | { readonly name: "ttl"; readonly value: number }
  /** IPV6_V6ONLY: a socket of IPv6 has nothing to do with IPv4. Before it is bound. */
  | { readonly name: "v6Only"; readonly value: boolean }
  /** IP_MTU_DISCOVER: "do" never fragments, "want" fragments what is longer than the known path, "dont" lets routers do it. */
  | { readonly name: "mtuDiscovery"; readonly value: "do" | "want" | "dont" }
  /** SO_SNDBUF, in bytes. */
  | { readonly name: "sendBuffer"; readonly value: number }
  /** TCP_NODELAY: true turns Nagle's algorithm off. */
  | { readonly name: "noDelay"; readonly value: boolean }
  /** TCP_CORK. */
  | { readonly name: "cork"; readonly value: boolean }
  /** TCP_MAXSEG. */
  | { readonly name: "maxSegment"; readonly value: number }
  /** TCP_USER_TIMEOUT; null: the system's. */
  | { readonly name: "userTimeout"; readonly value: Duration | null }
  /** SO_KEEPALIVE, with the system's times or one's own (TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT). */
  | {
      readonly name: "keepAlive";
      readonly value: boolean | { readonly idle: Duration; readonly interval: Duration; readonly probes: number };
    }
  /** SO_LINGER: 0 makes close() throw away what is unsent and reset the connection; null: close() goes on in the background. */
  | { readonly name: "linger"; readonly value: 0 | null }
  /** IP_RECVERR: keep every ICMP error for `recverr`, and report it also while not connected. */
  | { readonly name: "receiveErrors"; readonly value: boolean };

/** What can be asked of a socket: SO_ERROR (which it clears) and IP_MTU. */
export type AskedOption = "error" | "mtu";

export interface Readiness {
  readonly readable: boolean;
  readonly writable: boolean;
  readonly error: boolean;
}

/** None of these waits: EAGAIN, or EINPROGRESS for `connect`, says that the caller would have to. */
export interface Socket {
  readonly type: SocketType;
  readonly family: AddressFamily;
  readonly fd: Fd;
  readonly local: Endpoint | null;
  readonly remote: Endpoint | null;
  readonly waiters: WaitQueue;
  nonBlocking: boolean;
  receiveTimeout: Duration | null;
  bind(local: Endpoint): Errno | null;
  /** Null forgets the peer. After EINPROGRESS, `connected()` says how it went. */
  connect(to: Endpoint | null): Errno | null;
  /** Null: yes; EINPROGRESS: not yet. */
  connected(): Errno | null;
  send(bytes: Uint8Array, to: Endpoint | null): number | Errno;
  /** @param into where to put the bytes; null: into an array of their own */
  receive(max: number, into: Uint8Array | null): Received | Errno;
  receiveError(): SocketError | Errno;
  setOption(option: SocketOption): Errno | null;
  option(name: AskedOption): { readonly value: number | Errno | null } | Errno;
  readiness(): Readiness;
  close(): void;
  // Of stream sockets only; others answer EOPNOTSUPP.
  listen?(backlog: number): Errno | null;
  /** What makes a socket of the oldest connection that waits; EAGAIN when none does. */
  acceptAs?(): ((fd: Fd) => Socket) | Errno;
  shutdown?(how: "read" | "write" | "both"): Errno | null;
  info?(): TcpInfo | Errno;
}

/** Which protocol makes which sockets. Where they lie afterwards is their process's business: its table of descriptors. */
export class Sockets {
  readonly #makers = new Map<SocketType, (fd: Fd, family: AddressFamily) => Socket>();

  provide(type: SocketType, make: (fd: Fd, family: AddressFamily) => Socket): void {
    assert(!this.#makers.has(type), () => `two protocols provide ${type} sockets`);
    this.#makers.set(type, make);
  }

  /** A new socket, which knows itself by the descriptor that it will have first. */
  make(type: SocketType, family: AddressFamily, fd: Fd): Socket | "EPROTONOSUPPORT" {
    return this.#makers.get(type)?.(fd, family) ?? "EPROTONOSUPPORT";
  }
}
