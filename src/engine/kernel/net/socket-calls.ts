/**
 * The system calls on sockets, typed and handled. Sockets themselves never wait (`sockets.ts`): a call that would have to blocks its
 * thread here, and whenever its socket changes it is tried again, until it has something to answer. `calls.ts` joins these handlers to
 * the others; so a call without a handler does not compile here either.
 */
import type { Duration } from "../../base/time.ts";
import type { TcpInfo } from "../../protocols/tcp/info.ts";
import type { Reply } from "../calls.ts";
import { type Errno, isErrno } from "../errno.ts";
import type { Descriptor, Fd } from "../files/descriptors.ts";
import { closeFd, descriptorOf, opened } from "../files/file-calls.ts";
import type { Host } from "../host.ts";
import type { ThreadRecord } from "../thread.ts";
import { notYet, wait as waitFor } from "../waiting.ts";
import { type AddressFamily, anywhereOf } from "./address-family.ts";
import type { Endpoint } from "./demux.ts";
import { SocketFile } from "./socket-file.ts";
import type { AskedOption, Readiness, Received, Socket, SocketError, SocketOption, SocketType } from "./sockets.ts";

/** Name -> [arguments, result]. */
export interface SocketCalls {
  /** Of IPv4 unless said. */
  socket: [{ type: SocketType; family?: AddressFamily }, Fd | Errno];
  /** Port 0: any that is free. */
  bind: [{ fd: Fd; local: Endpoint }, Errno | undefined];
  /** A datagram socket only remembers its peer; null makes it forget. A stream socket waits until it is connected. */
  connect: [{ fd: Fd; to: Endpoint | null }, Errno | undefined];
  /** A stream socket takes connections from now on; `backlog` may wait for `accept`. */
  listen: [{ fd: Fd; backlog: number }, Errno | undefined];
  /** Waits for a connection, unless the socket is non-blocking. */
  accept: [{ fd: Fd }, { readonly fd: Fd; readonly from: Endpoint } | Errno];
  /**
   * How many bytes were taken: all of them by a datagram socket, and by a stream socket too unless it is non-blocking (it waits for
   * room) or fails on the way. `to` may be left out once connected.
   */
  sendto: [{ fd: Fd; bytes: Uint8Array; to?: Endpoint }, number | Errno];
  /**
   * Waits for a datagram, or for some bytes of a stream, unless the socket is non-blocking. A datagram that is longer than `max` loses
   * its end; of a stream, no bytes at all say that it has ended. With `into`, as recvfrom(2) has it, the bytes are put there, no more than
   * fit, and the answer's `bytes` are that part of it: who reads much need not be given a new array each time.
   */
  recvfrom: [{ fd: Fd; max: number; into?: Uint8Array }, Received | Errno];
  /** Ends one direction of a stream, or both. */
  shutdown: [{ fd: Fd; how: "read" | "write" | "both" }, Errno | undefined];
  /** TCP_INFO. */
  tcpInfo: [{ fd: Fd }, TcpInfo | Errno];
  /** The oldest ICMP error that the socket keeps (option "receiveErrors"); never waits. */
  recverr: [{ fd: Fd }, SocketError | Errno];
  getsockname: [{ fd: Fd }, Endpoint | Errno];
  getpeername: [{ fd: Fd }, Endpoint | Errno];
  setsockopt: [{ fd: Fd; option: SocketOption }, Errno | undefined];
  getsockopt: [{ fd: Fd; name: AskedOption }, { readonly value: number | Errno | null } | Errno];
  /** Waits until one of the descriptors is what is wanted or has an error. `timeout` null: for ever. Nobody ready: an empty list. */
  poll: [{ fds: readonly PollWish[]; timeout: Duration | null }, readonly PollAnswer[]];
}

export interface PollWish {
  readonly fd: Fd;
  readonly readable?: boolean;
  readonly writable?: boolean;
}

/** `closed`: there is no such descriptor (POLLNVAL). */
export type PollAnswer = Readiness & { readonly fd: Fd; readonly closed: boolean };

type Handler<N extends keyof SocketCalls> = (
  host: Host,
  thread: ThreadRecord,
  args: SocketCalls[N][0],
) => Reply<SocketCalls[N][1]>;

