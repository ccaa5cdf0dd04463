/**
 * Memory as threads of processes use it: loads and stores through the page table, which are instructions, and the system calls that map pages. A
 * load or store that may not be ends in SIGSEGV: by default the process, all its threads, or a handler runs and it is tried again.
 * Source: mmap(2), brk(2), shm_open(3). Values are 32-bit integers, little-endian, as on x86.
 */
import { assert } from "../../base/assert.ts";
import type { Reply } from "../calls.ts";
import type { Errno } from "../errno.ts";
import type { Host } from "../host.ts";
import { faulted, onSegmentationFault } from "../process/delivery.ts";
import { layout } from "../process/program.ts";
import type { ThreadRecord } from "../thread.ts";
import type { Access, Address, Protection } from "./address-space.ts";
import type { FrameNumber } from "./frames.ts";
import type { Segment } from "./segment.ts";

/** Name -> [arguments, result]. */
export interface MemoryCalls {
  /** Reads a 32-bit integer. */
  load: [{ address: Address }, number];
  /** Writes a 32-bit integer. */
  store: [{ address: Address; value: number }, void];
  loadBytes: [{ address: Address; length: number }, Uint8Array];
  storeBytes: [{ address: Address; bytes: Uint8Array }, void];
  /** Where the caller's stack lies: its lowest address and the one above its highest. */
  stack: [Record<never, never>, { readonly low: Address; readonly high: Address }];
  /** New pages of zeroes, or with `segment` those of shared memory. Where they begin. */
  mmap: [MmapRequest, Address | Errno];
  /** Takes away the regions that begin there. */
  munmap: [{ address: Address; lengthBytes: number }, Errno | undefined];
  /** Makes the heap longer; where it ended before. */
  sbrk: [{ byBytes: number }, Address | Errno];
  /** Makes shared memory of that name, or finds what is there. */
  shmOpen: [{ name: string; lengthBytes: number }, Errno | undefined];
  /** Takes the name away; who has it mapped keeps it. */
  shmUnlink: [{ name: string }, Errno | undefined];
}

export interface MmapRequest {
  readonly lengthBytes: number;
  /** MAP_SHARED: with children made later and, with a segment, with all who map it. Without: copies of one's own. */
  readonly shared?: boolean;
  /** Shared memory by its name. */
  readonly segment?: string;
  readonly protection?: Protection;
  readonly populate?: boolean;
  /** Where exactly (MAP_FIXED_NOREPLACE); must be the beginning of a page. */
  readonly at?: Address;
}

type Handler<N extends keyof MemoryCalls> = (
  host: Host,
  thread: ThreadRecord,
  args: MemoryCalls[N][0],
) => Reply<MemoryCalls[N][1]>;

export const memoryCalls: { readonly [N in keyof MemoryCalls]: Handler<N> } = {
  load(host, thread, { address }) {
    const value = loadWord(host, thread, address);
    return typeof value === "number" ? { answer: value } : value.stop;
  },

  store(host, thread, { address, value }) {
    const stored = storeWord(host, thread, address, value);
    return typeof stored === "number" ? { answer: undefined } : stored.stop;
  },

  loadBytes(host, thread, { address, length }) {
    const bytes = loadBytes(host, thread, address, length);
    return "stop" in bytes ? bytes.stop : { answer: bytes.bytes };
  },

  storeBytes(host, thread, { address, bytes }) {
    const stored = storeBytes(host, thread, address, bytes);
    return typeof stored === "number" ? { answer: undefined } : stored.stop;
  },

  stack(host, thread) {
    const { pageSize } = host.processes.frames;
    const region = thread.stack;
    assert(region !== null, () => `thread ${thread.id} belongs to no program, so it has no stack in memory`);
    return { answer: { low: region.first * pageSize, high: (region.first + region.pages) * pageSize } };
  },

  mmap(host, thread, { lengthBytes, shared = false, segment: name, protection = "rw-", populate = false, at }) {
    const { processes } = host;
    const { space } = thread.process;
    const { pageSize } = processes.frames;
    const pages = Math.ceil(lengthBytes / pageSize);
    if (!(pages >= 1) || (at !== undefined && at % pageSize !== 0)) return { answer: "EINVAL" };
    let segment: Segment | undefined;
    if (name !== undefined) {
      segment = processes.shared.get(name);
      if (segment === undefined) return { answer: "ENOENT" };
    } else if (shared) segment = processes.anonymous(pages);
    const first = at === undefined ? space.findFree(layout.mappings / pageSize, pages) : at / pageSize;
    const region = processes.map(space, {
      name: name ?? (shared ? "shared" : "mapping"),
      first,
      pages,
      protection,
      shared,
      populate,
      ...(segment ? { segment } : {}),
    });
    if (region === "ENOMEM") processes.refuse(thread, "frames", processes.frames.limit, "ENOMEM");
    return { answer: typeof region === "string" ? region : first * pageSize };
  },

  munmap(host, thread, { address, lengthBytes }) {
    const { pageSize } = host.processes.frames;
    if (address % pageSize !== 0 || !(lengthBytes > 0)) return { answer: "EINVAL" };
    host.processes.unmap(thread.process.space, address / pageSize, Math.ceil(lengthBytes / pageSize));
    return { answer: undefined };
  },

  sbrk(host, thread, { byBytes }) {
    const { processes } = host;
    const { space } = thread.process;
    const { pageSize } = processes.frames;
    const heap = space.regions.find((region) => region.name === "heap");
    if (heap === undefined || !(byBytes >= 0)) return { answer: "EINVAL" };
    const end = (heap.first + heap.pages) * pageSize;
    const pages = Math.ceil(byBytes / pageSize);
    if (pages === 0) return { answer: end };
    const longer = processes.extend(space, heap, pages);
    return { answer: longer === null ? "ENOMEM" : end };
  },

  shmOpen(host, _thread, { name, lengthBytes }) {
    const { pageSize } = host.processes.frames;
    if (!(lengthBytes > 0)) return { answer: "EINVAL" };
    host.processes.openShared(name, Math.ceil(lengthBytes / pageSize));
    return { answer: undefined };
  },

  shmUnlink: (host, _thread, { name }) => ({ answer: host.processes.unlinkShared(name) ? undefined : "ENOENT" }),
};

