/**
 * The ARP cache of one interface: which station has which IPv4 address (RFC 826; RFC 1122 2.3.2). Datagrams for an address that nobody
 * has answered for yet wait here. An entry is
 *
 *     (none) --first datagram--> asking --reply--> known --use after its time--> checking --reply--> known
 *                                  '--three requests, no reply--> (none)            '--two requests, no reply--> (none)
 *
 * Nothing ages by itself: an entry's age is looked at when it is used, so an idle world stays quiet. Without proxy ARP, without
 * reverse ARP; a conflict over the host's own address is logged and not defended against (RFC 5227 is not implemented but for its
 * announcement).
 */
import { after, type Instant, seconds } from "../../base/time.ts";
import type { ArpChange } from "../../trace/happening.ts";
import { arpOperation, decodeArp, encodeArp } from "../../wire/arp.ts";
import { formatIpv4, type Ipv4Address, ipv4Unspecified } from "../../wire/ipv4-address.ts";
import { formatMac, isGroupMac, type MacAddress, macBroadcast, macZero } from "../../wire/mac.ts";
import { isMalformed } from "../../wire/malformed.ts";
import { etherType } from "../../wire/numbers.ts";
import type { Alarm, World } from "../../world/world.ts";
import type { Nic, NicOut } from "./nic.ts";
import type { SlabPool } from "./slab-pool.ts";

export class ArpCache {
  readonly #world: World;
  readonly #nic: Nic;
  readonly #slabs: SlabPool;
  readonly #out: Pick<NicOut, "unreachable" | "overflow">;
  readonly #entries = new Map<Ipv4Address, Entry>();

  constructor(world: World, nic: Nic, slabs: SlabPool, out: Pick<NicOut, "unreachable" | "overflow">) {
    this.#world = world;
    this.#nic = nic;
    this.#slabs = slabs;
    this.#out = out;
  }