export const socketCalls: { readonly [N in keyof SocketCalls]: Handler<N> } = {
  socket: (host, thread, { type, family = "inet" }) =>
    finish(
      host,
      thread,
      "socket",
      addSocket(host, thread, (fd) => host.net?.sockets.make(type, family, fd) ?? "EAFNOSUPPORT"),
    ),

  bind: (host, thread, { fd, local }) =>
    finish(host, thread, "bind", withSocket(thread, fd, (socket) => socket.bind(local)) ?? undefined),

  connect(host, thread, { fd, to }) {
    const socket = socketOf(thread, fd);
    made(host, thread, "connect", socket);
    const answer = socket === null ? noSocket(thread, fd) : socket.connect(to);
    if (answer !== "EINPROGRESS" || socket!.nonBlocking)
      return finish(host, thread, "connect", answer ?? undefined, socket);
    return wait(host, thread, "connect", socket!, null, () => {
      const outcome = socket!.connected();
      return outcome === "EINPROGRESS" ? notYet : (outcome ?? undefined);
    });
  },

  listen: (host, thread, { fd, backlog }) =>
    finish(
      host,
      thread,
      "listen",
      withSocket(thread, fd, (socket) => (socket.listen ? socket.listen(backlog) : "EOPNOTSUPP")) ?? undefined,
    ),

  accept(host, thread, { fd }) {
    const socket = socketOf(thread, fd);
    made(host, thread, "accept", socket);
    if (socket === null) return finish(host, thread, "accept", noSocket(thread, fd));
    return tryOrWait(host, thread, "accept", socket, socket.receiveTimeout, () => {
      if (!socket.acceptAs) return "EOPNOTSUPP";
      const make = socket.acceptAs();
      if (isErrno(make)) return make;
      const accepted = addSocket(host, thread, make);
      if (isErrno(accepted)) return accepted;
      return { fd: accepted, from: socketOf(thread, accepted)!.remote! };
    });
  },

  sendto(host, thread, { fd, bytes, to }) {
    const socket = socketOf(thread, fd);
    made(host, thread, "sendto", socket);
    if (socket === null) return finish(host, thread, "sendto", noSocket(thread, fd));
    let sent = 0;
    return tryOrWait(host, thread, "sendto", socket, null, () => {
      const taken = socket.send(bytes.subarray(sent), to ?? null);
      if (isErrno(taken)) return sent > 0 && taken !== "EAGAIN" ? sent : taken;
      sent += taken;
      return sent < bytes.length && socket.type === "stream" && !socket.nonBlocking ? "EAGAIN" : sent;
    });
  },

  recvfrom(host, thread, { fd, max, into = null }) {
    const socket = socketOf(thread, fd);
    made(host, thread, "recvfrom", socket);
    if (socket === null) return finish(host, thread, "recvfrom", noSocket(thread, fd));
    return tryOrWait(host, thread, "recvfrom", socket, socket.receiveTimeout, () => socket.receive(max, into));
  },

  shutdown(host, thread, { fd, how }) {
    const socket = socketOf(thread, fd);
    made(host, thread, "shutdown", socket);
    const answer = socket === null ? noSocket(thread, fd) : socket.shutdown ? socket.shutdown(how) : "EOPNOTSUPP";
    return finish(host, thread, "shutdown", answer ?? undefined, socket);
  },

  tcpInfo: (host, thread, { fd }) =>
    finish(
      host,
      thread,
      "tcpInfo",
      withSocket(thread, fd, (socket) => (socket.info ? socket.info() : "EOPNOTSUPP")),
    ),

  recverr: (host, thread, { fd }) =>
    finish(
      host,
      thread,
      "recverr",
      withSocket(thread, fd, (socket) => socket.receiveError()),
    ),

  getsockname: (host, thread, { fd }) =>
    finish(
      host,
      thread,
      "getsockname",
      withSocket(thread, fd, (socket) => socket.local ?? anywhereOf(socket.family)),
    ),

  getpeername: (host, thread, { fd }) =>
    finish(
      host,
      thread,
      "getpeername",
      withSocket(thread, fd, (socket) => socket.remote ?? "ENOTCONN"),
    ),

  setsockopt: (host, thread, { fd, option }) =>
    finish(host, thread, "setsockopt", withSocket(thread, fd, (socket) => socket.setOption(option)) ?? undefined),

  getsockopt: (host, thread, { fd, name }) =>
    finish(
      host,
      thread,
      "getsockopt",
      withSocket(thread, fd, (socket) => socket.option(name)),
    ),

  poll(host, thread, { fds, timeout }) {
    const look = (): PollAnswer[] => fds.flatMap((wish) => answerTo(wish, descriptorOf(thread, wish.fd)));
    const ready = look();
    if (ready.length > 0 || timeout === 0) return finish(host, thread, "poll", ready);
    const attempt = (): PollAnswer[] | typeof notYet => {
      const found = look();
      return found.length > 0 ? found : notYet;
    };
    return waitFor<readonly PollAnswer[]>(host, thread, {
      on: { what: "socket", fds: fds.map(({ fd }) => fd) },
      queues: [...new Set(fds.flatMap(({ fd }) => descriptorOf(thread, fd)?.file.what.waiters ?? []))],
      attempt,
      timeout,
      late: [],
    });
  },
};

/** The handler of close(): a call on a stream, and what happens on the wire because of it, stand in the trace. */
export function close(host: Host, thread: ThreadRecord, fd: Fd): Reply<Errno | undefined> {
  const socket = socketOf(thread, fd);
  made(host, thread, "close", socket);
  return finish(host, thread, "close", closeFd(host, thread, fd) ? undefined : "EBADF", socket);
}

