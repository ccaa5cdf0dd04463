import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AddressSpace, type PageNumber } from "./address-space.ts";
import { Frames } from "./frames.ts";
import { Segment } from "./segment.ts";

/** Eight pages as in the catalogue: text 1, data 1, heap 4, stack 2, all present. */
function eightPages(frames = new Frames()): AddressSpace {
  const space = new AddressSpace(1, frames);
  const text = new Segment("text", 1, frames);
  space.map({ name: "text", first: 1, pages: 1, protection: "r-x", segment: text, populate: true });
  space.map({ name: "data", first: 2, pages: 1, protection: "rw-", populate: true });
  space.map({ name: "heap", first: 3, pages: 4, protection: "rw-", populate: true });
  space.map({ name: "stack", first: 100, pages: 2, protection: "rw-", populate: true });
  return space;
}

function forked(space: AddressSpace, how: "copy-on-write" | "eager" = "copy-on-write") {
  const fork = space.fork(2, how);
  if (fork === "ENOMEM") throw new Error("no memory");
  return fork;
}

describe("fork", () => {
  test("copies no frame and marks the seven writable pages of eight", () => {
    const parent = eightPages();
    const { marked, copied } = forked(parent);
    expect({ inUse: parent.frames.inUse, marked, copied }).toEqual({ inUse: 8, marked: 7, copied: [] });
  });

  test("a write copies the page, the other side's later write finds that it is the last owner and copies nothing", () => {
    const parent = eightPages();
    const { child } = forked(parent);
    const kinds = (space: AddressSpace): unknown[] =>
      [3, 4, 5].map((page) => {
        const touch = space.touch(page, "write");
        return "frame" in touch ? touch.fault?.kind : touch;
      });
    expect(kinds(child)).toEqual(["copy-on-write", "copy-on-write", "copy-on-write"]);
    expect(parent.frames.inUse).toBe(11);
    expect(kinds(parent)).toEqual(["last-owner", "last-owner", "last-owner"]);
    expect(parent.frames.inUse).toBe(11);
    expect(kinds(parent)).toEqual([undefined, undefined, undefined]);
  });

  test("without copy-on-write all eight frames are copied at once, and nobody faults afterwards", () => {
    const parent = eightPages();
    const { child, copied } = forked(parent, "eager");
    expect(copied).toHaveLength(8);
    expect(parent.frames.inUse).toBe(16);
    expect(child.touch(3, "write")).toMatchObject({ fault: null });
    expect(parent.touch(3, "write")).toMatchObject({ fault: null });
  });

  test("an eager fork that runs out of memory leaves everything as it was", () => {
    const parent = eightPages(new Frames(12));
    expect(parent.fork(2, "eager")).toBe("ENOMEM");
    expect(parent.frames.inUse).toBe(8);
    expect(parent.touch(3, "write")).toMatchObject({ fault: null });
  });

  test("leaves a MAP_SHARED page shared: both write the same frame and nobody faults", () => {
    const parent = eightPages();
    const segment = new Segment("shared", 1, parent.frames);
    parent.map({ name: "shared", first: 50, pages: 1, protection: "rw-", shared: true, segment, populate: true });
    const { child } = forked(parent);
    const [mine, its] = [parent.touch(50, "write"), child.touch(50, "write")];
    expect(mine).toEqual(its);
    expect(mine).toMatchObject({ fault: null });
  });

  test("a shared page that nobody touched before the fork is still one page afterwards", () => {
    const parent = eightPages();
    const segment = new Segment("shared", 1, parent.frames);
    parent.map({ name: "shared", first: 50, pages: 1, protection: "rw-", shared: true, segment });
    const { child } = forked(parent);
    const [its, mine] = [child.touch(50, "write"), parent.touch(50, "read")];
    expect(its).toMatchObject({ fault: { kind: "zero-fill" } });
    expect(mine).toMatchObject({ fault: { kind: "mapped" }, frame: "frame" in its ? its.frame : -1 });
  });
});

describe("access", () => {
  test("outside every region, and against the region's protection, it is a segmentation fault", () => {
    const space = eightPages();
    expect(space.touch(0, "read")).toEqual({ segv: "unmapped" });
    expect(space.touch(7, "write")).toEqual({ segv: "unmapped" });
    expect(space.touch(1, "write")).toEqual({ segv: "protection" });
    expect(space.touch(2, "execute")).toEqual({ segv: "protection" });
    expect(space.touch(1, "execute")).toMatchObject({ fault: null });
  });

  test("a page gets its frame, of zeroes, when it is first touched", () => {
    const space = new AddressSpace(1, new Frames());
    space.map({ name: "heap", first: 8, pages: 100, protection: "rw-" });
    expect(space.frames.inUse).toBe(0);
    expect(space.touch(70, "read")).toMatchObject({ fault: { kind: "zero-fill" } });
    expect(space.touch(70, "write")).toMatchObject({ fault: null });
    expect(space.frames.inUse).toBe(1);
  });

  test("a private mapping of a segment copies when written, and the segment keeps its own", () => {
    const frames = new Frames();
    const image = new Segment("data", 1, frames);
    const spaces = [1, 2].map((id) => {
      const space = new AddressSpace(id, frames);
      space.map({ name: "data", first: 4, pages: 1, protection: "rw-", segment: image });
      return space;
    });
    const [a, b] = spaces.map((space) => space.touch(4, "write"));
    expect(a).toMatchObject({ fault: { kind: "copy-on-write" } });
    expect("frame" in a! && "frame" in b! && a.frame !== b.frame).toBe(true);
    expect(frames.inUse).toBe(3);
  });

  test("full memory is ENOMEM, and the page stays as it was", () => {
    const space = new AddressSpace(1, new Frames(1));
    space.map({ name: "heap", first: 8, pages: 2, protection: "rw-" });
    space.touch(8, "write");
    expect(space.touch(9, "write")).toEqual({ error: "ENOMEM" });
    expect(space.entry(9)).toBe(null);
    expect(space.map({ name: "more", first: 20, pages: 2, protection: "rw-", populate: true })).toBe("ENOMEM");
    expect(space.regions.map(({ name }) => name)).toEqual(["heap"]);
  });

  test("regions do not overlap", () => {
    const space = eightPages();
    expect(space.map({ name: "x", first: 6, pages: 2, protection: "rw-" })).toBe("EINVAL");
    expect(space.map({ name: "x", first: 7, pages: 0, protection: "rw-" })).toBe("EINVAL");
    expect(space.findFree(1, 2)).toBe(7);
    expect(space.findFree(99, 2)).toBe(102);
  });
});

