/**
 * System calls as scripts write them: arguments taken from expressions, the socket layer asked, the result compared. A call is an
 * `Attempt`: asked again and again until it has an answer, so a blocking call is one that has none yet. File descriptors of a script
 * are names: `socket(...) = 7` calls ours 7, whatever its number is.
 */
import { after, type Instant, ms, seconds } from "../../engine/base/time.ts";
import type { Writing } from "../../engine/protocols/tcp/connection.ts";
import { constantOf, errorName, errorNumber } from "./constants.ts";
import type { Expression, RecordItem } from "./script.ts";
import type { Errno, Sockets } from "./sockets.ts";

/** What a call came to: a number, or -1 and an error; and the first value handed back that is not what the script says. */
export interface Outcome {
  readonly value: number;
  readonly errno: string | null;
  readonly wrong: { readonly what: string; readonly expected: string; readonly found: string } | null;
}

/** Null: it would block now. `wakes`: when it gives up waiting by itself. */
export interface Attempt {
  attempt(now: Instant): Outcome | null;
  readonly wakes: Instant | null;
}

/** Descriptors by the numbers that the script gives them. */
export type Names = Map<number, number>;

interface Context {
  readonly sockets: Sockets;
  readonly names: Names;
  readonly args: readonly Expression[];
  readonly now: Instant;
}

type Maker = (c: Context) => Attempt;

/** Whether a call of this name is known at all. */
export const isCall = (name: string): boolean => Object.hasOwn(makers, name);

export function beginCall(
  name: string,
  args: readonly Expression[],
  sockets: Sockets,
  names: Names,
  now: Instant,
): Attempt {
  return makers[name]!({ sockets, names, args, now });
}

/** Whether what the script says is what came: `= 1000`, `= -1 EPIPE (...)`, `= ...`. Null: it is. */
export function compareOutcome(
  name: string,
  result: Expression,
  errno: string | null,
  outcome: Outcome,
  names: Names,
): { field: string; expected: string; found: string } | null {
  const found = outcome.errno === null ? String(outcome.value) : `-1 ${outcome.errno}`;
  const said = numberOf(result);
  if (result.kind === "any" || said === null) return null;
  const expected = errno === null ? String(said) : `${said} ${errno}`;
  const field = `result of ${name}()`;
  const wrong = { field, expected, found };
  if (makesDescriptor.has(name) && said >= 0) {
    if (outcome.errno !== null) return wrong;
    names.set(said, outcome.value);
    return null;
  }
  if (said === -1 && errno === null) return outcome.errno === null ? wrong : null;
  if (errno !== null && (outcome.errno === null || errorName(outcome.errno) !== errorName(errno))) return wrong;
  if (errno === null && (outcome.errno !== null || outcome.value !== said)) return wrong;
  return outcome.wrong && { field: outcome.wrong.what, expected: outcome.wrong.expected, found: outcome.wrong.found };
}

const makesDescriptor = new Set(["socket", "accept", "accept4", "epoll_create", "epoll_create1"]);

// --- expressions

/** The number that an expression means; null: any, or no number. */
export function numberOf(e: Expression | undefined): number | null {
  switch (e?.kind) {
    case "number":
      return e.value;
    case "name":
      return constantOf(e.name) ?? null;
    case "or":
      return e.parts.reduce<number | null>((sum, part) => {
        const value = numberOf(part);
        return sum === null || value === null ? null : Number(BigInt(sum) | BigInt(value));
      }, 0);
    case "list":
      return numberOf(e.items[0]);
    case "apply":
      return e.name === "htons" || e.name === "htonl" ? numberOf(e.args[0]) : null;
    default:
      return null;
  }
}

/** A field of `{fd=4, events=POLLIN}`, or the nth item of `{0, 10}`. */
function field(e: Expression | undefined, name: string, place?: number): Expression | undefined {
  if (e?.kind !== "record") return undefined;
  const item = e.items.find((one) => one.name === name) ?? (place === undefined ? undefined : unnamed(e.items, place));
  return item?.value;
}

const unnamed = (items: readonly RecordItem[], place: number): RecordItem | undefined =>
  items[place]?.name === null ? items[place] : undefined;

const isNull = (e: Expression | undefined): boolean => e?.kind === "name" && e.name === "NULL";

