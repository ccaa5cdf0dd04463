/**
 * The processes of one host: their table, what they have together (memory, files), and how they end. How they begin is told in `begin.ts`, what
 * signals do to them in `delivery.ts`. Source: exit(2), wait(2), and for orphans POSIX 3.1 "_Exit".
 *
 * The first process, number 1, is played by the kernel: it owns what a scenario starts without a program, adopts orphans, asks for its
 * zombies at once, and no signal reaches it. Simplified: no users, so anybody may signal anybody; no groups and sessions.
 */
import { assert } from "../../base/assert.ts";
import type { Happening, LimitName, Pid } from "../../trace/happening.ts";
import type { Errno } from "../errno.ts";
import { Console } from "../files/console.ts";
import { DescriptorTable, defaultOpenFiles } from "../files/descriptors.ts";
import { FileSystem } from "../files/file-system.ts";
import { type Opened, OpenFile, type OpenMode } from "../files/open-file.ts";
import type { Host } from "../host.ts";
import { AddressSpace, type AddressSpaceId, type MapRequest, type Region } from "../memory/address-space.ts";
import { defaultFrames, defaultPageSize, Frames } from "../memory/frames.ts";
import { Segment } from "../memory/segment.ts";
import type { ThreadRecord } from "../thread.ts";
import { sendSignal } from "./delivery.ts";
import { type ExitStatus, Process } from "./process.ts";
import { defaultStackPages, layout, type Program } from "./program.ts";
import { SignalActions } from "./signals.ts";

/** How much a host has, and how it forks. */
export interface Equipment {
  readonly frames: number;
  /** Bytes. */
  readonly pageSize: number;
  /** Processes at one time, zombies included. */
  readonly processes: number;
  /** Threads of one process at one time. */
  readonly threads: number;
  /** Descriptors of one process. */
  readonly openFiles: number;
  readonly fork: "copy-on-write" | "eager";
}

const usual: Equipment = {
  frames: defaultFrames,
  pageSize: defaultPageSize,
  processes: 256,
  threads: 256,
  openFiles: defaultOpenFiles,
  fork: "copy-on-write",
};

