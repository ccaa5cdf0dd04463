/**
 * Everything that can happen in a run, one line a kind. THE file to read first: the engine writes these, and views, claims,
 * follow-up questions, exports and the page read these and nothing else of the engine.
 */
import type { Duration, Instant } from "../base/time.ts";

declare const eventId: unique symbol;
/** The number of an event in its trace: 0, 1, 2, ... in the order of happening. */
export type EventId = number & { readonly [eventId]: true };
/** The name of a host, unique in its world. */
export type HostId = string;
/** The name of a link, unique in its world. */
export type LinkId = string;
/** The number of a thread on its host: 0, 1, 2, ... in the order of creation. */
export type ThreadId = number;

/** The number of a process on its host: 1 is the first process, which the kernel plays. */
export type Pid = number;

/** What an atomic instruction does to a cell in one indivisible step. */
export type AtomicOperation = "fetch-add" | "swap" | "compare-and-swap";

export type Happening =
  // Links. `labels` are what faults call the frame ("SYN-ACK"); the frame's bytes are logged once, when it is sent.
  | { kind: "frame.sent"; link: LinkId; to: HostId; labels: readonly string[]; bytes: Uint8Array }
  | { kind: "frame.received"; link: LinkId; frame: EventId; bytes: Uint8Array }
  | {
      kind: "frame.dropped";
      link: LinkId;
      frame: EventId;
      why: "loss" | "queue-full" | "too-long" | "fault" | "choice";
    }
  | { kind: "frame.altered"; link: LinkId; frame: EventId; how: "delayed" | "duplicated" | "corrupted"; by: string }
  // Switches: which port a station was seen at, and frames sent out of all other ports because nobody knew where to.
  | { kind: "switch.learned"; link: LinkId; mac: string }
  | { kind: "switch.flooded"; from: LinkId; to: readonly LinkId[]; mac: string }
  // The network layer. Addresses are text ("10.0.0.1", "02:00:00:00:00:01"), interfaces go by the name of their link.
  | { kind: "arp.cache"; nic: LinkId; ip: string; mac: string | null; change: ArpChange }
  // IPv6: what a host thinks of a neighbour, what became of an address of its own ("2001:db8::1/64"), and a router that was heard.
  | {
      kind: "neighbour.cache";
      nic: LinkId;
      ip: string;
      mac: string | null;
      state: NeighbourState | "failed" | "conflict";
    }
  | { kind: "ip.address"; nic: LinkId; address: string; state: "tentative" | "valid" | "duplicate" }
  | { kind: "router.heard"; nic: LinkId; router: string; lifetimeSeconds: number }
  | { kind: "ip.forwarded"; from: LinkId; to: LinkId; source: string; destination: string; ttl: number }
  | { kind: "ip.dropped"; source: string; destination: string; why: IpDropReason }
  | { kind: "ip.fragmented"; source: string; destination: string; identification: number; fragments: number }
  | { kind: "ip.reassembled"; source: string; destination: string; identification: number; lengthBytes: number }
  | { kind: "pmtu.changed"; destination: string; was: number; mtu: number }
  | { kind: "icmp.sent"; to: string; message: string }
  | { kind: "icmp.received"; from: string; message: string }
  | {
      kind: "nat.mapping";
      protocol: "ICMP" | "TCP" | "UDP";
      inside: string;
      outside: string;
      change: "made" | "expired";
    }
  // Datagrams and sockets. Endpoints are text: "10.0.0.1:53".
  | { kind: "udp.sent"; from: string; to: string; lengthBytes: number }
  | { kind: "udp.received"; from: string; to: string; lengthBytes: number }
  | { kind: "udp.dropped"; from: string; to: string; why: "malformed" | "checksum" | "closed-port" | "buffer-full" }
  // Connections, each by its endpoints: "10.0.0.1:49152 > 10.0.0.2:80". Sequence numbers are those on the wire; times are durations.
  | { kind: "tcp.state"; connection: string; from: string; to: string; why: string }
  | { kind: "tcp.closed"; connection: string; why: string }
  | { kind: "tcp.timer"; connection: string; timer: string }
  | { kind: "tcp.retransmitted"; connection: string; seq: number; end: number; why: string }
  | { kind: "tcp.ignored"; connection: string; seq: number; why: string }
  | { kind: "tcp.window"; connection: string; cwnd: number; ssthresh: number; why: string }
  | { kind: "tcp.rtt"; connection: string; rtt: Duration; srtt: Duration; rto: Duration }
  | { kind: "tcp.dropped"; from: string; to: string; why: "malformed" | "checksum" }
  | { kind: "socket.error"; fd: number; error: string }
  // Calls on stream sockets. `result`: a descriptor, a number of bytes, or an error; null when the call says no more than "done".
  | { kind: "call.made"; thread: ThreadId; call: string; fd: number }
  | { kind: "call.returned"; thread: ThreadId; call: string; fd: number; result: number | string | null }
  | { kind: "call.failed"; thread: ThreadId; call: string; error: string }
  // Threads and the CPU.
  | { kind: "thread.spawned"; thread: ThreadId; name: string }
  // On CPUs that take time also what it cost (`in` runs so much later) and whether the address space changed.
  | {
      kind: "thread.switch";
      cpu: number;
      out: ThreadId | null;
      in: ThreadId;
      why: SwitchReason;
      cost?: Duration;
      addressSpace?: boolean;
    }
  | { kind: "thread.computes"; thread: ThreadId; cpu: number; until: Instant }
  | { kind: "thread.blocked"; thread: ThreadId; on: WaitsFor }
  | { kind: "thread.woken"; thread: ThreadId }
  | { kind: "thread.ended"; thread: ThreadId; result: number | null }
  // A CPU that has nothing to run, and goes on with the thread that it ran last: that is no switch.
  | { kind: "cpu.idle"; cpu: number }
  | { kind: "cpu.resumed"; cpu: number; thread: ThreadId }
  // What a switch saves and restores, and what it finds in TLB and cache, where a host has them.
  | { kind: "context.saved"; cpu: number; thread: ThreadId; registers: readonly number[] }
  | { kind: "context.restored"; cpu: number; thread: ThreadId; registers: readonly number[] }
  | { kind: "tlb.flushed"; cpu: number; entries: number }
  | { kind: "tlb.miss"; cpu: number; thread: ThreadId; page: number }
  | { kind: "cache.miss"; cpu: number; thread: ThreadId; line: number }
  // Into the kernel for a system call, and back.
  | { kind: "mode.switch"; cpu: number; thread: ThreadId; to: "kernel" | "user"; call: string }
  // Tasks: pieces of work inside a thread, in an event loop or one after the other. What a program prints, and the line of it that did.
  | { kind: "task.changed"; thread: ThreadId; task: string; what: "begun" | "runs" | "waits" | "ended" }
  | { kind: "line.printed"; text: string; line: number; queue: string; label: string; queuedLine: number }
  // Memory that threads share. An initial value is a happening too, so that a trace can be read alone.
  | { kind: "cell.made"; cell: string; value: number }
  | { kind: "cell.read"; thread: ThreadId; cell: string; value: number }
  | { kind: "cell.written"; thread: ThreadId; cell: string; was: number; value: number }
  | {
      kind: "cell.updated";
      thread: ThreadId;
      cell: string;
      was: number;
      value: number;
      operation: AtomicOperation;
      changed: boolean;
    }
  // Locks. A release by a thread that does not hold the lock changes nothing (POSIX: EPERM).
  | { kind: "lock.taken"; thread: ThreadId; lock: string }
  | { kind: "lock.released"; thread: ThreadId; lock: string }
  | { kind: "lock.refused"; thread: ThreadId; lock: string; error: "EPERM" }
  // Processes. Address spaces and descriptor tables go by numbers of their own, since clone may share them. `page` is an address
  // divided by the size of a page; `inUse` counts the frames that are not free afterwards.
  | {
      kind: "process.started";
      pid: Pid;
      parent: Pid;
      program: string;
      space: number;
      table: number;
      how: "start" | "fork" | "clone";
    }
  | { kind: "process.thread"; pid: Pid; thread: ThreadId; stack: { first: number; pages: number } | null }
  | { kind: "process.replaced"; pid: Pid; program: string; space: number }
  | { kind: "process.ended"; pid: Pid; status: number | null; signal: SignalName | null }
  | { kind: "process.adopted"; pid: Pid; from: Pid; by: Pid }
  | { kind: "process.reaped"; pid: Pid; by: Pid }
  // Address spaces: what is mapped (`frames`: null where a page has none yet), what fork shares, and faults.
  | {
      kind: "region.mapped";
      space: number;
      region: string;
      first: number;
      frames: readonly (number | null)[];
      protection: string;
      shared: boolean;
      inUse: number;
    }
  | { kind: "region.unmapped"; space: number; first: number; pages: number; inUse: number }
  | {
      kind: "space.copied";
      from: number;
      to: number;
      marked: number;
      copies: readonly { page: number; from: number; to: number }[];
      inUse: number;
    }
  | { kind: "space.released"; space: number; inUse: number }
  | {
      kind: "page.fault";
      thread: ThreadId;
      space: number;
      page: number;
      access: "read" | "write" | "execute";
      fault: PageFault;
      pageFrame: number | null;
      inUse: number;
    }
  | { kind: "page.copied"; space: number; page: number; from: number; to: number; lengthBytes: number }
  | { kind: "memory.read"; thread: ThreadId; space: number; address: number; pageFrame: number; value: number }
  | { kind: "memory.written"; thread: ThreadId; space: number; address: number; pageFrame: number; value: number }
  // Signals. `from` null: the kernel. `thread` null: no thread was needed to end the process.
  | { kind: "signal.sent"; signal: SignalName; to: Pid; from: Pid | null }
  | {
      kind: "signal.delivered";
      signal: SignalName;
      pid: Pid;
      thread: ThreadId | null;
      action: "handle" | "end";
    }
  // Descriptors and what they refer to: `description` is the open file description. `bytes` holds the first 64 of `lengthBytes`.
  | { kind: "file.opened"; pid: Pid; table: number; fd: number; file: string; description: number }
  | { kind: "file.closed"; pid: Pid; table: number; fd: number; description: number; last: boolean }
  | ({ kind: "file.read" } & Transferred)
  | ({ kind: "file.written" } & Transferred)
  | { kind: "file.locked"; thread: ThreadId; file: string; description: number; mode: "shared" | "exclusive" }
  | { kind: "file.unlocked"; thread: ThreadId; file: string; description: number }
  // What else synchronises threads. A wait on a condition releases its lock in the same step; the lock is taken again as above.
  /** Taken while `held` was: elsewhere in this run the order was the other, which may deadlock some day. */
  | { kind: "lock.inverted"; thread: ThreadId; held: string; lock: string }
  | { kind: "priority.changed"; thread: ThreadId; was: number; priority: number }
  | { kind: "lock.busy"; thread: ThreadId; lock: string }
  | { kind: "lock.shared"; thread: ThreadId; lock: string; readers: number }
  | { kind: "semaphore.down" | "semaphore.up"; thread: ThreadId; semaphore: string; count: number }
  | { kind: "condition.wait"; thread: ThreadId; condition: string; lock: string }
  | { kind: "condition.signal"; thread: ThreadId; condition: string; everybody: boolean; woken: readonly ThreadId[] }
  | { kind: "condition.spurious"; thread: ThreadId; condition: string }
  | { kind: "barrier.arrived"; thread: ThreadId; barrier: string; arrived: number; opened: boolean }
  | { kind: "barrier.passed"; thread: ThreadId; barrier: string }
  | { kind: "fence"; thread: ThreadId }
  | { kind: "thread.joined"; thread: ThreadId; joined: ThreadId }
  // Store buffers (TSO, PSO): a write is seen by its own thread when buffered, by all when flushed.
  | { kind: "store.buffered"; thread: ThreadId; cell: string; value: number }
  | { kind: "store.flushed"; thread: ThreadId; cell: string; was: number; value: number }
  // A thread program's own assertion failed, or it did what cannot be done; the thread is over.
  | { kind: "thread.failed"; thread: ThreadId; why: string; line: number }
  // How a run can end other than well.
  | { kind: "deadlock"; threads: readonly ThreadId[]; cycle: readonly ThreadId[] }
  | { kind: "limit.reached"; limit: LimitName; most: number; thread: ThreadId }
  | { kind: "run.cut"; afterTurns: number };

