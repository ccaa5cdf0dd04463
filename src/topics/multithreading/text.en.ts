/** Multithreading: what a learner reads, in English. Keys are those of the Korean (`text.ko.ts`). */
import type ko from "./text.ko.ts";

export default {
  ask: "Explain the benefits and drawbacks of multithreading, and when more threads do not help.",
  scenarios: {
    "inc-2x1": ["Once each", "Two threads increment a shared counter once."],
    "inc-2x2": ["Twice each", "Two threads increment a shared counter twice."],
    "inc-2x3": ["Three times each", "Two threads increment a shared counter three times."],
    "inc-2x5": ["Five times each", "Two threads increment a shared counter five times."],
    "inc-3x1": ["Three threads, once each", "Three threads increment a shared counter once."],
    locals: [
      "Sums in locals",
      "Each thread adds up in a local variable. All that is shared is one read of a constant.",
    ],
    "where-it-lives": [
      "Where the variable lies",
      "The variable of one increment each lies on the heap, in the data segment, on main's stack, in a file.",
    ],
    "file-position": ["A shared file position", "Two threads read the position, write there, and move it on."],
    "lock-order": ["Locks in opposite order", "Two threads take two locks, each in the other's order."],
    "gil-counter": [
      "A counter under a GIL",
      "The interpreter may hand its lock over between LOAD and STORE; two threads increment twice.",
    ],
    memory: [
      "Memory of workers",
      "Workers with 10 MiB of code, 50 of data and a stack of 1 each: as threads, as processes started apart, by fork. A page counts as 1 MiB.",
    ],
    amdahl: [
      "The part that cannot be divided",
      "Of 1000 ms one thread does the first part alone; the rest is divided evenly, a core for each thread.",
    ],
    gil: [
      "The GIL and four jobs",
      "Four jobs of 100 ms on four cores: threads with a GIL, threads without, processes.",
    ],
    responsive: ["A click while computing", "A click that takes 1 ms comes while 300 ms are computed on one CPU."],
    "io-pool": ["A pool that serves requests", "Four cores; each request computes 10 ms and waits 90."],
    oversubscribe: ["More threads than cores", "Threads share 800 ms of work on two cores; a switch costs 0.1 ms."],
    "lock-share": ["Threads that share a lock", "A thread a core: 100 times 3 ms by itself and 1 ms inside the lock."],
  },
  knobs: {
    guard: "what guards the counter: nothing, a mutex, an atomic operation",
    shared: "share the sum too",
    place: "where the variable lies",
    atomic: "move the position atomically",
    "same-order": "both threads take them in one order",
    parts: "how the workers are made",
    workers: "how many workers",
    serial: "the part that cannot be divided, in ms",
    threads: "how many threads",
    how: "how it is run",
    work: "the job: computing (cpu) or waiting (io)",
    click: "when the click comes, in ms",
  },
  claims: {
    "shared-economy": "Several threads in one process share code, data and heap, so these are not created again.",
    "less-memory-than-processes": "It needs less memory than several processes.",
    parallel: "With several cores independent work really runs in parallel.",
    responsive: "Moving long work to another thread keeps the interface responsive.",
    race: "Threads that update shared data without synchronisation race and can get a wrong result.",
    "all-shared-places": "Not only the heap: globals, statics, escaped stack addresses and files need care too.",
    "locals-safe": "Code that uses only its own locals needs no synchronisation.",
    "deadlock-risk": "With two or more locks taken in different orders the threads can deadlock.",
    amdahl: "A serial share s caps the speed-up at 1/(s+(1-s)/n).",
    "pool-size": "With long I/O waits use more threads than cores; it saturates near cores x (1 + wait/compute).",
    gil: "In CPython the GIL keeps CPU work from speeding up with threads; I/O overlaps; for CPU use processes.",
    "n-times-faster": "n threads make it n times faster.",
    "heap-only": "Only resources on the heap need synchronisation.",
    "gil-no-lock": "Python has a GIL, so no locks are needed.",
    "minimum-is-n": "Two threads adding n times each can at worst end at n.",
  },
  reasons: {
    "shared-economy": "All that one more thread added was its stack of 1 MiB.",
    "less-memory-than-processes":
      "Processes that are started apart, or write their data after fork, each have a copy. After a fork that only reads they use the same pages (copy-on-write), so page tables aside there is no difference.",
    parallel:
      "With no serial part and nothing shared it ends in 1/n of the time, as long as there are no more threads than cores.",
    responsive:
      "With the work in another thread the click waits a quantum at most. In one thread it waits until the work is done.",
    race: "When another thread gets in between the read and the write, a stale value overwrites its update.",
    "all-shared-places":
      "Wherever it lies, there are orders in which an update is lost once two threads change it. Only the address differs.",
    "locals-safe": "The one step that others could see is reading a constant, so every order has the same result.",
    "deadlock-risk":
      "Each takes its first lock and waits for the other's, and nobody releases. In one order that cannot happen.",
    amdahl: "The 100 ms that one must do alone stay, however many cores there are; so does time spent inside a lock.",
    "pool-size":
      "A thread uses a core for one part in ten, so throughput grows up to 40; beyond that only the wait for a core does.",
    gil: "Of threads that compute only the one with the GIL runs, so the four take turns; it is released while waiting, so I/O overlaps. This is a model; there is no measurement of CPython yet.",
    "n-times-faster":
      "The serial part, the number of cores and a shared lock each set a limit. Threads beyond the cores only add switches.",
    "heap-only":
      "The same program with its variable in the data segment loses an update in four of six orders, just as on the heap.",
    "gil-no-lock":
      "The GIL guards the inside of the interpreter. Handed over between LOAD and STORE, updates are lost as with any threads.",
    "minimum-is-n":
      "One thread reads 0 and stops; the other does nearly all; the first overwrites it, and then the other way round: 2.",
  },
  contrasts: {
    withMutex: "inside a mutex",
    withAtomic: "by an atomic operation",
    sharedSum: "the sum shared",
    atomicAppend: "the position moved atomically",
    sameOrder: "in one order",
    oneThread: "all in one thread",
    noGil: "threads without a GIL",
    separateProcesses: "four processes",
    startedApart: "processes started apart",
    noSerialPart: "no serial part",
  },
  conditions: {
    startedOrWriting: "when processes are started apart, or write their data after fork",
    forkedReading: "when they are forked and only read their data",
  },
  followUps: {
    "q-minimum": "Two threads increment a shared counter five times each, unsynchronised: smallest possible result?",
    "q-correct-share": "With one increment each, how many of the six orders of reads and writes are right?",
    "q-three-threads":
      "Three threads, one increment each: which results are possible and which has the most interleavings?",
    "q-amdahl": "10 % serial: speed-up with 4 cores, 8 cores, infinitely many?",
    "q-gil": "GIL, four threads on four cores: four 100 ms computations? four 100 ms I/O waits?",
    "q-pool": "10 ms CPU and 90 ms wait per request on 4 cores: up to how many threads does throughput grow?",
  },
  answers: {
    minimum: "{least}. That happens in {ways} of {runs} interleavings.",
    share: "{right} of {runs}.",
    three: "{values}; most orders give {most}: {ways} of {runs}.",
    amdahl: "{four} and {eight} times. However many: the serial part stays, and it is never more than {limit} times.",
    gil: "{cpu} ms of computing, {io} ms of I/O. With four processes computing takes {processes} ms too.",
    pool: "Up to {best}: {rate} requests a second. With {twice} throughput is the same ({same}), and a response takes {response} ms.",
  },
} satisfies typeof ko;
