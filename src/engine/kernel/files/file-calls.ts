/**
 * The system calls on descriptors of whatever kind, typed and handled: open, read, write, seek, duplicate, close, pipe, flock, and names in the
 * file system. What only sockets can do is in `net/socket-calls.ts`. read() and write() are called readFd and writeFd here, since "read" and
 * "write" are steps on shared cells. Source: POSIX open(), read(), write(), dup(), pipe(); flock(2), signal(7) for what is broken into.
 */
import type { ThreadId } from "../../trace/happening.ts";
import type { Reply } from "../calls.ts";
import { type Errno, isErrno } from "../errno.ts";
import type { Host } from "../host.ts";
import { sendSignal } from "../process/delivery.ts";
import type { ThreadRecord } from "../thread.ts";
import { notYet, wait } from "../waiting.ts";
import type { Descriptor, Fd } from "./descriptors.ts";
import type { OpenFlags } from "./file-system.ts";
import type { LockMode } from "./flock.ts";
import { RegularFile } from "./inode.ts";
import type { OpenFile } from "./open-file.ts";
import { makePipe } from "./pipe.ts";

/** Name -> [arguments, result]. */
export interface FileCalls {
  /** The lowest free descriptor, of an open file description of its own. */
  open: [{ path: string; flags: OpenFlags; closeOnExec?: boolean }, Fd | Errno];
  /** Waits until there are bytes, unless the description is non-blocking. No bytes: the end. */
  readFd: [{ fd: Fd; max: number }, Uint8Array | Errno];
  /** Waits until all is written, unless the description is non-blocking. */
  writeFd: [{ fd: Fd; bytes: Uint8Array }, number | Errno];
  /** pread, pwrite: at an offset of one's own; the description's stays where it is. */
  readAt: [{ fd: Fd; offset: number; max: number }, Uint8Array | Errno];
  writeAt: [{ fd: Fd; offset: number; bytes: Uint8Array }, number | Errno];
  /** lseek: the new offset. */
  seek: [{ fd: Fd; offset: number; from: "start" | "current" | "end" }, number | Errno];
  /** Another descriptor for the same description. */
  dup: [{ fd: Fd }, Fd | Errno];
  /** The same with a number of one's choice; what had it is closed first. */
  dup2: [{ fd: Fd; to: Fd }, Fd | Errno];
  /** FD_CLOEXEC. */
  setCloseOnExec: [{ fd: Fd; value: boolean }, Errno | undefined];
  pipe: [{ nonBlocking?: boolean }, { readonly reader: Fd; readonly writer: Fd } | Errno];
  /** Waits for the lock unless `nonBlocking`. */
  flock: [{ fd: Fd; lock: LockMode | "unlock"; nonBlocking?: boolean }, Errno | undefined];
  unlink: [{ path: string }, Errno | undefined];
  mkdir: [{ path: string }, Errno | undefined];
  rename: [{ from: string; to: string }, Errno | undefined];
}

type Handler<N extends keyof FileCalls> = (
  host: Host,
  thread: ThreadRecord,
  args: FileCalls[N][0],
) => Reply<FileCalls[N][1]>;

