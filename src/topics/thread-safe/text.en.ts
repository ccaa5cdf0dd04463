/** Thread-safe: what the learner reads, in English. The keys are those of `text.ko.ts`, and the compiler holds us to it. */
import type ko from "./text.ko.ts";

export default {
  ask: "What does thread-safe mean, and how do you design for it?",
  scenarios: {
    "singleton-counter": [
      "Singleton counter",
      "Two threads get the one object from getInstance() and count up its field, once each.",
    ],
    counter: [
      "Counter without a lock",
      "Threads count a shared cell up without a lock, once each. Counting up is a read and a write.",
    ],
    mutex: ["Counter inside a mutex", "Threads count up while they hold one and the same mutex."],
    "one-forgets-lock": [
      "One takes the lock, one does not",
      "One thread counts up under the lock, the other without it.",
    ],
    "two-locks-one-cell": ["Two different locks", "Both threads take a lock, but not the same one."],
    atomic: ["Atomic addition", "Counts up by fetch-and-add: read, add and write in one step."],
    "cas-loop": [
      "Compare-and-swap loop",
      "Repeats a compare-and-swap, which writes only if the value read is still there, until it succeeds.",
    ],
    "volatile-increment": [
      "Volatile counter",
      "The read alone and the write alone are atomic and seen at once; nothing ties them together.",
    ],
    "lazy-singleton": [
      "Lazy creation without a lock",
      "getInstance() makes the object when it is first called. There is no lock.",
    ],
    "lazy-singleton-locked": [
      "Lazy creation, whole method locked",
      "The same getInstance() with the whole method locked.",
    ],
    "check-then-put": ["Put if empty", "isEmpty and put each take the lock. The caller calls one after the other."],
    withdraw: ["Check the balance, then withdraw", "The balance is 100. Two threads each withdraw 100 if it is there."],
    transfer: [
      "The sum during a transfer",
      "Each account has a lock of its own. One thread moves 30 while the other adds up both.",
    ],
    immutable: ["Sharing what only is read", "Two threads only read values that never change."],
    confined: ["A slot for each thread", "Each thread adds twice, to its own slot only."],
    dcl: [
      "Double-checked locking",
      "Checks before and after taking the lock. Creation is two writes: the field, then the reference.",
    ],
    "store-buffer": ["Store buffering", "Two threads each set their own flag and then read the other's."],
    publish: [
      "Saying that it is ready",
      "One writes the value and then the flag; the other reads the flag and then the value.",
    ],
    "self-lock": [
      "Taking the lock one holds",
      "A function that holds the lock calls another that takes the same lock. The lock is not recursive.",
    ],
  },
  knobs: {
    threads: "how many threads",
    guard: "what guards the counter: nothing, a lock, an atomic operation, an object for each",
    whole: "one lock round check and act",
    lock: "one lock round check and change",
    "one-lock": "one lock for both accounts",
    writer: "one more thread, which writes",
    model: "memory model: sequential consistency (sc), stores seen late as on x86 (tso), stores reordered too (pso)",
    store: "how the flag is set: a plain store, a store and a fence, an atomic exchange",
    exchanged: "exchange the two writes, as a compiler may",
    "same-slot": "both threads use one slot",
  },
  claims: {
    "every-interleaving":
      "It means correct results under every interleaving, without extra synchronisation by the caller.",
    "unsynchronised-fails": "Read-modify-write such as counter++ is not atomic and can lose updates.",
    "mutual-exclusion":
      "Guard the code that changes shared state with one and the same lock, so that one thread at a time is in it.",
    "atomic-operations": "Simple updates can be made safe without locks by atomic operations or compare-and-swap.",
    "no-shared-mutable":
      "Best is not to share or not to change: immutable objects, local variables, thread-locals, statelessness.",
    "compound-action": "Check-then-act must be one critical section as a whole.",
    "safe-lazy-init":
      "Make lazy creation safe by locking the whole method or by creating the object eagerly, so that there is only one.",
    visibility: "Visibility matters too: the memory model decides when one thread sees what another wrote.",
    "double-checked": "Double-checked locking without volatile may expose a half-built object.",
    "reentrancy-differs":
      "Reentrant is not the same as thread-safe: a function made safe by a lock can hang when it calls itself again.",
    "singleton-is-safe": "Implementing it as a singleton makes it thread-safe.",
    "lazy-makes-one": "getInstance checks for null, so there is always exactly one instance.",
    "safe-parts-safe-whole": "If each method is thread-safe, calling them one after the other is too.",
    "volatile-is-atomic": "volatile makes counter++ safe.",
    "passed-tests-so-safe": "It gave the right result a million times, so it is thread-safe.",
  },
  reasons: {
    "every-interleaving":
      "This is a definition, which no run decides. It is the measure for the other claims: they are judged by running every order.",
    "unsynchronised-fails":
      "When another thread gets in between the read and the write, the first overwrites its update with a value worked out before.",
    "mutual-exclusion":
      "Nobody else gets in until the thread that holds the lock has read and written, so in every order all updates stay.",
    "atomic-operations":
      "Read, change and write are one step, so nothing gets in between. A compare-and-swap fails when the value has changed, and reads again.",
    "no-shared-mutable": "No two steps of different threads ever conflict, so the order makes no difference.",
    "compound-action":
      "When another thread gets in between check and act, what was checked is no longer true. One lock round both leaves no gap.",
    "safe-lazy-init":
      "With check and creation under one lock only one object is made. That guards the creation, not the state inside the object.",
    visibility:
      "A store goes into the thread's own store buffer first, and nobody else sees it until it reaches memory. A fence or an atomic operation empties the buffer.",
    "double-checked":
      "When the reference reaches memory before the field, a thread that passes the first check reads a field that still is 0. Sequential consistency and x86 do not do that; machines and compilers that reorder stores do.",
    "reentrancy-differs":
      "Whoever waits for a non-recursive lock that he holds himself waits for ever: nobody else can release it.",
    "singleton-is-safe":
      "One object means that all change that one together. In the order below it was counted up twice, and holds 1.",
    "lazy-makes-one":
      "Both threads see null, and then each makes an object: there is a gap between check and creation.",
    "safe-parts-safe-whole":
      "Each method is guarded by the lock, but between two calls the lock is free. That is where the other thread gets in.",
    "volatile-is-atomic":
      "volatile guards the read and the write, each alone. It does not tie the write to the read before it.",
    "passed-tests-so-safe":
      "As long as nobody gets in between, it comes out right however often it is run. Running every order finds the ones that lose an update.",
  },
  contrasts: {
    counterUnlocked: "counted up without a lock",
    withLock: "the increment under a lock",
    withAtomic: "atomic operation, 3 threads",
    oneForgets: "only one takes the lock",
    twoLocks: "two different locks",
    withVolatile: "only volatile",
    twoObjects: "an object for each thread",
    eagerField: "the counter of an eager singleton",
    lazyUnlocked: "lazy creation without a lock",
    lazyLocked: "the whole method locked",
    wholeLocked: "one lock round check and act",
    partsLocked: "check and act locked separately",
    withdrawUnlocked: "withdrawal without a lock",
    oneLockForBoth: "one lock for both accounts",
    withWriter: "one more thread, which writes",
    sameSlot: "both threads use one slot",
    inOrder: "under sequential consistency",
    onTso: "on a machine that keeps stores in order, such as x86 (TSO)",
    exchanged: "the two writes exchanged by a compiler (sequential consistency)",
    withFence: "a fence after the store",
    withSwap: "an atomic exchange in place of the store",
    asTestsRun: "only the default order, in which nobody gets in between",
    calledFromOutside: "called by two threads from outside",
  },
  followUps: {
    "q-singleton-schedule":
      "Show a schedule with the fewest switches in which two increments of a singleton counter give 1.",
    "q-two-instances":
      "Unlocked lazy singleton, two callers: in how many of the possible interleavings are two objects made?",
    "q-forgot-lock": "One thread locks, the other increments without: is it safe? How many interleavings go wrong?",
    "q-dcl-model":
      "Double-checked locking without volatile: under which of sequential consistency (sc), x86 (tso) and reordered stores (pso) does it break?",
    "q-store-buffer": "One thread sets x and reads y, the other sets y and reads x. Can both read 0 on x86?",
    "q-sum":
      "There is one lock for each account, and somebody adds up both during a transfer of 30. Which totals are possible?",
  },
  answers: {
    schedule:
      "Run {schedule}. The thread changes {switches} times, and fewer will not do. {failing} of {runs} interleavings go wrong.",
    models: "Only under {broken}. A half-built object is seen in {list}.",
    oneModel: "{failing} of {runs} under {model}",
    storeBuffer:
      "Yes: in {failing} of {runs} under TSO. Under sequential consistency in {failingSc} of {runsSc}, with a fence in {failingFence} of {runsFence}.",
    count: "{failing} of {runs}.",
    set: "One of {values}. All {runs} interleavings were run.",
  },
} satisfies typeof ko;
