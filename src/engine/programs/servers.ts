/**
 * One service in three builds, on the same sockets: a thread for each connection, a fixed number of threads, and one event loop that waits
 * in `poll` for all connections at once. A request is answered after some computing and a wait for something else (a disk, a database).
 * Requests and responses are of fixed length and carry nothing.
 */
import { after, type Duration, type Instant } from "../base/time.ts";
import { isErrno } from "../kernel/errno.ts";
import type { Fd } from "../kernel/files/descriptors.ts";
import { type Endpoint, endpoint } from "../kernel/net/demux.ts";
import { sys, type Thread } from "../kernel/thread.ts";

export interface Service {
  readonly port: number;
  /** What a request costs in computing, and then in waiting. */
  readonly compute: Duration;
  readonly wait: Duration;
  /** The name of a lock that whoever computes must hold: a global interpreter lock. Null: threads compute side by side. */
  readonly gil: string | null;
}

export const messageBytes = 100;
const backlog = 4096;

function* listening(port: number): Thread<Fd> {
  const fd = (yield* sys("socket", { type: "stream" })) as Fd;
  yield* sys("bind", { fd, local: endpoint(`*:${port}`) });
  yield* sys("listen", { fd, backlog });
  return fd;
}

function* compute({ compute: time, gil }: Service): Thread<void> {
  if (time === 0) return;
  if (gil !== null) yield* sys("lock", { lock: gil });
  yield* sys("compute", { for: time });
  if (gil !== null) yield* sys("unlock", { lock: gil });
}

/** Reads one message; false when the stream ended before. */
function* readMessage(fd: Fd): Thread<boolean> {
  for (let got = 0; got < messageBytes; ) {
    const received = yield* sys("recvfrom", { fd, max: messageBytes - got });
    if (isErrno(received) || received.bytes.length === 0) return false;
    got += received.bytes.length;
  }
  return true;
}

function* answer(fd: Fd): Thread<void> {
  yield* sys("sendto", { fd, bytes: new Uint8Array(messageBytes) });
  yield* sys("close", { fd });
}

/** All of one connection in blocking calls. */
function* serveOne(fd: Fd, service: Service): Thread<null> {
  if (yield* readMessage(fd)) {
    yield* compute(service);
    if (service.wait > 0) yield* sys("io", { for: service.wait });
  }
  yield* answer(fd);
  return null;
}

export function* threadPerConnection(service: Service): Thread<null> {
  const listener = yield* listening(service.port);
  for (let number = 1; ; number++) {
    const got = yield* sys("accept", { fd: listener });
    if (isErrno(got)) return null;
    yield* sys("spawn", { name: `connection ${number}`, body: () => serveOne(got.fd, service) });
  }
}

/** So many threads, each of which accepts the next connection when it is done with the one before. */
export function* threadPool(service: Service, threads: number): Thread<null> {
  const listener = yield* listening(service.port);
  const worker = function* (): Thread<null> {
    for (;;) {
      const got = yield* sys("accept", { fd: listener });
      if (isErrno(got)) return null;
      yield* serveOne(got.fd, service);
    }
  };
  for (let number = 2; number <= threads; number++) yield* sys("spawn", { name: `worker ${number}`, body: worker });
  return yield* worker();
}

/** One thread: it computes in between, and never waits for one connection alone. */
export function* eventLoopServer(service: Service, now: () => Instant): Thread<null> {
  const listener = yield* listening(service.port);
  const reading = new Map<Fd, number>();
  let waiting: { readonly fd: Fd; readonly until: Instant }[] = [];
  for (;;) {
    const next = waiting.reduce((first, { until }) => Math.min(first, until), Number.POSITIVE_INFINITY);
    const timeout = next === Number.POSITIVE_INFINITY ? null : (Math.max(0, next - now()) as Duration);
    const fds = [listener, ...reading.keys()].map((fd) => ({ fd, readable: true }));
    const ready = yield* sys("poll", { fds, timeout });
    for (const { fd } of waiting.filter(({ until }) => until <= now())) yield* answer(fd);
    waiting = waiting.filter(({ until }) => until > now());
    for (const { fd } of ready) {
      if (fd === listener) {
        const got = yield* sys("accept", { fd });
        if (isErrno(got)) return null;
        reading.set(got.fd, 0);
        continue;
      }
      const before = reading.get(fd)!;
      const received = yield* sys("recvfrom", { fd, max: messageBytes - before });
      const length = isErrno(received) ? 0 : received.bytes.length;
      if (length > 0 && before + length < messageBytes) {
        reading.set(fd, before + length);
        continue;
      }
      reading.delete(fd);
      if (length === 0) yield* sys("close", { fd });
      else {
        yield* compute(service);
        if (service.wait > 0) waiting.push({ fd, until: after(now(), service.wait) });
        else yield* answer(fd);
      }
    }
  }
}

/** Asks once, and waits for the answer. @returns 1 when it came, 0 when not */
export function* ask(to: Endpoint): Thread<number> {
  const fd = (yield* sys("socket", { type: "stream" })) as Fd;
  if (isErrno(yield* sys("connect", { fd, to }))) return 0;
  yield* sys("sendto", { fd, bytes: new Uint8Array(messageBytes) });
  const answered = yield* readMessage(fd);
  yield* sys("close", { fd });
  return answered ? 1 : 0;
}