/** The sum of the lengths of `[{..., 40}, {..., 20}]`. */
function lengthOfVector(e: Expression | undefined): number {
  if (e?.kind !== "list") return 0;
  return e.items.reduce((sum, item) => sum + (item.kind === "record" ? (numberOf(item.items[1]?.value) ?? 0) : 0), 0);
}

// --- results

const came = (value: number): Outcome => ({ value, errno: null, wrong: null });
const failed = (errno: Errno): Outcome => ({ value: -1, errno, wrong: null });
const outcomeOf = (result: number | Errno): Outcome => (typeof result === "number" ? came(result) : failed(result));

/** Says what a call hands back besides its result, where the script expects something. */
function handing(outcome: Outcome, what: string, expected: number | null, found: number): Outcome {
  if (expected === null || expected === found || outcome.errno !== null) return outcome;
  return { ...outcome, wrong: { what, expected: String(expected), found: String(found) } };
}

const once = (run: (c: Context) => Outcome): Maker => {
  return (c) => ({ attempt: () => run(c), wakes: null });
};

/** A call that waits while the answer is EAGAIN, unless its descriptor does not block. */
const waiting = (run: (c: Context, fd: number) => number | Errno, flags: (c: Context) => number = () => 0): Maker => {
  return (c) => {
    const fd = descriptor(c, 0);
    return {
      attempt: () => {
        const result = run(c, fd);
        const blocks = !c.sockets.isNonBlocking(fd) && (flags(c) & dontWait) === 0;
        return result === "EAGAIN" && blocks ? null : outcomeOf(result);
      },
      wakes: null,
    };
  };
};

const dontWait = 0x40;
const outOfBand = 1;
const peek = 2;
const more = 0x8000;
const endOfRecord = 0x80;
const errorQueue = 0x2000;
const zeroCopy = 0x400_0000;
const fastOpen = 0x2000_0000;

const number = (c: Context, i: number): number => numberOf(c.args[i]) ?? 0;

/** Our descriptor for the script's; -1 when it never made one. */
const descriptor = (c: Context, i: number): number => c.names.get(number(c, i)) ?? -1;

// --- writing: a blocking write takes all, piece by piece

function writing(
  lengthOf: (c: Context) => number,
  flagsOf: (c: Context) => number,
  buffer: number,
  address: (c: Context) => Expression | undefined = () => undefined,
): Maker {
  const plain = writingPlainly(lengthOf, flagsOf, buffer);
  return (c) => {
    const fast = (flagsOf(c) & fastOpen) !== 0;
    if (!fast && !c.sockets.isDeferred(descriptor(c, 0))) return plain(c);
    return openingByWriting(c, lengthOf(c), flagsOf(c), isNull(c.args[buffer]), address(c));
  };
}

/** The write that opens the connection (RFC 7413): it waits until that is open, unless its descriptor does not block, and writes the rest. */
function openingByWriting(
  c: Context,
  length: number,
  flags: number,
  withoutBuffer: boolean,
  address: Expression | undefined,
): Attempt {
  const fd = descriptor(c, 0);
  const blocks = !c.sockets.isNonBlocking(fd) && (flags & dontWait) === 0;
  const port = portOf(address);
  let sent: number | null = null;
  let open = false;
  const attempt = (): Outcome | null => {
    if (sent === null) {
      if (numberOf(address) === constantOf("AF_UNSPEC") && address?.kind === "name") return failed("EOPNOTSUPP");
      if (withoutBuffer && length > 0) return failed(c.sockets.exists(fd) ? "EFAULT" : "EBADF");
      const early = c.sockets.openWith(fd, port, length, blocks);
      if (typeof early === "string") return failed(early);
      if (early > 0 && flags & zeroCopy) c.sockets.noteShared(fd);
      if (!blocks) return early > 0 ? came(early) : failed("EINPROGRESS");
      sent = early;
      return null;
    }
    if (!open) {
      const result = c.sockets.connect(fd, port, true);
      if (result === "EINPROGRESS" || result === "EALREADY") return null;
      if (typeof result === "string" && result !== "EISCONN") return failed(result);
      open = true;
    }
    if (sent === length) return came(sent);
    const result = c.sockets.write(fd, length - sent, writingOf(flags), true);
    if (result === "EAGAIN") return null;
    if (typeof result === "string") return sent > 0 ? came(sent) : failed(result);
    sent += result;
    return sent === length ? came(sent) : null;
  };
  return { attempt, wakes: null };
}

