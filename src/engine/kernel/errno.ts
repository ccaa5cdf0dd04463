/**
 * The errors that a system call answers with, by their POSIX names (IEEE Std 1003.1, <errno.h>), and those from Linux that sockets
 * report. A closed union: a call lists what it may answer with in its result, and success is never one of these strings.
 */

export type Errno =
  /** The protocol's buffers are empty or full, and the call was not to wait. */
  | "EAGAIN"
  | "EACCES"
  | "EADDRINUSE"
  | "EADDRNOTAVAIL"
  | "EAFNOSUPPORT"
  | "EALREADY"
  | "EBADF"
  | "ECONNABORTED"
  | "ECONNREFUSED"
  | "ECONNRESET"
  | "EDESTADDRREQ"
  | "EHOSTUNREACH"
  | "EINPROGRESS"
  | "EINVAL"
  | "EISCONN"
  | "EMFILE"
  | "EMSGSIZE"
  | "ENETUNREACH"
  | "ENOBUFS"
  | "ENOPROTOOPT"
  | "ENOTCONN"
  | "EOPNOTSUPP"
  | "EPERM"
  | "EPIPE"
  | "EPROTO"
  | "EPROTONOSUPPORT"
  | "ETIMEDOUT";

/** Whether a call's answer is an error rather than a value; for calls whose values are not strings. */
export const isErrno = (answer: unknown): answer is Errno => typeof answer === "string";
