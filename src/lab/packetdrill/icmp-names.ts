/** What scripts call ICMP messages, and what a TCP is to make of them (RFC 9293 3.9.2.2, RFC 5461). */
import type { IcmpError } from "../../engine/protocols/tcp/icmp.ts";
import type { PacketSpec } from "./script.ts";
import type { Errno } from "./sockets.ts";

/** The error and what a process is told of it; null: a message that TCP does not hear of; undefined: no message has this name. */
export function icmpErrorOf(
  packet: Extract<PacketSpec, { kind: "icmp" }>,
  bsd = false,
): { readonly error: IcmpError; readonly errno: Errno } | null | undefined {
  if (packet.type === "packet_too_big") return { error: { kind: "too big", mtu: packet.mtu ?? 0 }, errno: "EMSGSIZE" };
  if (packet.type === "unreachable" || packet.type === "dst_unreachable") {
    const code = packet.code ?? "net_unreachable";
    if (code === "frag_needed") return { error: { kind: "too big", mtu: packet.mtu ?? 0 }, errno: "EMSGSIZE" };
    const number = /^code_(\d+)$/.exec(code);
    const name = number ? (byCode[Number(number[1])] ?? "other") : code;
    if (name === "other") return null;
    if (!Object.hasOwn(unreachable, name)) return undefined;
    const [kind, errno] = unreachable[name]!;
    // BSD tells every hard error as a refusal.
    return meaning(name, kind, bsd && kind === "hard" ? "ECONNREFUSED" : errno);
  }
  // Soft by RFC 9293; BSD lets them end an attempt to connect (icmp_may_rst).
  if (packet.type === "time_exceeded") return meaning("time exceeded", bsd ? "hard" : "soft", "EHOSTUNREACH");
  if (packet.type === "parameter_problem") {
    const unknown = bsd && packet.code === "unknown_next_header";
    return meaning("parameter problem", unknown ? "hard" : "soft", unknown ? "ECONNREFUSED" : "EPROTO");
  }
  return silent.has(packet.type) || /^type_\d+$/.test(packet.type) ? null : undefined;
}

function meaning(why: string, kind: "hard" | "soft", errno: Errno): { error: IcmpError; errno: Errno } {
  return { error: { kind, why: why.replaceAll("_", " ") }, errno };
}

// biome-ignore format: a table
const unreachable: Readonly<Record<string, readonly ["hard" | "soft", Errno]>> = {
  net_unreachable: ["soft", "ENETUNREACH"], host_unreachable: ["soft", "EHOSTUNREACH"],
  protocol_unreachable: ["hard", "ENOPROTOOPT"], port_unreachable: ["hard", "ECONNREFUSED"],
  source_route_failed: ["soft", "EOPNOTSUPP"], net_unknown: ["soft", "ENETUNREACH"], host_unknown: ["soft", "EHOSTDOWN"],
  source_host_isolated: ["soft", "ENONET"], net_prohibited: ["hard", "ENETUNREACH"], host_prohibited: ["hard", "EHOSTUNREACH"],
  net_unreachable_for_tos: ["soft", "ENETUNREACH"], host_unreachable_for_tos: ["soft", "EHOSTUNREACH"],
  packet_filtered: ["hard", "EHOSTUNREACH"], precedence_violation: ["soft", "EHOSTUNREACH"], precedence_cutoff: ["soft", "EHOSTUNREACH"],
  // ICMPv6
  no_route: ["soft", "ENETUNREACH"], admin_prohibited: ["hard", "EACCES"], not_neighbour: ["soft", "EHOSTUNREACH"],
  beyond_scope: ["soft", "EHOSTUNREACH"], addr_unreachable: ["soft", "EHOSTUNREACH"], address_unreachable: ["soft", "EHOSTUNREACH"],
  failed_policy: ["hard", "EACCES"], reject_route: ["hard", "EACCES"],
};

const byCode = [
  "net_unreachable",
  "host_unreachable",
  "protocol_unreachable",
  "port_unreachable",
  "other",
  "source_route_failed",
  "net_unknown",
  "host_unknown",
  "source_host_isolated",
  "net_prohibited",
  "host_prohibited",
  "net_unreachable_for_tos",
  "host_unreachable_for_tos",
  "packet_filtered",
  "precedence_violation",
  "precedence_cutoff",
] as const;

/** Messages that no transport protocol is told of. */
const silent = new Set(
  `echo_request echo_reply redirect source_quench timestamp_request timestamp_reply information_request information_reply
   address_mask_request address_mask_reply router_solicitation router_advertisement`.split(/\s+/),
);