const writingOf = (flags: number): Writing => ({
  more: (flags & more) !== 0,
  urgent: (flags & outOfBand) !== 0,
  record: (flags & endOfRecord) !== 0,
});

/** The port of a socket address; null where it does not say. */
const portOf = (address: Expression | undefined): number | null =>
  numberOf(field(address, "sin_port") ?? field(address, "sin6_port"));

function writingPlainly(lengthOf: (c: Context) => number, flagsOf: (c: Context) => number, buffer: number): Maker {
  return (c) => {
    const fd = descriptor(c, 0);
    const length = lengthOf(c);
    const flags = flagsOf(c);
    let written = 0;
    let again = false;
    return {
      attempt: () => {
        if (isNull(c.args[buffer]) && length > 0) return failed(c.sockets.exists(fd) ? "EFAULT" : "EBADF");
        const shares = (flags & zeroCopy) !== 0;
        const result = c.sockets[shares ? "writeShared" : "write"](fd, length - written, writingOf(flags), again);
        again = true;
        const blocks = !c.sockets.isNonBlocking(fd) && (flags & dontWait) === 0;
        if (typeof result === "number") {
          written += result;
          return written < length && blocks ? null : came(written);
        }
        if (result === "EAGAIN" && blocks) return null;
        return written > 0 ? came(written) : failed(result);
      },
      wakes: null,
    };
  };
}

function reading(length: (c: Context) => number, flags: (c: Context) => number, buffer: number): Maker {
  return waiting((c, fd) => {
    if (isNull(c.args[buffer]) && length(c) > 0) return c.sockets.exists(fd) ? "EFAULT" : "EBADF";
    return c.sockets.read(fd, length(c), (flags(c) & peek) !== 0);
  }, flags);
}

const none = (): number => 0;
const at =
  (i: number) =>
  (c: Context): number =>
    number(c, i);

function getsockopt(c: Context): Outcome {
  const fd = descriptor(c, 0);
  const [level, name] = [number(c, 1), number(c, 2)];
  const result = c.sockets.getOption(fd, level, name);
  if (typeof result === "string") return failed(result);
  const value = c.args[3];
  const item = value?.kind === "list" ? value.items[0] : value;
  const onOff = field(item, "onoff", 0);
  return handing(came(0), `value of ${nameOf(c.args[2])}`, numberOf(onOff ?? item), result);
}

function nameOf(e: Expression | undefined): string {
  return e?.kind === "name" ? e.name : String(numberOf(e) ?? "...");
}

function setsockopt(c: Context): Outcome {
  const fd = descriptor(c, 0);
  const value = c.args[3];
  const item = value?.kind === "list" ? value.items[0] : value;
  if (item?.kind === "record") {
    const on = numberOf(field(item, "onoff", 0)) ?? 0;
    const rest = numberOf(field(item, "linger", 1)) ?? 0;
    return outcomeOf(c.sockets.setOption(fd, number(c, 1), number(c, 2), on === 0 ? -1 : rest));
  }
  if (item?.kind === "text")
    return outcomeOf(c.sockets.setNamedOption(fd, number(c, 1), number(c, 2), item.text, number(c, 4)));
  return outcomeOf(c.sockets.setOption(fd, number(c, 1), number(c, 2), numberOf(item) ?? 0));
}

function fcntl(c: Context): Outcome {
  const fd = descriptor(c, 0);
  if (!c.sockets.exists(fd)) return failed("EBADF");
  switch (number(c, 1)) {
    case 3:
      return came(2 | (c.sockets.isNonBlocking(fd) ? nonBlock : 0));
    case 4:
      c.sockets.setNonBlocking(fd, (number(c, 2) & nonBlock) !== 0);
      return came(0);
    case 1:
    case 2:
      return came(0);
    default:
      return failed("EINVAL");
  }
}

const nonBlock = 0x800;

function ioctl(c: Context): Outcome {
  const fd = descriptor(c, 0);
  const waits = c.sockets.queued(fd);
  if (typeof waits === "string") return failed(waits);
  const request = number(c, 1);
  const found =
    request === 0x541b
      ? waits.readable
      : request === 0x5411
        ? waits.unacknowledged
        : request === 0x894b
          ? waits.unsent
          : null;
  if (found === null) return failed("EINVAL");
  return handing(came(0), nameOf(c.args[1]), numberOf(c.args[2]), found);
}

