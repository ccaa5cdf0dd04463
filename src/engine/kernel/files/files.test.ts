import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../../base/bytes.ts";
import { DescriptorTable } from "./descriptors.ts";
import { FileSystem } from "./file-system.ts";
import { RegularFile } from "./inode.ts";
import { OpenFile, type OpenMode } from "./open-file.ts";
import { makePipe, pipeBuf, pipeCapacity } from "./pipe.ts";

let descriptions = 0;
function opened(files: FileSystem, path: string, mode: OpenMode = { access: "read-write" }): OpenFile {
  const what = files.open(path, { create: true, ...mode });
  if (typeof what === "string") throw new Error(what);
  return new OpenFile(++descriptions, what, mode, path);
}
const text = (words: string): Uint8Array => encodeUtf8(words);

describe("open file descriptions", () => {
  test("two descriptors of one description write one after the other: 8 bytes", () => {
    const files = new FileSystem();
    const table = new DescriptorTable(1);
    table.add(opened(files, "/a"));
    const child = table.copy(2);
    child.get(0)!.file.write(text("BBBB"));
    table.get(0)!.file.write(text("AAAA"));
    expect(files.content("/a")).toEqual(text("BBBBAAAA"));
  });

  test("two descriptions of one file overwrite each other: 4 bytes; with O_APPEND they do not", () => {
    const files = new FileSystem();
    for (const file of [opened(files, "/a"), opened(files, "/a")]) file.write(text("AAAA"));
    for (const words of ["CCCC", "DDDD"]) opened(files, "/b", { access: "write", append: true }).write(text(words));
    expect(files.content("/a")).toHaveLength(4);
    expect(files.content("/b")).toEqual(text("CCCCDDDD"));
  });

  test("a description that may not be read is EBADF to a reader, one that may not be written to a writer", () => {
    const files = new FileSystem();
    expect(opened(files, "/a", { access: "write" }).read(1)).toBe("EBADF");
    expect(opened(files, "/a", { access: "read" }).write(text("x"))).toBe("EBADF");
  });

  test("writing beyond the end leaves zeroes between", () => {
    const files = new FileSystem();
    const file = opened(files, "/a");
    file.offset = 3;
    file.write(text("x"));
    expect(files.content("/a")).toEqual(Uint8Array.of(0, 0, 0, 120));
  });
});

describe("descriptor tables", () => {
  test("open gives the lowest free number", () => {
    const files = new FileSystem();
    const table = new DescriptorTable(1, 4);
    expect([0, 1, 2, 3].map(() => table.add(opened(files, "/a")))).toEqual([0, 1, 2, 3]);
    expect(table.add(opened(files, "/a"))).toBe("EMFILE");
    table.close(1);
    table.close(2);
    expect(table.add(opened(files, "/a"))).toBe(1);
  });

  test("what lies behind is closed with the last descriptor, not before", () => {
    const { reader, writer } = makePipe();
    const table = new DescriptorTable(1);
    const writing = new OpenFile(1, writer, { access: "write" }, "pipe");
    table.add(writing);
    const copy = table.copy(2);
    expect(table.close(0)).toEqual({ file: writing, last: false });
    expect(reader.read(1, writing)).toBe("EAGAIN");
    copy.release();
    expect(reader.read(1, writing)).toEqual(new Uint8Array(0));
  });
});

describe("pipes", () => {
  const end = new OpenFile(0, makePipe().reader, { access: "read" }, "pipe");

  test("an empty pipe makes its reader wait while there is a writer, and ends when there is none", () => {
    const { reader, writer } = makePipe();
    expect(reader.read(10, end)).toBe("EAGAIN");
    writer.write(text("last words"), end);
    writer.close(end);
    expect(reader.read(4, end)).toEqual(text("last"));
    expect(reader.read(100, end)).toEqual(text(" words"));
    expect(reader.read(100, end)).toEqual(new Uint8Array(0));
  });

  test("writing without a reader is EPIPE", () => {
    const { reader, writer } = makePipe();
    reader.close(end);
    expect(writer.write(text("x"), end)).toBe("EPIPE");
    expect(writer.readiness().error).toBe(true);
  });

  test("up to PIPE_BUF bytes go in whole or not at all; more go in as far as there is room", () => {
    const { writer } = makePipe();
    expect(writer.write(new Uint8Array(pipeCapacity - pipeBuf + 1), end)).toBe(pipeCapacity - pipeBuf + 1);
    expect(writer.readiness().writable).toBe(false);
    expect(writer.write(new Uint8Array(pipeBuf), end)).toBe("EAGAIN");
    expect(writer.write(new Uint8Array(pipeBuf + 1), end)).toBe(pipeBuf - 1);
    expect(writer.write(new Uint8Array(1), end)).toBe("EAGAIN");
  });

  test("bytes come out as they went in, however they are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 40 }))), (steps) => {
        const { reader, writer } = makePipe(64);
        let written = 0;
        let read = 0;
        for (const [writes, size] of steps) {
          if (writes) {
            const taken = writer.write(
              Uint8Array.from({ length: size }, (_, i) => (written + i) & 255),
              end,
            );
            if (typeof taken === "number") written += taken;
            else expect(written - read + size).toBeGreaterThan(64);
          } else {
            const got = reader.read(size, end);
            if (typeof got === "string") expect(written).toBe(read);
            else for (const byte of got) expect(byte).toBe(read++ & 255);
          }
        }
      }),
    );
  });
});

