/** Synchronisation: what the learner reads, in English. The keys are those of `text.ko.ts`, and the compiler holds us to it. */
import type ko from "./text.ko.ts";

export default {
  ask: "Why is process or thread synchronisation needed, what must it satisfy, and which tools are there?",
  scenarios: {
    counter: ["Counter without synchronisation", "Two threads count a shared cell up without a lock, once each."],
    "mutex-counter": ["Counter inside a mutex", "Two threads count up while they hold one and the same mutex."],
    "flag-lock": ["A lock made of a plain variable", "Test the variable, then set it. Two threads try once each."],
    "flag-lock-spin": [
      "A plain variable, with waiting",
      "Waits until the variable is 0, sets it, and counts who is inside.",
    ],
    "test-and-set": ["Test-and-set", "Testing and setting are one atomic exchange."],
    peterson: [
      "Peterson's algorithm",
      "Two flags and a turn variable let one in at a time. Who would have to wait gives up.",
    ],
    "strict-alternation": ["Strict alternation", "They hand a turn variable over. A wants in once, B twice."],
    "tas-bypass": ["Overtaking a test-and-set lock", "Counts how often T1 goes in first while T0 waits."],
    "ticket-bypass": [
      "Overtaking a ticket lock",
      "They draw tickets and go in by number. Counts how often T1 goes in first while T0 waits.",
    ],
    "semaphore-as-mutex": ["A semaphore as a lock", "A semaphore round the increment of a counter."],
    "critical-section": [
      "Critical section",
      "Two threads enter what a mutex guards, and look whether both are inside.",
    ],
    "foreign-up": [
      "A lock released by a stranger",
      "Two threads use a lock; a third, which never took it, releases it once.",
    ],
    "two-permits": ["A semaphore of two", "Three threads use semaphore(2). Are three ever inside together?"],
    readers: ["Two readers", "Two readers enter a readers-writer lock. Are both inside together?"],
    "order-none": ["No order", "A writes and B reads. Nothing puts them in order."],
    "order-mutex": ["Only a mutex", "A's write and B's read are each under a mutex."],
    "order-semaphore": ["Order by a semaphore", "B waits until A has posted the semaphore."],
    rendezvous: ["Rendezvous", "Each waits until the other has arrived."],
    "condvar-if": [
      "Condition variable, checked with if",
      "A consumer waits when there is nothing, and does not look again when it wakes.",
    ],
    "condvar-while": [
      "Condition variable, checked with while",
      "A consumer looks again after waking whether there is something.",
    ],
    "lost-wakeup": ["Lost wake-up", "Tests ready outside the lock, then takes the lock and waits."],
    philosophers: [
      "Dining philosophers",
      "Each philosopher picks up two forks, one after the other, and puts them down.",
    ],
    "bounded-buffer": ["A buffer of one slot", "A producer and a consumer use two semaphores and a mutex."],
    "lock-order": ["Two locks", "Two threads take two locks in opposite orders."],
    "file-two-processes": [
      "Two processes and a file",
      "Two processes that share no memory read a balance of 10 from a file, add 5 and write it back.",
    ],
    "priority-inversion": [
      "Priority inversion",
      "H of high, M of middle and L of low priority share one CPU. H waits for a lock that L holds, and M computes without any lock.",
    ],
    "spin-or-sleep": [
      "Spin or sleep",
      "T2 waits for a lock that T1 holds, going round or asleep. What going to sleep and waking costs is a model: a knob.",
    ],
  },
  knobs: {
    model: "memory model: sequential consistency (sc), stores seen late as on x86 (tso), stores reordered too (pso)",
    fence: "a fence after the two stores",
    permits: "how many the semaphore lets in",
    lock: "what is used as a lock: a semaphore, or a mutex that checks its owner",
    sleep: "B sleeps for long before it reads",
    wrong: "wait before announcing oneself",
    pairs: "pairs of producer and consumer",
    spurious: "how many wake-ups without a signal a run may have",
    fixed: "test inside the lock, in a while loop",
    count: "how many philosophers",
    ordered: "everybody takes the lower-numbered fork first",
    right: "the semaphore first, then the mutex",
    same: "both threads take them in the same order",
    flock: "flock round reading and writing",
    inherit: "the holder of the lock inherits the priority of who waits for it",
    middle: "how long the middle priority computes (ms)",
    wait: "how one waits: spinning or sleeping",
    cpus: "how many CPUs",
    before: "how long T1 computes before it takes the lock (µs)",
    hold: "how long the lock is held (µs)",
    wake: "what going to sleep and waking costs (µs)",
  },
  claims: {
    "race-is-why": "It is needed because concurrent updates of shared data make the result depend on timing.",
    "one-at-a-time": "The base is mutual exclusion: only one at a time in the critical section.",
    "three-conditions": "A solution must give mutual exclusion, progress and bounded waiting.",
    "mutex-and-semaphore":
      "A mutex is owned and unlocked by its locker; a semaphore is a counter of k permits that anybody may post.",
    ordering: "Synchronisation also means ordering: B only after A.",
    "recheck-in-loop": "After waking from a condition variable the condition must be checked again, in a loop.",
    "needs-atomic-instruction":
      "The lock itself needs an atomic instruction such as test-and-set or compare-and-swap; a plain variable will not do.",
    deadlock:
      "Deadlock needs mutual exclusion, hold and wait, no preemption and a circular wait; a fixed lock order breaks the circle.",
    "priority-inversion":
      "A low-priority lock holder pushed aside by middle priority delays the high one without bound; priority inheritance helps.",
    "spin-or-sleep": "Spin for very short holds on several cores; sleep for long holds or on one core.",
    "memory-order":
      "An algorithm of plain variables such as Peterson's is right under sequential consistency but breaks with store buffers unless a barrier is added.",
    "only-one-process": "Synchronisation means that only one process may access a resource.",
    "binary-semaphore-is-mutex": "A binary semaphore is the same as a mutex.",
    "if-is-enough": "A signalled thread may rely on the condition, so checking once with if is enough.",
    "sleep-orders": "A sleep puts things in order, so it synchronises.",
    "processes-only": "Synchronisation concerns processes only, and without shared memory it is not needed.",
    "more-locks-safer": "The more locks, the safer.",
  },
  reasons: {
    "race-is-why":
      "When both have read 10, the later writer overwrites the other's update: the balance is 15 where it should be 20.",
    "one-at-a-time":
      "With one inside at a time nobody gets between reading and writing, so in every order all updates stay.",
    "three-conditions":
      "With a ticket lock, who comes later gets ahead of a waiting thread once at most. Strict alternation stops when the other does not come (no progress); with test-and-set one can be overtaken without end (no bounded waiting).",
    "mutex-and-semaphore":
      "In no order are three inside semaphore(2). A semaphore does not ask who posts; a mutex that checks its owner refuses a stranger's unlock with EPERM.",
    ordering:
      "B's down on semaphore(0) goes on only after A's up. A mutex keeps them apart but does not say who is first.",
    "recheck-in-loop":
      "Between the signal and taking the lock again another consumer may come first, and a thread may wake without a signal. With while it looks again and waits again.",
    "needs-atomic-instruction":
      "When testing and setting are two steps, the other sees 0 in between. When they are one step, only one of the two sees 0.",
    deadlock:
      "When all hold their left fork and wait for the right one, there is a circle. When all take the lower number first, there can be none.",
    "priority-inversion":
      "H waits for a lock that L holds, and M keeps L from the CPU: so H waits as long as M cares to compute. With inheritance L runs at H's priority and gives the lock back first.",
    "spin-or-sleep":
      "On one CPU the holder cannot run while the other spins, so a quantum is thrown away. On two, with a lock that is free in a moment, going to sleep and waking costs more than the wait.",
    "memory-order":
      "While the flags are still in the store buffers, each reads the other's flag as 0. A fence after the two stores takes them to memory first.",
    "only-one-process":
      "It is right where a resource that is written is guarded by a mutex. But readers may be inside together, and synchronisation that only orders excludes nobody.",
    "binary-semaphore-is-mutex":
      "A semaphore accepts an up from a thread that never did down. Then one is inside and another comes in. A mutex refuses.",
    "if-is-enough":
      "Before the first consumer has the lock again, the second comes in and takes the item. Who does not look again takes from an empty buffer.",
    "sleep-orders":
      "A sleep orders nothing: when A is held up for longer than B sleeps, B reads first. The set of possible orders stays the same.",
    "processes-only":
      "Updates get lost through a shared file without any shared memory, and between threads of one process just as well.",
    "more-locks-safer":
      "Who waits for a semaphore while holding the mutex keeps out the one that would post it. More locks are more ways to wait for each other.",
  },
  conditions: {
    exclusive: "where a mutex guards a resource that is written",
    shared: "where two only read",
  },
  contrasts: {
    threads: "two threads and a shared counter in place of the file",
    withFlock: "with flock",
    testAndSet: "one try each with test-and-set",
    plainFlag: "test and set of a plain variable",
    plainFlagSpin: "a plain variable, waiting until it is 0",
    twoPermits: "the semaphore lets two in",
    noProgress: "strict alternation: stops for ever",
    unbounded: "test-and-set spin lock: overtaken more than once",
    foreignUp: "a stranger posts the semaphore: two inside",
    foreignUnlock: "a stranger unlocks the mutex: EPERM",
    noTool: "without any tool",
    onlyMutex: "with a mutex only",
    wrongWay: "waiting before announcing",
    withIf: "checked once, with if",
    withIfSpurious: "if, one wake-up without a signal",
    lostWakeup: "tested outside the lock: the signal is lost",
    testedInside: "tested inside the lock, in a while loop",
    petersonInOrder: "Peterson under sequential consistency",
    petersonFence: "Peterson under TSO with a fence",
    leftFirst3: "left fork first, 3 philosophers",
    leftFirst5: "left fork first, 5 philosophers",
    withWhile: "checked again, with while",
    withSemaphore: "waiting on a semaphore",
    semaphoreFirst: "the semaphore first",
    sameOrder: "both locks in the same order",
  },
  followUps: {
    "q-flag": "A lock tests a flag, then sets it. In how many interleavings of two threads do both get in?",
    "q-philosophers":
      "Five philosophers, left fork first: how many lock steps to the shortest deadlock? And is one possible when the lower number comes first?",
    "q-if-while":
      "Two consumers (T0, T1), two producers (T2, T3), waiting under if: make a schedule that takes from an empty buffer. With while, how many fail?",
    "q-lost-wakeup": "ready is tested outside the lock, then wait: give the schedule that hangs for ever.",
    "q-inversion":
      "Priority inversion: in which ms does the high one end without and with inheritance? And if the middle one takes 100 ms? Give the four numbers in this order.",
    "q-foreign-up":
      "A binary semaphore used as a lock gets one stray up: can two be inside together? And with a mutex?",
  },
  answers: {
    count: "{failing} of {runs}.",
    schedule:
      "{schedule}. The thread changes {switches} times, and fewer will not do. {failing} of {runs} interleavings go wrong; corrected, {otherFailing} of {otherRuns}.",
    philosophers:
      "{steps} lock steps: each takes the left fork, with {switches} switches. {failing} of {runs} interleavings deadlock; with the lower number first, {orderedFailing} of {orderedRuns}.",
    inversion:
      "With 10 ms in the middle it ends at {none} ms without and {inherited} ms with inheritance; with 100 ms at {noneLong} and {inheritedLong} ms. Inheritance bounds the wait by the critical section.",
    foreignUp:
      "With the semaphore two are inside in {failing} of {runs}. The mutex refuses with EPERM: {mutexFailing} of {mutexRuns}.",
  },
} satisfies typeof ko;
