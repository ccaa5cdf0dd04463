import { expect, test } from "vitest";
import { ms } from "../../engine/base/time.ts";
import { isErrno } from "../../engine/kernel/errno.ts";
import { endpoint } from "../../engine/kernel/net/demux.ts";
import { Topology } from "../../engine/kernel/net/topology.ts";
import { sys } from "../../engine/kernel/thread.ts";
import { linux } from "../../engine/protocols/tcp/profile.ts";
import { traceHash } from "../../engine/trace/hash.ts";
import { World } from "../../engine/world/world.ts";
import { type Recording, replay, Session } from "./session.ts";
import { Uplink } from "./uplink.ts";
import type { Wire } from "./wire.ts";

/** Two wires, each the far end of the other, as two devices on one cable. */
function cable(): [Wire, Wire] {
  const queues: [Uint8Array[], Uint8Array[]] = [[], []];
  const end = (own: 0 | 1): Wire => ({
    read: () => queues[own].shift() ?? null,
    write: (datagram) => queues[own === 0 ? 1 : 0].push(datagram.slice()) > 0,
    readable: (timeoutMs) =>
      new Promise((done) => setTimeout(done, queues[own].length > 0 ? 0 : Math.min(1, timeoutMs))),
    close() {},
  });
  return [end(0), end(1)];
}

const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31) % 251);

/** The client sends all bytes and closes; the server counts what it gets. */
function machine(role: "client" | "server") {
  const world = new World({ seed: role === "client" ? 1 : 2 });
  const host = new Topology(world).host(role);
  host.net.tcp.profile = linux;
  const [address, neighbour] = role === "client" ? ["10.7.0.1", "10.7.0.2"] : ["10.7.0.2", "10.7.0.1"];
  const uplink = new Uplink(world, host, {
    address,
    prefix: 24,
    neighbour,
    mtu: 1500,
    link: { loss: role === "client" ? 0.02 : 0, reorder: 0.02, reorderBy: ms(1) },
  });
  const outcome = { received: 0, right: true, done: false };
  if (role === "client")
    host.start("client", function* () {
      const fd = (yield* sys("socket", { type: "stream" })) as number;
      if (isErrno(yield* sys("connect", { fd, to: endpoint("10.7.0.2:80") }))) return -1;
      yield* sys("sendto", { fd, bytes });
      yield* sys("shutdown", { fd, how: "write" });
      yield* sys("recvfrom", { fd, max: 1 });
      yield* sys("close", { fd });
      outcome.done = true;
      return null;
    });
  else
    host.start("server", function* () {
      const listener = (yield* sys("socket", { type: "stream" })) as number;
      yield* sys("bind", { fd: listener, local: endpoint("*:80") });
      yield* sys("listen", { fd: listener, backlog: 1 });
      const accepted = yield* sys("accept", { fd: listener });
      if (isErrno(accepted)) return -1;
      for (;;) {
        const got = yield* sys("recvfrom", { fd: accepted.fd, max: 65_536 });
        if (isErrno(got) || got.bytes.length === 0) break;
        for (const [i, octet] of got.bytes.entries()) outcome.right &&= octet === bytes[outcome.received + i];
        outcome.received += got.bytes.length;
      }
      yield* sys("close", { fd: accepted.fd });
      outcome.done = true;
      return null;
    });
  return { world, uplink, outcome };
}

test("two live sessions talk, and each is seen again, event for event, from what it recorded", async () => {
  const wires = cable();
  const machines = [machine("client"), machine("server")] as const;
  const sessions = machines.map(({ world, uplink }, i) => new Session(world, uplink, wires[i]!));
  await Promise.all(sessions.map((session) => session.run(() => machines.every(({ outcome }) => outcome.done))));
  expect(machines[1].outcome).toEqual({ received: bytes.length, right: true, done: true });

  for (const [i, role] of (["client", "server"] as const).entries()) {
    const recording: Recording = sessions[i]!.recording;
    expect(recording.inputs.length).toBeGreaterThan(50);
    const again = machine(role);
    replay(again.world, again.uplink, recording);
    expect([role, traceHash(again.world.trace)]).toEqual([role, traceHash(machines[i]!.world.trace)]);
    expect(again.outcome).toEqual(machines[i]!.outcome);
  }
});

test("IPv6 to a host without it, and what is no datagram, do no harm", async () => {
  const [near, far] = cable();
  const { world, uplink, outcome } = machine("server");
  for (const datagram of [[], [0x60, 1, 2, 3], [0x45], [0x45, 0, 0xff, 0xff]]) far.write(Uint8Array.from(datagram));
  let looks = 0;
  const session = new Session(world, uplink, near);
  await session.run(() => ++looks > 8);
  expect(session.count).toMatchObject({ datagramsIn: 4, datagramsOut: 0 });
  expect(outcome.done).toBe(false);
});
