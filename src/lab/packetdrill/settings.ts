/**
 * What a script asks of the system around the connection: the options in front and the shell commands in back quotes. No command is
 * ever run. Sysctls that say how TCP behaves change the profile; what has no effect on us is in lists below; everything else makes
 * the script unsupported, by the name of what it asked for.
 */
import { ms, seconds, us } from "../../engine/base/time.ts";
import type { Profile } from "../../engine/protocols/tcp/profile.ts";
import type { TcpStateName } from "../../engine/protocols/tcp/states.ts";
import { type Ipv4Address, parseIpv4 } from "../../engine/wire/ipv4-address.ts";
import { type Ipv6Address, parseIpv6 } from "../../engine/wire/ipv6-address.ts";
import { stateCalled } from "./constants.ts";

/** What a shell command comes to. */
export type Order =
  | { readonly kind: "profile"; readonly change: Partial<Profile> }
  /** So many connections must be in this state. */
  | { readonly kind: "count"; readonly state: TcpStateName; readonly count: number; readonly said: string }
  /** Forget connections in this state, as tcpdrop(8) does. */
  | { readonly kind: "drop"; readonly state: TcpStateName }
  /** The UDP port on which TCP in UDP arrives and from which it leaves; 0: none (FreeBSD, udp_tunneling_port). */
  | { readonly kind: "tunnel"; readonly port: number }
  /** What a client remembers of servers: Fast Open's cookies. */
  | { readonly kind: "forget servers" }
  | { readonly kind: "unsupported"; readonly feature: string };

