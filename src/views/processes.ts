/**
 * The processes of one host at one event: the tree, each address space as pages and the frames that they lie in, and each table of descriptors
 * with the open files behind it. A pure function of the trace; the page paints it, `processes-text.ts` writes it.
 */
import type { EventId, HostId, Pid, ThreadId } from "../engine/trace/happening.ts";
import type { Trace } from "../engine/trace/trace.ts";

export interface ProcessesView {
  readonly host: HostId;
  /** In the order of their numbers; those that nobody has asked for any more are left out. */
  readonly processes: readonly ProcessView[];
  readonly spaces: readonly SpaceView[];
  readonly tables: readonly TableView[];
  /** Frames that are not free, and what it took to get there. */
  readonly frames: { readonly inUse: number; readonly copied: number; readonly faults: number };
}

export interface ProcessView {
  readonly pid: Pid;
  readonly parent: Pid;
  readonly program: string;
  readonly threads: readonly ThreadId[];
  readonly space: number;
  readonly table: number;
  /** Null while it lives; then "exit 0", or the signal that ended it: a zombie. */
  readonly ended: string | null;
}

export interface SpaceView {
  readonly space: number;
  /** Whose it is: more than one by clone(CLONE_VM). */
  readonly pids: readonly Pid[];
  readonly regions: readonly RegionView[];
}

export interface RegionView {
  readonly name: string;
  readonly protection: string;
  readonly shared: boolean;
  readonly pages: readonly PageView[];
}

/** "own": nobody else has the frame. "copy-on-write": shared until somebody writes. "shared": meant to be shared. "absent": no frame yet. */
export type PageState = "own" | "copy-on-write" | "shared" | "absent";

export interface PageView {
  readonly page: number;
  readonly frame: number | null;
  readonly state: PageState;
  /** This very event touched it: it faulted, was copied, read or written. */
  readonly touched: boolean;
}

export interface TableView {
  readonly table: number;
  readonly pids: readonly Pid[];
  readonly entries: readonly DescriptorView[];
}

export interface DescriptorView {
  readonly fd: number;
  readonly file: string;
  /** The open file description; null for the standard streams. */
  readonly description: number | null;
  /** How many descriptors refer to it, in all tables. */
  readonly references: number;
}

interface Region {
  readonly name: string;
  readonly first: number;
  readonly protection: string;
  readonly shared: boolean;
  readonly frames: (number | null)[];
  readonly copyOnWrite: boolean[];
}

/** The hosts that have programs, each as it is just after event `upTo`; at the end of the run when null. */
export function processesAt(trace: Trace, upTo: EventId | null = null): ProcessesView[] {
  const hosts = [...new Set(trace.of("process.started").map(({ host }) => host!))];
  return hosts.map((host) => viewOf(trace, host, upTo ?? (trace.events.length as EventId)));
}

function viewOf(trace: Trace, host: HostId, upTo: EventId): ProcessesView {
  const processes = new Map<Pid, { -readonly [K in keyof ProcessView]: ProcessView[K] }>();
  const spaces = new Map<number, Region[]>();
  const tables = new Map<number, Map<number, { file: string; description: number | null }>>();
  let [inUse, copied, faults] = [0, 0, 0];
  let touched: { space: number; page: number } | null = null;
  for (const event of trace.events) {
    if (event.id > upTo) break;
    if (event.host !== host) continue;
    if ("inUse" in event) inUse = event.inUse;
    touched = null;
    switch (event.kind) {
      case "process.started": {
        const { pid, parent, program, space, table } = event;
        if (!tables.has(table)) {
          const from = event.how === "start" ? undefined : tables.get(processes.get(parent)?.table ?? -1);
          tables.set(table, new Map(from ?? [0, 1, 2].map((fd) => [fd, { file: "console", description: null }])));
        }
        processes.set(pid, { pid, parent, program, space, table, threads: [], ended: null });
        break;
      }
      case "process.thread": {
        const process = processes.get(event.pid);
        if (process) process.threads = [...process.threads, event.thread];
        break;
      }
      case "thread.ended":
        for (const process of processes.values())
          process.threads = process.threads.filter((thread) => thread !== event.thread);
        break;
      case "process.replaced": {
        const process = processes.get(event.pid);
        if (process) Object.assign(process, { program: event.program, space: event.space });
        break;
      }
      case "process.ended": {
        const process = processes.get(event.pid);
        if (process) process.ended = event.signal ?? `exit ${event.status}`;
        break;
      }
      case "process.adopted": {
        const process = processes.get(event.pid);
        if (process) process.parent = event.by;
        break;
      }
      case "process.reaped":
        processes.delete(event.pid);
        break;
      case "region.mapped": {
        const { space, region: name, first, protection, shared, frames } = event;
        const copyOnWrite = frames.map(() => false);
        const regions = spaces.get(space) ?? [];
        spaces.set(space, regions);
        const before = regions.find((one) => one.name === name && one.first + one.frames.length === first);
        if (before && name === "heap") {
          before.frames.push(...frames); // sbrk
          before.copyOnWrite.push(...copyOnWrite);
        } else regions.push({ name, first, protection, shared, frames: [...frames], copyOnWrite });
        break;
      }
      case "region.unmapped": {
        const inside = ({ first }: Region): boolean => first >= event.first && first < event.first + event.pages;
        spaces.set(
          event.space,
          (spaces.get(event.space) ?? []).filter((region) => !inside(region)),
        );
        break;
      }
      case "space.copied": {
        const copies = new Map(event.copies.map(({ page, to }) => [page, to]));
        const regions = spaces.get(event.from) ?? [];
        const isLazy = event.copies.length === 0;
        copied += event.copies.length;
        spaces.set(
          event.to,
          regions.map((region) => copyOf(region, copies, isLazy)),
        );
        for (const region of regions)
          if (isLazy && isPrivate(region))
            region.frames.forEach((frame, i) => {
              if (frame !== null) region.copyOnWrite[i] = true;
            });
        break;
      }
      case "space.released":
        spaces.delete(event.space);
        break;
      case "page.copied":
        touched = event;
        break;
      case "page.fault": {
        faults++;
        if (event.fault === "copy-on-write") copied++;
        touched = event;
        const region = regionOf(spaces.get(event.space), event.page);
        if (!region || event.pageFrame === null) break;
        const at = event.page - region.first;
        region.frames[at] = event.pageFrame;
        region.copyOnWrite[at] = false;
        break;
      }
      case "memory.read":
      case "memory.written":
        touched = pageOf(spaces.get(event.space), event);
        break;
      case "file.opened":
        tables.get(event.table)?.set(event.fd, { file: event.file, description: event.description });
        break;
      case "file.closed":
        tables.get(event.table)?.delete(event.fd);
        break;
    }
  }
  return picture(host, processes, spaces, tables, { inUse, copied, faults }, touched);
}