function poll(c: Context): Attempt {
  const timeout = number(c, 2);
  const wakes = timeout < 0 ? null : after(c.now, ms(Math.min(timeout, 1e9)));
  const items = c.args[0]?.kind === "list" ? c.args[0].items : [];
  const attempt = (now: Instant): Outcome | null => {
    let ready = 0;
    let wrong: Outcome["wrong"] = null;
    for (const item of items) {
      const name = numberOf(field(item, "fd")) ?? -1;
      const asked = numberOf(field(item, "events")) ?? 0;
      const found = c.sockets.events(c.names.get(name) ?? -1) & (asked | always);
      if (found !== 0) ready++;
      const expected = numberOf(field(item, "revents"));
      if (expected !== null && expected !== found) {
        wrong ??= { what: `revents of ${name}`, expected: writeEvents(expected), found: writeEvents(found) };
      }
    }
    if (ready === 0 && (wakes === null || now < wakes)) return null;
    return { value: ready, errno: null, wrong };
  };
  return { attempt, wakes };
}

/** POLLERR, POLLHUP and POLLNVAL are reported whether asked for or not. */
const always = 0x38;

const eventNames: readonly (readonly [name: string, bit: number])[] = [
  ["IN", 1],
  ["PRI", 2],
  ["OUT", 4],
  ["ERR", 8],
  ["HUP", 0x10],
  ["NVAL", 0x20],
  ["RDHUP", 0x2000],
];

const writeEvents = (bits: number): string =>
  eventNames
    .filter(([, bit]) => bits & bit)
    .map(([name]) => `POLL${name}`)
    .join("|") || "0";

function epollCtl(c: Context): Outcome {
  const item = c.args[3];
  const events = numberOf(field(item, "events")) ?? 0;
  const data = numberOf(field(item, "fd") ?? field(item, "u32") ?? field(item, "u64") ?? field(item, "ptr")) ?? 0;
  return outcomeOf(c.sockets.epollControl(descriptor(c, 0), number(c, 1), descriptor(c, 2), events >>> 0, data));
}

function epollWait(c: Context): Attempt {
  const fd = descriptor(c, 0);
  const most = number(c, 2);
  const timeout = number(c, 3);
  const wakes = timeout < 0 ? null : after(c.now, ms(Math.min(timeout, 1e9)));
  const given = c.args[1];
  const expected = given?.kind === "list" ? given.items : given === undefined ? [] : [given];
  const attempt = (now: Instant): Outcome | null => {
    const ready = c.sockets.epollWait(fd, most);
    if (typeof ready === "string") return failed(ready);
    if (ready.length === 0 && (wakes === null || now < wakes)) return null;
    let wrong: Outcome["wrong"] = null;
    for (const [i, one] of ready.entries()) {
      const said = numberOf(field(expected[i], "events"));
      if (said !== null && said >>> 0 !== one.events) {
        wrong ??= { what: "epoll events", expected: writeEvents(said), found: writeEvents(one.events) };
      }
      const data = numberOf(field(expected[i], "fd") ?? field(expected[i], "u32") ?? field(expected[i], "u64"));
      if (data !== null && data !== one.data)
        wrong ??= { what: "epoll data", expected: String(data), found: String(one.data) };
    }
    return { value: ready.length, errno: null, wrong };
  };
  return { attempt, wakes };
}

/** `{msg_name(...)=..., msg_iov(1)=[{..., 40}], msg_flags=0, msg_control=[...]}` */
function recvmsg(): Maker {
  const length = (c: Context): number => lengthOfVector(field(c.args[1], "msg_iov"));
  const plain = reading(length, at(2), -1);
  return (c) => {
    if (number(c, 2) & errorQueue) return { attempt: () => errorMessage(c), wakes: null };
    const inner = plain(c);
    const attempt = (now: Instant): Outcome | null => {
      const outcome = inner.attempt(now);
      const control = field(c.args[1], "msg_control");
      if (outcome === null || outcome.errno !== null || control?.kind !== "list") return outcome;
      const inq = control.items.find((item) => numberOf(field(item, "cmsg_type")) === constantOf("TCP_CM_INQ"));
      if (inq === undefined) return outcome;
      const waits = c.sockets.queued(descriptor(c, 0));
      if (typeof waits === "string") return outcome;
      // At the end of the stream one octet seems to be left, so that the reader comes and sees the end.
      const left = waits.readable === 0 && waits.ended ? 1 : waits.readable;
      return handing(outcome, "TCP_CM_INQ", numberOf(field(inq, "cmsg_data")), left);
    };
    return { attempt, wakes: null };
  };
}

