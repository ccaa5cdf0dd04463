/** Names that scripts use for numbers, with the numbers Linux gives them; and which names of errors mean the same. */
import type { TcpStateName } from "../../engine/protocols/tcp/states.ts";

// biome-ignore format: a table
const numbers: Readonly<Record<string, number>> = {
  NULL: 0,
  AF_UNSPEC: 0, AF_INET: 2, AF_INET6: 10, PF_INET: 2, PF_INET6: 10,
  SOCK_STREAM: 1, SOCK_DGRAM: 2, SOCK_NONBLOCK: 0x800, SOCK_CLOEXEC: 0x80000,
  IPPROTO_IP: 0, IPPROTO_ICMP: 1, IPPROTO_TCP: 6, IPPROTO_UDP: 17, IPPROTO_IPV6: 41, IPPROTO_MPTCP: 262,
  SOL_IP: 0, SOL_SOCKET: 1, SOL_TCP: 6, SOL_UDP: 17, SOL_IPV6: 41,
  SO_REUSEADDR: 2, SO_TYPE: 3, SO_ERROR: 4, SO_BROADCAST: 6, SO_SNDBUF: 7, SO_RCVBUF: 8, SO_KEEPALIVE: 9, SO_PRIORITY: 12, SO_LINGER: 13,
  SO_REUSEPORT: 15, SO_RCVLOWAT: 18, SO_RCVTIMEO: 20, SO_SNDTIMEO: 21, SO_ACCEPTCONN: 30, SO_SNDBUFFORCE: 32, SO_RCVBUFFORCE: 33, SO_MARK: 36,
  SO_TIMESTAMPING: 37, SO_MAX_PACING_RATE: 47, SO_ZEROCOPY: 60,
  TCP_NODELAY: 1, TCP_MAXSEG: 2, TCP_CORK: 3, TCP_KEEPIDLE: 4, TCP_KEEPINTVL: 5, TCP_KEEPCNT: 6, TCP_SYNCNT: 7, TCP_LINGER2: 8,
  TCP_DEFER_ACCEPT: 9, TCP_WINDOW_CLAMP: 10, TCP_INFO: 11, TCP_QUICKACK: 12, TCP_CONGESTION: 13, TCP_MD5SIG: 14, TCP_USER_TIMEOUT: 18,
  TCP_FASTOPEN: 23, TCP_TIMESTAMP: 24, TCP_NOTSENT_LOWAT: 25, TCP_FASTOPEN_CONNECT: 30, TCP_FASTOPEN_KEY: 33, TCP_FASTOPEN_NO_COOKIE: 34, TCP_INQ: 36, TCP_NOPUSH: 3, TCP_CM_INQ: 36, TCP_KEEPINIT: 128, TCP_NOOPT: 129, TCP_REMOTE_UDP_ENCAPS_PORT: 130,
  IP_TOS: 1, IP_TTL: 2, IP_MTU_DISCOVER: 10, IP_RECVERR: 11, IP_MTU: 14, IP_FREEBIND: 15, IP_PMTUDISC_DONT: 0, IP_PMTUDISC_WANT: 1, IP_PMTUDISC_DO: 2,
  IPTOS_DSCP_CS0: 0, IPTOS_DSCP_CS1: 0x20, IPTOS_DSCP_CS2: 0x40, IPTOS_DSCP_CS3: 0x60, IPTOS_DSCP_CS4: 0x80, IPTOS_DSCP_CS5: 0xa0, IPTOS_DSCP_CS6: 0xc0,
  IPTOS_DSCP_CS7: 0xe0, IPTOS_DSCP_EF: 0xb8, IPTOS_DSCP_AF11: 0x28, IPTOS_DSCP_AF21: 0x48, IPTOS_DSCP_AF31: 0x68, IPTOS_DSCP_AF41: 0x88,
  IPPROTO_IPV4: 4, IPV6_UNICAST_HOPS: 16, IPV6_TCLASS: 67, IPV6_MTU_DISCOVER: 23,
  MSG_OOB: 1, MSG_PEEK: 2, MSG_DONTROUTE: 4, MSG_CTRUNC: 8, MSG_TRUNC: 0x20, MSG_DONTWAIT: 0x40, MSG_EOR: 0x80, MSG_WAITALL: 0x100,
  MSG_ERRQUEUE: 0x2000, MSG_NOSIGNAL: 0x4000, MSG_MORE: 0x8000, MSG_ZEROCOPY: 0x4000000, MSG_FASTOPEN: 0x20000000,
  F_GETFD: 1, F_SETFD: 2, F_GETFL: 3, F_SETFL: 4, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_NONBLOCK: 0x800,
  SHUT_RD: 0, SHUT_WR: 1, SHUT_RDWR: 2,
  FIONREAD: 0x541b, SIOCINQ: 0x541b, SIOCOUTQ: 0x5411, SIOCOUTQNSD: 0x894b,
  POLLIN: 1, POLLPRI: 2, POLLOUT: 4, POLLERR: 8, POLLHUP: 0x10, POLLNVAL: 0x20, POLLRDNORM: 0x40, POLLRDBAND: 0x80, POLLWRNORM: 0x100,
  POLLWRBAND: 0x200, POLLRDHUP: 0x2000,
  EPOLLIN: 1, EPOLLPRI: 2, EPOLLOUT: 4, EPOLLERR: 8, EPOLLHUP: 0x10, EPOLLRDNORM: 0x40, EPOLLWRNORM: 0x100, EPOLLRDHUP: 0x2000,
  EPOLLONESHOT: 0x40000000, EPOLLET: 0x80000000, EPOLL_CTL_ADD: 1, EPOLL_CTL_DEL: 2, EPOLL_CTL_MOD: 3,
  SO_EE_ORIGIN_LOCAL: 1, SO_EE_ORIGIN_ICMP: 2, SO_EE_ORIGIN_ICMP6: 3, SO_EE_ORIGIN_TIMESTAMPING: 4, SO_EE_ORIGIN_ZEROCOPY: 5, SO_EE_CODE_ZEROCOPY_COPIED: 1,
  CMSG_LEVEL_IP: 0, CMSG_TYPE_RECVERR: 11, EPOLLEXCLUSIVE: 0x10000000, IPV6_RECVERR: 25,
  INADDR_ANY: 0, INADDR_LOOPBACK: 0x7f000001,
};

