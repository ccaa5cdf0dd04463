/**
 * A TUN device of Linux (Documentation/networking/tuntap.rst): a network interface whose other end is this process. One datagram a
 * call, nothing in front of it (IFF_NO_PI). The descriptor never blocks; waiting is one poll(2) on a thread of its own, so the event
 * loop goes on meanwhile. It needs CAP_NET_ADMIN and the optional package koffi, which calls the C library.
 */
import type { Wire } from "./wire.ts";

export class TunProblem extends Error {}

/**
 * Makes the interface `name` (at most 15 characters), which lives until it is closed. Its addresses, and the network namespace that it
 * is moved to, are the caller's business.
 * @throws TunProblem where there are no TUN devices or this process may not make one; the message says why.
 */
export async function openTun(name: string): Promise<Wire> {
  const c = await library();
  const fd = c.open("/dev/net/tun", flag.readWrite | flag.nonBlocking | flag.closeOnExec);
  if (fd < 0) throw new TunProblem(`/dev/net/tun cannot be opened: ${c.error()}`);
  // struct ifreq: 16 octets of name, then the flags; 40 octets in all.
  const request = new Uint8Array(40);
  request.set(new TextEncoder().encode(name).subarray(0, 15));
  new DataView(request.buffer).setUint16(16, device.tun | device.noPacketInformation, true);
  if (c.ioctl(fd, setInterface, request) < 0) {
    const why = c.error();
    c.close(fd);
    throw new TunProblem(`the TUN device ${name} cannot be made: ${why}`);
  }
  return new Tun(c, fd);
}

class Tun implements Wire {
  readonly #c: Library;
  readonly #fd: number;
  readonly #buffer = new Uint8Array(65_536);
  #polls: Promise<void> | null = null;
  #closed = false;

  constructor(c: Library, fd: number) {
    this.#c = c;
    this.#fd = fd;
  }

  read(): Uint8Array | null {
    const length = this.#c.read(this.#fd, this.#buffer, this.#buffer.length);
    return length > 0 ? this.#buffer.slice(0, length) : null;
  }

  write(datagram: Uint8Array): boolean {
    return this.#c.write(this.#fd, datagram, datagram.length) === datagram.length;
  }

  readable(timeoutMs: number): Promise<void> {
    this.#polls ??= this.#c.poll(this.#fd, Math.ceil(timeoutMs)).finally(() => {
      this.#polls = null;
      if (this.#closed) this.#c.close(this.#fd);
    });
    return this.#polls;
  }

  /** Takes the interface away, once nobody waits for it any more: a descriptor that is polled must not be reused. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#polls === null) this.#c.close(this.#fd);
  }
}

/** The calls of the C library that are used here. */
interface Library {
  open(path: string, flags: number): number;
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  read(fd: number, into: Uint8Array, length: number): number;
  write(fd: number, from: Uint8Array, length: number): number;
  poll(fd: number, timeoutMs: number): Promise<void>;
  close(fd: number): number;
  /** What went wrong last, as words. */
  error(): string;
}

async function library(): Promise<Library> {
  if (process.platform !== "linux") throw new TunProblem(`TUN devices are Linux's, and this is ${process.platform}`);
  const koffi = await import("koffi").catch((error: unknown) => {
    throw new TunProblem(`the optional package koffi is not installed: ${(error as Error).message}`);
  });
  const libc = koffi.load(null);
  const poll = libc.func("int poll(void *fds, unsigned long count, int timeout)");
  const strerror = libc.func("const char *strerror(int number)");
  return {
    open: libc.func("int open(const char *path, int flags)"),
    ioctl: libc.func("int ioctl(int fd, unsigned long request, void *argument)"),
    read: libc.func("long read(int fd, void *into, unsigned long length)"),
    write: libc.func("long write(int fd, const void *from, unsigned long length)"),
    close: libc.func("int close(int fd)"),
    error: () => `${strerror(koffi.errno())} (errno ${koffi.errno()})`,
    poll(fd, timeoutMs) {
      // struct pollfd: the descriptor, what is waited for, what came.
      const wish = new Uint8Array(8);
      const view = new DataView(wish.buffer);
      view.setInt32(0, fd, true);
      view.setInt16(4, pollIn, true);
      return new Promise((done) => poll.async(wish, 1, timeoutMs, () => done()));
    },
  };
}

const flag = { readWrite: 0o2, nonBlocking: 0o4000, closeOnExec: 0o2000000 } as const;
const device = { tun: 0x0001, noPacketInformation: 0x1000 } as const;
/** TUNSETIFF = _IOW('T', 202, int) */
const setInterface = 0x4004_54ca;
const pollIn = 1;
