/**
 * A table of file descriptors: small numbers, each referring to an open file description. fork copies the table, and the copies refer
 * to the same descriptions; threads, and clone(CLONE_FILES), have one table together. Source: POSIX 2.14, fork(2), dup(2).
 */
import { assert } from "../../base/assert.ts";
import type { OpenFile } from "./open-file.ts";

export type Fd = number;

export interface Descriptor {
  readonly file: OpenFile;
  /** FD_CLOEXEC: belongs to the descriptor, not to the description. */
  readonly closeOnExec: boolean;
}

export class DescriptorTable {
  readonly id: number;
  /** RLIMIT_NOFILE: descriptors are smaller than this. */
  readonly limit: number;
  readonly #open: (Descriptor | undefined)[] = [];
  /** Processes that have it. */
  #users = 1;

  constructor(id: number, limit = defaultOpenFiles) {
    this.id = id;
    this.limit = limit;
  }

  get users(): number {
    return this.#users;
  }

  /** The open ones, in ascending order. */
  entries(): (readonly [Fd, Descriptor])[] {
    return this.#open.flatMap((descriptor, fd) => (descriptor === undefined ? [] : [[fd, descriptor] as const]));
  }

  get(fd: Fd): Descriptor | null {
    return this.#open[fd] ?? null;
  }

  /** The lowest descriptor that is free, not below `from`; null when all are taken. */
  lowestFree(from: Fd = 0): Fd | null {
    for (let fd = from; fd < this.limit; fd++) if (this.#open[fd] === undefined) return fd;
    return null;
  }

  /** Gives a description the lowest free descriptor. */
  add(file: OpenFile, closeOnExec = false, from: Fd = 0): Fd | "EMFILE" {
    const fd = this.lowestFree(from);
    if (fd === null) return "EMFILE";
    this.put(fd, file, closeOnExec);
    return fd;
  }

  /** Gives a description this descriptor, which is free. */
  put(fd: Fd, file: OpenFile, closeOnExec = false): void {
    assert(this.#open[fd] === undefined, () => `descriptor ${fd} is taken`);
    file.keep();
    this.#open[fd] = { file, closeOnExec };
  }

  setCloseOnExec(fd: Fd, closeOnExec: boolean): boolean {
    const descriptor = this.get(fd);
    if (descriptor === null) return false;
    this.#open[fd] = { ...descriptor, closeOnExec };
    return true;
  }

  /** Frees the descriptor. What it referred to, and whether it was the last to do so; null when it was not open. */
  close(fd: Fd): { readonly file: OpenFile; readonly last: boolean } | null {
    const descriptor = this.get(fd);
    if (descriptor === null) return null;
    this.#open[fd] = undefined;
    return { file: descriptor.file, last: descriptor.file.letGo() };
  }

  /** What fork gives the child: other descriptors, the same descriptions. */
  copy(id: number): DescriptorTable {
    const copy = new DescriptorTable(id, this.limit);
    for (const [fd, { file, closeOnExec }] of this.entries()) copy.put(fd, file, closeOnExec);
    return copy;
  }

  /** One more process has it. */
  keep(): void {
    this.#users++;
  }

  /** One process less; true when that was the last, and everything in it is closed. */
  release(): boolean {
    if (--this.#users > 0) return false;
    for (const [fd] of this.entries()) this.close(fd);
    return true;
  }
}

/** Linux's usual RLIMIT_NOFILE. */
export const defaultOpenFiles = 1024;