/** Why an access came to nothing: what the call is to reply. */
export interface Stopped {
  readonly stop: Reply<never>;
}

/** A 32-bit integer from memory. */
export function loadWord(host: Host, thread: ThreadRecord, address: Address): number | Stopped {
  const loaded = loadBytes(host, thread, address, 4);
  if ("stop" in loaded) return loaded;
  const { bytes, frame: pageFrame } = loaded;
  const value = toInteger(bytes);
  const space = thread.process.space.id;
  host.log(thread, { kind: "memory.read", thread: thread.id, space, address, pageFrame, value });
  return value;
}

/** A 32-bit integer to memory; the frame that holds it. */
export function storeWord(host: Host, thread: ThreadRecord, address: Address, value: number): FrameNumber | Stopped {
  const pageFrame = storeBytes(host, thread, address, toBytes(value));
  if (typeof pageFrame !== "number") return pageFrame;
  const space = thread.process.space.id;
  host.log(thread, { kind: "memory.written", thread: thread.id, space, address, pageFrame, value: value | 0 });
  return pageFrame;
}

/** The bytes, and the frame of the first of them. */
function loadBytes(
  host: Host,
  thread: ThreadRecord,
  address: Address,
  length: number,
): { readonly bytes: Uint8Array; readonly frame: FrameNumber } | Stopped {
  const bytes = new Uint8Array(length);
  const frame = eachPage(host, thread, address, length, "read", (memory, from, at) => {
    bytes.set(memory.subarray(from, from + Math.min(length - at, memory.length - from)), at);
  });
  return typeof frame === "number" ? { bytes, frame } : frame;
}

/** The frame of the first byte. */
const storeBytes = (host: Host, thread: ThreadRecord, address: Address, bytes: Uint8Array): FrameNumber | Stopped =>
  eachPage(host, thread, address, bytes.length, "write", (memory, from, at) => {
    memory.set(bytes.subarray(at, at + memory.length - from), from);
  });

/** Touches every page of a stretch and does something to each; the frame of the first. What was done before a fault is done. */
function eachPage(
  host: Host,
  thread: ThreadRecord,
  address: Address,
  length: number,
  access: Access,
  work: (memory: Uint8Array, from: number, at: number) => void,
): FrameNumber | Stopped {
  const { pageSize } = host.processes.frames;
  let first: FrameNumber | null = null;
  for (let at = 0; at < length; ) {
    const page = Math.floor((address + at) / pageSize);
    const frame = reach(host, thread, page, access);
    if (typeof frame !== "number") return frame;
    first ??= frame;
    const from = address + at - page * pageSize;
    work(host.processes.frames.bytes(frame), from, at);
    at += pageSize - from;
  }
  return first ?? -1;
}

/** What memory management unit and kernel do for one access to one page: the frame, or the end. */
export function reach(host: Host, thread: ThreadRecord, page: number, access: Access): FrameNumber | Stopped {
  const { processes } = host;
  const { space } = thread.process;
  const touch = space.touch(page, access);
  const { inUse } = processes.frames;
  const fault = { kind: "page.fault", thread: thread.id, space: space.id, page, access, inUse } as const;
  if ("frame" in touch) {
    const { frame } = touch;
    if (touch.fault === null) return frame;
    host.log(thread, { ...fault, fault: touch.fault.kind, pageFrame: frame });
    if (touch.fault.copiedFrom === null) return frame;
    const { copiedFrom: from } = touch.fault;
    const lengthBytes = processes.frames.pageSize;
    host.log(thread, { kind: "page.copied", space: space.id, page, from, to: frame, lengthBytes });
    return frame;
  }
  if ("error" in touch) {
    processes.refuse(thread, "frames", processes.frames.limit, "ENOMEM");
    processes.end(thread.process, { killedBy: "SIGKILL" }); // as Linux's OOM killer, which chooses whom more carefully
    return { stop: { blocked: true } };
  }
  host.log(thread, { ...fault, fault: touch.segv, pageFrame: null });
  assert(thread.process !== processes.init, () => `thread ${thread.id} belongs to no program, so it has no memory`);
  return { stop: onSegmentationFault(host, thread) ? { answer: faulted as never } : { blocked: true } };
}

export const toInteger = (bytes: Uint8Array): number =>
  bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24);

export const toBytes = (value: number): Uint8Array =>
  Uint8Array.of(value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255);
