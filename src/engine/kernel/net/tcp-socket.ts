/**
 * A TCP socket: the face that a connection or a listener shows to system calls (POSIX; RFC 9293 3.9.1). It waits for nothing itself.
 * Errors are reported once, by the next call, as an operating system does; after that reading gives the end of the stream and writing EPIPE.
 */
import type { Duration } from "../../base/time.ts";
import {
  abort,
  atEnd,
  available,
  canWrite,
  close,
  consume,
  open,
  peek,
  read,
  readInto,
  set,
  shutdownRead,
  shutdownWrite,
  write,
} from "../../protocols/tcp/connection.ts";
import { info, type TcpInfo } from "../../protocols/tcp/info.ts";
import { accept, closeListener, newListener, type TcpListener } from "../../protocols/tcp/listener.ts";
import { type ClosedWhy, newConnection, type Settings } from "../../protocols/tcp/tcb.ts";
import { isUnspecified } from "../../wire/ip-address.ts";
import { type Errno, isErrno } from "../errno.ts";
import type { Fd } from "../files/descriptors.ts";
import { WaitQueue } from "../wait-queue.ts";
import { type AddressFamily, anywhereOf, nativeEndpoint, shownEndpoint } from "./address-family.ts";
import type { Endpoint } from "./demux.ts";
import type { AskedOption, Readiness, Received, Socket, SocketError, SocketOption } from "./sockets.ts";
import type { Flow, Tcp } from "./tcp.ts";

export class TcpSocket implements Socket {
  readonly type = "stream";
  readonly waiters = new WaitQueue();
  readonly family: AddressFamily;
  readonly fd: Fd;
  nonBlocking = false;
  receiveTimeout: Duration | null = null;
  reuseAddress = false;
  /** Set while it listens. */
  listener: TcpListener | null = null;
  readonly #tcp: Tcp;
  #v6Only = false;
  /** As the layers below know it. */
  #local: Endpoint | null = null;
  #flow: Flow | null = null;
  /** connect() was called and has not been answered. */
  #connecting = false;
  #closed = false;
  #wakeAsked = false;
  /** What the next call answers with (SO_ERROR). */
  #error: Errno | null = null;
  #settings: Partial<Settings> = {};
  #receiveBuffer: number | null = null;
  /** SO_LINGER with time zero. */
  #lingerZero = false;

  /** @param flow the connection of an accepted socket */
  constructor(tcp: Tcp, fd: Fd, family: AddressFamily, flow: Flow | null = null) {
    this.#tcp = tcp;
    this.family = family;
    this.fd = fd;
    if (flow === null) return;
    this.#flow = flow;
    this.#local = flow.local;
    flow.socket = this;
  }

  get local(): Endpoint | null {
    return this.#local === null ? null : shownEndpoint(this.family, this.#local);
  }

  get bothVersions(): boolean {
    return this.family === "inet6" && !this.#v6Only;
  }

  get remote(): Endpoint | null {
    return this.#flow === null ? null : shownEndpoint(this.family, this.#flow.remote);
  }

