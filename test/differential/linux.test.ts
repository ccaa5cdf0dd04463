/**
 * Our TCP against Linux's, over both versions of IP, over a TUN device in a network namespace of the test's own, as client and as server. What a connection
 * carries is checked octet by octet; losses are made at our side of the wire.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ms } from "../../src/engine/base/time.ts";
import { type Errno, isErrno } from "../../src/engine/kernel/errno.ts";
import { endpoint } from "../../src/engine/kernel/net/demux.ts";
import { Topology } from "../../src/engine/kernel/net/topology.ts";
import { sys, type Thread } from "../../src/engine/kernel/thread.ts";
import { linux, type Profile, rfc } from "../../src/engine/protocols/tcp/profile.ts";
import { traceHash } from "../../src/engine/trace/hash.ts";
import { ipv6 } from "../../src/engine/wire/ipv6-address.ts";
import { World } from "../../src/engine/world/world.ts";
import { replay, Session } from "../../src/shells/uplink/session.ts";
import { Uplink } from "../../src/shells/uplink/uplink.ts";
import {
  type KernelSide,
  kernelAddress,
  kernelAddress6,
  Namespace,
  networkPrefix,
  networkPrefix6,
  vivaAddress,
  vivaAddress6,
  whyNoNamespace,
} from "./namespace.ts";
import { isPattern, patternAt } from "./pattern.mjs";

const why = await whyNoNamespace();
if (why !== null) console.log(`SKIPPED: TCP beside Linux's: ${why}`);

interface Given {
  readonly profile: Profile;
  readonly loss?: number;
  /** "all" also records what comes in, for a replay. */
  readonly trace?: "all" | "off";
  /** Of IP; 4 unless said. */
  readonly version?: Version;
}

type Version = 4 | 6;

/** Another for each session: ports and sequence numbers follow from it. */
let seed = 100;

/** A host at the wire, and its programs: the session ends when all of them have. */
class Machine {
  readonly world: World;
  readonly uplink: Uplink;
  readonly host: ReturnType<Topology["host"]>;
  readonly version: Version;
  running = 0;

  constructor(given: Given, seed: number) {
    this.world = new World({ seed, trace: given.trace ?? "off" });
    const host = new Topology(this.world).host("viva");
    host.net.tcp.profile = given.profile;
    this.host = host;
    this.version = given.version ?? 4;
    const addresses = { address: vivaAddress, prefix: networkPrefix, neighbour: kernelAddress };
    const ipv6 = { address: vivaAddress6, prefix: networkPrefix6, neighbour: kernelAddress6 };
    this.uplink = new Uplink(this.world, host, { ...addresses, ipv6, mtu: 1500, link: { loss: given.loss ?? 0 } });
  }

  /** Keeps the session alive until the kernel's side has given its answer: a last segment may still have to be sent again. */
  async outlive(start: Promise<KernelSide>): Promise<Record<string, unknown>> {
    this.running++;
    try {
      return await (await start).outcome;
    } finally {
      this.running--;
    }
  }

  start(body: () => Thread<void>): void {
    this.running++;
    const machine = this;
    this.host.start("program", function* () {
      yield* body();
      machine.running--;
      return null;
    });
  }
}

interface Outcome {
  received: number;
  right: boolean;
  error: Errno | null;
}
const nothingYet = (): Outcome => ({ received: 0, right: true, error: null });

const familyOf = (version: Version) => (version === 6 ? "inet6" : "inet");

/** A connected socket, or why there is none. */
function* connectTo(port: number, version: Version): Thread<number | Errno> {
  const fd = (yield* sys("socket", { type: "stream", family: familyOf(version) })) as number;
  const to = version === 6 ? endpoint(`[${kernelAddress6}]:${port}`) : endpoint(`${kernelAddress}:${port}`);
  return (yield* sys("connect", { fd, to })) ?? fd;
}

function* listenOn(port: number, receiveBuffer?: number, version: Version = 4): Thread<number> {
  const fd = (yield* sys("socket", { type: "stream", family: familyOf(version) })) as number;
  if (receiveBuffer !== undefined)
    yield* sys("setsockopt", { fd, option: { name: "receiveBuffer", value: receiveBuffer } });
  yield* sys("bind", { fd, local: version === 6 ? endpoint(`[::]:${port}`) : endpoint(`*:${port}`) });
  yield* sys("listen", { fd, backlog: 512 });
  return fd;
}

function* acceptOn(listener: number): Thread<number> {
  const accepted = yield* sys("accept", { fd: listener });
  return isErrno(accepted) ? -1 : accepted.fd;
}

