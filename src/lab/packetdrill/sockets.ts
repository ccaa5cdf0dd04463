/**
 * The smallest operating system that a packetdrill script needs: descriptors, ports, and the results and errors of POSIX socket calls, over
 * the TCP of `engine/protocols/tcp`. One host, no routes, no other processes. Nothing here waits: a call that would block says EAGAIN
 * (or EINPROGRESS), and whoever called decides. What only Linux or only BSD reports follows the profile.
 */
import { type Duration, type Instant, ms, seconds } from "../../engine/base/time.ts";
import { onAlarm } from "../../engine/protocols/tcp/alarm.ts";
import * as tcp from "../../engine/protocols/tcp/connection.ts";
import {
  cookieFor,
  type FastOpenMemory,
  type FastOpenServer,
  mayBeEarly,
} from "../../engine/protocols/tcp/fast-open.ts";
import { type IcmpError, onIcmp } from "../../engine/protocols/tcp/icmp.ts";
import { info, type TcpInfo } from "../../engine/protocols/tcp/info.ts";
import {
  accept,
  closeListener,
  newListener,
  onSegmentInListen,
  type TcpListener,
} from "../../engine/protocols/tcp/listener.ts";
import { wholeSegments } from "../../engine/protocols/tcp/options.ts";
import type { Profile } from "../../engine/protocols/tcp/profile.ts";
import { answerWithReset, type Segment } from "../../engine/protocols/tcp/segment.ts";
import { onSegment } from "../../engine/protocols/tcp/segment-arrives.ts";
import type { TcpStateName } from "../../engine/protocols/tcp/states.ts";
import {
  type ClosedWhy,
  type Endpoint,
  isAhead,
  newConnection,
  type Settings,
  type TcpConnection,
  type TcpOut,
  unsent,
} from "../../engine/protocols/tcp/tcb.ts";
import type { Ipv4Address } from "../../engine/wire/ipv4-address.ts";
import type { Ipv6Address } from "../../engine/wire/ipv6-address.ts";
import { add, after, type Seq, seq } from "../../engine/wire/seq.ts";
import { tcpFlag } from "../../engine/wire/tcp.ts";
import type { Carrier } from "./compare.ts";
import { constantOf, errorNumber } from "./constants.ts";
import type { Tuple } from "./conversation.ts";
import type { Ports } from "./script.ts";
import type { Frame } from "./settings.ts";
import { type Completion, ZeroCopy } from "./zero-copy.ts";

/** Names of errno.h. */
export type Errno = string;

/** What the socket layer is told of the world, and where it sends. */
export interface Surroundings {
  send(tuple: Tuple, segment: Segment, ecn: 0 | 2, carrier: Carrier): void;
}

/** A connection as this host keeps it. */
interface Held {
  readonly c: TcpConnection;
  readonly tuple: Tuple;
  readonly out: TcpOut;
  /** The peer's UDP port, when segments travel in UDP; 0: they do not. */
  readonly tunnel: number;
  /** Options of the socket that it belongs to. */
  values: ReadonlyMap<string, number>;
  alarm: Instant | null;
  /** What the next call is told, once. */
  error: Errno | null;
  readonly zeroCopy: ZeroCopy;
  /** Grows whenever something happened that wakes a waiting process. */
  wakeups: number;
}

interface TcpSocket {
  readonly kind: "tcp";
  nonBlocking: boolean;
  /** Local port; null: not bound. */
  port: number | null;
  listener: TcpListener | null;
  held: Held | null;
  /** connect() was called, and nobody has been told yet how it went. */
  connecting: boolean;
  /** connect() was called, and the SYN waits for the first data (TCP_FASTOPEN_CONNECT): the port it is for. */
  deferred: { readonly port: number | null } | null;
  /** What setsockopt was given, by level and name. */
  readonly values: Map<string, number>;
  profile: Profile;
  readonly settings: Partial<Settings>;
  receiveBuffer: number | null;
  /** SHUT_RD and SHUT_WR. */
  readonly shut: { reading: boolean; writing: boolean };
  wakeups: number;
}

interface Interest {
  events: number;
  readonly fd: number;
  data: number;
  /** Of an edge-triggered one: the wakeups of its socket when it was last reported. */
  seen: number;
  armed: boolean;
}

interface Epoll {
  readonly kind: "epoll";
  readonly interests: Map<number, Interest>;
}

const usualPort = 8080;
const firstEphemeralPort = 40_000;

export class Sockets {
  /** What sockets made from now on are like. */
  profile: Profile;
  now = 0 as Instant;
  readonly #around: Surroundings;
  readonly #ipv6: boolean;
  readonly #local: Ipv4Address | Ipv6Address;
  readonly #remote: Ipv4Address | Ipv6Address;
  readonly #memory: FastOpenMemory = new Map();
  readonly #descriptors = new Map<number, TcpSocket | Epoll>();
  readonly #held = new Map<number, Held>();
  readonly #listening = new Map<number, TcpSocket>();
  #ephemeral = firstEphemeralPort;
  #made = 0;

  constructor(profile: Profile, frame: Pick<Frame, "ipv6" | "local" | "remote" | "mtu">, around: Surroundings) {
    this.profile = profile;
    this.#ipv6 = frame.ipv6;
    this.mtu = frame.mtu;
    this.#local = frame.local ?? (frame.ipv6 ? localAddress6 : localAddress);
    this.#remote = frame.remote ?? (frame.ipv6 ? remoteAddress6 : remoteAddress);
    this.#around = around;
  }

  // --- the network below

  /** Whether a connection with these ports is still held, TIME-WAIT included. */
  holds(tuple: Tuple): boolean {
    return this.#held.has(keyOf(tuple));
  }