  bind(given: Endpoint): Errno | null {
    if (this.#local !== null) return "EINVAL";
    const local = nativeEndpoint(this.family, this.bothVersions, given);
    if (isErrno(local)) return local;
    const { ip, demux } = this.#tcp;
    if (!isUnspecified(local.address) && !ip.owns(local.address)) return "EADDRNOTAVAIL";
    const port = local.port === 0 ? demux.freePort(local.address, null) : local.port;
    if (port === null) return "EADDRINUSE"; // bind(2) of Linux: "all port numbers in the ephemeral port range are currently in use"
    const bound = { address: local.address, port };
    if (!demux.mayBind(bound, this)) return "EADDRINUSE";
    this.#local = bound;
    demux.insert(this, bound, null);
    return null;
  }

  /** LISTEN. An unbound socket gets a port first. */
  listen(backlog: number): Errno | null {
    if (this.#flow !== null) return "EINVAL";
    if (this.listener !== null) {
      this.listener.backlog = Math.max(1, backlog);
      return null;
    }
    const unbound = this.#local === null ? this.bind(anywhereOf(this.family)) : null;
    if (unbound !== null) return unbound;
    const tcp = this.#tcp;
    this.listener = newListener({
      profile: tcp.profile,
      backlog,
      settings: this.#settings,
      mssTo: (remote) => tcp.mssTo(remote.address),
      iss: (local, remote, now) => tcp.chooseIss(local, remote, now),
      timestampOffset: (local, remote) => tcp.timestampOffset(local, remote),
      ...(this.#receiveBuffer === null ? {} : { receiveBuffer: this.#receiveBuffer }),
    });
    return null;
  }

  /** One that was reset while it waited is given all the same, and its first read says so (as on Linux). */
  acceptAs(): ((fd: Fd) => TcpSocket) | Errno {
    if (this.listener === null) return "EINVAL";
    const connection = accept(this.listener);
    if (connection === null) return "EAGAIN";
    const flow = this.#tcp.flowOf(connection);
    return (fd) => {
      const socket = new TcpSocket(this.#tcp, fd, this.family, flow);
      if (flow.closedWhy !== null) socket.onClosed(flow.closedWhy);
      return socket;
    };
  }

  connect(given: Endpoint | null): Errno | null {
    if (given === null) return "EAFNOSUPPORT";
    const to = nativeEndpoint(this.family, this.bothVersions, given);
    if (isErrno(to)) return to;
    if (this.listener !== null) return "EOPNOTSUPP";
    if (this.#flow !== null) return this.#connecting ? "EALREADY" : "EISCONN";
    const tcp = this.#tcp;
    const { ip, demux, world } = tcp;
    const own = this.#local === null || isUnspecified(this.#local.address) ? null : this.#local.address;
    const route = ip.route(to.address, own);
    if (typeof route === "string") return route;
    if (route.broadcast) return "ENETUNREACH";
    const bound = this.#local;
    if (bound !== null) demux.remove(this, bound, null);
    const port = bound?.port ?? demux.freePort(route.source, to);
    // connect(2) of Linux: "all port numbers in the ephemeral port range are currently in use"
    if (port === null) return "EADDRNOTAVAIL";
    const local = { address: route.source, port };
    if (!demux.mayConnect(local, to)) {
      if (bound !== null) demux.insert(this, bound, null);
      return "EADDRNOTAVAIL";
    }
    this.#local = local;
    const connection = newConnection({
      profile: tcp.profile,
      local,
      remote: to,
      iss: tcp.chooseIss(local, to, world.now),
      timestampOffset: tcp.timestampOffset(local, to),
      settings: { mss: tcp.mssTo(to.address), ...this.#settings },
      ...(this.#receiveBuffer === null ? {} : { receiveBuffer: this.#receiveBuffer }),
    });
    const flow = tcp.register(connection);
    flow.reuseAddress = this.reuseAddress;
    flow.socket = this;
    this.#flow = flow;
    this.#connecting = true;
    open(connection, world.now, flow);
    return "EINPROGRESS";
  }

  connected(): Errno | null {
    if (this.#error !== null) return this.#takeError();
    const flow = this.#flow;
    if (flow === null) return "ENOTCONN";
    const { state } = flow.connection;
    if (state === "SYN-SENT" || state === "SYN-RECEIVED") return "EINPROGRESS";
    this.#connecting = false;
    return null;
  }

  /** How many bytes were taken; EAGAIN when there is no room for any. */
  send(bytes: Uint8Array, to: Endpoint | null): number | Errno {
    if (this.#closed) return "EBADF";
    const error = this.#takeError();
    if (error !== null) return error;
    const flow = this.#flow;
    if (flow === null) return to === null ? "ENOTCONN" : "EOPNOTSUPP";
    const { connection } = flow;
    if (!canWrite(connection)) return "EPIPE";
    if (connection.state === "SYN-SENT" || connection.state === "SYN-RECEIVED") return "EAGAIN";
    if (bytes.length === 0) return 0;
    const taken = write(connection, bytes, this.#tcp.world.now, flow);
    return taken === 0 ? "EAGAIN" : taken;
  }

  /** Up to `max` bytes of the stream; none at its end; EAGAIN when there are none yet. */
  receive(max: number, into: Uint8Array | null): Received | Errno {
    if (this.#closed) return "EBADF";
    const flow = this.#flow;
    if (flow === null) return this.#takeError() ?? "ENOTCONN";
    const { connection } = flow;
    if (available(connection) > 0) {
      const bytes = this.#take(flow, max, into);
      return { bytes, from: shownEndpoint(this.family, flow.remote), lengthBytes: bytes.length };
    }
    const error = this.#takeError();
    if (error !== null) return error;
    if (atEnd(connection))
      return { bytes: new Uint8Array(0), from: shownEndpoint(this.family, flow.remote), lengthBytes: 0 };
    return "EAGAIN";
  }

  /** A short read is a piece of a slab, which costs a fraction of an array of its own; a long one would only hold the slab. */
  #take(flow: Flow, max: number, into: Uint8Array | null): Uint8Array {
    const { connection } = flow;
    const { world, slabs } = this.#tcp;
    if (into !== null) {
      const room = into.length > max ? into.subarray(0, max) : into;
      return into.subarray(0, readInto(connection, room, world.now, flow));
    }
    if (Math.min(max, available(connection)) >= longRead) return read(connection, max, world.now, flow);
    const bytes = slabs.copy(peek(connection, max));
    consume(connection, bytes.length, world.now, flow);
    return bytes;
  }

  receiveError(): SocketError | Errno {
    return this.#closed ? "EBADF" : "EAGAIN"; // errors about segments end in SO_ERROR, or nowhere
  }

  /** shutdown(2). */
  shutdown(how: "read" | "write" | "both"): Errno | null {
    const flow = this.#flow;
    if (flow === null || flow.closedWhy !== null) return "ENOTCONN";
    if (how !== "write") {
      shutdownRead(flow.connection);
      this.changed();
    }
    if (how !== "read") shutdownWrite(flow.connection, this.#tcp.world.now, flow);
    return null;
  }

  setOption(option: SocketOption): Errno | null {
    switch (option.name) {
      case "nonBlocking":
        this.nonBlocking = option.value;
        return null;
      case "receiveTimeout":
        this.receiveTimeout = option.value;
        return null;
      case "v6Only":
        if (this.family === "inet") return "ENOPROTOOPT";
        if (this.#local !== null) return "EINVAL";
        this.#v6Only = option.value;
        return null;
      case "reuseAddress":
        this.reuseAddress = option.value;
        if (this.#flow) this.#flow.reuseAddress = option.value;
        return null;
      case "receiveBuffer":
        if (option.value < 1) return "EINVAL";
        this.#receiveBuffer = option.value;
        if (this.#flow) this.#flow.connection.rcv.capacity = option.value;
        return null;
      case "sendBuffer":
        return option.value < 1 ? "EINVAL" : this.#set({ sendBuffer: option.value });
      case "noDelay":
        return this.#set({ nagle: !option.value });
      case "cork":
        return this.#set({ cork: option.value });
      case "maxSegment":
        return option.value < 88 || option.value > 32_767 ? "EINVAL" : this.#set({ mss: option.value }); // Linux: TCP_MIN_MSS
      case "userTimeout":
        return this.#set({ userTimeout: option.value });
      case "keepAlive": {
        const { keepAliveIdle: idle, keepAliveInterval: interval, keepAliveProbes: probes } = this.#tcp.profile;
        if (option.value === true) return this.#set({ keepAlive: { idle, interval, probes } });
        return this.#set({ keepAlive: option.value === false ? null : option.value });
      }
      case "linger":
        this.#lingerZero = option.value === 0;
        return null;
      default:
        return "ENOPROTOOPT";
    }
  }

  #set(changes: Partial<Settings>): null {
    this.#settings = { ...this.#settings, ...changes };
    if (this.#flow && this.#flow.closedWhy === null)
      set(this.#flow.connection, changes, this.#tcp.world.now, this.#flow);
    return null;
  }

  option(name: AskedOption): { readonly value: number | Errno | null } | Errno {
    if (name === "error") return { value: this.#takeError() };
    if (this.#flow === null) return "ENOTCONN";
    const route = this.#tcp.ip.route(this.#flow.remote.address, this.#flow.local.address);
    return typeof route === "string" ? route : { value: this.#tcp.ip.mtu(route) };
  }

  /** TCP_INFO. */
  info(): TcpInfo | Errno {
    return this.#flow === null ? "ENOTCONN" : info(this.#flow.connection, this.#tcp.world.now);
  }

  readiness(): Readiness {
    const error = this.#error !== null;
    if (this.listener !== null) return { readable: this.listener.acceptQueue.length > 0, writable: false, error };
    const connection = this.#flow?.connection;
    if (!connection) return { readable: error, writable: error, error };
    const opening = connection.state === "SYN-SENT" || connection.state === "SYN-RECEIVED";
    const room = connection.settings.sendBuffer - connection.snd.buffer.length;
    return {
      readable: error || available(connection) > 0 || (!opening && atEnd(connection)),
      writable: error || (!opening && (!canWrite(connection) || room > 0)),
      error,
    };
  }

  close(): void {
    this.#closed = true;
    const { world, demux } = this.#tcp;
    if (this.listener !== null) {
      for (const connection of closeListener(this.listener)) abort(connection, world.now, this.#tcp.flowOf(connection));
      this.listener = null;
    }
    const flow = this.#flow;
    if (flow === null) {
      if (this.#local !== null) demux.remove(this, this.#local, null);
      return;
    }
    flow.socket = null;
    if (flow.closedWhy !== null) return;
    // SO_LINGER with time zero: whatever is unsent is thrown away and the peer gets a reset.
    if (this.#lingerZero) abort(flow.connection, world.now, flow);
    else close(flow.connection, world.now, flow);
  }

  // From below.

  /**
   * Something changed: those who wait try again, in a turn of their own. The protocol is in the middle of a segment now, and whatever
   * else arrives at this instant comes before programs do.
   */
  changed(): void {
    if (this.#wakeAsked || this.waiters.empty) return;
    this.#wakeAsked = true;
    const { world } = this.#tcp;
    world.at(world.now, "program", () => {
      this.#wakeAsked = false;
      this.waiters.wake();
    });
  }

  onClosed(why: ClosedWhy): void {
    this.#error = this.#errorOf(why);
    this.changed();
  }

  #errorOf(why: ClosedWhy): Errno | null {
    const { softError } = this.#flow!.connection;
    switch (why) {
      case "refused":
        return "ECONNREFUSED";
      case "reset":
        return "ECONNRESET";
      case "timeout":
        return softError === null ? "ETIMEDOUT" : "EHOSTUNREACH";
      case "unreachable":
        return "EHOSTUNREACH";
      default:
        return null; // closed in order, or by this side itself
    }
  }

  #takeError(): Errno | null {
    const error = this.#error;
    this.#error = null;
    if (error !== null) this.#connecting = false;
    return error;
  }
}

/** Octets. */
const longRead = 8192;
