/**
 * The errors that a system call answers with, by their POSIX names (IEEE Std 1003.1, <errno.h>), and those from Linux that sockets
 * report. A closed union: a call lists what it may answer with in its result, and success is never one of these strings.
 */

export type Errno =
  /** Nothing to be had now and the call was not to wait; or a limit is reached (fork). */
  | "EAGAIN"
  | "EACCES"
  | "EADDRINUSE"
  | "EADDRNOTAVAIL"
  | "EAFNOSUPPORT"
  | "EALREADY"
  | "EBADF"
  | "ECHILD"
  | "ECONNABORTED"
  | "ECONNREFUSED"
  | "ECONNRESET"
  | "EDESTADDRREQ"
  | "EEXIST"
  | "EHOSTUNREACH"
  | "EINPROGRESS"
  | "EINTR"
  | "EINVAL"
  | "EISCONN"
  | "EISDIR"
  | "EMFILE"
  | "EMSGSIZE"
  | "ENAMETOOLONG"
  | "ENETUNREACH"
  | "ENOBUFS"
  | "ENOENT"
  | "ENOMEM"
  | "ENOPROTOOPT"
  | "ENOSPC"
  | "ENOTCONN"
  | "ENOTDIR"
  | "ENOTEMPTY"
  | "ENOTSOCK"
  | "EOPNOTSUPP"
  | "EPERM"
  | "EPIPE"
  | "EPROTO"
  | "EPROTONOSUPPORT"
  | "ESPIPE"
  | "ESRCH"
  | "ETIMEDOUT";

/** Whether a call's answer is an error rather than a value; for calls whose values are not strings. */
export const isErrno = (answer: unknown): answer is Errno => typeof answer === "string";