/** What became of an entry of an ARP cache; "conflict": somebody else claims this host's own address. */
export type ArpChange = "asked" | "learned" | "moved" | "stale" | "failed" | "conflict";

/** What a host knows of a neighbour of IPv6 (RFC 4861 7.3.2). */
export type NeighbourState = "INCOMPLETE" | "REACHABLE" | "STALE" | "DELAY" | "PROBE";

/** Why a datagram went no further. */
export type IpDropReason =
  | "malformed"
  | "checksum"
  | "martian"
  | "not-for-us"
  | "no-route"
  | "no-neighbour"
  | "ttl"
  | "needs-fragmentation"
  | "no-protocol"
  | "source-route"
  | "extension-header"
  | "overlap"
  | "reassembly-timeout"
  | "queue-full"
  | "no-mapping";

/** Why a CPU left the thread it ran; "start" when it ran none before, "quantum" when the timer interrupted it. */
export type SwitchReason = "start" | "blocked" | "exit" | "preempted" | "quantum" | "yield";

/** A stated limit of a host: whoever never takes time is ended, whoever wants more than there is gets an error. */
export type LimitName = "steps-in-no-time" | "processes" | "threads" | "frames" | "descriptors";

/** Bytes that a call brought from or to what a descriptor refers to; `offset` null where there is none (a pipe). */
export interface Transferred {
  readonly thread: ThreadId;
  readonly pid: Pid;
  readonly fd: number;
  readonly file: string;
  readonly description: number;
  readonly offset: number | null;
  readonly lengthBytes: number;
  readonly bytes: Uint8Array;
}