export class Processes {
  readonly #host: Host;
  /** Programs that exec knows, by their names. */
  readonly programs = new Map<string, Program>();
  /** Shared memory by its names (shm_open), and program texts by theirs. */
  readonly shared = new Map<string, Segment>();
  readonly #texts = new Map<string, Segment>();
  readonly files = new FileSystem();
  readonly #all = new Map<Pid, Process>();
  #equipment: Equipment = usual;
  #frames: Frames | null = null;
  #init: Process | null = null;
  #lastPid = 0;
  #lastSpace = 0;
  #lastTable = 0;
  #lastDescription = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Says what the host has, before anything runs on it. */
  equip(equipment: Partial<Equipment>): void {
    assert(this.#frames === null, "a host is equipped before its first process");
    this.#equipment = { ...this.#equipment, ...equipment };
  }

  get equipment(): Equipment {
    return this.#equipment;
  }

  get frames(): Frames {
    this.#frames ??= new Frames(this.#equipment.frames, this.#equipment.pageSize);
    return this.#frames;
  }

  /** Number 1, the parent of all that have no other. */
  get init(): Process {
    if (this.#init === null) {
      const has = { space: this.newSpace(), table: this.newTable() };
      this.#init = this.make("init", null, { ...has, actions: new SignalActions(), environment: new Map() });
    }
    return this.#init;
  }

  get(pid: Pid): Process | null {
    return this.#all.get(pid) ?? null;
  }

  /** All that are, zombies included, in the order of their numbers. */
  all(): Process[] {
    return [...this.#all.values()];
  }

  /** An open file description, to be given a descriptor. */
  describe(what: Opened, mode: OpenMode, name: string): OpenFile {
    return new OpenFile(this.#lastDescription++, what, mode, name);
  }

  // Memory.

  /** A stack of its own for one more thread: below all others, with an unmapped page between. Null: memory is full. */
  newStack(space: AddressSpace, pages = defaultStackPages): Region | null {
    const top = layout.stacks / this.frames.pageSize;
    const lowest = space.regions.find((region) => region.name.startsWith("stack"));
    const end = lowest === undefined ? Math.floor(top) : lowest.first - 1;
    const taken = space.regions.filter((region) => region.name.startsWith("stack")).length;
    const name = taken === 0 ? "stack" : `stack ${taken + 1}`;
    const region = this.map(space, { name, first: end - pages, pages, protection: "rw-", populate: true });
    return typeof region === "string" ? null : region;
  }

  /** Maps and says so. */
  map(space: AddressSpace, request: MapRequest): Region | "EINVAL" | "ENOMEM" {
    const region = space.map(request);
    if (typeof region === "string") return region;
    const frames: (number | null)[] = [];
    for (let page = region.first; page < region.first + region.pages; page++)
      frames.push(space.entry(page)?.frame ?? null);
    const { name, first, protection, shared } = region;
    this.emit({
      kind: "region.mapped",
      space: space.id,
      region: name,
      first,
      frames,
      protection,
      shared,
      inUse: this.frames.inUse,
    });
    return region;
  }

  unmap(space: AddressSpace, first: number, pages: number): void {
    space.unmap(first, pages);
    this.emit({ kind: "region.unmapped", space: space.id, first, pages, inUse: this.frames.inUse });
  }

  /** Makes a region longer at its end; null: something lies there. */
  extend(space: AddressSpace, region: Region, pages: number): Region | null {
    const longer = space.extend(region, pages);
    if (longer === "ENOMEM") return null;
    const { name, protection, shared } = region;
    const frames = new Array<null>(pages).fill(null);
    const first = region.first + region.pages;
    this.emit({
      kind: "region.mapped",
      space: space.id,
      region: name,
      first,
      frames,
      protection,
      shared,
      inUse: this.frames.inUse,
    });
    return longer;
  }

  /** Shared memory without a name, for a process and its children. */
  anonymous(pages: number): Segment {
    return new Segment("shared", pages, this.frames);
  }

  /** Takes a name of shared memory away; false: there was none. */
  unlinkShared(name: string): boolean {
    const segment = this.shared.get(name);
    this.shared.delete(name);
    segment?.letGo();
    return segment !== undefined;
  }

  /** A named segment of so many pages; what is there already is taken as it is. */
  openShared(name: string, pages: number): Segment {
    let segment = this.shared.get(name);
    if (segment === undefined) {
      segment = new Segment(name, pages, this.frames);
      segment.keep();
      this.shared.set(name, segment);
    }
    return segment;
  }

  // How processes end.

  onThreadStarted(thread: ThreadRecord): void {
    const { process, stack } = thread;
    process.threads.push(thread);
    process.main ??= thread;
    if (process === this.#init) return;
    const pages = stack && { first: stack.first, pages: stack.pages };
    this.emit({ kind: "process.thread", pid: process.pid, thread: thread.id, stack: pages });
  }

  /** A thread returned from its body: the first one takes the process with it, as returning from main() does. */
  onThreadEnded(thread: ThreadRecord): void {
    const { process } = thread;
    const at = process.threads.indexOf(thread);
    if (at >= 0) process.threads.splice(at, 1);
    if (thread.table !== process.table) thread.table.release();
    if (process === this.#init || process.isZombie) return;
    if (thread === process.main || process.threads.length === 0)
      this.end(process, { exited: thread === process.main ? (thread.result ?? 0) & 255 : 0 });
    else if (thread.stack !== null) this.unmap(process.space, thread.stack.first, thread.stack.pages);
  }

  /** Ends a process with all its threads. It is a zombie then until its parent asks for it. */
  end(process: Process, status: ExitStatus): void {
    if (process.isZombie || process === this.#init) return;
    process.status = status;
    for (const thread of [...process.threads]) this.#host.endThread(thread);
    process.threads.length = 0;
    this.letGo(process.space);
    process.table.release();
    const parent = process.parent!;
    const code = "exited" in status ? status.exited : null;
    const signal = "killedBy" in status ? status.killedBy : null;
    this.emit({ kind: "process.ended", pid: process.pid, status: code, signal });
    for (const child of [...process.children]) this.#adopt(child);
    sendSignal(this.#host, parent, "SIGCHLD", process.pid);
    if (parent === this.#init || parent.actions.get("SIGCHLD") === "ignore") this.reap(process);
    parent.childEnded.wake();
  }

  /** Its parent has asked, or need not: the number is free. */
  reap(process: Process): void {
    const parent = process.parent!;
    parent.children.delete(process);
    this.#all.delete(process.pid);
    this.emit({ kind: "process.reaped", pid: process.pid, by: parent.pid });
  }

  // What the files beside this one need.

  /** A new process with the next number. */
  make(name: string, parent: Process | null, has: ConstructorParameters<typeof Process>[3]): Process {
    const process = new Process(++this.#lastPid, name, parent, has);
    this.#all.set(process.pid, process);
    return process;
  }

  get hasRoom(): boolean {
    return this.#all.size < this.#equipment.processes;
  }

  newSpace(): AddressSpace {
    return new AddressSpace(++this.#lastSpace, this.frames);
  }

  nextSpaceId(): AddressSpaceId {
    return ++this.#lastSpace;
  }

  nextTableId(): number {
    return ++this.#lastTable;
  }

  /** A table with the standard streams in it. */
  newTable(): DescriptorTable {
    const table = new DescriptorTable(++this.#lastTable, this.#equipment.openFiles);
    for (const [fd, access] of (["read", "write", "write"] as const).entries())
      table.put(fd, this.describe(new Console(), { access }, "console"));
    return table;
  }

  /** The text of a program, which all its instances share. It is loaded anew when nobody runs it any more. */
  textOf(name: string, pages: number): Segment {
    const there = this.#texts.get(name);
    if (there?.isKept) return there;
    const text = new Segment(name, pages, this.frames);
    this.#texts.set(name, text);
    return text;
  }

  emit(happening: Happening): void {
    this.#host.world.emit(this.#host.name, happening);
  }

  /** Says that a limit was met, and answers with the error. */
  refuse<E extends Errno>(thread: ThreadRecord, limit: LimitName, most: number, error: E): E {
    this.#host.log(thread, { kind: "limit.reached", limit, most, thread: thread.id });
    return error;
  }

  /** One process less has it. */
  letGo(space: AddressSpace): void {
    if (space.release()) this.emit({ kind: "space.released", space: space.id, inUse: this.frames.inUse });
  }

  #adopt(orphan: Process): void {
    const from = orphan.parent!;
    from.children.delete(orphan);
    orphan.parent = this.init;
    this.init.children.add(orphan);
    this.emit({ kind: "process.adopted", pid: orphan.pid, from: from.pid, by: this.init.pid });
    if (orphan.isZombie) this.reap(orphan);
  }
}