/** Sends so many octets of the pattern and closes this half. */
function* sendPattern(fd: number, bytes: number): Thread<void> {
  for (let at = 0; at < bytes; ) {
    const sent = yield* sys("sendto", { fd, bytes: patternAt(at, Math.min(65_521, bytes - at)) });
    if (isErrno(sent)) return;
    at += sent;
  }
  yield* sys("shutdown", { fd, how: "write" });
}

/** Reads to the end of the stream, or to an error. */
function* receivePattern(fd: number, outcome: Outcome): Thread<void> {
  for (;;) {
    const got = yield* sys("recvfrom", { fd, max: 262_144 });
    if (isErrno(got)) outcome.error = got;
    if (isErrno(got) || got.bytes.length === 0) return;
    outcome.right &&= isPattern(got.bytes, outcome.received);
    outcome.received += got.bytes.length;
  }
}

/** Connects, sends and receives at the same time, and closes. */
function exchange(machine: Machine, port: number, bytes: number, outcome: Outcome): void {
  machine.start(function* () {
    const fd = yield* connectTo(port, machine.version);
    if (isErrno(fd)) {
      outcome.error = fd;
      return;
    }
    const sender = yield* sys("spawn", {
      name: "sender",
      *body() {
        yield* sendPattern(fd, bytes);
        return null;
      },
    });
    yield* receivePattern(fd, outcome);
    yield* sys("join", { thread: sender });
    yield* sys("close", { fd });
  });
}

/** Accepts so many connections, and sends back on each what comes, to its end. */
function echo(machine: Machine, port: number, connections: number): void {
  machine.start(function* () {
    const listener = yield* listenOn(port, undefined, machine.version);
    for (let n = 0; n < connections; n++) {
      const fd = yield* acceptOn(listener);
      machine.running++;
      yield* sys("spawn", {
        name: "echo",
        *body() {
          for (;;) {
            const got = yield* sys("recvfrom", { fd, max: 262_144 });
            if (isErrno(got) || got.bytes.length === 0) break;
            if (isErrno(yield* sys("sendto", { fd, bytes: got.bytes }))) break;
          }
          yield* sys("close", { fd });
          machine.running--;
          return null;
        },
      });
    }
    yield* sys("close", { fd: listener });
  });
}

