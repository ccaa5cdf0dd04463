/**
 * Which socket a datagram or segment is for (RFC 1122 4.1.3.5; RFC 9293 3.10.7.1), and which ports are free; UDP and TCP have one each.
 * The most specific wins: connected to that very peer, then bound to that very address, then bound to any. Ports for those who do not
 * care are drawn by the first algorithm of RFC 6056: from a random place on, the next that is free.
 */
import { assert } from "../../base/assert.ts";
import type { Rng } from "../../base/rng.ts";
import { formatIp, type IpAddress, isIpv6 } from "../../wire/ip-address.ts";
import { type Ipv4Address, ipv4, ipv4Unspecified } from "../../wire/ipv4-address.ts";
import { type Ipv6Address, ipv6, ipv6Unspecified } from "../../wire/ipv6-address.ts";

export interface Endpoint<A extends IpAddress = IpAddress> {
  /** 0.0.0.0 or :: where any address of the host will do. */
  readonly address: A;
  readonly port: number;
}

/** `10.0.0.1:53`, `[2001:db8::1]:53` (RFC 5952 section 6) */
export const formatEndpoint = (address: IpAddress, port: number): string =>
  isIpv6(address) ? `[${formatIp(address)}]:${port}` : `${formatIp(address)}:${port}`;

/**
 * An endpoint written down in a program: `endpoint("10.0.0.1:53")`, `endpoint("[2001:db8::1]:53")`; for any address `endpoint("*:53")`
 * or `endpoint("[::]:53")`.
 * @throws BrokenInvariant when it is not one.
 */
export function endpoint(text: `[${string}]:${number}`): Endpoint<Ipv6Address>;
export function endpoint(text: string): Endpoint<Ipv4Address>;
export function endpoint(text: string): Endpoint {
  const match = /^(?:\[(.+)\]|(.+)):(\d{1,5})$/.exec(text);
  assert(match && Number(match[3]) <= 0xffff, () => `not an endpoint: ${text}`);
  const port = Number(match[3]);
  if (match[1] !== undefined) return { address: ipv6(match[1]), port };
  return { address: match[2] === "*" ? ipv4Unspecified : ipv4(match[2]!), port };
}

/** What is asked of the first to bind a port: both must agree to share it. */
export interface Bound {
  readonly reuseAddress: boolean;
  /** Bound to ::, whether it gets what is sent to the host's IPv4 addresses too (RFC 3493 3.7). */
  readonly bothVersions: boolean;
}

interface Entry<S> {
  readonly socket: S;
  readonly address: IpAddress;
  readonly remote: Endpoint | null;
}

interface Port<S> {
  /** By remote endpoint; several only when they differ in the local address. */
  readonly connected: Map<number | bigint, Entry<S>[]>;
  /** Without a peer: the latest last. */
  readonly bound: Entry<S>[];
}

export class Demux<S extends Bound> {
  readonly #ports = new Map<number, Port<S>>();
  readonly #rng: Rng;
  /** What was looked up last: packets come in trains. Null after any change. */
  #last: S | null = null;
  #lastLocal: IpAddress = ipv4Unspecified;
  #lastRemote: IpAddress = ipv4Unspecified;
  /** Both ports: local * 65536 + remote. */
  #lastPorts = 0;
  /** The range that unspecific ports are taken from; the dynamic ports of RFC 6335 section 6 unless changed. */
  ephemeral: { readonly first: number; readonly last: number } = { first: 49_152, last: 65_535 };

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  insert(socket: S, local: Endpoint, remote: Endpoint | null): void {
    const port: Port<S> = this.#ports.get(local.port) ?? { connected: new Map(), bound: [] };
    this.#ports.set(local.port, port);
    this.#last = null;
    const entry: Entry<S> = { socket, address: local.address, remote };
    if (remote === null) port.bound.push(entry);
    else {
      const same = port.connected.get(keyOf(remote.address, remote.port));
      if (same === undefined) port.connected.set(keyOf(remote.address, remote.port), [entry]);
      else same.push(entry);
    }
  }

