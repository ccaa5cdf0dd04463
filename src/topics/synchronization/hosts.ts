/** What runs on the hosts of this topic, where CPUs take time: three threads of three priorities, and two ways of waiting for a lock. */
import { ms, us } from "../../engine/base/time.ts";
import { Host } from "../../engine/kernel/host.ts";
import { spinLock, spinUnlock } from "../../engine/kernel/sync/spinlock.ts";
import { sys, type Thread } from "../../engine/kernel/thread.ts";
import type { World } from "../../engine/world/world.ts";
import { flagKnob, type Knobs, numberKnob, optionKnob } from "../../lab/scenario.ts";

/** H is thread 0, M thread 1, L thread 2; L comes at 0, H at 2, M at 3 ms. */
export function priorityInversion(world: World, knobs: Knobs): void {
  const host = new Host(world, "machine", { scheduler: { policy: "priority" } });
  host.makeLock("m", { protocol: flagKnob(knobs, "inherit") ? "inherit" : "none" });
  function* locked(before: number, inside: number, after: number): Thread<null> {
    yield* sys("compute", { for: ms(before) });
    yield* sys("lock", { lock: "m" });
    yield* sys("compute", { for: ms(inside) });
    yield* sys("unlock", { lock: "m" });
    if (after > 0) yield* sys("compute", { for: ms(after) });
    return null;
  }
  function* late(by: number, body: () => Thread<null>): Thread<null> {
    yield* sys("sleep", { for: ms(by) });
    return yield* body();
  }
  function* busy(): Thread<null> {
    yield* sys("compute", { for: ms(numberKnob(knobs, "middle")) });
    return null;
  }
  host.start("H", () => late(2, () => locked(1, 2, 0)), { priority: 3 });
  host.start("M", () => late(3, busy), { priority: 2 });
  host.start("L", () => locked(1, 4, 1), { priority: 1 });
}

/**
 * T1 computes and takes the lock; T2 wants it from the start. Who sleeps pays `wake` for going to sleep and waking up, beside the wait itself;
 * who spins looks at the lock again and again, each look taking a part of the hold.
 */
export function spinOrSleep(world: World, knobs: Knobs): void {
  const spins = optionKnob(knobs, "wait") === "spin";
  const hold = numberKnob(knobs, "hold");
  const look = us(Math.max(1, Math.min(100, Math.floor(hold / 2))));
  const host = new Host(world, "machine", {
    cpus: numberKnob(knobs, "cpus"),
    scheduler: { policy: "rr", quantum: ms(10) },
  });
  host.makeCell("held", 0);
  host.makeLock("m");
  function* lock(): Thread<void> {
    if (spins) return yield* spinLock("held", look);
    if ((yield* sys("tryLock", { lock: "m" })) !== "EBUSY") return;
    yield* sys("compute", { for: us(numberKnob(knobs, "wake")) });
    yield* sys("lock", { lock: "m" });
  }
  function* body(before: number): Thread<null> {
    if (before > 0) yield* sys("compute", { for: us(before) });
    yield* lock();
    yield* sys("compute", { for: us(hold) });
    if (spins) yield* spinUnlock("held");
    else yield* sys("unlock", { lock: "m" });
    return null;
  }
  host.start("T1", () => body(numberKnob(knobs, "before")));
  host.start("T2", () => body(0));
}