export const fileCalls: { readonly [N in keyof FileCalls]: Handler<N> } = {
  open(host, thread, { path, flags, closeOnExec = false }) {
    const { table } = thread;
    // The descriptor comes first: a file is not made for somebody who cannot have it.
    if (table.lowestFree() === null) return fail(host, thread, "open", tooMany(host, thread));
    const what = host.processes.files.open(path, flags);
    if (isErrno(what)) return fail(host, thread, "open", what);
    return { answer: opened(host, thread, host.processes.describe(what, flags, path), closeOnExec) as Fd };
  },

  readFd(host, thread, { fd, max }) {
    const file = fileOf(thread, fd);
    if (file === null) return fail(host, thread, "read", "EBADF");
    if (!isSize(max)) return fail(host, thread, "read", "EINVAL");
    const offset = offsetOf(file);
    return tryOrWait(
      host,
      thread,
      "read",
      fd,
      file,
      () => file.read(max),
      (bytes) => {
        if (!isErrno(bytes)) logBytes(host, thread, "file.read", fd, file, offset, bytes, bytes.length);
      },
    );
  },

  writeFd(host, thread, { fd, bytes }) {
    const file = fileOf(thread, fd);
    if (file === null) return fail(host, thread, "write", "EBADF");
    let done = 0;
    const attempt = (): number | Errno => {
      const taken = file.write(bytes.subarray(done));
      // What was taken before an error is reported first; the next call meets the error.
      if (isErrno(taken)) return done > 0 && (taken !== "EAGAIN" || file.mode.nonBlocking) ? done : taken;
      done += taken;
      if (taken > 0) file.what.waiters.wake();
      return done < bytes.length && !file.mode.nonBlocking && file.what.kind !== "file" ? "EAGAIN" : done;
    };
    return tryOrWait(host, thread, "write", fd, file, attempt, (count) => {
      if (count === "EPIPE") sendSignal(host, thread.process, "SIGPIPE", null);
      if (isErrno(count)) return;
      const offset = offsetOf(file);
      logBytes(host, thread, "file.written", fd, file, offset === null ? null : offset - count, bytes, count);
    });
  },

  readAt(host, thread, { fd, offset, max }) {
    const file = fileOf(thread, fd);
    if (file === null || file.mode.access === "write") return fail(host, thread, "pread", "EBADF");
    if (!file.what.readAt) return fail(host, thread, "pread", "ESPIPE");
    if (!isSize(offset) || !isSize(max)) return fail(host, thread, "pread", "EINVAL");
    const bytes = file.what.readAt(offset, max);
    if (isErrno(bytes)) return fail(host, thread, "pread", bytes);
    logBytes(host, thread, "file.read", fd, file, offset, bytes, bytes.length);
    return { answer: bytes };
  },

  writeAt(host, thread, { fd, offset, bytes }) {
    const file = fileOf(thread, fd);
    if (file === null || file.mode.access === "read") return fail(host, thread, "pwrite", "EBADF");
    if (!file.what.writeAt) return fail(host, thread, "pwrite", "ESPIPE");
    if (!isSize(offset)) return fail(host, thread, "pwrite", "EINVAL");
    const count = file.what.writeAt(offset, bytes);
    if (isErrno(count)) return fail(host, thread, "pwrite", count);
    logBytes(host, thread, "file.written", fd, file, offset, bytes, count);
    return { answer: count };
  },

  seek(host, thread, { fd, offset, from }) {
    const file = fileOf(thread, fd);
    if (file === null) return fail(host, thread, "lseek", "EBADF");
    if (!file.what.size) return fail(host, thread, "lseek", "ESPIPE");
    const to = offset + (from === "start" ? 0 : from === "current" ? file.offset : file.what.size());
    if (!isSize(to)) return fail(host, thread, "lseek", "EINVAL");
    file.offset = to;
    return { answer: to };
  },

  dup(host, thread, { fd }) {
    const file = fileOf(thread, fd);
    if (file === null) return fail(host, thread, "dup", "EBADF");
    const copy = opened(host, thread, file);
    return isErrno(copy) ? fail(host, thread, "dup", copy) : { answer: copy };
  },

  dup2(host, thread, { fd, to }) {
    const { table } = thread;
    const file = fileOf(thread, fd);
    if (file === null || !isSize(to) || to >= table.limit) return fail(host, thread, "dup2", "EBADF");
    if (fd === to) return { answer: to };
    if (table.get(to) !== null) closeFd(host, thread, to);
    table.put(to, file);
    logOpened(host, thread, to, file);
    return { answer: to };
  },

  setCloseOnExec: (host, thread, { fd, value }) =>
    thread.table.setCloseOnExec(fd, value) ? { answer: undefined } : fail(host, thread, "fcntl", "EBADF"),

  pipe(host, thread, { nonBlocking = false }) {
    const { table } = thread;
    const first = table.lowestFree();
    if (first === null || table.lowestFree(first + 1) === null)
      return fail(host, thread, "pipe", tooMany(host, thread));
    const ends = makePipe();
    const reader = host.processes.describe(ends.reader, { access: "read", nonBlocking }, "pipe");
    const writer = host.processes.describe(ends.writer, { access: "write", nonBlocking }, "pipe");
    return { answer: { reader: opened(host, thread, reader) as Fd, writer: opened(host, thread, writer) as Fd } };
  },

  flock(host, thread, { fd, lock, nonBlocking = false }) {
    const file = fileOf(thread, fd);
    if (file === null) return fail(host, thread, "flock", "EBADF");
    if (!(file.what instanceof RegularFile)) return fail(host, thread, "flock", "EINVAL");
    const { locks } = file.what;
    const { name, id: description } = file;
    if (lock === "unlock") {
      if (locks.release(file)) host.log(thread, { kind: "file.unlocked", thread: thread.id, file: name, description });
      return { answer: undefined };
    }
    const log = (): void => {
      host.log(thread, { kind: "file.locked", thread: thread.id, file: name, description, mode: lock });
    };
    if (locks.take(file, lock)) {
      log();
      return { answer: undefined };
    }
    if (nonBlocking) return { answer: "EAGAIN" };
    const on = { what: "file", fd, file: name } as const;
    return wait<Errno | undefined>(host, thread, {
      on,
      queues: [locks.waiters],
      attempt: () => (locks.take(file, lock) ? undefined : notYet),
      log: (error) => error === undefined && log(),
    });
  },

  unlink: (host, thread, { path }) => finish(host, thread, "unlink", host.processes.files.unlink(path)),
  mkdir: (host, thread, { path }) => finish(host, thread, "mkdir", host.processes.files.mkdir(path)),
  rename: (host, thread, { from, to }) => finish(host, thread, "rename", host.processes.files.rename(from, to)),
};

