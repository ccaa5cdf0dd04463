/**
 * An address space: regions of pages with what may be done there (Linux: VMAs), and the page table that says in which frame a page lies.
 * Who touches a page that is not there, or writes one that is still shared with a relative by fork, faults; the fault is resolved
 * here, and its kind is returned so that the kernel can log it. Source: fork(2), mmap(2); Silberschatz ch. 10.3.
 *
 *     write to a page          in no region, or region not writable -> segmentation fault
 *                              no entry                             -> zero-fill
 *                              entry read-only, frame has others    -> copy-on-write
 *                              entry read-only, nobody else left    -> last-owner: made writable, nothing copied
 *
 * Simplified: one level of table; nothing is swapped out; reading an untouched page takes a frame (Linux maps one common page of zeroes).
 */
import { assert } from "../../base/assert.ts";
import type { FrameNumber, Frames } from "./frames.ts";
import type { Segment } from "./segment.ts";

/** Names an address space on its host: what a TLB tags its entries with. */
export type AddressSpaceId = number;
/** A virtual address, in bytes. */
export type Address = number;
/** A virtual address divided by the size of a page. */
export type PageNumber = number;
export type Access = "read" | "write" | "execute";
export type Protection = "r-x" | "r--" | "rw-" | "---";

export interface Region {
  readonly name: string;
  readonly first: PageNumber;
  readonly pages: number;
  readonly protection: Protection;
  /** MAP_SHARED: writes are seen by all who map the segment, and fork leaves them shared. */
  readonly shared: boolean;
  /** Where its pages come from; null: zeroes of its own. */
  readonly segment: Segment | null;
}

/** An entry of the page table. */
export interface Entry {
  readonly frame: FrameNumber;
  readonly writable: boolean;
}

export type Touch =
  /** The frame that holds the page, and the fault that was taken on the way. */
  | { readonly frame: FrameNumber; readonly fault: ResolvedFault | null }
  | { readonly segv: "unmapped" | "protection" }
  | { readonly error: "ENOMEM" };

export interface ResolvedFault {
  readonly kind: "zero-fill" | "mapped" | "copy-on-write" | "last-owner";
  /** The frame whose bytes were copied; null when none were. */
  readonly copiedFrom: FrameNumber | null;
}

export interface MapRequest {
  readonly name: string;
  readonly pages: number;
  readonly protection: Protection;
  readonly first: PageNumber;
  readonly shared?: boolean;
  readonly segment?: Segment;
  /** Gives every page its frame now instead of when it is first touched (MAP_POPULATE). */
  readonly populate?: boolean;
}

export class AddressSpace {
  readonly id: AddressSpaceId;
  readonly frames: Frames;
  readonly #regions: Region[] = [];
  readonly #table = new Map<PageNumber, Entry>();
  /** Processes that have it; clone(CLONE_VM) makes more than one. */
  #users = 1;

  constructor(id: AddressSpaceId, frames: Frames) {
    this.id = id;
    this.frames = frames;
  }

  /** Sorted by their first pages. */
  get regions(): readonly Region[] {
    return this.#regions;
  }

  /** How many pages have an entry in the page table. */
  get present(): number {
    return this.#table.size;
  }

  entry(page: PageNumber): Entry | null {
    return this.#table.get(page) ?? null;
  }

  regionOf(page: PageNumber): Region | null {
    return this.#regions.find((one) => page >= one.first && page < one.first + one.pages) ?? null;
  }

  /** Whether the next write to this page would copy it, or would have while it was shared. */
  isCopyOnWrite(page: PageNumber): boolean {
    const entry = this.entry(page);
    return entry !== null && !entry.writable && this.regionOf(page)!.protection[1] === "w";
  }