/** Errors with their Linux numbers; `SO_ERROR` reports numbers. */
// biome-ignore format: a table
const errors: Readonly<Record<string, number>> = {
  EPERM: 1, ENOENT: 2, EINTR: 4, EIO: 5, EBADF: 9, EAGAIN: 11, ENOMEM: 12, EACCES: 13, EFAULT: 14, EBUSY: 16, EEXIST: 17, EINVAL: 22, EMFILE: 24,
  EPIPE: 32, EDOM: 33, EPROTO: 71, ENOTSOCK: 88, EDESTADDRREQ: 89, EMSGSIZE: 90, EPROTOTYPE: 91, ENOPROTOOPT: 92, EPROTONOSUPPORT: 93,
  EOPNOTSUPP: 95, EAFNOSUPPORT: 97, EADDRINUSE: 98, EADDRNOTAVAIL: 99, ENETDOWN: 100, ENETUNREACH: 101, ECONNABORTED: 103, ECONNRESET: 104,
  ENOBUFS: 105, EISCONN: 106, ENOTCONN: 107, ETIMEDOUT: 110, ECONNREFUSED: 111, EHOSTDOWN: 112, EHOSTUNREACH: 113, EALREADY: 114,
  EINPROGRESS: 115,
};

const synonyms: Readonly<Record<string, string>> = { EWOULDBLOCK: "EAGAIN", ENOTSUP: "EOPNOTSUPP" };

/** The name under which an error is compared: EWOULDBLOCK is EAGAIN. */
export const errorName = (name: string): string => synonyms[name] ?? name;

/** The number of a constant or an error; undefined: not known here. */
export function constantOf(name: string): number | undefined {
  if (Object.hasOwn(numbers, name)) return numbers[name];
  const error = errorName(name);
  return Object.hasOwn(errors, error) ? errors[error] : undefined;
}

export const errorNumber = (name: string): number => errors[errorName(name)] ?? 0;

/** How `tcpi_state` counts the states: TCP_ESTABLISHED and so on (Linux), TCPS_* (BSD). */
// biome-ignore format: a table
const stateNumbers: Readonly<Record<TcpStateName, readonly [linux: number, bsd: number, name: string]>> = {
  "ESTABLISHED":  [1, 4, "ESTABLISHED"],
  "SYN-SENT":     [2, 2, "SYN_SENT"],
  "SYN-RECEIVED": [3, 3, "SYN_RECV"],
  "FIN-WAIT-1":   [4, 6, "FIN_WAIT1"],
  "FIN-WAIT-2":   [5, 9, "FIN_WAIT2"],
  "TIME-WAIT":    [6, 10, "TIME_WAIT"],
  "CLOSED":       [7, 0, "CLOSE"],
  "CLOSE-WAIT":   [8, 5, "CLOSE_WAIT"],
  "LAST-ACK":     [9, 8, "LAST_ACK"],
  "LISTEN":       [10, 1, "LISTEN"],
  "CLOSING":      [11, 7, "CLOSING"],
};

export const stateNumber = (state: TcpStateName, bsd: boolean): number => stateNumbers[state][bsd ? 1 : 0];

/** What sockstat and ss call the states. */
export function stateCalled(name: string): TcpStateName | null {
  const plain = name
    .replace(/[-_]/g, "")
    .replace(/^SYNRCVD$/, "SYNRECEIVED")
    .replace(/^SYNRECV$/, "SYNRECEIVED");
  for (const state of Object.keys(stateNumbers) as TcpStateName[]) {
    if (state.replaceAll("-", "") === plain) return state;
  }
  return plain === "CLOSE" ? "CLOSED" : null;
}

/** Constants that code may compare TCP_INFO with, apart from the states. */
// biome-ignore format: a table
const infoNumbers: Readonly<Record<string, number>> = {
  TCP_CA_Open: 0, TCP_CA_Disorder: 1, TCP_CA_CWR: 2, TCP_CA_Recovery: 3, TCP_CA_Loss: 4,
  TCPI_OPT_TIMESTAMPS: 1, TCPI_OPT_SACK: 2, TCPI_OPT_WSCALE: 4, TCPI_OPT_ECN: 8, TCPI_OPT_ECN_SEEN: 16, TCPI_OPT_SYN_DATA: 32,
  TCP_INFINITE_SSTHRESH: 0x7fffffff,
};

/** The number of a constant in code: TCP_CA_Recovery, TCP_ESTABLISHED, TCPI_FIN_WAIT_1. */
export function infoConstant(name: string): number | undefined {
  if (Object.hasOwn(infoNumbers, name)) return infoNumbers[name];
  const state = /^(TCP|TCPS|TCPI)_([A-Z_0-9]+)$/.exec(name);
  const found = state && stateCalled(state[2]!);
  return found ? stateNumber(found, state[1] !== "TCP") : undefined;
}