/** The socket that a descriptor refers to; null: there is none. */
function socketOf(thread: ThreadRecord, fd: Fd): Socket | null {
  const what = descriptorOf(thread, fd)?.file.what;
  return what instanceof SocketFile ? what.socket : null;
}

/** Why a call on a socket cannot be done: no descriptor, or one of something else. */
const noSocket = (thread: ThreadRecord, fd: Fd): "EBADF" | "ENOTSOCK" =>
  descriptorOf(thread, fd) === null ? "EBADF" : "ENOTSOCK";

function withSocket<T>(thread: ThreadRecord, fd: Fd, ask: (socket: Socket) => T): T | Errno {
  const socket = socketOf(thread, fd);
  return socket === null ? noSocket(thread, fd) : ask(socket);
}

/** Gives a new socket the lowest free descriptor. */
function addSocket(host: Host, thread: ThreadRecord, make: (fd: Fd) => Socket | Errno): Fd | Errno {
  const fd = thread.table.lowestFree();
  if (fd === null) return "EMFILE";
  const socket = make(fd);
  if (isErrno(socket)) return socket;
  return opened(host, thread, host.processes.describe(new SocketFile(socket), { access: "read-write" }, "socket"));
}

function answerTo(wish: PollWish, descriptor: Descriptor | null): PollAnswer[] {
  if (descriptor === null) return [{ fd: wish.fd, readable: false, writable: false, error: false, closed: true }];
  const { readable, writable, error } = descriptor.file.what.readiness();
  const got = { readable: readable && wish.readable === true, writable: writable && wish.writable === true, error };
  return got.readable || got.writable || error ? [{ fd: wish.fd, ...got, closed: false }] : [];
}

/** Logs that a call on a stream was made: what happens on the wire is caused by it. */
function made(host: Host, thread: ThreadRecord, call: string, socket: Socket | null): void {
  if (socket?.type === "stream" && host.world.tracing)
    host.log(thread, { kind: "call.made", thread: thread.id, call, fd: socket.fd });
}

/** Logs what a call on a stream came to, if there is more to say than that it failed. */
function returned(host: Host, thread: ThreadRecord, call: string, socket: Socket, answer: unknown): void {
  if (socket.type !== "stream" || !host.world.tracing) return;
  const result = isErrno(answer) || typeof answer === "number" ? answer : sizeOf(answer);
  host.log(thread, { kind: "call.returned", thread: thread.id, call, fd: socket.fd, result });
}

/** Of `recvfrom` the number of bytes, of `accept` the new descriptor. */
function sizeOf(answer: unknown): number | null {
  if (typeof answer !== "object" || answer === null) return null;
  if ("bytes" in answer) return (answer as Received).bytes.length;
  return "fd" in answer ? (answer as { fd: Fd }).fd : null;
}

/** Answers at once. What the thread does next follows from what this call did; an error is logged, since claims are made about them. */
function finish<T>(host: Host, thread: ThreadRecord, call: string, answer: T, socket?: Socket | null): Reply<T> {
  thread.latest = host.world.handling ?? thread.latest;
  if (isErrno(answer) && answer !== "EAGAIN")
    host.log(thread, { kind: "call.failed", thread: thread.id, call, error: answer });
  if (socket) returned(host, thread, call, socket, answer);
  return { answer };
}

/** Does what a call asks, or, where it would have to wait and may, waits until it can be done. */
function tryOrWait<T>(
  host: Host,
  thread: ThreadRecord,
  call: string,
  socket: Socket,
  timeout: Duration | null,
  attempt: () => T | Errno,
): Reply<T | Errno> {
  const first = attempt();
  if (first !== "EAGAIN" || socket.nonBlocking) return finish(host, thread, call, first, socket);
  const retry = (): T | Errno | typeof notYet => {
    const answer = attempt();
    return answer === "EAGAIN" ? notYet : answer;
  };
  return wait<T | Errno>(host, thread, call, socket, timeout, retry, "EAGAIN");
}

/** Waits for a socket to change, and logs what came of it as `finish` does. */
const wait = <T>(
  host: Host,
  thread: ThreadRecord,
  call: string,
  socket: Socket,
  timeout: Duration | null,
  attempt: () => T | typeof notYet,
  late?: T,
): Reply<T> =>
  waitFor<T>(host, thread, {
    on: { what: "socket", fds: [socket.fd] },
    queues: [socket.waiters],
    attempt,
    timeout,
    ...(late === undefined ? {} : { late }),
    before: (result) => {
      if (isErrno(result) && result !== "EAGAIN")
        host.world.handle(host.world.emit(host.name, { kind: "call.failed", thread: thread.id, call, error: result }));
    },
    log: (result) => returned(host, thread, call, socket, result),
  });