  isListening(port: number): boolean {
    return this.#listening.has(port);
  }

  /** The port that began to listen last, or was bound last. */
  get likelyPort(): number {
    let port = usualPort;
    for (const socket of this.#descriptors.values())
      if (socket.kind === "tcp" && socket.port !== null && !socket.held) port = socket.port;
    for (const one of this.#listening.keys()) port = one;
    return port;
  }

  /** @param pieces of what size the segments were that hardware has merged into this one; null: it is one */
  receive(tuple: Tuple, segment: Segment, marked: boolean, pieces: number | null, udp: Ports | null): void {
    // What comes to another UDP port is nobody's.
    if (udp !== null && (this.tunnelPort === 0 || udp.destination !== this.tunnelPort)) return;
    const tunnel = udp?.source ?? 0;
    const held = this.#held.get(keyOf(tuple));
    let previous: TcpConnection | undefined;
    // A connection is one in UDP or one that is not; only a SYN that TIME-WAIT may give way to can change that.
    const stranger = held !== undefined && held.tunnel !== tunnel && !mayReopen(held.c, segment);
    if (held && !stranger) {
      const waits = held.c.state === "TIME-WAIT";
      onSegment(held.c, segment, this.now, held.out, marked);
      if (pieces !== null) held.c.rcv.mss = Math.min(held.c.rcv.mss, pieces);
      // TIME-WAIT may give way to a new SYN, which is then the listener's.
      if (!(waits && this.#superseded === held)) return;
      previous = held.c;
      this.#superseded = null;
    }
    const socket = stranger ? undefined : this.#listening.get(tuple.local);
    if (socket?.listener) {
      const [local, remote] = this.#ends(tuple);
      const out = {
        send: (reset: Segment, ecn: 0 | 2) =>
          this.#around.send(tuple, reset, ecn, this.#carrier(socket.values, tunnel)),
        spawned: (c: TcpConnection) => {
          if (tunnel !== 0) c.settings.mss = Math.min(c.settings.mss, this.#mss - udpHeader);
          return this.#hold(c, tuple, tunnel, socket.values).out;
        },
        acceptable: () => void socket.wakeups++,
      };
      onSegmentInListen(socket.listener, segment, local, remote, this.now, out, previous);
      return;
    }
    const reset = answerWithReset(segment);
    if (reset) this.#around.send(tuple, reset, 0, this.#carrier(this.#boundTo(tuple.local)?.values ?? none, tunnel));
  }

  /** The UDP port on which TCP in UDP is taken; 0: it is not. */
  tunnelPort = 0;

  #boundTo(port: number): TcpSocket | null {
    for (const socket of this.#descriptors.values())
      if (socket.kind === "tcp" && socket.port === port && !socket.held) return socket;
    return null;
  }

  #carrier(values: ReadonlyMap<string, number>, tunnel: number): Carrier {
    const [hops, class_] = this.#ipv6 ? [key(41, 16), key(41, 67)] : [key(0, 2), key(0, 1)];
    return {
      ttl: values.get(hops) ?? 64,
      tos: (values.get(class_) ?? 0) & 0xfc,
      udp: tunnel === 0 ? null : { source: this.tunnelPort, destination: tunnel },
    };
  }

  icmp(tuple: Tuple, error: IcmpError, errno: Errno, quoted: Seq, udp: Ports | null): void {
    const held = this.#held.get(keyOf(tuple));
    if (!held || held.tunnel !== (udp?.destination ?? 0) || (udp !== null && udp.source !== this.tunnelPort)) return;
    const before = held.c.softError;
    const room = held.tunnel === 0 ? 0 : udpHeader;
    const heard = error.kind === "too big" && error.mtu > room ? { ...error, mtu: error.mtu - room } : error;
    onIcmp(held.c, heard, quoted, this.now, held.out);
    // What the error says about the peer is told when the connection ends because of it.
    if (held.c.state === "CLOSED" && held.error !== null) held.error = errno;
    else if (held.c.softError !== before || error.kind !== "too big") this.#soft.set(held, errno);
  }

  /** Where the oldest unacknowledged octet of a connection is: what an ICMP message quotes when it does not say. */
  oldest(tuple: Tuple): Seq | null {
    return this.#held.get(keyOf(tuple))?.c.snd.una ?? null;
  }

  get nextAlarm(): Instant | null {
    let next: Instant | null = null;
    for (const { alarm } of this.#held.values()) if (alarm !== null && (next === null || alarm < next)) next = alarm;
    return next;
  }

  /** Lets every timer that is due by `now` expire. */
  ring(): void {
    for (const held of [...this.#held.values()]) {
      if (held.alarm === null || held.alarm > this.now) continue;
      held.alarm = null;
      onAlarm(held.c, this.now, held.out);
    }
  }

  count(state: TcpStateName): number {
    let count = 0;
    for (const { c } of this.#held.values()) if (c.state === state) count++;
    // A socket that had its connection and lost it is shown as closed.
    if (state === "CLOSED")
      for (const s of this.#descriptors.values()) if (s.kind === "tcp" && s.held?.c.state === "CLOSED") count++;
    return count;
  }

  forget(state: TcpStateName): void {
    for (const held of [...this.#held.values()]) if (held.c.state === state) tcp.abort(held.c, this.now, held.out);
  }

  /** TCP_INFO of a connection; null: there is none with these ports. */
  info(tuple: Tuple): TcpInfo | null {
    const held = this.#held.get(keyOf(tuple)) ?? this.#socketOf(tuple)?.held;
    return held ? info(held.c, this.now) : null;
  }

  /** The Fast Open cookie that this host makes for its peer, in hexadecimal. @param key null: the one in use */
  cookie(tuple: Tuple, key: string | null): string {
    const [local, remote] = this.#ends(tuple);
    return bytesToHex(cookieFor(hexToBytes(key ?? this.profile.fastOpenKeys[0]!), local, remote));
  }

  forgetServers(): void {
    this.#memory.clear();
  }

  // --- calls

  socket(type: number, protocol: number): number | Errno {
    if ((type & 0xf) !== 1 || (protocol !== 0 && protocol !== 6)) return "EPROTONOSUPPORT";
    const nonBlocking = (type & nonBlock) !== 0;
    return this.#open({
      kind: "tcp",
      nonBlocking,
      port: null,
      listener: null,
      held: null,
      connecting: false,
      deferred: null,
      values: new Map(),
      profile: this.profile,
      settings: { mss: this.#mss },
      receiveBuffer: null,
      shut: { reading: false, writing: false },
      wakeups: 0,
    });
  }

  /** MTU less headers. */
  readonly mtu: number;
  get #mss(): number {
    return this.mtu - (this.#ipv6 ? 60 : 40);
  }

  exists(fd: number): boolean {
    return this.#descriptors.has(fd);
  }

  isNonBlocking(fd: number): boolean {
    const socket = this.#descriptors.get(fd);
    return socket?.kind === "tcp" && socket.nonBlocking;
  }

  setNonBlocking(fd: number, on: boolean): void {
    const socket = this.#descriptors.get(fd);
    if (socket?.kind === "tcp") socket.nonBlocking = on;
  }

  /** @param port null: any */
  bind(fd: number, port: number | null): Errno | number {
    const socket = this.#tcp(fd);
    if (typeof socket === "string") return socket;
    if (socket.port !== null) return "EINVAL";
    const wanted = port === 0 ? this.#ephemeral++ : (port ?? usualPort);
    const reuse = socket.values.get(key(1, 2)) ?? 0;
    const taken =
      this.#listening.has(wanted) || (!reuse && [...this.#held.values()].some(({ tuple }) => tuple.local === wanted));
    if (taken) return "EADDRINUSE";
    socket.port = wanted;
    return 0;
  }

  listen(fd: number, backlog: number): Errno | number {
    const socket = this.#tcp(fd);
    if (typeof socket === "string") return socket;
    if (socket.listener) {
      socket.listener.backlog = Math.max(1, backlog);
      return 0;
    }
    if (socket.held && socket.held.c.state !== "CLOSED") return "EINVAL";
    if (socket.port === null) socket.port = this.#ephemeral++;
    if (this.#listening.has(socket.port)) return "EADDRINUSE";
    socket.listener = newListener({
      profile: socket.profile,
      backlog,
      settings: socket.settings,
      ...(socket.receiveBuffer === null ? {} : { receiveBuffer: socket.receiveBuffer }),
      iss: () => this.#nextIss(),
    });
    this.#listening.set(socket.port, socket);
    const { fastOpen } = this.profile;
    const asked = this.#value(socket, "SOL_TCP", "TCP_FASTOPEN", -1);
    if (asked > 0) this.#fastListener(socket, socket.profile.optionLayout === "bsd" ? backlog : asked);
    else if (asked < 0 && fastOpen.everyListener) this.#fastListener(socket, backlog);
    return 0;
  }

  accept(fd: number, nonBlocking: boolean): number | Errno {
    const socket = this.#tcp(fd);
    if (typeof socket === "string") return socket;
    if (!socket.listener) return "EINVAL";
    const c = accept(socket.listener);
    if (c === null) return "EAGAIN";
    const held = [...this.#held.values()].find((one) => one.c === c) ?? this.#buried.get(c) ?? null;
    const values = new Map(socket.values);
    if (held) held.values = values;
    return this.#open({
      kind: "tcp",
      nonBlocking,
      port: c.local.port,
      listener: null,
      held,
      connecting: false,
      deferred: null,
      values,
      profile: c.profile,
      settings: {},
      receiveBuffer: socket.receiveBuffer,
      shut: { reading: false, writing: false },
      wakeups: 0,
    });
  }

  /** @param port null: any. @param again the same call, asked once more */
  connect(fd: number, port: number | null, again: boolean): Errno | number {
    const socket = this.#tcp(fd);
    if (typeof socket === "string") return socket;
    if (socket.listener || socket.deferred) return "EISCONN";
    const { held } = socket;
    if (held && (held.c.state !== "CLOSED" || socket.connecting)) {
      const error = this.#takeError(held);
      if (error !== null) {
        socket.connecting = false;
        socket.held = null;
        return error;
      }
      if (held.c.state === "SYN-SENT" || held.c.state === "SYN-RECEIVED") return again ? "EINPROGRESS" : "EALREADY";
      if (!socket.connecting) return "EISCONN";
      socket.connecting = false;
      return held.c.state === "CLOSED" ? "ECONNABORTED" : 0;
    }
    const early = this.#value(socket, "SOL_TCP", "TCP_FASTOPEN_CONNECT") !== 0;
    if (early && mayBeEarly(this.#fastProfile(socket), this.#memory, { address: this.#remote, port: 0 }, this.now)) {
      socket.deferred = { port };
      return 0;
    }
    const begun = this.#begin(socket, port, early ? 0 : null);
    return typeof begun === "string" ? begun : "EINPROGRESS";
  }

  /** @param early how many octets could go with the SYN; null: no Fast Open. @returns how many do */
  #begin(socket: TcpSocket, port: number | null, early: number | null): number | Errno {
    const tuple = { local: socket.port ?? this.#ephemeral++, remote: port ?? usualPort };
    if (this.holds(tuple)) return "EADDRNOTAVAIL";
    socket.port = tuple.local;
    const [local, remote] = this.#ends(tuple);
    const tunnel = this.#value(socket, "SOL_TCP", "TCP_REMOTE_UDP_ENCAPS_PORT");
    const c = newConnection({
      profile: this.#fastProfile(socket),
      local,
      remote,
      iss: this.#nextIss(),
      settings: socket.settings,
      ...(socket.receiveBuffer === null ? {} : { receiveBuffer: socket.receiveBuffer }),
    });
    if (tunnel !== 0) c.settings.mss = Math.min(c.settings.mss, this.#mss - udpHeader);
    socket.held = this.#hold(c, tuple, tunnel, socket.values);
    socket.connecting = true;
    const { out } = socket.held;
    if (early !== null) return tcp.openFast(c, this.#memory, zeros(Math.min(early, largestWrite)), this.now, out);
    tcp.open(c, this.now, out);
    return 0;
  }

  /** The profile of a socket with what is now set of Fast Open. */
  #fastProfile(socket: TcpSocket): Profile {
    const { fastOpen } = this.profile;
    const free = this.#value(socket, "SOL_TCP", "TCP_FASTOPEN_NO_COOKIE") !== 0;
    return {
      ...socket.profile,
      fastOpen: free ? { ...fastOpen, clientNeedsCookie: false, serverNeedsCookie: false } : fastOpen,
    };
  }

  #fastListener(socket: TcpSocket, limit: number): void {
    if (!socket.listener) return;
    const { fastOpen, given } = socket.listener;
    if (fastOpen) fastOpen.limit = limit;
    else if (this.profile.fastOpen.server) {
      const keys = given.profile.fastOpenKeys.map(hexToBytes);
      socket.listener.fastOpen = { limit, keys, pending: new Set(), resets: [] } satisfies FastOpenServer;
    }
  }

  /** Whether the next write is what opens the connection. */
  isDeferred(fd: number): boolean {
    const socket = this.#descriptors.get(fd);
    return socket?.kind === "tcp" && socket.deferred !== null;
  }

  /**
   * sendto() with MSG_FASTOPEN, or the first write behind a deferred connect(): opens the connection with what fits into its SYN.
   * @param waits the caller will wait and write the rest
   */
  openWith(fd: number, port: number | null, length: number, waits: boolean): number | Errno {
    const socket = this.#tcp(fd);
    if (typeof socket === "string") return socket;
    const { deferred, held } = socket;
    if (!deferred && !this.profile.fastOpen.client) return "EOPNOTSUPP";
    if (socket.listener) return "EISCONN";
    if (held) {
      const error = this.#takeError(held);
      if (error !== null) return error;
      if (held.c.state === "SYN-SENT" || held.c.state === "SYN-RECEIVED") return "EALREADY";
      // Behind the handshake it is a write like any other.
      if (held.c.state !== "CLOSED") return this.write(fd, length, {});
    }
    socket.deferred = null;
    const early = this.#begin(socket, deferred ? deferred.port : port, length);
    if (typeof early === "number" && waits && early < length && socket.held) socket.held.c.snd.blocked = true;
    return early;
  }

  isWaitingToConnect(fd: number): boolean {
    const socket = this.#descriptors.get(fd);
    return socket?.kind === "tcp" && socket.connecting;
  }

  /** connect() to AF_UNSPEC: the connection is thrown away. */
  disconnect(fd: number): Errno | number {
    const socket = this.#tcp(fd);
    if (typeof socket === "string") return socket;
    if (socket.held) tcp.abort(socket.held.c, this.now, socket.held.out);
    socket.held = null;
    socket.connecting = false;
    socket.deferred = null;
    return 0;
  }

  /** @param more MSG_MORE: the caller will write again soon. @param urgent MSG_OOB: the last octet ends urgent data */
  write(fd: number, length: number, how: tcp.Writing, again = false): number | Errno {
    const socket = this.#tcp(fd);
    if (typeof socket === "string") return socket;
    if (!socket.held && this.#opensByWriting(socket)) {
      // BSD: data to an address opens the connection, and all of it is queued.
      const early = this.#begin(socket, null, length);
      if (typeof early === "string" || early === length) return early;
      const { c, out } = socket.held!;
      return early + tcp.write(c, zeros(Math.min(length, c.settings.sendBuffer) - early), this.now, out);
    }
    const { held } = socket;
    if (!held) return socket.profile.optionLayout === "bsd" ? "ENOTCONN" : "EPIPE";
    const error = this.#takeError(held);
    if (error !== null) return error;
    const { c, out } = held;
    if (socket.shut.writing || !tcp.canWrite(c)) return "EPIPE";
    if (isOpening(c)) return "EAGAIN";
    if (length === 0) return 0;
    if (length < 0) return "EINVAL";
    // One octet more than there is room for shows that there was not room for all.
    // A process that waits for room is woken only when there is a good deal of it.
    if (again && !hasRoom(c)) return "EAGAIN";
    const most = 2 * c.settings.sendBuffer + 65_536;
    const offered = Math.min(length, most, largestWrite);
    const taken = tcp.write(c, zeros(offered), this.now, out, offered === length ? how : {});
    return taken === 0 ? "EAGAIN" : taken;
  }

  /** Like `write`, without copying where the socket has asked for it (SO_ZEROCOPY). */
  writeShared(fd: number, length: number, how: tcp.Writing, again = false): number | Errno {
    const taken = this.write(fd, length, how, again);
    if (typeof taken === "number" && taken > 0) this.noteShared(fd);
    return taken;
  }

  /** All that was written so far belongs to a call that shares its memory. */
  noteShared(fd: number): void {
    const socket = this.#tcp(fd);
    if (typeof socket === "string" || !socket.held || this.#value(socket, "SOL_SOCKET", "SO_ZEROCOPY") === 0) return;
    const { c, zeroCopy } = socket.held;
    zeroCopy.sent(add(c.snd.bufferStart, c.snd.buffer.length));
  }

  /** The oldest message of the error queue. */
  takeCompletion(fd: number): Completion | Errno {
    const socket = this.#tcp(fd);
    if (typeof socket === "string") return socket;
    return (socket.held && this.#completions(socket.held).take()) ?? "EAGAIN";
  }

  #completions({ c, zeroCopy }: Held): ZeroCopy {
    zeroCopy.acknowledged(c.state === "CLOSED" ? null : c.snd.una);
    return zeroCopy;
  }

  /** @param peek leave them there */
  read(fd: number, most: number, peek: boolean): number | Errno {
    const socket = this.#tcp(fd);
    if (typeof socket === "string") return socket;
    const { held } = socket;
    if (!held) return socket.deferred ? "EAGAIN" : "ENOTCONN";
    const { c, out } = held;
    if (most < 0) return "EINVAL";
    const waiting = Math.min(most, tcp.available(c));
    if (waiting > 0) {
      if (!peek) tcp.read(c, waiting, this.now, out);
      return waiting;
    }
    const error = this.#takeError(held);
    if (error !== null) return error;
    if (socket.shut.reading || tcp.atEnd(c)) return 0;
    return "EAGAIN";
  }

  close(fd: number): Errno | number {
    const socket = this.#descriptors.get(fd);
    if (!socket) return "EBADF";
    this.#descriptors.delete(fd);
    for (const other of this.#descriptors.values()) if (other.kind === "epoll") other.interests.delete(fd);
    if (socket.kind === "epoll") return 0;
    if (socket.listener) {
      this.#listening.delete(socket.port!);
      const linux = socket.profile.optionLayout === "linux";
      for (const c of closeListener(socket.listener)) {
        const held = [...this.#held.values()].find((one) => one.c === c);
        if (!held) continue;
        // A half-open connection is forgotten, an established one is reset.
        if (c.state === "SYN-RECEIVED" && !isAhead(c) && linux) this.#held.delete(keyOf(held.tuple));
        else tcp.abort(c, this.now, held.out);
      }
    }
    if (!socket.held) return 0;
    const { c, out } = socket.held;
    if (this.#value(socket, "SOL_SOCKET", "SO_LINGER", -1) === 0) tcp.abort(c, this.now, out);
    else tcp.close(c, this.now, out);
    return 0;
  }

  /** @param how SHUT_RD 0, SHUT_WR 1, SHUT_RDWR 2 */
  shutdown(fd: number, how: number): Errno | number {
    const socket = this.#tcp(fd);
    if (typeof socket === "string") return socket;
    if (how < 0 || how > 2) return "EINVAL";
    const { held } = socket;
    if (socket.listener) {
      if (how === 1) return 0;
      this.#listening.delete(socket.port!);
      for (const c of closeListener(socket.listener)) {
        const waiting = [...this.#held.values()].find((one) => one.c === c);
        if (waiting) tcp.abort(c, this.now, waiting.out);
      }
      socket.listener = null;
      return 0;
    }
    if (!held || held.c.state === "CLOSED") return "ENOTCONN";
    if (how !== 1) {
      socket.shut.reading = true;
      // Linux goes on taking data after SHUT_RD; RFC 9293 says nothing of it.
      if (socket.profile.optionLayout === "bsd") tcp.shutdownRead(held.c);
      held.wakeups++;
    }
    if (how !== 0) {
      socket.shut.writing = true;
      tcp.shutdownWrite(held.c, this.now, held.out);
      held.wakeups++;
    }
    return 0;
  }

  queued(fd: number): { readable: number; ended: boolean; unacknowledged: number; unsent: number } | Errno {
    const socket = this.#tcp(fd);
    if (typeof socket === "string") return socket;
    if (socket.listener) return "EINVAL";
    if (!socket.held) return { readable: 0, ended: false, unacknowledged: 0, unsent: 0 };
    const { c } = socket.held;
    const ended = tcp.atEnd(c);
    return { readable: tcp.available(c), ended, unacknowledged: c.snd.buffer.length, unsent: Math.max(0, unsent(c)) };
  }

  getOption(fd: number, level: number, name: number): number | Errno {
    const socket = this.#tcp(fd);
    if (typeof socket === "string") return socket;
    const c = socket.held?.c;
    const bsd = socket.profile.optionLayout === "bsd";
    switch (key(level, name)) {
      case key(1, 4): {
        const error = socket.held && this.#takeError(socket.held);
        return error ? errorNumber(error) : 0;
      }
      case key(1, 3):
        return 1;
      case key(1, 30):
        return socket.listener ? 1 : 0;
      case key(1, 7): {
        const size = c?.settings.sendBuffer ?? socket.settings.sendBuffer ?? socket.profile.sendBuffer;
        return size;
      }
      case key(1, 8): {
        const size = c?.rcv.capacity ?? socket.receiveBuffer ?? socket.profile.receiveBuffer;
        // BSD rounds up to whole segments once it knows how large they are.
        if (bsd) return c && c.state !== "SYN-SENT" && c.state !== "CLOSED" ? wholeSegments(c, size) : size;
        return size * 2;
      }
      case key(6, 1):
        return (c?.settings.nagle ?? socket.settings.nagle ?? socket.profile.nagle) ? 0 : 1;
      case key(6, 2):
        // BSD counts the options of every segment in.
        if (c && c.state !== "CLOSED") return c.snd.mss + (bsd && c.options.timestamps ? 12 : 0);
        return socket.values.get(key(6, 2)) ?? (bsd ? this.#mss : 536);
      case key(6, 4):
        return (socket.values.get(key(6, 4)) ?? socket.profile.keepAliveIdle / 1e9) | 0;
      case key(6, 5):
        return (socket.values.get(key(6, 5)) ?? socket.profile.keepAliveInterval / 1e9) | 0;
      case key(6, 6):
        return socket.values.get(key(6, 6)) ?? socket.profile.keepAliveProbes;
      case key(6, 128):
        return (socket.values.get(key(6, 128)) ?? (socket.profile.openTimeout ?? 0) / 1e9) | 0;
      case key(6, 130):
        return socket.held?.tunnel ?? socket.values.get(key(6, 130)) ?? 0;
      case key(6, 7):
        return socket.values.get(key(6, 7)) ?? socket.profile.synRetries;
      case key(6, 25):
        return (socket.values.get(key(6, 25)) ?? 0) >>> 0;
      default:
        return socket.values.get(key(level, name)) ?? 0;
    }
  }

  /** @param value of SO_LINGER: seconds, -1 when it is off */
  setOption(fd: number, level: number, name: number, value: number): Errno | number {
    const socket = this.#tcp(fd);
    if (typeof socket === "string") return socket;
    const linux = socket.profile.optionLayout === "linux";
    if (key(level, name) === key(6, 130)) {
      const usable = value >= 0 && value <= 65_535 && (value === 0 || this.tunnelPort !== 0);
      if (linux || !usable || socket.listener || (socket.held && socket.held.c.state !== "CLOSED")) return "EINVAL";
    }
    if (key(level, name) === key(6, 25) && value >= -0x8000_0000 && value <= 0xffff_ffff) {
      socket.values.set(key(6, 25), value);
      const limit = value >>> 0 || socket.profile.notSentLimit;
      return this.#set(socket, { notSentLimit: limit >= 0xffff_ffff ? Number.POSITIVE_INFINITY : limit });
    }
    if (!(value >= -1 && value <= 0x7fff_ffff)) return "EINVAL";
    const before = socket.values.get(key(level, name));
    socket.values.set(key(level, name), value);
    switch (key(level, name)) {
      case key(1, 7):
        // Linux doubles it, for what it keeps beside the octets.
        return this.#set(socket, {
          sendBuffer: Math.max(2304, linux ? 2 * value : value),
          sendBufferMax: 0, // it no longer grows by itself
        });
      case key(1, 8): {
        const size = Math.max(linux ? 1152 : 1, value);
        socket.receiveBuffer = size;
        const scale = socket.profile.windowScale;
        socket.profile = {
          ...socket.profile,
          receiveBuffer: size,
          receiveBufferMax: size,
          // Linux then needs no more bits than the buffer has.
          windowScale: linux && scale !== null ? Math.min(scale, scaleOf(size)) : scale,
        };
        if (socket.held) socket.held.c.rcv.capacity = size;
        return 0;
      }
      case key(6, 1):
        return this.#set(socket, { nagle: value === 0 });
      case key(6, 3):
        return this.#set(socket, { cork: value !== 0 });
      case key(6, 2):
        if (value < (linux ? 88 : 64) || value > 32_767) return this.#refuse(socket, level, name, before, "EINVAL");
        // BSD lowers what a connection sends at once, and refuses to raise it.
        if (!linux && socket.held && value > socket.held.c.snd.mss)
          return this.#refuse(socket, level, name, before, "EINVAL");
        if (!linux && socket.held) socket.held.c.snd.mss = value;
        return this.#set(socket, { mss: Math.min(value, this.#mss) });
      case key(1, 9):
      case key(6, 4):
      case key(6, 5):
      case key(6, 6):
        return this.#keepAlive(socket);
      case key(6, 7):
        return this.#set(socket, { synRetries: value });
      case key(6, 128):
        return this.#set(socket, { openTimeout: seconds(Math.min(Math.max(0, value), 1e6)) });
      case key(6, 129):
        return this.#set(socket, { noOptions: value !== 0 });
      case key(6, 23):
        if (linux && socket.held) return "EINVAL";
        if (socket.listener && value > 0) this.#fastListener(socket, value);
        return 0;
      case key(6, 30):
      case key(6, 34):
        if (value > 1 || value < 0 || socket.held || socket.listener)
          return this.#refuse(socket, level, name, before, "EINVAL");
        if (!this.profile.fastOpen.client) return this.#refuse(socket, level, name, before, "EOPNOTSUPP");
        return 0;
      case key(6, 18):
        return this.#set(socket, { userTimeout: value <= 0 ? null : ms(value) });
      default:
        return 0;
    }
  }

  /** The value is not taken: what was set before holds on. */
  #refuse(socket: TcpSocket, level: number, name: number, before: number | undefined, why: Errno): Errno {
    if (before === undefined) socket.values.delete(key(level, name));
    else socket.values.set(key(level, name), before);
    return why;
  }

  /** TCP_CONGESTION takes a name, TCP_FASTOPEN_KEY one or two keys of 16 octets. */
  setNamedOption(fd: number, level: number, name: number, value: string, length: number): Errno | number {
    const socket = this.#tcp(fd);
    if (typeof socket === "string") return socket;
    if (key(level, name) === key(6, 33)) {
      const octets = value.replace(/\\x([0-9a-fA-F]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
      if ((length !== 16 && length !== 32) || octets.length < length) return "EINVAL";
      const hex = bytesToHex(Uint8Array.from(octets.slice(0, length), (one) => one.charCodeAt(0)));
      const fastOpenKeys = hex.match(/.{32}/g)!;
      socket.profile = { ...socket.profile, fastOpenKeys };
      const server = socket.listener?.fastOpen;
      if (server && socket.listener) socket.listener.fastOpen = { ...server, keys: fastOpenKeys.map(hexToBytes) };
      return 0;
    }
    if (key(level, name) !== key(6, 13)) return "ENOPROTOOPT";
    if (value === "cubic") return this.#set(socket, { congestionControl: "cubic" });
    if (value === "reno" || value === "newreno") return this.#set(socket, { congestionControl: "new-reno" });
    return "ENOENT";
  }

  /** What poll(2) would say, all bits that are true. */
  events(fd: number): number {
    const socket = this.#descriptors.get(fd);
    if (!socket) return poll.nval;
    if (socket.kind === "epoll") return 0;
    if (socket.listener) return socket.listener.acceptQueue.length > 0 ? poll.in | poll.rdnorm : 0;
    const { held } = socket;
    if (socket.deferred) return poll.out | poll.wrnorm;
    if (!held) return poll.out | poll.wrnorm | poll.hup;
    const { c } = held;
    let bits = held.error === null && !this.#completions(held).waits ? 0 : poll.err;
    const ended = socket.shut.reading || endedByPeer.has(c.state);
    const finished = socket.shut.writing || c.state === "CLOSED";
    if ((ended && finished) || c.state === "CLOSED") bits |= poll.hup;
    if (ended) bits |= poll.in | poll.rdnorm | poll.rdhup;
    if (isOpening(c)) return bits;
    if (tcp.available(c) > 0) bits |= poll.in | poll.rdnorm;
    if (finished || hasRoom(c)) bits |= poll.out | poll.wrnorm;
    return bits;
  }

  epollCreate(): number {
    return this.#open({ kind: "epoll", interests: new Map() });
  }

  epollControl(epfd: number, operation: number, fd: number, events: number, data: number): Errno | number {
    const epoll = this.#descriptors.get(epfd);
    if (!epoll || !this.#descriptors.has(fd)) return "EBADF";
    if (epoll.kind !== "epoll" || epfd === fd) return "EINVAL";
    const has = epoll.interests.has(fd);
    switch (operation) {
      case 1:
        if (has) return "EEXIST";
        break;
      case 2:
        return epoll.interests.delete(fd) ? 0 : "ENOENT";
      case 3:
        if (!has) return "ENOENT";
        break;
      default:
        return "EINVAL";
    }
    epoll.interests.set(fd, { events, fd, data, seen: -1, armed: true });
    return 0;
  }

  epollWait(epfd: number, most: number): { events: number; data: number }[] | Errno {
    const epoll = this.#descriptors.get(epfd);
    if (!epoll) return "EBADF";
    if (epoll.kind !== "epoll" || most <= 0) return "EINVAL";
    const ready: { events: number; data: number }[] = [];
    for (const one of epoll.interests.values()) {
      if (ready.length === most) break;
      const events = this.events(one.fd) & (one.events | poll.err | poll.hup);
      const wakeups = this.#wakeups(one.fd);
      const edge = (one.events & edgeTriggered) !== 0;
      if (events === 0 || !one.armed || (edge && one.seen === wakeups)) continue;
      one.seen = wakeups;
      if (one.events & oneShot) one.armed = false;
      ready.push({ events, data: one.data });
    }
    return ready;
  }

  // --- within

  #superseded: Held | null = null;
  /** Connections that ended before anybody accepted them. */
  readonly #buried = new Map<TcpConnection, Held>();
  readonly #soft = new Map<Held, Errno>();

  #tcp(fd: number): TcpSocket | Errno {
    const socket = this.#descriptors.get(fd);
    return !socket ? "EBADF" : socket.kind === "tcp" ? socket : "ENOTSOCK";
  }

  #socketOf(tuple: Tuple): TcpSocket | null {
    for (const socket of this.#descriptors.values()) {
      if (socket.kind === "tcp" && socket.held && keyOf(socket.held.tuple) === keyOf(tuple)) return socket;
    }
    return null;
  }

  #open(socket: TcpSocket | Epoll): number {
    let fd = 3;
    while (this.#descriptors.has(fd)) fd++;
    this.#descriptors.set(fd, socket);
    return fd;
  }

  #wakeups(fd: number): number {
    const socket = this.#descriptors.get(fd);
    if (socket?.kind !== "tcp") return 0;
    return socket.wakeups + (socket.held ? socket.held.wakeups + this.#completions(socket.held).arrivals : 0);
  }

  #value(socket: TcpSocket, level: string, name: string, none = 0): number {
    return socket.values.get(key(constantOf(level)!, constantOf(name)!)) ?? none;
  }

  #set(socket: TcpSocket, changes: Partial<Settings>): number {
    Object.assign(socket.settings, changes);
    if (socket.listener) Object.assign(socket.listener.given.settings ?? {}, changes);
    if (socket.held && socket.held.c.state !== "CLOSED") {
      // TCP_NODELAY also pushes out what was held back, corked or not.
      const { c, out } = socket.held;
      if (changes.nagle === false) c.settings.cork = false;
      tcp.set(c, changes, this.now, out);
    }
    return 0;
  }

  #keepAlive(socket: TcpSocket): number {
    const { profile } = socket;
    if (this.#value(socket, "SOL_SOCKET", "SO_KEEPALIVE") === 0) return this.#set(socket, { keepAlive: null });
    const given = (name: string, otherwise: Duration): Duration => {
      const value = this.#value(socket, "SOL_TCP", name, -1);
      return value < 0 ? otherwise : seconds(Math.min(value, 32_767));
    };
    return this.#set(socket, {
      keepAlive: {
        idle: given("TCP_KEEPIDLE", profile.keepAliveIdle),
        interval: given("TCP_KEEPINTVL", profile.keepAliveInterval),
        probes: this.#value(socket, "SOL_TCP", "TCP_KEEPCNT", profile.keepAliveProbes),
      },
    });
  }

  #takeError(held: Held): Errno | null {
    const { error } = held;
    held.error = null;
    return error;
  }

  #hold(c: TcpConnection, tuple: Tuple, tunnel: number, values: ReadonlyMap<string, number>): Held {
    const held: Held = {
      c,
      tuple,
      tunnel,
      values,
      zeroCopy: new ZeroCopy(),
      alarm: null,
      error: null,
      wakeups: 0,
      out: {
        send: (segment, ecn) => this.#around.send(tuple, segment, ecn, this.#carrier(held.values, tunnel)),
        alarm: (at) => {
          held.alarm = at;
        },
        state: (from) => {
          held.wakeups++;
          last = from;
        },
        readable: () => void held.wakeups++,
        writable: () => void held.wakeups++,
        closed: (why) => {
          held.alarm = null;
          held.wakeups++;
          held.error = errorOf(why, last, this.#soft.get(held) ?? null, c.profile);
          if (this.#held.get(keyOf(tuple)) === held) this.#held.delete(keyOf(tuple));
          if (why === "superseded") this.#superseded = held;
          this.#buried.set(c, held);
        },
      },
    };
    let last: TcpStateName = c.state;
    this.#held.set(keyOf(tuple), held);
    return held;
  }

  #ends(tuple: Tuple): [local: Endpoint, remote: Endpoint] {
    return [
      { address: this.#local, port: tuple.local },
      { address: this.#remote, port: tuple.remote },
    ];
  }

  #opensByWriting(socket: TcpSocket): boolean {
    return (
      socket.profile.optionLayout === "bsd" &&
      this.profile.fastOpen.client &&
      this.#value(socket, "SOL_TCP", "TCP_FASTOPEN") !== 0
    );
  }

  /** Far from zero and different each time, so that a number that is not translated shows. */
  #nextIss(): Seq {
    return seq(3_900_000_000 + 100_000_007 * this.#made++);
  }
}

/** What the process is told after its connection is gone. */
function errorOf(why: ClosedWhy, from: TcpStateName, soft: Errno | null, profile: Profile): Errno | null {
  switch (why) {
    case "reset":
      return from === "CLOSE-WAIT" && profile.optionLayout === "linux" ? "EPIPE" : "ECONNRESET";
    case "refused":
      return "ECONNREFUSED";
    case "timeout":
      return soft ?? "ETIMEDOUT";
    case "unreachable":
      return soft ?? "EHOSTUNREACH";
    default:
      return null;
  }
}

/** Linux calls a socket writable while a third of what it may hold is free; others as soon as anything is. */
function hasRoom(c: TcpConnection): boolean {
  const used = c.snd.buffer.length;
  if (2 * Math.max(0, unsent(c)) >= c.settings.notSentLimit) return false;
  const free = c.settings.sendBuffer - used;
  return c.profile.writableShare === 0 ? free > 0 : free * (c.profile.writableShare - 1) >= used;
}

function scaleOf(size: number): number {
  let scale = 0;
  for (let left = size; left > 65_535; left = Math.floor(left / 2)) scale++;
  return scale;
}

const keyOf = ({ local, remote }: Tuple): number => local * 65_536 + remote;
const key = (level: number, name: number): string => `${level}/${name}`;

const localAddress = 0xc0_a8_00_01 as Ipv4Address; // 192.168.0.1
const remoteAddress = 0xc0_00_02_01 as Ipv4Address; // 192.0.2.1
const localAddress6 = 0xfd3d_0a0b_17d6_0000_0000_0000_0000_0001n as Ipv6Address;
const remoteAddress6 = 0xfd3d_fa7b_d17d_0000_0000_0000_0000_0001n as Ipv6Address;

/** Not yet the application's: it can neither read nor write. */
const isOpening = (c: TcpConnection): boolean => c.state === "SYN-SENT" || (c.state === "SYN-RECEIVED" && !isAhead(c));

const bytesToHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
const hexToBytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (two) => Number.parseInt(two, 16));

/** The peer's FIN has arrived and everything in front of it. */
const endedByPeer: ReadonlySet<TcpStateName> = new Set(["CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT", "CLOSED"]);

const poll = { in: 1, out: 4, err: 8, hup: 0x10, nval: 0x20, rdnorm: 0x40, wrnorm: 0x100, rdhup: 0x2000 } as const;
/** A new SYN behind all that a connection in TIME-WAIT has seen. */
const mayReopen = (c: TcpConnection, s: Segment): boolean =>
  c.state === "TIME-WAIT" &&
  (s.flags & (tcpFlag.syn | tcpFlag.ack | tcpFlag.rst)) === tcpFlag.syn &&
  after(s.seq, c.rcv.nxt);

const udpHeader = 8;
const none: ReadonlyMap<string, number> = new Map();
const largestWrite = 1 << 26;
const nonBlock = 0x800;
const edgeTriggered = 0x8000_0000;
const oneShot = 0x4000_0000;

/** Octets of a payload: scripts do not care which. */
const zeros = (length: number): Uint8Array => new Uint8Array(length);
