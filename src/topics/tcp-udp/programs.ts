/**
 * The programs of this topic, in system calls only. What a program has got, and when, it writes into a cell of its host's memory
 * ("tcp message" = 3), so that it stands in the trace beside the frames: `deliveries.ts` reads it there.
 */
import { between, type Duration, type Instant, ns } from "../../engine/base/time.ts";
import { type Errno, isErrno } from "../../engine/kernel/errno.ts";
import type { Fd } from "../../engine/kernel/files/descriptors.ts";
import type { Endpoint } from "../../engine/kernel/net/demux.ts";
import type { SocketOption } from "../../engine/kernel/net/sockets.ts";
import { type Call, sys, type Thread, type ThreadResult } from "../../engine/kernel/thread.ts";
import { isIpv6 } from "../../engine/wire/ip-address.ts";
import type { World } from "../../engine/world/world.ts";

export type Program = () => Thread<ThreadResult>;

/** Waits until `at`; not at all when that has passed. */
export function* until(world: World, at: Instant): Thread<void> {
  const left = between(world.now, at);
  if (left > 0) yield* sys("sleep", { for: left });
}

// Sockets.

const familyOf = ({ address }: Endpoint) => (isIpv6(address) ? "inet6" : "inet");

export function* connected(to: Endpoint, options: readonly SocketOption[] = []): Thread<Fd | Errno> {
  const fd = (yield* sys("socket", { type: "stream", family: familyOf(to) })) as Fd;
  for (const option of options) yield* sys("setsockopt", { fd, option });
  return (yield* sys("connect", { fd, to })) ?? fd;
}

export function* acceptOne(local: Endpoint, options: readonly SocketOption[] = []): Thread<Fd> {
  const listener = (yield* sys("socket", { type: "stream", family: familyOf(local) })) as Fd;
  for (const option of options) yield* sys("setsockopt", { fd: listener, option });
  yield* sys("bind", { fd: listener, local });
  yield* sys("listen", { fd: listener, backlog: 4 });
  const { fd } = (yield* sys("accept", { fd: listener })) as { readonly fd: Fd };
  return fd;
}

/** A socket for datagrams, bound to `local`, or to no address but for a peer like `to`. */
export function* datagrams(
  local: Endpoint | null,
  options: readonly SocketOption[] = [],
  to: Endpoint | null = local,
): Thread<Fd> {
  const fd = (yield* sys("socket", { type: "datagram", family: to === null ? "inet" : familyOf(to) })) as Fd;
  for (const option of options) yield* sys("setsockopt", { fd, option });
  if (local !== null) yield* sys("bind", { fd, local });
  return fd;
}

// Numbered messages.

export interface Messages {
  readonly count: number;
  /** Bytes of each. */
  readonly size: number;
  /** The first is written at `from`, or as soon as there is a connection. */
  readonly from: Instant;
  readonly every: Duration;
}

/** Message `number`, from 1 on. Small ones are letters: AB, CD, ... */
export function messageBytes(number: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = messageByte(number, i, size);
  return bytes;
}

const isNumbered = (size: number): boolean => size >= 4;

function messageByte(number: number, at: number, size: number): number {
  if (!isNumbered(size)) return 65 + (((number - 1) * size + at) % 26);
  return at < 4 ? (number >>> (24 - 8 * at)) & 255 : (number * 7 + at * 31) & 255;
}

function numberOf(bytes: Uint8Array, size: number): number {
  if (!isNumbered(size)) return Math.floor(((bytes[0] ?? 65) - 65) / size) + 1;
  return [0, 1, 2, 3].reduce((number, at) => number * 256 + (bytes[at] ?? 0), 0);
}

/** Writes the messages on time. `send` takes one. */
function* writeMessages(
  world: World,
  sent: string,
  { count, size, from, every }: Messages,
  send: (bytes: Uint8Array) => Iterable<Call, unknown, unknown>,
): Thread<void> {
  const first = Math.max(from, world.now);
  for (let number = 1; number <= count; number++) {
    yield* until(world, (first + (number - 1) * every) as Instant);
    yield* sys("write", { cell: sent, value: number });
    yield* send(messageBytes(number, size));
  }
}

export const tcpMessages = (
  world: World,
  to: Endpoint,
  options: readonly SocketOption[],
  messages: Messages,
): Program =>
  function* () {
    const fd = yield* connected(to, options);
    if (isErrno(fd)) return null;
    yield* writeMessages(world, "tcp sent", messages, (bytes) => sys("sendto", { fd, bytes }));
    return null;
  };

