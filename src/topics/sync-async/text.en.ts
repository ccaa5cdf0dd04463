/** Synchronous and asynchronous: what the learner reads in English. The keys are those of the Korean (`text.ko.ts`). */
export default {
  ask: "Explain synchronous versus asynchronous, keep it apart from blocking versus non-blocking, and say when each pays.",
  scenarios: {
    "three-io": [
      "Three waits",
      "Three waits of 100 ms: one after the other, all at once, awaited one by one, in three threads.",
    ],
    "three-cpu": [
      "Three computations",
      "Three computations of 100 ms: plainly, on one event loop, in threads on several cores.",
    ],
    mixed: ["Computing and waiting", "A waits and then computes, B computes and then waits, on one event loop."],
    "blocked-loop": [
      "A blocked event loop",
      "A timer is set for 10 ms; then the same callback computes for 200 ms, in one piece or in several.",
    ],
    "two-by-two": ["Three ways to wait", "One wait of 100 ms: by a blocking call, by polling, by a callback."],
    order: [
      "The order of endings",
      "A, B, C are started in this order and take 30, 10, 20 ms; or take nobody knows how long, and every order is seen.",
    ],
    "await-race": ["A race at await", "Two tasks on one thread read x, await, and write what they read plus 1."],
    "loop-order": [
      "The order of output in Node's loop",
      "A program with synchronous code, nextTick, microtasks and timers runs in our model of Node's event loop.",
    ],
    pool: [
      "Requests at once",
      "A thousand requests of 100 ms are issued at once, of which only so many are worked on at a time.",
    ],
    "many-connections": [
      "A thousand idle connections",
      "Connections that say nothing are kept by a thread each, or by one event loop. The sizes are knobs.",
    ],
    servers: [
      "Three ways to build a server",
      "Clients all ask at once. The same work is done by a thread for each connection, by a pool of threads, and by an event loop; computing, waiting and cores are knobs.",
    ],
  } satisfies Record<string, [title: string, about: string]>,
  knobs: {
    way: "how to wait",
    tasks: "number of tasks",
    time: "how long one wait takes (ms)",
    longer: "by how much each next task takes longer (ms)",
    compute: "computing in each task (ms)",
    pool: "requests worked on at once (0: no limit)",
    cores: "cores",
    threads: "threads",
    gil: "a lock that lets one thread compute at a time (GIL)",
    io: "time of the wait (ms)",
    length: "length of the computation (ms)",
    piece: "length of one piece (ms, 0: all of it)",
    timer: "timer (ms)",
    pause: "pause between polls (ms)",
    poll: "cost of one poll (ms)",
    unknown: "take durations as unknown",
    a: "time of A (ms)",
    b: "time of B (ms)",
    c: "time of C (ms)",
    between: "what stands between read and write",
    program: "program",
    requests: "requests",
    limit: "worked on at once",
    connections: "connections",
    stack: "stack touched by each thread (KiB)",
    build: "how the server is built",
    clients: "clients that ask at once",
    wait: "waiting in each request (ms)",
    state: "state kept of each connection (KiB)",
  },
  claims: {
    "who-waits":
      "A synchronous call goes on only with the result; an asynchronous one returns at once and is told later.",
    "overlap-io": "Several I/O waits overlap when started asynchronously: the total is near the longest, not the sum.",
    "simple-order": "Synchronous code has one order, the program's, so it is easy to follow and debug.",
    "other-axis": "Blocking or not is about returning control, another axis than sync or async; combinations exist.",
    "completion-order":
      "Asynchronous tasks may finish in another order than they started; if order matters you must impose it.",
    "loop-must-not-block": "A long synchronous computation on the event loop delays every other callback.",
    "await-one-by-one": "Awaiting one after the other takes as long as synchronous code.",
    "races-at-await":
      "Even on one thread an update can be lost when a read and its write lie on different sides of an await.",
    "cheap-waiting": "With many waiting connections, async avoids one thread each and saves memory and switches.",
    "sync-is-slow-and-wasteful": "Synchronous execution is slower and wastes resources.",
    "async-is-parallel": "Asynchronous means that the tasks run in parallel.",
    "async-speeds-up-cpu": "CPU work gets faster when made async.",
    "async-means-threads": "Asynchronous processing requires several threads.",
    "sync-equals-blocking": "Synchronous is just blocking and asynchronous just non-blocking.",
    "single-thread-no-race": "With a single thread, as in JavaScript, there are no races.",
  },
  reasons: {
    "who-waits":
      "The blocking call returned with the result, at 100 ms. The asynchronous one returned at 0, and its callback was called at 100 ms.",
    "overlap-io": "Each device works by itself, so waits overlap when all are started first.",
    "simple-order":
      "A blocking call starts the next only when the one before is over, so there is one order even when nobody knows the durations. Started together, three have six orders.",
    "other-axis":
      "A poll is a non-blocking call that returns at once; but it is the caller that finds out about completion, so this is synchronous. Authors differ in these terms.",
    "completion-order": "Started A, B, C; B, the shortest, ended first. The array of results is still A, B, C.",
    "loop-must-not-block":
      "The loop calls the next callback when this one is over. A timer for 10 ms runs after 200 ms of computing.",
    "await-one-by-one": "Each is started only after the one before was waited for, so nothing overlaps.",
    "races-at-await": "At await the other task may run. When both read 0 and both write 1, one update is lost.",
    "cheap-waiting":
      "Every thread has a stack; the event loop keeps only the state of each connection. The sizes are knobs, not facts.",
    "sync-is-slow-and-wasteful":
      "So it is when one thread waits for several devices in turn. With computing only, async takes the same time; and in several threads blocking calls overlap too.",
    "async-is-parallel": "On one event loop one task runs at any instant. What overlaps is waiting, not computing.",
    "async-speeds-up-cpu": "One core takes 300 ms for it, however the work is cut.",
    "async-means-threads": "Three requests were over at 100 ms, and there was one thread.",
    "sync-equals-blocking":
      "Polling is synchronous and non-blocking: every call returns at once, and the caller has to ask again.",
    "single-thread-no-race": "A reads, B reads, A writes, B writes: x is 1. There was one thread all the time.",
  },
  contrasts: {
    poolOfOne: "with one request worked on at a time",
    unknownDurations: "started together, with unknown durations",
    blockingOrder: "with blocking calls",
    inPieces: "in pieces of 5 ms the timer runs in time",
    allAtOnce: "started together and then awaited",
    noAwaitBetween: "without an await between read and write",
    asyncMutex: "with an async mutex around both",
    threeCores: "with three threads on three cores",
    threeCoresGil: "with three cores and a GIL",
  },
  conditions: {
    severalWaits: "when one thread has several waits",
    pureCpu: "when it is computing only",
    blockingThreads: "when blocking calls are made in three threads",
  },
  followUps: {
    "q-three-io": "Three 100 ms I/O waits: synchronous, awaited one by one, Promise.all. How long each?",
    "q-three-cpu": "And if they are 100 ms of computation? And with three cores?",
    "q-mixed": "A: I/O 100 then CPU 50; B: CPU 50 then I/O 100; one loop. When is all done?",
    "q-late-timer": "A timer for 10 ms, then 200 ms of synchronous work: when does the timer run?",
    "q-polls": "A 100 ms I/O is polled (1 ms each) without pause: how many polls? With 9 ms sleep between?",
    "q-log-order": "log 1; setTimeout 0: 2; then: 3; nextTick: 4; async function: 5, await, 6; log 7. Node's output?",
    "q-lost-await":
      "Two tasks on one thread read x, await, write x+1. Possible results, and how many of the six orders lose an update?",
  },
  answers: {
    threeIo:
      "Synchronous {blocking} ms, awaited one by one {oneByOne} ms, Promise.all {together} ms: the gain is in starting before waiting.",
    threeCpu:
      "Plainly {plain} ms, and {loop} ms on one event loop. Two threads on two cores {two} ms, three on three cores {three} ms.",
    mixed: "{loop} ms: B computes while A waits, A computes while B waits. One after the other it is {blocking} ms.",
    lateTimer: "At {at} ms, {late} ms late.",
    polls: "{without} without a pause, {pausing} with 9 ms between; the result is known at {known} ms either way.",
    logOrder: "{printed}: synchronous code, the tick queue, microtasks, timers.",
    lostAwait: "The values are {values}; in {lost} of {runs} orders one update is lost.",
  },
};