  /** The lowest page from `from` on where so many pages are free. */
  findFree(from: PageNumber, pages: number): PageNumber {
    let at = from;
    for (const region of this.#regions)
      if (region.first < at + pages && region.first + region.pages > at) at = region.first + region.pages;
    return at;
  }

  /** Adds a region. EINVAL: no pages, or something is there already; ENOMEM: it was to be populated and memory is full. */
  map(request: MapRequest): Region | "EINVAL" | "ENOMEM" {
    const { name, first, pages, protection, shared = false, segment = null, populate = false } = request;
    if (pages < 1 || !Number.isSafeInteger(pages) || first < 1 || this.findFree(first, pages) !== first)
      return "EINVAL";
    if (shared && segment === null) return "EINVAL"; // what is shared must be somewhere
    if (segment !== null && pages > segment.pages) return "EINVAL";
    const region: Region = { name, first, pages, protection, shared, segment };
    segment?.keep();
    this.#regions.push(region);
    this.#regions.sort((a, b) => a.first - b.first);
    if (!populate) return region;
    for (let page = first; page < first + pages; page++) {
      const made = this.#makePresent(region, page);
      if (made !== null) continue;
      this.unmap(first, pages);
      return "ENOMEM";
    }
    return region;
  }

  /** Takes whole regions away, those that begin in the given pages. How many pages that were. */
  unmap(first: PageNumber, pages: number): number {
    let gone = 0;
    for (const region of this.#regions.filter((one) => one.first >= first && one.first < first + pages)) {
      for (let page = region.first; page < region.first + region.pages; page++) this.#drop(page);
      this.#regions.splice(this.#regions.indexOf(region), 1);
      region.segment?.letGo();
      gone += region.pages;
    }
    return gone;
  }

  /** Makes a region longer, at its end (brk). ENOMEM: something lies there. */
  extend(region: Region, pages: number): Region | "ENOMEM" {
    const end = region.first + region.pages;
    if (region.segment !== null || this.findFree(end, pages) !== end) return "ENOMEM";
    const longer: Region = { ...region, pages: region.pages + pages };
    this.#regions[this.#regions.indexOf(region)] = longer;
    return longer;
  }

  /** What the memory management unit does for one access, and the kernel when that faults. */
  touch(page: PageNumber, access: Access): Touch {
    const region = this.regionOf(page);
    if (region === null) return { segv: "unmapped" };
    if (!permits(region.protection, access)) return { segv: "protection" };
    let fault: ResolvedFault | null = null;
    let entry = this.entry(page);
    if (entry === null) {
      const made = this.#makePresent(region, page);
      if (made === null) return { error: "ENOMEM" };
      entry = made.entry;
      fault = { kind: made.fresh ? "zero-fill" : "mapped", copiedFrom: null };
    }
    if (access !== "write" || entry.writable) return { frame: entry.frame, fault };
    if (this.frames.users(entry.frame) === 1) {
      this.#table.set(page, { frame: entry.frame, writable: true });
      return { frame: entry.frame, fault: { kind: "last-owner", copiedFrom: null } };
    }
    const copy = this.frames.copy(entry.frame);
    if (copy === null) return { error: "ENOMEM" };
    this.frames.release(entry.frame);
    this.#table.set(page, { frame: copy, writable: true });
    return { frame: copy, fault: { kind: "copy-on-write", copiedFrom: entry.frame } };
  }

  /**
   * The address space of a child by fork. Copy-on-write: private pages are shared and no longer writable on either side. Eager, as
   * before copy-on-write: every private page is copied now. Regions with MAP_SHARED stay shared in both ways.
   */
  fork(id: AddressSpaceId, how: "copy-on-write" | "eager"): Fork | "ENOMEM" {
    const child = new AddressSpace(id, this.frames);
    const copied: [page: PageNumber, from: FrameNumber, to: FrameNumber][] = [];
    let marked = 0;
    for (const region of this.#regions) {
      child.#regions.push(region);
      region.segment?.keep();
      for (let page = region.first; page < region.first + region.pages; page++) {
        const entry = this.entry(page);
        if (entry === null) continue;
        if (region.shared || how === "copy-on-write") {
          const both = region.shared ? entry : { frame: entry.frame, writable: false };
          this.frames.share(entry.frame);
          this.#table.set(page, both);
          child.#table.set(page, both);
          if (!region.shared && region.protection[1] === "w") marked++;
          continue;
        }
        const frame = this.frames.copy(entry.frame);
        if (frame === null) {
          child.release();
          return "ENOMEM";
        }
        copied.push([page, entry.frame, frame]);
        child.#table.set(page, { frame, writable: entry.writable });
      }
    }
    return { child, marked, copied };
  }

  /** One more process has it. */
  keep(): void {
    this.#users++;
  }

  /** One less; the last one gives everything back. True when that was the last. */
  release(): boolean {
    assert(this.#users > 0, () => `address space ${this.id} is released twice`);
    if (--this.#users > 0) return false;
    for (const page of [...this.#table.keys()]) this.#drop(page);
    for (const region of this.#regions) region.segment?.letGo();
    this.#regions.length = 0;
    return true;
  }

  #makePresent(region: Region, page: PageNumber): { entry: Entry; fresh: boolean } | null {
    const isWritable = region.protection[1] === "w";
    if (region.segment === null) {
      const frame = this.frames.take();
      if (frame === null) return null;
      const entry = { frame, writable: isWritable };
      this.#table.set(page, entry);
      return { entry, fresh: true };
    }
    const there = region.segment.frame(page - region.first);
    if (there === null) return null;
    this.frames.share(there.frame);
    const entry = { frame: there.frame, writable: isWritable && region.shared };
    this.#table.set(page, entry);
    return { entry, fresh: there.fresh };
  }

  #drop(page: PageNumber): void {
    const entry = this.entry(page);
    if (entry === null) return;
    this.#table.delete(page);
    this.frames.release(entry.frame);
  }
}

export interface Fork {
  readonly child: AddressSpace;
  /** How many pages the next write to will copy (or find to be the last owner's). */
  readonly marked: number;
  /** What was copied at once. */
  readonly copied: readonly (readonly [page: PageNumber, from: FrameNumber, to: FrameNumber])[];
}

const permits = (protection: Protection, access: Access): boolean =>
  access === "read" ? protection[0] === "r" : access === "write" ? protection[1] === "w" : protection[2] === "x";