/** The signals that there are. */
export type SignalName =
  | "SIGHUP"
  | "SIGINT"
  | "SIGKILL"
  | "SIGUSR1"
  | "SIGSEGV"
  | "SIGUSR2"
  | "SIGPIPE"
  | "SIGALRM"
  | "SIGTERM"
  | "SIGCHLD";

/** What a page fault was; the last two are segmentation faults. */
export type PageFault = "zero-fill" | "mapped" | "copy-on-write" | "last-owner" | "unmapped" | "protection";

/** What a blocked thread waits for. */
export type WaitsFor =
  | { what: "lock"; lock: string; owner: ThreadId }
  | { what: "time" | "device"; until: Instant }
  | { what: "thread"; thread: ThreadId }
  | { what: "semaphore" | "condition" | "barrier" | "cell" | "store-buffer"; name: string }
  | { what: "rwlock"; name: string; mode: "read" | "write" }
  /** Several descriptors: any of them (poll). */
  | { what: "socket"; fds: readonly number[] }
  /** A descriptor that nobody outside the host can make ready: a pipe, a lock on a file. */
  | { what: "file"; fd: number; file: string }
  /** A child to end; null: any. */
  | { what: "child"; pid: Pid | null }
  | { what: "signal" };

/**
 * A happening, placed: when, where, because of what. `cause` is always an earlier event, so causes form a forest. `choice` is the
 * number (in `RunRef.choices`) of the decision that brought it about, null when nothing could have gone otherwise here.
 */
export type TraceEvent = Happening & {
  readonly id: EventId;
  readonly at: Instant;
  readonly host: HostId | null;
  readonly cause: EventId | null;
  readonly choice: number | null;
};

/** The events of one kind: `EventOf<"cell.read">` has `cell` and `value`. */
export type EventOf<K extends Happening["kind"]> = Extract<TraceEvent, { kind: K }>;
