/**
 * A network namespace of our own with one TUN device in it: the kernel's TCP on one side, viva's on the other, nothing else near. All
 * that is made has a name with this process's number, and is taken away again.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { openTun, TunProblem } from "../../src/shells/uplink/tun.ts";
import type { Wire } from "../../src/shells/uplink/wire.ts";

/** Where the kernel is, and where viva is. */
export const kernelAddress = "10.213.77.1";
export const vivaAddress = "10.213.77.2";
export const networkPrefix = 24;
/** The same of IPv6: unique local addresses (RFC 4193). */
export const kernelAddress6 = "fd21:3077::1";
export const vivaAddress6 = "fd21:3077::2";
export const networkPrefix6 = 64;

/** Why there can be no namespace here, or null. Tries it out. */
export async function whyNoNamespace(): Promise<string | null> {
  if (process.platform !== "linux") return `this is ${process.platform}`;
  if (process.getuid?.() !== 0) return "this needs root: network namespaces and TUN devices";
  if (!existsSync("/dev/net/tun")) return "there is no /dev/net/tun";
  const name = `viva-try-${process.pid}`;
  const tried = spawnSync("ip", ["netns", "add", name], { encoding: "utf8" });
  if (tried.error) return `ip cannot be run (Debian, Ubuntu: apt-get install iproute2): ${tried.error.message}`;
  if (tried.status !== 0) return `ip netns add: ${tried.stderr.trim()}`;
  spawnSync("ip", ["netns", "delete", name]);
  try {
    (await openTun(`vivatry${process.pid}`)).close();
    return null;
  } catch (error) {
    if (error instanceof TunProblem) return error.message;
    throw error;
  }
}

export class Namespace {
  readonly wire: Wire;
  readonly hasIpv6: boolean;
  readonly #name: string;
  readonly #children = new Set<ChildProcess>();

  private constructor(name: string, wire: Wire, hasIpv6: boolean) {
    this.#name = name;
    this.wire = wire;
    this.hasIpv6 = hasIpv6;
  }

  static async make(): Promise<Namespace> {
    const name = `viva-test-${process.pid}`;
    const device = `viva${process.pid}`.slice(0, 15);
    const wire = await openTun(device);
    try {
      ip("netns", "add", name);
      ip("link", "set", device, "netns", name);
      ip("-n", name, "link", "set", "lo", "up");
      ip("-n", name, "link", "set", device, "addrgenmode", "none"); // no link-local address, and no questions about routers
      ip("-n", name, "link", "set", device, "txqueuelen", "5000");
      ip("-n", name, "address", "add", `${kernelAddress}/${networkPrefix}`, "dev", device);
      // "nodad": in use at once. Where this machine has IPv6 turned off, only the tests of it are skipped.
      const six = spawnSync("ip", [
        "-n",
        name,
        "address",
        "add",
        `${kernelAddress6}/${networkPrefix6}`,
        "dev",
        device,
        "nodad",
      ]);
      ip("-n", name, "link", "set", device, "up");
      return new Namespace(name, wire, six.status === 0);
    } catch (error) {
      wire.close();
      spawnSync("ip", ["netns", "delete", name]);
      throw error;
    }
  }

  /** Starts `kernel-side.mjs` inside; resolves when it has said that it is ready. */
  async start(...args: readonly (string | number)[]): Promise<KernelSide> {
    const command = ["netns", "exec", this.#name, process.execPath, script, ...args.map(String)];
    const child = spawn("ip", command, { stdio: ["ignore", "pipe", "inherit"] });
    this.#children.add(child);
    child.on("close", () => this.#children.delete(child));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<unknown> => {
      const { value, done } = await lines.next();
      if (done) throw new Error(`kernel-side ${args.join(" ")} ended without an answer`);
      return JSON.parse(value);
    };
    await next();
    const outcome = next() as Promise<Record<string, unknown>>;
    outcome.catch(() => {}); // one that is stopped has no answer
    return { outcome, stop: () => this.#end(child) };
  }

  /** Lets the kernel ping `address` so many times; how many were answered, or null where there is no ping(8). */
  async ping(address: string, times: number, bytes: number): Promise<number | null> {
    const args = [
      "netns",
      "exec",
      this.#name,
      "ping",
      "-n",
      "-i",
      "0.05",
      "-W",
      "2",
      "-c",
      times,
      "-s",
      bytes,
      address,
    ];
    const child = spawn("ip", args.map(String), { stdio: ["ignore", "pipe", "ignore"] });
    this.#children.add(child);
    child.on("close", () => this.#children.delete(child));
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
    });
    await once(child, "close");
    const counts = /(\d+) received/.exec(said);
    return counts === null ? null : Number(counts[1]);
  }

  /** Ends what was started and takes everything away. */
  async remove(): Promise<void> {
    await Promise.all([...this.#children].map((child) => this.#end(child)));
    this.wire.close();
    ip("netns", "delete", this.#name);
  }

  async #end(child: ChildProcess): Promise<void> {
    if (!this.#children.has(child)) return;
    const closed = once(child, "close");
    child.kill("SIGKILL");
    await closed;
  }
}

/** A program at the kernel's side. `ip netns exec` becomes the program itself, so its handle is the program's. */
export interface KernelSide {
  /** What it says in the end. */
  readonly outcome: Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

const ip = (...args: readonly string[]): void => void execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });

const script = fileURLToPath(new URL("kernel-side.mjs", import.meta.url));