describe("the file system", () => {
  test("what is not there is ENOENT, what is in the way ENOTDIR, what must not be there EEXIST", () => {
    const files = new FileSystem();
    opened(files, "/a");
    files.mkdir("/d");
    expect(files.open("/b", { access: "read" })).toBe("ENOENT");
    expect(files.open("/x/b", { access: "write", create: true })).toBe("ENOENT");
    expect(files.open("/a/b", { access: "write", create: true })).toBe("ENOTDIR");
    expect(files.open("/a/", { access: "read" })).toBe("ENOTDIR");
    expect(files.open("/a", { access: "write", create: true, exclusive: true })).toBe("EEXIST");
    expect(files.open("/d", { access: "write" })).toBe("EISDIR");
    expect(files.open("", { access: "read" })).toBe("ENOENT");
    expect(files.open(`/${"x".repeat(256)}`, { access: "read" })).toBe("ENAMETOOLONG");
    expect(files.mkdir("/a")).toBe("EEXIST");
    opened(files, "/d/e");
    expect(files.unlink("/d")).toBe("ENOTEMPTY");
  });

  test("an unlinked file can be read by who has it open, and gives its room back with the last of them", () => {
    const files = new FileSystem(100);
    const file = opened(files, "/a");
    file.keep();
    file.write(text("still here"));
    expect(files.unlink("/a")).toBe(null);
    expect(files.content("/a")).toBe(null);
    file.offset = 0;
    expect(file.read(100)).toEqual(text("still here"));
    expect(files.left).toBe(90);
    file.letGo();
    expect(files.left).toBe(100);
  });

  test("rename replaces a file in one step, and does not put a directory into itself", () => {
    const files = new FileSystem();
    opened(files, "/new").write(text("new"));
    opened(files, "/old").write(text("old"));
    expect(files.rename("/new", "/old")).toBe(null);
    expect(files.content("/old")).toEqual(text("new"));
    expect(files.content("/new")).toBe(null);
    files.mkdir("/d");
    expect(files.rename("/d", "/d/e")).toBe("EINVAL");
    expect(files.rename("/old", "/d")).toBe("EISDIR");
  });

  test("a full disk takes what it can, then says ENOSPC", () => {
    const files = new FileSystem(6);
    const file = opened(files, "/a");
    expect(file.write(text("12345678"))).toBe(6);
    expect(file.write(text("9"))).toBe("ENOSPC");
    opened(files, "/a", { access: "write" });
    const again = files.open("/a", { access: "write", truncate: true });
    expect(again instanceof RegularFile && files.left).toBe(6);
  });
});

describe("flock", () => {
  test("belongs to the description: another open of the same file competes, a copied descriptor does not", () => {
    const files = new FileSystem();
    const [one, two] = [opened(files, "/a"), opened(files, "/a")];
    const { locks } = one.what as RegularFile;
    expect(locks.take(one, "exclusive")).toBe(true);
    expect(locks.take(one, "exclusive")).toBe(true);
    expect(locks.take(two, "shared")).toBe(false);
    for (const holder of [one, one]) holder.keep();
    one.letGo();
    expect(locks.take(two, "shared")).toBe(false);
    one.letGo();
    expect(locks.take(two, "shared")).toBe(true);
  });

  test("many may share it; going from shared to exclusive gives the shared one up first", () => {
    const files = new FileSystem();
    const [one, two] = [opened(files, "/a"), opened(files, "/a")];
    const { locks } = one.what as RegularFile;
    expect([locks.take(one, "shared"), locks.take(two, "shared")]).toEqual([true, true]);
    expect(locks.take(one, "exclusive")).toBe(false);
    expect([...locks.holders.keys()]).toEqual([two]);
    expect(locks.take(two, "exclusive")).toBe(true);
  });
});