describe.skipIf(why !== null)("our TCP against Linux's", () => {
  let space: Namespace;
  beforeAll(async () => {
    space = await Namespace.make();
  });
  afterAll(() => space?.remove());

  /** Runs programs on our host until all have ended, and a little longer, for the last acknowledgments. */
  async function live(machine: Machine, record = false): Promise<Session> {
    const session = new Session(machine.world, machine.uplink, space.wire, { record });
    await session.run(() => machine.running === 0);
    const until = performance.now() + 50;
    await session.run(() => performance.now() > until);
    return session;
  }

  const MB = 1_000_000;
  // 100 MB at 5 % loss are half a minute of recoveries, and more beside other tests.
  const patient = { timeout: 300_000 };
  describe.each([
    { profile: linux, loss: 0, bytes: 100 * MB },
    { profile: rfc, loss: 0, bytes: 20 * MB },
    { profile: linux, loss: 0.01, bytes: 100 * MB },
    { profile: rfc, loss: 0.01, bytes: 1 * MB },
    { profile: linux, loss: 0.05, bytes: 100 * MB },
    { profile: rfc, loss: 0.05, bytes: 0.1 * MB },
  ])("$bytes octets there and at the same time back, profile $profile.name, loss $loss", ({ bytes, ...given }) => {
    const report = (role: string, began: number, { count }: Session): void => {
      const took = (performance.now() - began) / 1000;
      const rate = (bytes / MB / took).toFixed(1);
      const hold = (count.longestHold / 1e6).toFixed(1);
      console.log(
        `${role}, ${given.profile.name}, loss ${given.loss}: ${bytes / MB} MB each way in ${took.toFixed(2)} s, ${rate} MB/s each way; ` +
          `${count.datagramsIn} in, ${count.datagramsOut} out, ${count.refused} refused; event loop held ${hold} ms at most`,
      );
    };

    test("as client", patient, async () => {
      const kernel = await space.start("echo", 7001);
      const outcome = nothingYet();
      const machine = new Machine(given, ++seed);
      exchange(machine, 7001, bytes, outcome);
      const began = performance.now();
      report("client", began, await live(machine));
      await kernel.stop();
      expect(outcome).toEqual({ received: bytes, right: true, error: null });
    });

    test("as server", patient, async () => {
      const machine = new Machine(given, ++seed);
      echo(machine, 7002, 1);
      const kernel = machine.outlive(space.start("send", vivaAddress, 7002, bytes, 1));
      const began = performance.now();
      report("server", began, await live(machine));
      expect(await kernel).toEqual({ right: 1, errors: [] });
    });
  });

  describe("over IPv6", () => {
    test.each([
      { profile: linux, loss: 0, bytes: 20 * MB },
      { profile: rfc, loss: 0, bytes: 5 * MB },
      { profile: linux, loss: 0.01, bytes: 10 * MB },
      { profile: rfc, loss: 0.01, bytes: 0.5 * MB },
      { profile: linux, loss: 0.05, bytes: 5 * MB },
      { profile: rfc, loss: 0.05, bytes: 0.1 * MB },
    ])(
      "$bytes octets there and back, as client and as server, profile $profile.name, loss $loss",
      patient,
      async ({ bytes, ...rest }) => {
        if (!space.hasIpv6) return console.log("SKIPPED: IPv6 beside Linux's: it is turned off here");
        const given = { ...rest, version: 6 } as const;
        const echoing = await space.start("echo", 7101);
        const outcome = nothingYet();
        const client = new Machine(given, ++seed);
        exchange(client, 7101, bytes, outcome);
        await live(client);
        await echoing.stop();
        expect(outcome).toEqual({ received: bytes, right: true, error: null });
        const server = new Machine(given, ++seed);
        echo(server, 7102, 1);
        const kernel = server.outlive(space.start("send", vivaAddress6, 7102, bytes, 1));
        await live(server);
        expect(await kernel).toEqual({ right: 1, errors: [] });
      },
    );

    test("nobody listens: ECONNREFUSED on either side", async () => {
      if (!space.hasIpv6) return;
      const machine = new Machine({ profile: linux, version: 6 }, ++seed);
      const outcome = nothingYet();
      exchange(machine, 7199, 1, outcome);
      const kernel = machine.outlive(space.start("outcome", vivaAddress6, 7198, 1));
      await live(machine);
      expect([outcome.error, await kernel]).toEqual(["ECONNREFUSED", { error: "ECONNREFUSED", received: 0 }]);
    });

    test.each([56, 1_400, 5_000])(
      "pings of %i octets are answered both ways, in fragments where they must be",
      async (bytes) => {
        if (!space.hasIpv6) return;
        const machine = new Machine({ profile: linux, version: 6, trace: "all" }, ++seed);
        const answers: string[] = [];
        machine.running++;
        const data = patternAt(0, bytes);
        for (let sequence = 1; sequence <= 5; sequence++) {
          machine.host.net.icmp6.ping({ to: ipv6(kernelAddress6), identifier: 7, sequence, data }, (answer) => {
            answers.push(answer.kind === "reply" && isPattern(answer.data, 0) ? "right" : answer.kind);
          });
        }
        const asked = space.ping(vivaAddress6, 5, bytes).finally(() => machine.running--);
        await live(machine);
        expect(answers).toEqual(Array(5).fill("right"));
        const answered = await asked;
        if (answered === null) console.log("SKIPPED: pings from the kernel: ping is not installed");
        else expect(answered).toBe(5);
      },
    );
  });

  describe.each([{ profile: linux }, { profile: rfc }])("profile $profile.name", (given) => {
    test("200 connections at once, from the kernel", async () => {
      const machine = new Machine(given, ++seed);
      echo(machine, 7003, 200);
      const kernel = machine.outlive(space.start("send", vivaAddress, 7003, 1_000, 200));
      await live(machine);
      expect(await kernel).toEqual({ right: 200, errors: [] });
    });

    test("200 connections at once, to the kernel", async () => {
      const kernel = await space.start("echo", 7004);
      const machine = new Machine(given, ++seed);
      const outcomes = Array.from({ length: 200 }, nothingYet);
      for (const outcome of outcomes) exchange(machine, 7004, 1_000, outcome);
      await live(machine);
      await kernel.stop();
      expect(outcomes).toEqual(outcomes.map(() => ({ received: 1_000, right: true, error: null })));
    });

    test("nobody listens at the kernel's side: ECONNREFUSED here", async () => {
      const machine = new Machine(given, ++seed);
      const outcome = nothingYet();
      exchange(machine, 7999, 1, outcome);
      await live(machine);
      expect(outcome.error).toBe("ECONNREFUSED");
    });

    test("nobody listens here: ECONNREFUSED at the kernel's side", async () => {
      const machine = new Machine(given, ++seed);
      const kernel = machine.outlive(space.start("outcome", vivaAddress, 7999, 1));
      await live(machine);
      expect(await kernel).toEqual({ error: "ECONNREFUSED", received: 0 });
    });

    test("a reset from the kernel is ECONNRESET here", async () => {
      const kernel = await space.start("reset", 7005);
      const machine = new Machine(given, ++seed);
      const outcome = nothingYet();
      exchange(machine, 7005, 100, outcome);
      await live(machine);
      await kernel.outcome;
      expect(outcome).toEqual({ received: 0, right: true, error: "ECONNRESET" });
    });

    test("a reset from here (SO_LINGER 0) is ECONNRESET at the kernel's side", async () => {
      const machine = new Machine(given, ++seed);
      machine.start(function* () {
        const listener = yield* listenOn(7006);
        const fd = yield* acceptOn(listener);
        yield* sys("recvfrom", { fd, max: 1 });
        yield* sys("setsockopt", { fd, option: { name: "linger", value: 0 } });
        yield* sys("close", { fd });
        yield* sys("close", { fd: listener });
      });
      const kernel = machine.outlive(space.start("outcome", vivaAddress, 7006, 100_000));
      await live(machine);
      expect(await kernel).toEqual({ error: "ECONNRESET", received: 0 });
    });

    test("we close our half; the kernel answers only then, and all of it arrives", async () => {
      const kernel = await space.start("answerAtEnd", 7007, 500_000);
      const machine = new Machine(given, ++seed);
      const outcome = nothingYet();
      exchange(machine, 7007, 300_000, outcome);
      await live(machine);
      expect(await kernel.outcome).toEqual({ received: 300_000, right: true });
      expect(outcome).toEqual({ received: 500_000, right: true, error: null });
    });

    test("the kernel closes its half; we answer only then, and all of it arrives", async () => {
      const machine = new Machine(given, ++seed);
      const outcome = nothingYet();
      machine.start(function* () {
        const listener = yield* listenOn(7008);
        const fd = yield* acceptOn(listener);
        yield* receivePattern(fd, outcome);
        yield* sendPattern(fd, 300_000);
        yield* sys("close", { fd });
        yield* sys("close", { fd: listener });
      });
      const kernel = machine.outlive(space.start("send", vivaAddress, 7008, 300_000, 1));
      await live(machine);
      expect(await kernel).toEqual({ right: 1, errors: [] });
      expect(outcome).toEqual({ received: 300_000, right: true, error: null });
    });

    test("a kernel program that does not read: the window closes, and opens again without a loss", async () => {
      const kernel = await space.start("slow", 7009, 1_500);
      const machine = new Machine(given, ++seed);
      const outcome = nothingYet();
      exchange(machine, 7009, 20 * MB, outcome);
      await live(machine);
      expect(await kernel.outcome).toEqual({ received: 20 * MB, right: true });
    });

    test("a program here that does not read: the same", async () => {
      const machine = new Machine(given, ++seed);
      const outcome = nothingYet();
      machine.start(function* () {
        const listener = yield* listenOn(7010, 20_000);
        const fd = yield* acceptOn(listener);
        yield* sys("sleep", { for: ms(1_500) });
        yield* receivePattern(fd, outcome);
        yield* sendPattern(fd, 300_000);
        yield* sys("close", { fd });
        yield* sys("close", { fd: listener });
      });
      const kernel = machine.outlive(space.start("send", vivaAddress, 7010, 300_000, 1));
      await live(machine);
      expect(await kernel).toEqual({ right: 1, errors: [] });
      expect(outcome).toEqual({ received: 300_000, right: true, error: null });
    });

    test("a session with the kernel can be seen again: the same trace, from what came in", async () => {
      const kernel = await space.start("echo", 7011);
      const recorded = { ...given, loss: 0.02, trace: "all" } as const;
      const own = ++seed;
      const machine = new Machine(recorded, own);
      const outcome = nothingYet();
      exchange(machine, 7011, 200_000, outcome);
      const { recording } = await live(machine, true);
      await kernel.stop();
      const again = new Machine(recorded, own);
      const outcomeAgain = nothingYet();
      exchange(again, 7011, 200_000, outcomeAgain);
      replay(again.world, again.uplink, recording);
      expect(traceHash(again.world.trace)).toBe(traceHash(machine.world.trace));
      expect(outcomeAgain).toEqual({ received: 200_000, right: true, error: null });
    });
  });
});