/** Whether flock() with these arguments would not have to wait. */
export function canLock(thread: ThreadRecord, { fd, lock, nonBlocking = false }: FileCalls["flock"][0]): boolean {
  const file = fileOf(thread, fd);
  if (lock === "unlock" || nonBlocking || !(file?.what instanceof RegularFile)) return true;
  return file.what.locks.canTake(file, lock);
}

/** What a descriptor refers to; null: nothing. */
export const descriptorOf = (thread: ThreadRecord, fd: Fd): Descriptor | null => thread.table.get(fd);

const fileOf = (thread: ThreadRecord, fd: Fd): OpenFile | null => descriptorOf(thread, fd)?.file ?? null;

/** Gives a description the lowest free descriptor of the thread's process. */
export function opened(host: Host, thread: ThreadRecord, file: OpenFile, closeOnExec = false): Fd | "EMFILE" {
  const fd = thread.table.add(file, closeOnExec);
  if (fd === "EMFILE") return tooMany(host, thread);
  logOpened(host, thread, fd, file);
  return fd;
}

/** Frees a descriptor; false: it was not open. Whoever waits for what it referred to looks again. */
export function closeFd(host: Host, thread: ThreadRecord, fd: Fd): boolean {
  const closed = thread.table.close(fd);
  if (closed === null) return false;
  const { pid } = thread.process;
  if (closed.file.what.kind !== "socket")
    host.log(thread, {
      kind: "file.closed",
      pid,
      table: thread.table.id,
      fd,
      description: closed.file.id,
      last: closed.last,
    });
  return true;
}

function logOpened(host: Host, thread: ThreadRecord, fd: Fd, file: OpenFile): void {
  const { pid } = thread.process;
  // Sockets speak for themselves: their calls are logged by `net/socket-calls.ts`.
  if (file.what.kind !== "socket")
    host.log(thread, { kind: "file.opened", pid, table: thread.table.id, fd, file: file.name, description: file.id });
}

function tooMany(host: Host, thread: ThreadRecord): "EMFILE" {
  const { table } = thread;
  return host.processes.refuse(thread, "descriptors", table.limit, "EMFILE");
}

function logBytes(
  host: Host,
  thread: ThreadRecord,
  kind: "file.read" | "file.written",
  fd: Fd,
  file: OpenFile,
  offset: number | null,
  bytes: Uint8Array,
  lengthBytes: number,
): void {
  const of: { thread: ThreadId; pid: number; fd: Fd } = { thread: thread.id, pid: thread.process.pid, fd };
  const shown = bytes.slice(0, Math.min(lengthBytes, 64));
  host.log(thread, { kind, ...of, file: file.name, description: file.id, offset, lengthBytes, bytes: shown });
}

const offsetOf = (file: OpenFile): number | null => (file.what.size ? file.offset : null);

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

/** Does what a call asks or, where it would have to wait and may, waits until it can be done. */
function tryOrWait<T>(
  host: Host,
  thread: ThreadRecord,
  call: string,
  fd: Fd,
  file: OpenFile,
  attempt: () => T | Errno,
  log: (result: T | Errno) => void,
): Reply<T | Errno> {
  const said = (result: T | Errno): void => {
    log(result);
    if (isErrno(result) && result !== "EAGAIN")
      host.log(thread, { kind: "call.failed", thread: thread.id, call, error: result });
  };
  const first = attempt();
  if (first !== "EAGAIN" || file.mode.nonBlocking) {
    said(first);
    if (!isErrno(first)) file.what.waiters.wake();
    return thread.state === "ended" ? { blocked: true } : { answer: first };
  }
  const isOutside = file.what.kind === "socket";
  return wait<T | Errno>(host, thread, {
    on: isOutside ? { what: "socket", fds: [fd] } : { what: "file", fd, file: file.name },
    queues: [file.what.waiters],
    attempt: () => {
      const result = attempt();
      return result === "EAGAIN" ? notYet : result;
    },
    log: (result) => {
      said(result);
      if (!isErrno(result)) file.what.waiters.wake();
    },
  });
}

function fail(host: Host, thread: ThreadRecord, call: string, error: Errno): { answer: Errno } {
  host.log(thread, { kind: "call.failed", thread: thread.id, call, error });
  return { answer: error };
}

const finish = (host: Host, thread: ThreadRecord, call: string, error: Errno | null): Reply<Errno | undefined> =>
  error === null ? { answer: undefined } : fail(host, thread, call, error);