  /** Sends the datagram `out[at, end)` to the station that has `nextHop`: now if it is known, else once it answers. */
  send(nextHop: Ipv4Address, out: Uint8Array, at: number, end: number): void {
    const entry = this.#entries.get(nextHop);
    if (entry === undefined) {
      const asking: Entry = { state: "asking", waiting: [{ out, at, end }], asked: 0, alarm: null };
      this.#entries.set(nextHop, asking);
      this.#log(nextHop, null, "asked");
      this.#ask(nextHop, asking);
    } else if (entry.state === "asking") {
      // RFC 1122 2.3.2.2: "SHOULD save (rather than discard) at least one (the latest) packet of each set of packets destined to
      // the same unresolved IP address".
      entry.waiting.push({ out, at, end });
      if (entry.waiting.length <= mostWaiting) return;
      const oldest = entry.waiting.shift()!;
      this.#out.overflow(oldest.out.subarray(oldest.at, oldest.end));
    } else {
      if (entry.state === "known" && this.#world.now >= entry.until) this.#check(nextHop, entry.mac);
      this.#nic.transmit(entry.mac, etherType.ipv4, out, at, end);
    }
  }

  onPacket(bytes: Uint8Array): void {
    const packet = decodeArp(bytes);
    if (isMalformed(packet) || isGroupMac(packet.senderMac) || packet.senderMac === macZero) return;
    const { senderIp, senderMac, targetIp } = packet;
    if (this.#nic.owns(senderIp)) {
      // Ignored beyond the log: what this host believes of its own address is not up to others.
      if (senderMac !== this.#nic.mac) this.#log(senderIp, senderMac, "conflict");
      return;
    }
    const forUs = this.#nic.owns(targetIp);
    // RFC 826 "Packet Reception": update what is there whoever was meant; add an entry only when this host was.
    // A sender of 0.0.0.0 probes for a free address and has none to learn (RFC 5227 1.1).
    if (senderIp !== ipv4Unspecified && (forUs || this.#entries.has(senderIp))) this.#learn(senderIp, senderMac);
    if (forUs && packet.operation === arpOperation.request)
      this.#transmit(senderMac, arpOperation.reply, targetIp, senderMac, senderIp);
  }

  /** Tells everybody on the link where `own` is: an ARP announcement (RFC 5227 1.1), known as gratuitous ARP. */
  announce(own: Ipv4Address): void {
    this.#transmit(macBroadcast, arpOperation.request, own, macZero, own);
  }

  /** Makes an entry that never ages: for worlds in which no time is to pass for ARP. */
  addStatic(ip: Ipv4Address, mac: MacAddress): void {
    this.#entries.set(ip, { state: "known", mac, until: Number.POSITIVE_INFINITY });
  }

  /** The station that this cache believes to have `ip`, however old the belief is. */
  lookup(ip: Ipv4Address): MacAddress | null {
    const entry = this.#entries.get(ip);
    return entry === undefined || entry.state === "asking" ? null : entry.mac;
  }

  #learn(ip: Ipv4Address, mac: MacAddress): void {
    const entry = this.#entries.get(ip);
    if (entry?.state === "known" && entry.until === Number.POSITIVE_INFINITY) return;
    const known: Entry = { state: "known", mac, until: after(this.#world.now, staysFresh) };
    this.#entries.set(ip, known);
    if (entry === undefined || entry.state === "asking") this.#log(ip, mac, "learned");
    else if (entry.mac !== mac) this.#log(ip, mac, "moved");
    if (entry === undefined || entry.state === "known") return;
    entry.alarm?.cancel();
    if (entry.state === "asking")
      for (const { out, at, end } of entry.waiting) this.#nic.transmit(mac, etherType.ipv4, out, at, end);
  }

  /** RFC 1122 2.3.2.1 (2), "unicast poll": ask the station itself, and forget it when it does not answer. It is used meanwhile. */
  #check(ip: Ipv4Address, mac: MacAddress): void {
    const checking: Entry = { state: "checking", mac, asked: 0, alarm: null };
    this.#entries.set(ip, checking);
    this.#log(ip, mac, "stale");
    this.#ask(ip, checking);
  }

  /** RFC 1122 2.3.2.1: "The recommended maximum rate is 1 per second per destination." */
  #ask(ip: Ipv4Address, entry: Entry & { state: "asking" | "checking" }): void {
    entry.asked++;
    const to = entry.state === "checking" ? entry.mac : macBroadcast;
    const own = this.#nic.addressFor(ip);
    if (own !== null) this.#transmit(to, arpOperation.request, own, macZero, ip);
    entry.alarm = this.#world.after(betweenRequests, "timer", () => {
      if (entry.asked < (entry.state === "asking" ? requestsToFind : requestsToCheck)) this.#ask(ip, entry);
      else this.#giveUp(ip, entry);
    });
  }

  #giveUp(ip: Ipv4Address, entry: Entry & { state: "asking" | "checking" }): void {
    this.#entries.delete(ip);
    this.#log(ip, null, "failed");
    if (entry.state === "asking")
      for (const { out, at, end } of entry.waiting) this.#out.unreachable(out.subarray(at, end));
  }

  #transmit(to: MacAddress, operation: number, senderIp: Ipv4Address, targetMac: MacAddress, targetIp: Ipv4Address) {
    const end = this.#slabs.reserve(0);
    const out = this.#slabs.out;
    const at = encodeArp({ operation, senderMac: this.#nic.mac, senderIp, targetMac, targetIp }, out, end);
    this.#nic.transmit(to, etherType.arp, out, at, end);
  }

  /** What follows in this turn follows from the change. */
  #log(ip: Ipv4Address, mac: MacAddress | null, change: ArpChange): void {
    const world = this.#world;
    if (!world.tracing) return;
    const text = mac === null ? null : formatMac(mac);
    world.handle(
      world.emit(this.#nic.host, { kind: "arp.cache", nic: this.#nic.name, ip: formatIpv4(ip), mac: text, change }),
    );
  }
}

interface Waiting {
  readonly out: Uint8Array;
  readonly at: number;
  readonly end: number;
}

type Entry =
  | { readonly state: "asking"; readonly waiting: Waiting[]; asked: number; alarm: Alarm | null }
  | { readonly state: "known"; readonly mac: MacAddress; readonly until: Instant | number }
  | { readonly state: "checking"; readonly mac: MacAddress; asked: number; alarm: Alarm | null };

/** RFC 1122 2.3.2.1 (1): "on the order of a minute". */
const staysFresh = seconds(60);
const betweenRequests = seconds(1);
const requestsToFind = 3;
/** RFC 1122 2.3.2.1 (2): "typically N is 2". */
const requestsToCheck = 2;
/** Datagrams: an initial window of ten segments fits. */
const mostWaiting = 16;