export const udpMessages = (
  world: World,
  to: Endpoint,
  options: readonly SocketOption[],
  messages: Messages,
): Program =>
  function* () {
    const fd = yield* datagrams(null, options);
    yield* writeMessages(world, "udp sent", messages, (bytes) => sys("sendto", { fd, bytes, to }));
    return null;
  };

export interface Reading {
  /** Bytes asked for by one read. */
  readonly max: number;
  /** Not before. */
  readonly from: Instant;
  /** Pause after each read. */
  readonly pause: Duration;
}

/** Reads a stream and cuts it into messages again. */
export const readStream = (
  world: World,
  local: Endpoint,
  options: readonly SocketOption[],
  size: number,
  reading: Reading,
): Program =>
  function* () {
    const fd = yield* acceptOne(local, options);
    yield* until(world, reading.from);
    for (let position = 0; ; ) {
      const got = yield* sys("recvfrom", { fd, max: reading.max });
      if (isErrno(got) || got.bytes.length === 0) return null;
      yield* sys("write", { cell: "tcp read", value: got.bytes.length });
      for (const byte of got.bytes) {
        const number = Math.floor(position / size) + 1;
        if (byte !== messageByte(number, position % size, size))
          yield* sys("write", { cell: "tcp damaged", value: number });
        position++;
        if (position % size === 0) yield* sys("write", { cell: "tcp message", value: number });
      }
      if (reading.pause > 0) yield* sys("sleep", { for: reading.pause });
    }
  };

/** Reads datagrams, each a message or the beginning of one. */
export const readDatagrams = (
  world: World,
  local: Endpoint,
  options: readonly SocketOption[],
  size: number,
  reading: Reading,
): Program =>
  function* () {
    const fd = yield* datagrams(local, options);
    yield* until(world, reading.from);
    for (;;) {
      const got = yield* sys("recvfrom", { fd, max: reading.max });
      if (isErrno(got)) return null;
      const { bytes } = got;
      const number = numberOf(bytes, size);
      yield* sys("write", { cell: "udp read", value: bytes.length });
      if (!bytes.every((byte, at) => byte === messageByte(number, at, size)))
        yield* sys("write", { cell: "udp damaged", value: number });
      yield* sys("write", { cell: "udp message", value: number });
      if (reading.pause > 0) yield* sys("sleep", { for: reading.pause });
    }
  };

// Much data.

/** How much to send: so many bytes, or for so long. */
export type Amount = { readonly bytes: number } | { readonly until: Instant };

const goesOn = (world: World, amount: Amount, sent: number): boolean =>
  "bytes" in amount ? sent < amount.bytes : world.now < amount.until;

/** The byte at `position` of every file. */
const fileByte = (position: number): number => (position * 31 + (position >>> 8)) & 255;

/** 64 KiB of a file come again and again, since `fileByte` repeats after that many. */
const filePeriod = Uint8Array.from({ length: 65_536 }, (_, at) => fileByte(at));

export const tcpFile = (world: World, to: Endpoint, from: Instant, amount: Amount): Program =>
  function* () {
    yield* until(world, from);
    const fd = yield* connected(to);
    if (isErrno(fd)) return null;
    for (let sent = 0; goesOn(world, amount, sent); sent += filePeriod.length) {
      const left = "bytes" in amount ? amount.bytes - sent : filePeriod.length;
      yield* sys("sendto", { fd, bytes: filePeriod.subarray(0, Math.min(left, filePeriod.length)) });
    }
    return null;
  };

/** The file in datagrams, evenly spaced, each with its place in front; what is lost is not sent again. */
export const udpFile = (world: World, to: Endpoint, from: Instant, amount: Amount, every: Duration): Program =>
  function* () {
    const fd = yield* datagrams(null);
    yield* until(world, from);
    let sent = 0;
    for (let n = 1; goesOn(world, amount, sent); n++) {
      const length = "bytes" in amount ? Math.min(amount.bytes - sent, datagramBytes) : datagramBytes;
      const bytes = new Uint8Array(length);
      for (let i = 0; i < length; i++) bytes[i] = fileByte(sent + i);
      yield* sys("sendto", { fd, bytes, to });
      sent += length;
      yield* until(world, (from + n * every) as Instant);
    }
    return null;
  };

/** A full datagram on Ethernet: 1500 less both headers. */
export const datagramBytes = 1472;

/** When datagrams of full size go out at so many bits of data a second. */
export const pace = (bitsPerSecond: number): Duration => ns((datagramBytes * 8 * 1_000_000_000) / bitsPerSecond);

