/**
 * The system calls on sockets, typed and handled. Sockets themselves never wait (`sockets.ts`): a call that would have to blocks its
 * thread here, and whenever its socket changes it is tried again, until it has something to answer. `calls.ts` joins these handlers to
 * the others; so a call without a handler does not compile here either.
 */
import { after, type Duration } from "../../base/time.ts";
import type { Alarm } from "../../world/world.ts";
import type { Reply } from "../calls.ts";
import { type Errno, isErrno } from "../errno.ts";
import type { Host } from "../host.ts";
import type { ThreadRecord } from "../thread.ts";
import type { Endpoint } from "./demux.ts";
import type {
  AskedOption,
  Fd,
  Readiness,
  Received,
  Socket,
  SocketError,
  SocketOption,
  SocketType,
  WaitQueue,
} from "./sockets.ts";

/** Name -> [arguments, result]. */
export interface SocketCalls {
  socket: [{ type: SocketType }, Fd | Errno];
  /** Port 0: any that is free. */
  bind: [{ fd: Fd; local: Endpoint }, Errno | undefined];
  /** A datagram socket only remembers its peer; null makes it forget. */
  connect: [{ fd: Fd; to: Endpoint | null }, Errno | undefined];
  /** How many bytes were taken; all of them by a datagram socket. `to` may be left out once connected. */
  sendto: [{ fd: Fd; bytes: Uint8Array; to?: Endpoint }, number | Errno];
  /** Waits for a datagram, unless the socket is non-blocking. One that is longer than `max` loses its end. */
  recvfrom: [{ fd: Fd; max: number }, Received | Errno];
  /** The oldest ICMP error that the socket keeps (option "receiveErrors"); never waits. */
  recverr: [{ fd: Fd }, SocketError | Errno];
  getsockname: [{ fd: Fd }, Endpoint | Errno];
  getpeername: [{ fd: Fd }, Endpoint | Errno];
  setsockopt: [{ fd: Fd; option: SocketOption }, Errno | undefined];
  getsockopt: [{ fd: Fd; name: AskedOption }, { readonly value: number | Errno | null } | Errno];
  /** Waits until one of the descriptors is what is wanted or has an error. `timeout` null: for ever. Nobody ready: an empty list. */
  poll: [{ fds: readonly PollWish[]; timeout: Duration | null }, readonly PollAnswer[]];
  close: [{ fd: Fd }, Errno | undefined];
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
  socket: (host, thread, { type }) =>
    finish(host, thread, "socket", host.net === null ? "EAFNOSUPPORT" : host.net.sockets.create(type)),

  bind: (host, thread, { fd, local }) =>
    finish(host, thread, "bind", withSocket(host, fd, (socket) => socket.bind(local)) ?? undefined),

  connect(host, thread, { fd, to }) {
    const socket = socketOf(host, fd);
    const answer = socket === null ? "EBADF" : socket.connect(to);
    if (answer !== "EINPROGRESS" || socket!.nonBlocking) return finish(host, thread, "connect", answer ?? undefined);
    return wait(host, thread, "connect", [fd], [socket!.waiters], null, () => {
      const outcome = socket!.connected();
      return outcome === "EINPROGRESS" ? again : (outcome ?? undefined);
    });
  },

  sendto(host, thread, { fd, bytes, to }) {
    const socket = socketOf(host, fd);
    if (socket === null) return finish(host, thread, "sendto", "EBADF");
    return tryOrWait(host, thread, "sendto", fd, socket, null, () => socket.send(bytes, to ?? null));
  },

  recvfrom(host, thread, { fd, max }) {
    const socket = socketOf(host, fd);
    if (socket === null) return finish(host, thread, "recvfrom", "EBADF");
    return tryOrWait(host, thread, "recvfrom", fd, socket, socket.receiveTimeout, () => socket.receive(max));
  },

  recverr: (host, thread, { fd }) =>
    finish(
      host,
      thread,
      "recverr",
      withSocket(host, fd, (socket) => socket.receiveError()),
    ),

  getsockname: (host, thread, { fd }) =>
    finish(
      host,
      thread,
      "getsockname",
      withSocket(host, fd, (socket) => socket.local ?? anywhere),
    ),

  getpeername: (host, thread, { fd }) =>
    finish(
      host,
      thread,
      "getpeername",
      withSocket(host, fd, (socket) => socket.remote ?? "ENOTCONN"),
    ),