/** The commands of one pair of back quotes, in order. `profile` is what holds before. */
export function readShell(text: string, profile: Profile): Order[] {
  const orders: Order[] = [];
  let now = profile;
  // A backslash joins lines; a comment ends one.
  const lines = text.replace(/\\\r?\n/g, " ").split("\n");
  for (const line of lines) {
    const said = line.replace(/(^|\s)#.*$/, "").trim();
    if (said === "") continue;
    const counted = countOf(said);
    if (counted !== null) {
      orders.push(counted);
      continue;
    }
    for (const command of said.split(/;|&&|\|\|/)) {
      for (const order of readCommand(command.trim(), now)) {
        if (order.kind === "profile") now = { ...now, ...order.change };
        orders.push(order);
      }
    }
  }
  return orders;
}

/** `sockstat -4 -P tcp -s | grep -c TIME_WAIT | grep 1` */
function countOf(said: string): Order | null {
  const match =
    /^(?:sockstat|ss|netstat)\b[^|]*(?:\|\s*grep\s+'?[\w.]+'?\s*)*\|\s*grep\s+-c\s+'?([A-Z_0-9]+)'?\s*\|\s*grep\s+'?(\d+)'?$/.exec(
      said,
    );
  const state = match && stateCalled(match[1]!);
  return state ? { kind: "count", state, count: Number(match[2]), said } : null;
}

/** Programs that change nothing a script can see here: caches, offloading, queues that drop nothing, loading of modules. */
const harmless = new Set("ethtool kldload modprobe rm setkey sleep sync true :".split(" "));

function readCommand(command: string, profile: Profile): Order[] {
  const words = split(command.replace(/\s*[0-9&]*>+\s*(?:&\d|\/dev\/null)/g, " "));
  if (words.length === 0) return [];
  const name = words[0]!.replace(/^.*\//, "");
  if (/^sysctl_restore_/.test(name)) return []; // back to what was before, at the end
  if (name === "defaults.sh")
    return [{ kind: "profile", change: productionDefaults(profile) }, { kind: "forget servers" }];
  if (name === "set_sysctls.py") return assignments(words.slice(1), profile);
  if (name === "sysctl")
    return assignments(
      words.slice(1).filter((word) => !/^-\w+$/.test(word)),
      profile,
    );
  if (name === "tcpdrop" && words[1] === "-s") {
    const state = stateCalled(words[2] ?? "");
    if (state) return [{ kind: "drop", state }];
  }
  if (name === "tc" && /\bfq\b/.test(command))
    return [{ kind: "unsupported", feature: "pacing (queueing discipline fq)" }];
  if (name === "tc" && !/\b(?:limit 0|loss|drop|delay|netem|police|tbf)\b/.test(command)) return [];
  if (name === "ip" && words[1] === "tcp_metrics") return words[2] === "flush" ? [{ kind: "forget servers" }] : [];
  if (name === "nstat" && words.length === 2 && words[1] === "-n") return []; // looks at counters; asking them is another matter
  const parameter = /^echo\s+(\d+)\s*>\s*\/sys\/module\/tcp_cubic\/parameters\/(\w+)$/.exec(command);
  if (parameter?.[2] === "hystart") return [{ kind: "profile", change: { hystart: parameter[1] !== "0" } }];
  if (parameter?.[2] === "hystart_detect" && parameter[1] === "3") return []; // both ways of finding out, as usual
  if (harmless.has(name)) return [];
  return [
    { kind: "unsupported", feature: `shell command: ${name === "ip" || name === "tc" ? command.slice(0, 60) : name}` },
  ];
}

/** Words of a command line; quotes may stand within a word, `$((a*b))` is computed. */
function split(command: string): string[] {
  const computed = command.replace(/\$\(\(([\d*+ ]+)\)\)/g, (_, sum: string) =>
    String(sum.split("+").reduce((total, product) => total + product.split("*").reduce((a, b) => a * Number(b), 1), 0)),
  );
  const words = computed.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replace(/["']/g, ""));
}

function assignments(words: readonly string[], before: Profile): Order[] {
  const orders: Order[] = [];
  let profile = before;
  for (const word of words) {
    const equals = word.indexOf("=");
    if (equals < 0) {
      orders.push({ kind: "unsupported", feature: `shell command: sysctl ${word}` });
      continue;
    }
    const name = word
      .slice(0, equals)
      .replace(/^\/proc\/sys\//, "")
      .replaceAll("/", ".");
    const value = word.slice(equals + 1).trim();
    const change = sysctl(name, value, profile);
    // BSD forgets its cookies when the client's end is turned off.
    if (/fastopen\.client_enable$/.test(name) && value === "0") orders.push({ kind: "forget servers" });
    if (/\.udp_tunneling_port$/.test(name) && change !== null) orders.push({ kind: "tunnel", port: Number(value) });
    if (change === null) orders.push({ kind: "unsupported", feature: `sysctl ${name}=${value}` });
    else if (Object.keys(change).length > 0) {
      profile = { ...profile, ...change };
      orders.push({ kind: "profile", change });
    }
  }
  return orders;
}

/** What the script collection's `defaults.sh` sets: common production values of Linux servers. */
function productionDefaults(profile: Profile): Partial<Profile> {
  return {
    ...buffers(540_000, 15 * 1024 * 1024, profile),
    sendBuffer: 4_194_304,
    timestamps: true,
    synRetries: 5,
    synAckRetries: 5,
    sack: true,
    dupThresh: 3,
    congestionControl: "cubic",
    afterIdle: "keep",
    rack: true,
    ecn: "off",
    fastOpen: fastOpen(0x7_0403),
    fastOpenKeys: ["a1a1a1a1b2b2b2b2c3c3c3c3d4d4d4d4"],
  };
}

/** Bits of Linux's tcp_fastopen. */
const fastOpen = (bits: number): Profile["fastOpen"] => ({
  client: (bits & 1) !== 0,
  server: (bits & 2) !== 0,
  clientNeedsCookie: (bits & 4) === 0,
  serverNeedsCookie: (bits & 0x200) === 0,
  everyListener: (bits & 0x400) !== 0,
});

/** `a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4`, four words with the least significant octet first; a second key behind a comma. */
function fastOpenKeys(value: string): string[] | null {
  const keys = value.split(",").map((key) => {
    const words = /^([0-9a-f]{1,8})-([0-9a-f]{1,8})-([0-9a-f]{1,8})-([0-9a-f]{1,8})$/i.exec(key.trim());
    const octets = words?.slice(1).map((word) => word.padStart(8, "0").match(/../g)!.reverse().join(""));
    return octets?.join("").toLowerCase();
  });
  return keys.length <= 2 && keys.every((key) => key !== undefined) ? (keys as string[]) : null;
}

/** tcp_rmem: half of it holds data; the largest decides the window scale. */
function buffers(initial: number, most: number, profile: Profile): Partial<Profile> {
  let scale = 0;
  for (let space = Math.max(most, 65_536); space > 65_535 && scale < 14; space = Math.floor(space / 2)) scale++;
  return {
    receiveBuffer: Math.floor(initial / 2),
    receiveBufferMax: Math.floor(Math.max(initial, most) / 2),
    windowScale: profile.windowScale === null ? null : scale,
  };
}

/** The change that a sysctl makes; nothing when it has no effect on us; null: not supported. */
function sysctl(name: string, value: string, profile: Profile): Partial<Profile> | null {
  const numbers = value.split(/\s+/).map(Number);
  const n = numbers[0]!;
  const known =
    name.startsWith("net.inet") || name.startsWith("kern.")
      ? bsd(name, n, profile)
      : linux(name, value, numbers, profile);
  return known;
}

function linux(name: string, value: string, numbers: readonly number[], profile: Profile): Partial<Profile> | null {
  const n = numbers[0]!;
  const short = name.replace(/^net\.(?:ipv4|core)\./, "");
  if (ignoredLinux.has(short)) return {};
  const only = ignoredWhen[short];
  if (only !== undefined) return only.includes(value) ? {} : null;
  if (short === "tcp_congestion_control") {
    return value === "cubic"
      ? { congestionControl: "cubic" }
      : value === "reno"
        ? { congestionControl: "new-reno" }
        : null;
  }
  if (short === "tcp_fastopen_key") {
    const keys = fastOpenKeys(value);
    return keys && { fastOpenKeys: keys };
  }
  if (!numbers.every((one) => Number.isInteger(one) && one >= 0 && one <= 0xffff_ffff)) return null;
  switch (short) {
    case "tcp_fastopen":
      return { fastOpen: fastOpen(n) };
    case "tcp_timestamps":
      return { timestamps: n !== 0 };
    case "tcp_sack":
      return { sack: n !== 0 };
    case "tcp_window_scaling":
      return { windowScale: n === 0 ? null : (profile.windowScale ?? 7) };
    case "tcp_ecn":
      return n <= 2 ? { ecn: (["off", "ask", "grant"] as const)[n]! } : null;
    case "tcp_rmem":
      return numbers.length === 3 ? buffers(numbers[1]!, numbers[2]!, profile) : null;
    case "tcp_wmem":
      return numbers.length === 3 ? { sendBuffer: numbers[1]!, sendBufferMax: numbers[2]! } : null;
    case "tcp_moderate_rcvbuf":
      return n === 0 ? { receiveBufferMax: profile.receiveBuffer } : {};
    case "tcp_syn_retries":
      return { synRetries: n };
    case "tcp_synack_retries":
      return { synAckRetries: n };
    case "tcp_syn_linear_timeouts":
      return { linearSyns: n };
    case "tcp_retries2":
      return { dataRetries: n };
    case "tcp_orphan_retries":
      return { orphanRetries: n === 0 ? 8 : n };
    case "tcp_reordering":
      return n > 0 ? { dupThresh: n } : null;
    case "tcp_slow_start_after_idle":
      return { afterIdle: n === 0 ? "keep" : "halve" };
    case "tcp_ecn_fallback":
      return { ecnSynRepeats: n === 0 ? Number.POSITIVE_INFINITY : 0 };
    case "tcp_notsent_lowat":
      return { notSentLimit: n >= 0xffff_ffff ? Number.POSITIVE_INFINITY : n };
    case "tcp_recovery":
      return { rack: n !== 0 };
    case "tcp_early_retrans":
      return { tailLossProbe: n >= 3 };
    case "tcp_fin_timeout":
      return { finWait2: seconds(Math.min(n, 1_000_000)) };
    case "tcp_rto_min_us":
      return { minRto: us(n) };
    case "tcp_rto_max_ms":
      return { maxRto: ms(n) };
    case "tcp_invalid_ratelimit":
      return { invalidRateLimit: ms(n) };
    case "tcp_challenge_ack_limit":
      return { challengeLimit: n };
    case "tcp_abort_on_overflow":
      return { acceptOverflow: n === 0 ? "ignore" : "reset" };
    case "tcp_max_syn_backlog":
      return { synQueue: n };
    case "tcp_keepalive_time":
      return { keepAliveIdle: seconds(Math.min(n, 1_000_000)) };
    case "tcp_keepalive_intvl":
      return { keepAliveInterval: seconds(Math.min(n, 1_000_000)) };
    case "tcp_keepalive_probes":
      return { keepAliveProbes: n };
    default:
      return null;
  }
}

/** How Linux packs segments, paces them and remembers routes: nothing that we model or that a script here would see. */
const ignoredLinux = new Set(
  `tcp_frto tcp_fack tcp_tso_win_divisor tcp_min_tso_segs tcp_tso_rtt_log tcp_pacing_ss_ratio tcp_pacing_ca_ratio tcp_ecn_option tcp_ecn_option_beacon
   tcp_fastopen_cookies tcp_fastopen_blackhole_timeout_sec tcp_syncookies tcp_no_metrics_save tcp_autocorking
   tcp_limit_output_bytes tcp_base_mss tcp_min_snd_mss tcp_low_latency tcp_rfc1337 tcp_tw_reuse tcp_workaround_signed_windows tcp_stdurg
   tcp_max_orphans tcp_max_tw_buckets tcp_mem tcp_adv_win_scale tcp_app_win tcp_collapse_max_bytes tcp_backlog_ack_defer tcp_comp_sack_nr
   tcp_comp_sack_delay_ns tcp_comp_sack_slack_ns tcp_comp_sack_rtt_percent tcp_probe_interval tcp_probe_threshold tcp_available_congestion_control
   tcp_retries1 tcp_fwmark_accept tcp_l3mdev_accept tcp_migrate_req tcp_plb_enabled tcp_reflect_tos tcp_rcvbuf_low_rtt rmem_max wmem_max
   rmem_default wmem_default somaxconn default_qdisc netdev_max_backlog optmem_max ip_local_port_range icmp_ratelimit icmp_ratemask icmp_msgs_per_sec
   icmp_msgs_burst ip_forward tcp_moderate_rcvbuf_init`.split(/\s+/),
);

/** Settings that have no effect on us only at these values. */
const ignoredWhen: Readonly<Record<string, readonly string[]>> = {
  tcp_dsack: ["1"],
  tcp_mtu_probing: ["0"],
  tcp_thin_linear_timeouts: ["0"],
  tcp_shrink_window: ["0"],
};

function bsd(name: string, n: number, profile: Profile): Partial<Profile> | null {
  if (!(Number.isInteger(n) && n >= 0 && n <= 0xffff_ffff)) return null;
  const short = name.replace(/^net\.inet6?\.tcp\./, "");
  if (ignoredBsd.has(short)) return {};
  const only = ignoredWhenBsd[short];
  if (only !== undefined) return n === only ? {} : null;
  switch (short) {
    case "rfc1323":
      return { timestamps: n !== 0, windowScale: n === 0 ? null : (profile.windowScale ?? 6) };
    case "sack.enable":
      return { sack: n !== 0 };
    case "ecn.enable":
      return n <= 2 ? { ecn: (["off", "ask", "grant"] as const)[n]! } : null;
    case "recvspace":
      return { receiveBuffer: n, receiveBufferMax: Math.max(n, profile.receiveBufferMax) };
    case "sendspace":
      return { sendBuffer: n, sendBufferMax: n };
    case "kern.ipc.maxsockbuf": {
      let scale = 0;
      while (scale < 14 && 65_535 * (1 << scale) < n) scale++;
      return profile.windowScale === null ? {} : { windowScale: scale };
    }
    case "fastopen.client_enable":
      return { fastOpen: { ...profile.fastOpen, client: n !== 0 } };
    case "fastopen.server_enable":
      return { fastOpen: { ...profile.fastOpen, server: n !== 0 } };
    case "rexmit_initial":
      return { initialRto: ms(n) };
    case "rexmit_min":
      return { minRto: ms(n) };
    case "delacktime":
      return { delayedAck: ms(n) };
    case "delayed_ack":
      return n === 0 ? { delayedAck: ms(0) } : {};
    case "keepidle":
      return { keepAliveIdle: ms(n) };
    case "keepintvl":
      return { keepAliveInterval: ms(n) };
    case "keepcnt":
      return { keepAliveProbes: n };
    case "msl":
      return { msl: ms(n) };
    case "finwait2_timeout":
      return { finWait2: ms(n) };
    case "initcwnd_segments":
      return { initialWindow: n };
    case "drop_synfin":
      return { synFin: n === 0 ? "take" : "drop" };
    case "rexmit_slop":
      return { rtoSlop: ms(n) };
    case "rexmit_drop_options":
      return { plainSynFrom: n === 0 ? null : 3 };
    case "ecn.maxretries":
      return { ecnSynRepeats: n };
    case "keepinit":
      return { openTimeout: ms(n) };
    case "icmp_may_rst":
      return { hardErrorsEnd: n === 0 ? "never" : "while-opening" };
    case "udp_tunneling_port":
      return n <= 65_535 ? {} : null;
    case "insecure_rst":
    case "insecure_syn":
      return { challengeAcks: n === 0 };
    case "rfc3042":
      return { limitedTransmit: n !== 0 };
    case "mssdflt":
    case "v6mssdflt":
      return {};
    default:
      return null;
  }
}

const ignoredBsd = new Set(
  `hostcache.purgenow udp_tunneling_overhead syncookies pmtud_blackhole_mss
   v6pmtud_blackhole_mss path_mtu_discovery fast_finwait2_recycle nolocaltimewait do_prr abc_l_var rfc3390 rfc3465 rfc6675_pipe log_in_vain minmss
   log_debug tso soreceive_stream hostcache.prune hostcache.expire cc.algorithm functions_default tolerate_missing_ts
   kern.timecounter.alloweddeviation`.split(/\s+/),
);

const ignoredWhenBsd: Readonly<Record<string, number>> = {
  blackhole: 0,
  syncookies_only: 0,
  pmtud_blackhole_detection: 0,
};

/** What the options in front of a script come to. */
export interface Frame {
  /** How much earlier or later than said a packet may come, and a blocking call may return. */
  readonly tolerance: number;
  readonly ipv6: boolean;
  /** Addresses; null: the usual ones. */
  readonly local: Ipv4Address | Ipv6Address | null;
  readonly remote: Ipv4Address | Ipv6Address | null;
  readonly mtu: number;
  /** Of the segments that a longer inbound one is merged from, as receiving hardware merges them; null: nothing is merged. */
  readonly mergedMss: number | null;
  /** Nanoseconds that one step of a script's timestamps stands for; null: values are not compared. */
  readonly timestampTick: number | null;
  /** One line is one segment; else a line may stand for several segments in a row, as offloading hardware sends them. */
  readonly strictSegments: boolean;
}

/** Tolerance of the original program. */
const usualTolerance = ms(4);

/** Returns the frame, or the name of an option that is not supported. */
export function readFrame(
  options: readonly { readonly name: string; readonly value: string | null }[],
): Frame | string {
  let frame: Frame = {
    tolerance: usualTolerance,
    ipv6: false,
    local: null,
    remote: null,
    mtu: 1500,
    mergedMss: null,
    timestampTick: null,
    strictSegments: false,
  };
  for (const { name, value } of options) {
    const n = value === null ? Number.NaN : Number(value);
    switch (name) {
      case "tolerance_usecs":
        if (!(n >= 0 && n <= 1e12)) return `--${name}=${value}`;
        frame = { ...frame, tolerance: us(n) };
        break;
      case "ip_version":
        if (value === "ipv4" || value === "ipv6") frame = { ...frame, ipv6: value === "ipv6" };
        else return `--${name}=${value}`;
        break;
      case "local_ip":
      case "remote_ip": {
        const address = parseAddress((value ?? "").replace(/\/\d+$/, ""));
        if (address === null) return `--${name}=${value}`;
        frame = name === "local_ip" ? { ...frame, local: address } : { ...frame, remote: address };
        break;
      }
      case "mtu":
        if (!(n >= 68 && n <= 65_535)) return `--${name}=${value}`;
        frame = { ...frame, mtu: n };
        break;
      case "mss":
        if (!(n >= 1 && n <= 65_535)) return `--${name}=${value}`;
        frame = { ...frame, mergedMss: n };
        break;
      case "tcp_ts_tick_usecs":
        if (!(n >= 0 && n <= 1e9)) return `--${name}=${value}`;
        frame = { ...frame, timestampTick: n === 0 ? null : us(n) };
        break;
      case "udp_encapsulation":
        if (value !== "tcp") return `--${name}=${value}`;
        break;
      case "strict_segments":
        frame = { ...frame, strictSegments: true };
        break;
      default:
        if (!ignoredOptions.has(name)) return `--${name}`;
    }
  }
  return frame;
}

function parseAddress(text: string): Ipv4Address | Ipv6Address | null {
  const address = text.includes(":") ? parseIpv6(text) : parseIpv4(text);
  return typeof address === "number" || typeof address === "bigint" ? address : null;
}

/** Addresses and how results are shown. */
const ignoredOptions = new Set(
  `gateway_ip netmask_ip connect_port bind_port speed verbose v init_scripts code_command code_format code_sockopt
   tolerance_percent tcp_ts_ecr_scaled send_omit_free non_fatal dry_run wire_client_dev`.split(/\s+/),
);