/** Reads a stream of `total` bytes, and writes down when it is complete, or where it is not what was sent. Null: without end. */
export const readFile = (
  world: World,
  local: Endpoint,
  options: readonly SocketOption[],
  total: number | null,
  from: Instant,
): Program =>
  function* () {
    const fd = yield* acceptOne(local, options);
    yield* until(world, from);
    for (let position = 0; ; ) {
      const got = yield* sys("recvfrom", { fd, max: 65_536 });
      if (isErrno(got) || got.bytes.length === 0) return null;
      for (const byte of got.bytes) if (byte !== fileByte(position++ & 0xffff)) return position;
      if (position === total) yield* sys("write", { cell: "tcp complete", value: position });
    }
  };

/** Reads datagrams, and writes down when all `total` bytes have come. */
export const readFileDatagrams = (
  world: World,
  local: Endpoint,
  options: readonly SocketOption[],
  total: number | null,
  from: Instant,
): Program =>
  function* () {
    const fd = yield* datagrams(local, options);
    yield* until(world, from);
    for (let received = 0; ; ) {
      const got = yield* sys("recvfrom", { fd, max: 65_536 });
      if (isErrno(got)) return null;
      received += got.bytes.length;
      if (received === total) yield* sys("write", { cell: "udp complete", value: received });
    }
  };

// One byte.

export const sendOneByte = (to: Endpoint): Program =>
  function* () {
    const fd = yield* connected(to);
    if (isErrno(fd)) return null;
    yield* sys("sendto", { fd, bytes: Uint8Array.of(65) });
    yield* sys("close", { fd });
    return null;
  };

export const takeOneByte = (local: Endpoint, closeAfter: Duration): Program =>
  function* () {
    const fd = yield* acceptOne(local);
    for (;;) {
      const got = yield* sys("recvfrom", { fd, max: 100 });
      if (isErrno(got) || got.bytes.length === 0) break;
      yield* sys("write", { cell: "tcp read", value: got.bytes.length });
    }
    yield* sys("sleep", { for: closeAfter });
    yield* sys("close", { fd });
    return null;
  };

/** Sends one datagram, and listens a while for an answer or an error. */
export const sendOneDatagram = (to: Endpoint, connect: boolean, patience: Duration): Program =>
  function* () {
    const fd = yield* datagrams(null, [{ name: "receiveTimeout", value: patience }], to);
    if (connect) yield* sys("connect", { fd, to });
    yield* sys("sendto", { fd, bytes: Uint8Array.of(65), ...(connect ? {} : { to }) });
    yield* sys("recvfrom", { fd, max: 100 });
    yield* sys("close", { fd });
    return null;
  };

export const takeOneDatagram = (local: Endpoint): Program =>
  function* () {
    const fd = yield* datagrams(local);
    const got = yield* sys("recvfrom", { fd, max: 100 });
    if (!isErrno(got)) yield* sys("write", { cell: "udp read", value: got.bytes.length });
    yield* sys("close", { fd });
    return null;
  };

// A film in parts.

export interface Film {
  readonly parts: number;
  readonly partBytes: number;
  /** How long one part plays. */
  readonly partLasts: Duration;
  /** So many parts are there before it starts to play, and are kept ahead afterwards. */
  readonly ahead: number;
}

/** Serves the parts that are asked for, each request one byte. */
export const filmServer = (local: Endpoint, { partBytes }: Film): Program =>
  function* () {
    const fd = yield* acceptOne(local);
    const bytes = new Uint8Array(partBytes);
    for (;;) {
      const asked = yield* sys("recvfrom", { fd, max: 1 });
      if (isErrno(asked) || asked.bytes.length === 0) return null;
      yield* sys("sendto", { fd, bytes });
    }
  };

export const filmPlayer = (world: World, to: Endpoint, { parts, partBytes, partLasts, ahead }: Film): Program =>
  function* () {
    const fd = yield* connected(to);
    if (isErrno(fd)) return null;
    let plays: Instant | null = null;
    for (let part = 1; part <= parts; part++) {
      if (plays !== null) yield* until(world, (plays + (part - 1 - ahead) * partLasts) as Instant);
      yield* sys("sendto", { fd, bytes: Uint8Array.of(part & 255) });
      for (let left = partBytes; left > 0; ) {
        const got = yield* sys("recvfrom", { fd, max: left });
        if (isErrno(got) || got.bytes.length === 0) return null;
        left -= got.bytes.length;
      }
      yield* sys("write", { cell: "tcp part", value: part });
      if (part === ahead) plays = world.now;
    }
    return null;
  };