const isPrivate = ({ shared, protection }: Region): boolean => !shared && protection[1] === "w";

function copyOf(region: Region, copies: ReadonlyMap<number, number>, isLazy: boolean): Region {
  const frames = region.frames.map((frame, i) => copies.get(region.first + i) ?? frame);
  const copyOnWrite = region.frames.map((frame) => isLazy && isPrivate(region) && frame !== null);
  return { ...region, frames, copyOnWrite };
}

const regionOf = (regions: readonly Region[] | undefined, page: number): Region | undefined =>
  regions?.find(({ first, frames }) => page >= first && page < first + frames.length);

/** The page of an access: the one that lies in the frame which the access went to. */
function pageOf(
  regions: readonly Region[] | undefined,
  { space, pageFrame }: { readonly space: number; readonly pageFrame: number },
): { space: number; page: number } | null {
  for (const { first, frames } of regions ?? []) {
    const at = frames.indexOf(pageFrame);
    if (at >= 0) return { space, page: first + at };
  }
  return null;
}

function picture(
  host: HostId,
  processes: ReadonlyMap<Pid, ProcessView>,
  spaces: ReadonlyMap<number, readonly Region[]>,
  tables: ReadonlyMap<number, ReadonlyMap<number, { file: string; description: number | null }>>,
  frames: ProcessesView["frames"],
  touched: { readonly space: number; readonly page: number } | null,
): ProcessesView {
  const all = [...processes.values()].sort((a, b) => a.pid - b.pid);
  const alive = all.filter(({ ended }) => ended === null);
  const users = new Map<number, number>();
  for (const regions of spaces.values())
    for (const { frames: used } of regions)
      for (const frame of used) if (frame !== null) users.set(frame, (users.get(frame) ?? 0) + 1);
  const stateOf = (region: Region, i: number): PageState => {
    const frame = region.frames[i];
    if (frame === null || frame === undefined) return "absent";
    if (users.get(frame) === 1) return region.shared ? "shared" : "own";
    return region.copyOnWrite[i] ? "copy-on-write" : "shared";
  };
  const pidsWith = (key: "space" | "table", id: number): Pid[] =>
    alive.filter((one) => one[key] === id).map(({ pid }) => pid);
  const openTables = [...tables].filter(([table]) => pidsWith("table", table).length > 0);
  const references = new Map<number, number>();
  for (const [, entries] of openTables)
    for (const { description } of entries.values())
      if (description !== null) references.set(description, (references.get(description) ?? 0) + 1);
  return {
    host,
    processes: all,
    spaces: [...spaces]
      .filter(([space]) => pidsWith("space", space).length > 0)
      .map(([space, regions]) => ({
        space,
        pids: pidsWith("space", space),
        regions: [...regions]
          .sort((a, b) => a.first - b.first)
          .map((region) => ({
            name: region.name,
            protection: region.protection,
            shared: region.shared,
            pages: region.frames.map((frame, i) => ({
              page: region.first + i,
              frame,
              state: stateOf(region, i),
              touched: touched !== null && touched.space === space && touched.page === region.first + i,
            })),
          })),
      })),
    tables: openTables.map(([table, entries]) => ({
      table,
      pids: pidsWith("table", table),
      entries: [...entries]
        .sort(([a], [b]) => a - b)
        .map(([fd, { file, description }]) => ({
          fd,
          file,
          description,
          references: description === null ? 1 : references.get(description)!,
        })),
    })),
    frames,
  };
}
