/**
 * What a context switch leaves behind in a CPU: registers, which the kernel saves and restores; the TLB, which it must flush when the
 * address space changes unless entries are tagged with their space (ASID, PCID); and a cache, which it does not touch at all.
 *
 * A model: one level of each, fully associative, least recently used goes first; hits and misses are counted and take no time of
 * their own. Real ones have sets, levels and prefetchers, and a miss costs up to some hundred cycles.
 */
import type { Lru } from "./lru.ts";

export interface HardwareOptions {
  /** General registers r0, r1, ...; `lost` are left out of what a switch saves, to see what happens then. */
  readonly registers?: { readonly count: number; readonly lost?: readonly number[] };
  readonly tlb?: { readonly entries: number; readonly tagged: boolean };
  readonly cache?: { readonly lines: number };
}

export const pageBytes = 4096;
export const lineBytes = 64;

export interface Hardware {
  readonly registers: number[] | null;
  readonly lost: ReadonlySet<number>;
  /** Entries are pages, with the number of their address space before them. */
  readonly tlb: Lru<string> | null;
  readonly tagged: boolean;
  readonly cache: Lru<number> | null;
}