/** recvmsg() with MSG_ERRQUEUE: the message, field by field as `cmsg_data={ee_errno=0, ...}` has it. Never waits. */
function errorMessage(c: Context): Outcome {
  const message = c.sockets.takeCompletion(descriptor(c, 0));
  if (typeof message === "string") return failed(message);
  const control = field(c.args[1], "msg_control");
  const data = control?.kind === "list" ? field(control.items[0], "cmsg_data") : undefined;
  const found = { ee_errno: 0, ee_origin: 5, ee_type: 0, ee_code: 1, ee_info: message.first, ee_data: message.last };
  let outcome = came(0);
  for (const [name, value] of Object.entries(found)) {
    if (outcome.wrong === null) outcome = handing(outcome, name, numberOf(field(data, name)), value);
  }
  return outcome;
}

function connect(c: Context): Attempt {
  const fd = descriptor(c, 0);
  const address = c.args[1];
  const port = portOf(address);
  const bare = address?.kind === "name" && address.name === "AF_UNSPEC";
  const family = bare ? 0 : numberOf(field(address, "sa_family"));
  let first = true;
  const attempt = (): Outcome | null => {
    if (family === 0) return outcomeOf(c.sockets.disconnect(fd));
    const blocks = !c.sockets.isNonBlocking(fd);
    const result = c.sockets.connect(fd, port, !first);
    first = false;
    return blocks && (result === "EINPROGRESS" || (result === "EALREADY" && c.sockets.isWaitingToConnect(fd)))
      ? null
      : outcomeOf(result);
  };
  return { attempt, wakes: null };
}

const makers: Readonly<Record<string, Maker>> = {
  socket: once((c) => outcomeOf(c.sockets.socket(number(c, 1), number(c, 2)))),
  bind: once((c) => {
    return outcomeOf(c.sockets.bind(descriptor(c, 0), portOf(c.args[1])));
  }),
  listen: once((c) => outcomeOf(c.sockets.listen(descriptor(c, 0), number(c, 1)))),
  accept: waiting((c, fd) => c.sockets.accept(fd, false)),
  accept4: waiting((c, fd) => c.sockets.accept(fd, (number(c, 3) & nonBlock) !== 0)),
  connect,
  write: writing(at(2), none, 1),
  send: writing(at(2), at(3), 1),
  sendto: writing(at(2), at(3), 1, (c) => c.args[4]),
  writev: writing((c) => lengthOfVector(c.args[1]), none, -1),
  sendmsg: writing(
    (c) => lengthOfVector(field(c.args[1], "msg_iov")),
    at(2),
    -1,
    (c) => field(c.args[1], "msg_name"),
  ),
  read: reading(at(2), none, 1),
  recv: reading(at(2), at(3), 1),
  recvfrom: reading(at(2), at(3), 1),
  readv: reading((c) => lengthOfVector(c.args[1]), none, -1),
  recvmsg: recvmsg(),
  close: once((c) => {
    const fd = descriptor(c, 0);
    const outcome = outcomeOf(c.sockets.close(fd));
    c.names.delete(number(c, 0));
    return outcome;
  }),
  shutdown: once((c) => outcomeOf(c.sockets.shutdown(descriptor(c, 0), number(c, 1)))),
  fcntl: once(fcntl),
  ioctl: once(ioctl),
  getsockopt: once(getsockopt),
  setsockopt: once(setsockopt),
  poll,
  epoll_create: once((c) => outcomeOf(c.sockets.epollCreate())),
  epoll_create1: once((c) => outcomeOf(c.sockets.epollCreate())),
  epoll_ctl: once(epollCtl),
  epoll_wait: epollWait,
};

/** The number of an error as SO_ERROR hands it out; 0: none. */
export const errorValue = (errno: Errno | null): number => (errno === null ? 0 : errorNumber(errno));

/** The longest that a call may wait for the end it was given. */
export const longestWait = seconds(3600);