describe("whatever is done to address spaces", () => {
  /**
   * The naive twin: every address space has arrays of its own, copied whole by fork; what is shared is one array for all. No frames, no
   * counts, nothing lazy.
   */
  class Twin {
    readonly pages = new Map<PageNumber, Uint8Array>();
    readonly shared = new Set<PageNumber>();

    fork(): Twin {
      const child = new Twin();
      for (const [page, bytes] of this.pages)
        child.pages.set(page, this.shared.has(page) ? bytes : Uint8Array.from(bytes));
      for (const page of this.shared) child.shared.add(page);
      return child;
    }
  }

  const size = 64;
  const step = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant("map" as const),
        who: fc.nat(9),
        page: fc.integer({ min: 1, max: 12 }),
        pages: fc.integer({ min: 1, max: 3 }),
        shared: fc.boolean(),
        populate: fc.boolean(),
      }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant("write" as const),
        who: fc.nat(9),
        page: fc.integer({ min: 1, max: 14 }),
        at: fc.nat(size - 1),
        value: fc.integer({ min: 1, max: 255 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant("fork" as const),
        who: fc.nat(9),
        how: fc.constantFrom("copy-on-write" as const, "eager" as const),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant("unmap" as const),
        who: fc.nat(9),
        page: fc.integer({ min: 1, max: 12 }),
        pages: fc.integer({ min: 1, max: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("release" as const), who: fc.nat(9) }) },
  );

  test("the bytes are those of eager copies, users are mappings, and no frame is lost", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const frames = new Frames(10_000, size);
        const segments: Segment[] = [];
        const first = new AddressSpace(1, frames);
        let live: { space: AddressSpace; twin: Twin }[] = [{ space: first, twin: new Twin() }];
        let ids = 1;
        for (const one of steps) {
          const subject = live[one.who % Math.max(1, live.length)];
          if (!subject) break;
          const { space, twin } = subject;
          if (one.do === "map") {
            const segment = one.shared ? new Segment(`s${segments.length}`, one.pages, frames) : undefined;
            const mapped = space.map({
              name: "r",
              first: one.page,
              pages: one.pages,
              protection: "rw-",
              shared: one.shared,
              populate: one.populate,
              ...(segment ? { segment } : {}),
            });
            if (typeof mapped === "string") continue;
            if (segment) segments.push(segment);
            for (let page = one.page; page < one.page + one.pages; page++) {
              twin.pages.set(page, new Uint8Array(size));
              if (one.shared) twin.shared.add(page);
            }
          } else if (one.do === "write") {
            const touch = space.touch(one.page, "write");
            expect("frame" in touch).toBe(twin.pages.has(one.page));
            if (!("frame" in touch)) continue;
            frames.bytes(touch.frame)[one.at] = one.value;
            twin.pages.get(one.page)![one.at] = one.value;
          } else if (one.do === "fork") {
            const fork = space.fork(++ids, one.how);
            if (fork === "ENOMEM") throw new Error("ENOMEM");
            live.push({ space: fork.child, twin: twin.fork() });
          } else if (one.do === "unmap") {
            const going = space.regions.filter(
              (region) => region.first >= one.page && region.first < one.page + one.pages,
            );
            space.unmap(one.page, one.pages);
            for (const region of going)
              for (let page = region.first; page < region.first + region.pages; page++) {
                twin.pages.delete(page);
                twin.shared.delete(page);
              }
          } else {
            space.release();
            live = live.filter((other) => other.space !== space);
          }
          const users = new Map<number, number>();
          const use = (frame: number): void => void users.set(frame, (users.get(frame) ?? 0) + 1);
          for (const { space, twin } of live) {
            for (let page = 1; page < 16; page++) {
              const entry = space.entry(page);
              if (entry) use(entry.frame);
              const bytes = twin.pages.get(page);
              expect(space.regionOf(page) !== null).toBe(bytes !== undefined);
              // A shared page that only a relative has touched is not in this table yet; its bytes are seen by reading it, below.
              if (bytes && entry) expect(frames.bytes(entry.frame)).toEqual(bytes);
            }
          }
          for (const segment of segments) for (const frame of segment.held) use(frame);
          expect(frames.inUse).toBe(users.size);
          for (const [frame, count] of users) expect(frames.users(frame)).toBe(count);
        }
        for (const { space, twin } of live)
          for (const [page, bytes] of twin.pages) {
            const touch = space.touch(page, "read");
            expect("frame" in touch && frames.bytes(touch.frame)).toEqual(bytes);
          }
        for (const { space } of live) space.release();
        expect(frames.inUse).toBe(0);
      }),
    );
  });
});
