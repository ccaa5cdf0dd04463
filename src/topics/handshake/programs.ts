/** What runs on client and server in this topic: in system calls only, as it would be written for a real machine. */
import type { Duration } from "../../engine/base/time.ts";
import { type Errno, isErrno } from "../../engine/kernel/errno.ts";
import type { Fd } from "../../engine/kernel/files/descriptors.ts";
import type { AddressFamily } from "../../engine/kernel/net/address-family.ts";
import { type Endpoint, endpoint } from "../../engine/kernel/net/demux.ts";
import type { Received } from "../../engine/kernel/net/sockets.ts";
import { sys, type Thread, type ThreadResult } from "../../engine/kernel/thread.ts";
import { isIpv6 } from "../../engine/wire/ip-address.ts";

export interface Talk {
  /** Bytes of the request, and of the response. */
  readonly bytes: number;
  readonly first: "client" | "server" | "both";
  /** From reading the end of the stream to closing. */
  readonly wait: Duration;
  /** Bytes that the server sends after it has read the client's end of stream. */
  readonly after: number;
  readonly silent: boolean;
  readonly abort: boolean;
  /** What both wait before they close at the same instant: the server as much longer as its response takes to arrive. */
  readonly together: { readonly client: Duration; readonly server: Duration };
  /** How long a silent client stays connected. */
  readonly quiet: Duration;
}

export const serverPort = 80;

/** Reads `count` bytes, or to the end of the stream when null; how many came. */
export function* readBytes(fd: Fd, count: number | null): Thread<number> {
  let total = 0;
  while (count === null || total < count) {
    const got = (yield* sys("recvfrom", { fd, max: count === null ? 65_536 : count - total })) as Received | Errno;
    if (isErrno(got) || got.bytes.length === 0) break;
    total += got.bytes.length;
  }
  return total;
}

export function* listening(port: number = serverPort, backlog = 16, family: AddressFamily = "inet"): Thread<Fd> {
  const fd = (yield* sys("socket", { type: "stream", family })) as Fd;
  yield* sys("bind", { fd, local: family === "inet" ? endpoint(`*:${port}`) : endpoint(`[::]:${port}`) });
  yield* sys("listen", { fd, backlog });
  return fd;
}

export function* acceptOn(fd: Fd): Thread<Fd | null> {
  const got = yield* sys("accept", { fd });
  return isErrno(got) ? null : got.fd;
}

export function server(talk: Talk, family: AddressFamily): () => Thread<ThreadResult> {
  return function* () {
    const fd = yield* acceptOn(yield* listening(serverPort, 16, family));
    if (fd === null) return null;
    if (!talk.silent) {
      yield* readBytes(fd, talk.bytes);
      if (talk.bytes > 0) yield* sys("sendto", { fd, bytes: new Uint8Array(talk.bytes) });
    }
    if (talk.first === "both") yield* sys("sleep", { for: talk.together.server });
    else if (talk.first === "client") {
      yield* readBytes(fd, null);
      if (talk.after > 0) yield* sys("sendto", { fd, bytes: new Uint8Array(talk.after) });
      if (talk.wait > 0) yield* sys("sleep", { for: talk.wait });
    }
    yield* sys("close", { fd });
    return null;
  };
}

export function client(talk: Talk, to: Endpoint): () => Thread<ThreadResult> {
  return function* () {
    const fd = (yield* sys("socket", { type: "stream", family: isIpv6(to.address) ? "inet6" : "inet" })) as Fd;
    if (yield* sys("connect", { fd, to })) return null;
    if (talk.silent) yield* sys("sleep", { for: talk.quiet });
    else {
      if (talk.bytes > 0) yield* sys("sendto", { fd, bytes: new Uint8Array(talk.bytes) });
      yield* readBytes(fd, talk.bytes);
    }
    if (talk.first === "both") yield* sys("sleep", { for: talk.together.client });
    else if (talk.first === "server") {
      yield* readBytes(fd, null);
      if (talk.wait > 0) yield* sys("sleep", { for: talk.wait });
    } else if (talk.after > 0) {
      yield* sys("shutdown", { fd, how: "write" });
      yield* readBytes(fd, null);
    }
    if (talk.abort) yield* sys("setsockopt", { fd, option: { name: "linger", value: 0 } });
    yield* sys("close", { fd });
    return null;
  };
}
