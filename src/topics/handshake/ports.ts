/**
 * A client that opens connection after connection to the same server, at a steady rate, until it has no port left or its time is over. Each
 * is as short as can be: ten bytes there, ten back, and closed. Runs are long, so what they keep is little (`Scenario.keeps`).
 */
import { ms, ns, seconds } from "../../engine/base/time.ts";
import { isErrno } from "../../engine/kernel/errno.ts";
import type { Fd } from "../../engine/kernel/files/descriptors.ts";
import { endpoint } from "../../engine/kernel/net/demux.ts";
import { Topology } from "../../engine/kernel/net/topology.ts";
import { sys, type Thread, type ThreadResult } from "../../engine/kernel/thread.ts";
import { rfc } from "../../engine/protocols/tcp/profile.ts";
import { ipv4 } from "../../engine/wire/ipv4-address.ts";
import type { World } from "../../engine/world/world.ts";
import { listening, readBytes, serverPort } from "./programs.ts";

export interface Rush {
  /** Connections a second, and for how many seconds. */
  readonly rate: number;
  readonly forSeconds: number;
  readonly timeWaitSeconds: number;
  readonly first: "client" | "server";
  /** Addresses of the server, used in turn. */
  readonly servers: number;
  /** How many of the client's ports may be used, the first of Linux's range. */
  readonly ports: number;
}

/** Linux: net.ipv4.ip_local_port_range. */
export const ephemeral = { first: 32_768, last: 60_999 } as const;

export function buildRush(world: World, rush: Rush): void {
  const net = new Topology(world, { neighbours: "known" });
  const [near, far] = [net.host("client"), net.host("server")];
  net.link(near, far, { name: "link", addresses: ["10.0.0.1/16", "10.0.1.1/16"], latency: ms(50) });
  const [there] = far.net.ip.nics;
  for (let n = 2; n <= rush.servers; n++) {
    far.net.addAddress(there!, ipv4(`10.0.1.${n}`), 16);
    near.net.ip.nics[0]!.arp.addStatic(ipv4(`10.0.1.${n}`), there!.mac);
  }
  for (const { net: stack } of [near, far]) stack.tcp.profile = { ...rfc, msl: ms(rush.timeWaitSeconds * 500) };
  near.net.tcp.demux.ephemeral = { first: ephemeral.first, last: ephemeral.first + rush.ports - 1 };
  const servers = Array.from({ length: rush.servers }, (_, n) => endpoint(`10.0.1.${1 + n}:${serverPort}`));

  far.start("server", function* () {
    const listener = yield* listening(serverPort, 1024);
    for (;;) {
      const got = yield* sys("accept", { fd: listener });
      if (isErrno(got)) return null;
      yield* sys("spawn", { name: "connection", body: () => answer(got.fd, rush.first) });
    }
  });

  let outOfPorts = false;
  near.start("client", function* () {
    const connections = rush.rate * rush.forSeconds;
    for (let n = 0; n < connections; n++) {
      const to = servers[n % rush.servers]!;
      yield* sys("spawn", {
        name: "connection",
        *body() {
          const fd = (yield* sys("socket", { type: "stream" })) as Fd;
          if (yield* sys("connect", { fd, to })) {
            outOfPorts = true;
            return -1;
          }
          yield* sys("sendto", { fd, bytes: new Uint8Array(10) });
          yield* readBytes(fd, rush.first === "client" ? 10 : null);
          yield* sys("close", { fd });
          return null;
        },
      });
      // The n-th begins at n / rate; rounded each for itself, so that nothing adds up.
      yield* sys("sleep", { for: ns(beginning(n + 1, rush.rate) - beginning(n, rush.rate)) });
      if (outOfPorts) return n;
    }
    return connections;
  });
}

/** Nanoseconds. */
const beginning = (n: number, rate: number): number => Math.floor((n * seconds(1)) / rate);

function* answer(fd: Fd, first: Rush["first"]): Thread<ThreadResult> {
  yield* readBytes(fd, 10);
  yield* sys("sendto", { fd, bytes: new Uint8Array(10) });
  if (first === "client") yield* readBytes(fd, null);
  yield* sys("close", { fd });
  return null;
}
