/** What shell commands and options of scripts come to; no command is ever run. */
import { describe, expect, test } from "vitest";
import { freebsd, linux } from "../../engine/protocols/tcp/profile.ts";
import { readFrame, readShell } from "./settings.ts";

const changes = (text: string, profile = linux) =>
  Object.assign({}, ...readShell(text, profile).map((order) => (order.kind === "profile" ? order.change : {})));

describe("sysctls become changes of the profile", () => {
  test.each([
    ["sysctl -q net.ipv4.tcp_timestamps=0", { timestamps: false }],
    ["sysctl -w net.ipv4.tcp_sack=0 net.ipv4.tcp_syn_retries=2", { sack: false, synRetries: 2 }],
    ["../common/set_sysctls.py /proc/sys/net/ipv4/tcp_reordering=5", { dupThresh: 5 }],
    ['sysctl -q net.ipv4.tcp_rmem="4096 540000 $((15*1024*1024))"', { receiveBuffer: 270_000, windowScale: 8 }],
    [
      "sysctl -q net.ipv4.tcp_ecn=1 # fully\nsysctl -q net.ipv4.tcp_congestion_control=reno",
      { ecn: "ask", congestionControl: "new-reno" },
    ],
    ["./set_sysctls.py \\\n /proc/sys/net/ipv4/tcp_rto_max_ms=1000", { maxRto: 1_000_000_000 }],
  ])("%s", (text, change) => expect(changes(text)).toMatchObject(change));

  test("those of BSD too", () => {
    expect(changes("sysctl -w net.inet.tcp.rfc1323=0", freebsd)).toEqual({ timestamps: false, windowScale: null });
    expect(changes("sysctl -w net.inet.tcp.delacktime=100", freebsd)).toEqual({ delayedAck: 100_000_000 });
  });
});

test("what has no effect is ignored, what has one and is not known is unsupported", () => {
  expect(
    readShell("tc qdisc add dev tun0 root pfifo\n/tmp/sysctl_restore_1.sh\nethtool -K tun0 tso off", linux),
  ).toEqual([]);
  for (const [text, feature] of [
    ["reboot", "shell command: reboot"],
    ["sysctl -q net.ipv4.tcp_mtu_probing=2", "sysctl net.ipv4.tcp_mtu_probing=2"],
    ["sysctl -q net.ipv4.tcp_unheard_of=1", "sysctl net.ipv4.tcp_unheard_of=1"],
    ["sysctl -q net.ipv4.tcp_congestion_control=bbr", "sysctl net.ipv4.tcp_congestion_control=bbr"],
    ["nstat | grep -q TcpExtBeyondWindow", "shell command: nstat"],
  ] as const) {
    expect(readShell(text, linux)).toEqual([{ kind: "unsupported", feature }]);
  }
});

test("a count of connections is checked, not ignored", () => {
  const said = "sockstat -4 -P tcp -p 8080 -s | grep -c SYN_RCVD | grep 1";
  expect(readShell(said, freebsd)).toEqual([{ kind: "count", state: "SYN-RECEIVED", count: 1, said }]);
});

test("options", () => {
  expect(
    readFrame([
      { name: "tolerance_usecs", value: "10" },
      { name: "ip_version", value: "ipv6" },
    ]),
  ).toMatchObject({ tolerance: 10_000, ipv6: true });
  expect(readFrame([])).toMatchObject({ tolerance: 4_000_000, ipv6: false, mtu: 1500, strictSegments: false });
  expect(readFrame([{ name: "wire_server", value: null }])).toBe("--wire_server");
});