  setsockopt: (host, thread, { fd, option }) =>
    finish(host, thread, "setsockopt", withSocket(host, fd, (socket) => socket.setOption(option)) ?? undefined),

  getsockopt: (host, thread, { fd, name }) =>
    finish(
      host,
      thread,
      "getsockopt",
      withSocket(host, fd, (socket) => socket.option(name)),
    ),

  poll(host, thread, { fds, timeout }) {
    const look = (): PollAnswer[] => fds.flatMap((wish) => answerTo(wish, socketOf(host, wish.fd)));
    const ready = look();
    if (ready.length > 0 || timeout === 0) return finish(host, thread, "poll", ready);
    const queues = fds.flatMap(({ fd }) => socketOf(host, fd)?.waiters ?? []);
    const numbers = fds.map(({ fd }) => fd);
    const attempt = (): PollAnswer[] | typeof again => {
      const found = look();
      return found.length > 0 ? found : again;
    };
    return wait<readonly PollAnswer[]>(host, thread, "poll", numbers, queues, timeout, attempt, []);
  },

  close(host, thread, { fd }) {
    const answer = host.net === null ? "EBADF" : host.net.sockets.close(fd);
    return finish(host, thread, "close", answer ?? undefined);
  },
};

const socketOf = (host: Host, fd: Fd): Socket | null => host.net?.sockets.get(fd) ?? null;

function withSocket<T>(host: Host, fd: Fd, ask: (socket: Socket) => T): T | "EBADF" {
  const socket = socketOf(host, fd);
  return socket === null ? "EBADF" : ask(socket);
}

function answerTo(wish: PollWish, socket: Socket | null): PollAnswer[] {
  if (socket === null) return [{ fd: wish.fd, readable: false, writable: false, error: false, closed: true }];
  const { readable, writable, error } = socket.readiness();
  const got = { readable: readable && wish.readable === true, writable: writable && wish.writable === true, error };
  return got.readable || got.writable || error ? [{ fd: wish.fd, ...got, closed: false }] : [];
}

/** Answers at once. What the thread does next follows from what this call did; an error is logged, since claims are made about them. */
function finish<T>(host: Host, thread: ThreadRecord, call: string, answer: T): Reply<T> {
  thread.latest = host.world.handling ?? thread.latest;
  if (isErrno(answer) && answer !== "EAGAIN")
    host.log(thread, { kind: "call.failed", thread: thread.id, call, error: answer });
  return { answer };
}

/** Does what a call asks, or, where it would have to wait and may, waits until it can be done. */
function tryOrWait<T>(
  host: Host,
  thread: ThreadRecord,
  call: string,
  fd: Fd,
  socket: Socket,
  timeout: Duration | null,
  attempt: () => T | Errno,
): Reply<T | Errno> {
  const first = attempt();
  if (first !== "EAGAIN" || socket.nonBlocking) return finish(host, thread, call, first);
  const retry = (): T | Errno | typeof again => {
    const answer = attempt();
    return answer === "EAGAIN" ? again : answer;
  };
  return wait<T | Errno>(host, thread, call, [fd], [socket.waiters], timeout, retry, "EAGAIN");
}

/**
 * Blocks the thread. Whenever one of `queues` is woken, `attempt` is made; the thread is answered with the first result that is not
 * `again`, or with `late` when the timeout comes first.
 */
function wait<T>(
  host: Host,
  thread: ThreadRecord,
  call: string,
  fds: readonly Fd[],
  queues: readonly WaitQueue[],
  timeout: Duration | null,
  attempt: () => T | typeof again,
  late?: T,
): Reply<T> {
  const { world } = host;
  let alarm: Alarm | null = null;
  const answer = (result: T): void => {
    alarm?.cancel();
    for (const queue of queues) queue.remove(retry);
    if (isErrno(result) && result !== "EAGAIN")
      world.handle(world.emit(host.name, { kind: "call.failed", thread: thread.id, call, error: result }));
    host.answer(thread, result);
  };
  const retry = (): boolean => {
    const result = attempt();
    if (result === again) return false;
    answer(result);
    return true;
  };
  host.block(thread, { what: "socket", fds });
  for (const queue of queues) queue.add(retry);
  if (timeout !== null) alarm = world.at(after(world.now, timeout), "timer", () => answer(late as T));
  return { blocked: true };
}

/** Nothing to answer yet. */
const again = Symbol("again");

/** 0.0.0.0:0 */
const anywhere = { address: 0, port: 0 } as Endpoint;