  remove(socket: S, local: Endpoint, remote: Endpoint | null): void {
    const port = this.#ports.get(local.port);
    if (port === undefined) return;
    this.#last = null;
    const list = remote === null ? port.bound : port.connected.get(keyOf(remote.address, remote.port));
    const at = list?.findIndex((entry) => entry.socket === socket) ?? -1;
    if (at >= 0) list!.splice(at, 1);
    if (remote !== null && list?.length === 0) port.connected.delete(keyOf(remote.address, remote.port));
    if (port.bound.length === 0 && port.connected.size === 0) this.#ports.delete(local.port);
  }

  /** The socket that what `remote` sent to `local` is for. Ports of the host's own side first. */
  lookup(local: IpAddress, localPort: number, remote: IpAddress, remotePort: number): S | null {
    const ports = localPort * 0x10000 + remotePort;
    if (this.#last !== null && this.#lastPorts === ports && this.#lastLocal === local && this.#lastRemote === remote)
      return this.#last;
    const found = this.#find(local, localPort, remote, remotePort);
    this.#last = found;
    this.#lastLocal = local;
    this.#lastRemote = remote;
    this.#lastPorts = ports;
    return found;
  }

  #find(local: IpAddress, localPort: number, remote: IpAddress, remotePort: number): S | null {
    const port = this.#ports.get(localPort);
    if (port === undefined) return null;
    const peers = port.connected.get(keyOf(remote, remotePort));
    if (peers !== undefined) for (const entry of peers) if (entry.address === local) return entry.socket;
    let any: S | null = null;
    for (let i = port.bound.length - 1; i >= 0; i--) {
      const entry = port.bound[i]!;
      if (entry.address === local) return entry.socket;
      if (any === null && takesAny(entry, local)) any = entry.socket;
    }
    return any;
  }

  /** Whether a socket may be bound to `local`: nobody else holds the port there, or all agree to share it. */
  mayBind(local: Endpoint, { reuseAddress, bothVersions }: Bound): boolean {
    const port = this.#ports.get(local.port);
    if (port === undefined) return true;
    const wanted = { address: local.address, socket: { bothVersions } };
    const overlaps = (entry: Entry<S>): boolean =>
      entry.address === local.address || takesAny(entry, local.address) || takesAny(wanted, entry.address);
    const collides = (entry: Entry<S>): boolean => overlaps(entry) && !(reuseAddress && entry.socket.reuseAddress);
    if (port.bound.some(collides)) return false;
    for (const entries of port.connected.values()) if (entries.some(collides)) return false;
    return true;
  }

  /** Whether a socket may speak from `local` to `remote`: no other does, and no unconnected one holds the port. */
  mayConnect(local: Endpoint, remote: Endpoint): boolean {
    const port = this.#ports.get(local.port);
    if (port === undefined) return true;
    const peers = port.connected.get(keyOf(remote.address, remote.port));
    if (peers?.some((entry) => entry.address === local.address)) return false;
    return !port.bound.some((entry) => entry.address === local.address || takesAny(entry, local.address));
  }

  /**
   * A free port of the ephemeral range; null when there is none ("EADDRNOTAVAIL").
   * @param remote the peer to be connected to: then a port may be shared by connections to different peers.
   */
  freePort(address: IpAddress, remote: Endpoint | null): number | null {
    const { first, last } = this.ephemeral;
    const count = last - first + 1;
    const from = this.#rng.below(count);
    for (let i = 0; i < count; i++) {
      const local = { address, port: first + ((from + i) % count) };
      if (remote === null ? this.mayBind(local, forItself) : this.mayConnect(local, remote)) return local.port;
    }
    return null;
  }
}

/** Whether it is bound to any address, of which `local` is one. */
const takesAny = (
  { address, socket }: { readonly address: IpAddress; readonly socket: Pick<Bound, "bothVersions"> },
  local: IpAddress,
): boolean =>
  (address === ipv4Unspecified && !isIpv6(local)) ||
  (address === ipv6Unspecified && (isIpv6(local) || socket.bothVersions));

const forItself: Bound = { reuseAddress: false, bothVersions: true };

/** 48 bits in a number; 144 in a bigint, which is no key of the former. */
const keyOf = (address: IpAddress, port: number): number | bigint =>
  isIpv6(address) ? (address << 16n) | BigInt(port) : address * 0x10000 + port;
