/**
 * A small file system in memory: directories, files, names. Paths begin at the root; "." and ".." and symbolic links do not exist, nor do
 * owners and permissions, and one file has one name. Errors are those of POSIX open(), unlink(), mkdir(), rename().
 */
import type { Errno } from "../errno.ts";
import { Directory, RegularFile, type Room } from "./inode.ts";
import type { OpenMode } from "./open-file.ts";

export interface OpenFlags extends OpenMode {
  /** O_CREAT. */
  readonly create?: boolean;
  /** O_EXCL: with `create`, EEXIST when it is there already. */
  readonly exclusive?: boolean;
  /** O_TRUNC. */
  readonly truncate?: boolean;
}

export class FileSystem {
  readonly root = new Directory();
  readonly #room: Room;
  #files = 0;

  constructor(capacity = defaultCapacity) {
    this.#room = { left: capacity };
  }

  /** Bytes that are free. */
  get left(): number {
    return this.#room.left;
  }

  /** Finds or makes what is to be opened. The caller makes the description. */
  open(path: string, flags: OpenFlags): RegularFile | Directory | Errno {
    const place = this.#place(path);
    if (typeof place === "string") return place;
    const { parent, name, there } = place;
    if (there === null) {
      if (!flags.create) return "ENOENT";
      if (name === null) return "EISDIR";
      const file = new RegularFile(++this.#files, this.#room);
      file.links = 1;
      file.opens = 1;
      parent.names.set(name, file);
      return file;
    }
    if (flags.create && flags.exclusive) return "EEXIST";
    if (there instanceof Directory) return flags.access === "read" && !flags.create ? there : "EISDIR";
    if (flags.truncate && flags.access !== "read") there.truncate();
    there.opens++;
    return there;
  }

  mkdir(path: string): Errno | null {
    const place = this.#place(path);
    if (typeof place === "string") return place;
    if (place.there !== null || place.name === null) return "EEXIST";
    place.parent.names.set(place.name, new Directory());
    return null;
  }

  /** Takes a name away, of a file or of an empty directory. A file's bytes stay while somebody has it open. */
  unlink(path: string): Errno | null {
    const place = this.#place(path);
    if (typeof place === "string") return place;
    const { parent, name, there } = place;
    if (there === null) return "ENOENT";
    if (name === null) return "EISDIR";
    if (there instanceof Directory) {
      if (there.names.size > 0) return "ENOTEMPTY";
    } else {
      there.links--;
      there.dropIfUnused();
    }
    parent.names.delete(name);
    return null;
  }

  /** Gives a file another name; a file that had that name loses it. */
  rename(from: string, to: string): Errno | null {
    const source = this.#place(from);
    if (typeof source === "string") return source;
    if (source.there === null) return "ENOENT";
    const target = this.#place(to);
    if (typeof target === "string") return target;
    if (source.there === target.there) return null;
    if (source.name === null || target.name === null) return "EINVAL";
    const isFolder = source.there instanceof Directory;
    if (isFolder && isBelow(from, to)) return "EINVAL";
    if (target.there instanceof Directory) {
      if (!isFolder) return "EISDIR";
      if (target.there.names.size > 0) return "ENOTEMPTY";
    } else if (target.there !== null) {
      if (isFolder) return "ENOTDIR";
      target.there.links--;
      target.there.dropIfUnused();
    }
    source.parent.names.delete(source.name);
    target.parent.names.set(target.name, source.there);
    return null;
  }

  /** The bytes of a file, for who looks from outside; null when there is none. */
  content(path: string): Uint8Array | null {
    const place = this.#place(path);
    return typeof place !== "string" && place.there instanceof RegularFile ? place.there.content() : null;
  }

  /** Where a path leads: the directory, the last name (null for the root itself) and what is there. */
  #place(path: string): { parent: Directory; name: string | null; there: RegularFile | Directory | null } | Errno {
    if (path === "") return "ENOENT";
    const isFolder = path.endsWith("/");
    const names = path.split("/").filter((name) => name !== "");
    if (path.length > 4095 || names.some((name) => name.length > 255)) return "ENAMETOOLONG";
    let parent: Directory = this.root;
    for (const [index, name] of names.entries()) {
      const there = parent.names.get(name) ?? null;
      if (index === names.length - 1) {
        if (isFolder && there instanceof RegularFile) return "ENOTDIR";
        return { parent, name, there };
      }
      if (there === null) return "ENOENT";
      if (!(there instanceof Directory)) return "ENOTDIR";
      parent = there;
    }
    return { parent, name: null, there: this.root };
  }
}

const isBelow = (folder: string, path: string): boolean => {
  const names = (text: string): string =>
    `/${text
      .split("/")
      .filter((name) => name !== "")
      .join("/")}/`;
  return names(path).startsWith(names(folder));
};

/** 16 MiB: enough for every scenario, and a runaway program meets ENOSPC soon. */
export const defaultCapacity = 16 * 1024 * 1024;
