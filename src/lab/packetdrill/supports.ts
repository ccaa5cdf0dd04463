/**
 * What of a script can be run here, before anything is: the first thing that cannot is named, and the script is "unsupported" rather than
 * wrong. The lists are explicit, so that a name in neither list is noticed.
 */
import type { Profile } from "../../engine/protocols/tcp/profile.ts";
import { namesIn, type Statement } from "./assertion.ts";
import { isCall } from "./calls.ts";
import { constantOf, infoConstant } from "./constants.ts";
import { icmpErrorOf } from "./icmp-names.ts";
import { isKnownField } from "./info-fields.ts";
import type { Place } from "./place.ts";
import type { Expression, Script, ScriptEvent } from "./script.ts";
import { readFrame, readShell } from "./settings.ts";

export interface Missing extends Place {
  readonly feature: string;
}

/** Null: everything is supported. */
export function firstUnsupported(script: Script, profile: Profile): Missing | null {
  const frame = readFrame(script.options);
  if (typeof frame === "string") {
    const option = script.options.find(({ name }) => frame.startsWith(`--${name}`)) ?? { line: 1, column: 1 };
    return { line: option.line, column: option.column, feature: `option ${frame}` };
  }
  const own = new Set(
    script.events.flatMap(({ action }) => (action.kind === "code" ? action.statements.flatMap(assigned) : [])),
  );
  for (const event of script.events) {
    const feature = unsupportedIn(event, profile, own);
    if (feature !== null) return { line: event.line, column: event.column, feature };
  }
  return null;
}

const assigned = (statement: Statement): string[] => (statement.kind === "assign" ? [statement.name] : []);

/** @param own names that the script's code gives a value */
function unsupportedIn({ action }: ScriptEvent, profile: Profile, own: ReadonlySet<string>): string | null {
  switch (action.kind) {
    case "shell": {
      for (const order of readShell(action.text, profile)) if (order.kind === "unsupported") return order.feature;
      return null;
    }
    case "code": {
      for (const statement of action.statements) {
        const names = namesIn(statement);
        const unknown = names.find((name) => !isKnownField(name));
        if (unknown !== undefined) return `TCP_INFO field ${unknown}`;
        const foreign = names.find(
          (name) => /^[A-Z][A-Z_0-9]+$/.test(name) && infoConstant(name) === undefined && !own.has(name),
        );
        if (foreign !== undefined) return `the name ${foreign} in code`;
      }
      return null;
    }
    case "packet": {
      const { packet, inbound } = action;
      if (packet.kind === "udp") return "UDP";
      if (packet.kind !== "icmp") return null;
      if (!inbound) return "outbound ICMP";
      return icmpErrorOf(packet) === undefined
        ? `ICMP ${packet.type}${packet.code === null ? "" : ` ${packet.code}`}`
        : null;
    }
    case "call": {
      if (!isCall(action.name)) return `system call ${action.name}()`;
      if (action.name === "socket" && isName(action.args[1], "SOCK_DGRAM", "SOCK_RAW", "SOCK_SEQPACKET")) {
        return isName(action.args[1], "SOCK_DGRAM") ? "UDP" : "raw sockets";
      }
      for (const arg of action.args) {
        for (const name of constantsIn(arg)) {
          const feature = name === "MSG_OOB" && /^(?:send|write)/.test(action.name) ? undefined : foreign[name];
          if (feature !== undefined) return feature;
          if (constantOf(name) === undefined) return `constant ${name}`;
        }
      }
      if (isName(action.args[2], "MSG_ZEROCOPY") && pieces(action.args[1]) > 17)
        return "zero copy in more than 17 pieces";
      if (/sockopt$/.test(action.name)) return unsupportedOption(action.args, action.name === "setsockopt");
      return null;
    }
  }
}

/** How many pieces of memory sendmsg() is given. */
function pieces(message: Expression | undefined): number {
  if (message?.kind !== "record") return 0;
  const vector = message.items.find((item) => item.name === "msg_iov")?.value;
  return vector?.kind === "list" ? vector.items.length : 0;
}

const isName = (e: Expression | undefined, ...names: readonly string[]): boolean =>
  constantsIn(e).some((name) => names.includes(name));

function constantsIn(e: Expression | undefined): string[] {
  switch (e?.kind) {
    case "name":
      return [e.name];
    case "or":
      return e.parts.flatMap(constantsIn);
    case "list":
      return e.items.flatMap(constantsIn);
    case "record":
      return e.items.flatMap((item) => constantsIn(item.value));
    case "apply":
      return e.args.flatMap(constantsIn);
    default:
      return [];
  }
}

/** Names that stand for something that our TCP, or this socket layer, does not have. */
const foreign: Readonly<Record<string, string>> = {
  TCP_MD5SIG: "MD5 signatures (RFC 2385)",
  TCP_FUNCTION_BLK: "FreeBSD TCP stacks",
  SO_TIMESTAMPING: "time stamps of packets",
  MSG_TRUNC: "MSG_TRUNC",
  MSG_OOB: "reading urgent data",
  IPPROTO_MPTCP: "multipath TCP (RFC 8684)",
};

/** Options that are done; those with a value in the second list are kept and handed back, and change nothing. */
const done = new Set(
  `SO_ERROR SO_TYPE SO_ACCEPTCONN SO_SNDBUF SO_RCVBUF SO_SNDBUFFORCE SO_RCVBUFFORCE SO_REUSEADDR SO_REUSEPORT SO_KEEPALIVE SO_LINGER TCP_NODELAY
   TCP_CORK TCP_NOPUSH TCP_MAXSEG TCP_KEEPIDLE TCP_KEEPINTVL TCP_KEEPCNT TCP_SYNCNT TCP_USER_TIMEOUT TCP_CONGESTION TCP_INQ
   SO_ZEROCOPY TCP_NOTSENT_LOWAT TCP_KEEPINIT TCP_NOOPT TCP_REMOTE_UDP_ENCAPS_PORT IP_TOS IP_TTL IPV6_UNICAST_HOPS IPV6_TCLASS
   TCP_FASTOPEN TCP_FASTOPEN_CONNECT TCP_FASTOPEN_KEY TCP_FASTOPEN_NO_COOKIE`.split(/\s+/),
);
const kept = new Set(
  `SO_PRIORITY SO_MARK IP_FREEBIND IP_MTU_DISCOVER IPV6_MTU_DISCOVER SO_BROADCAST
   SO_MAX_PACING_RATE SO_RCVTIMEO SO_SNDTIMEO`.split(/\s+/),
);

function unsupportedOption(args: readonly Expression[], setting: boolean): string | null {
  const name = args[2];
  if (name?.kind !== "name" || done.has(name.name) || (setting && kept.has(name.name))) return null;
  return kept.has(name.name) ? null : `socket option ${name.name}`;
}
