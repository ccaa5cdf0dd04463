/** Processes and threads: what the learner reads, in English. The keys are those of `text.ko.ts`, and the compiler holds us to it. */
import type ko from "./text.ko.ts";

export default {
  ask: "How do a process and a thread differ? Say what is shared and what is private.",
  scenarios: {
    counter: [
      "One global, threads and children",
      "The global g is 1. First a thread adds 1, then a forked child adds 10. Each prints what it sees.",
    ],
    "address-map": [
      "How many frames does a fork need?",
      "A process with 1 page of text, 1 of data, 4 of heap and 2 of stack forks. The child writes to some pages, then the parent does.",
    ],
    "two-loads": [
      "The same program started twice",
      "One executable is started several times; each instance counts its own counter up, each another number of times.",
    ],
    stacks: [
      "Two threads, two stacks, one set of registers",
      "Two threads call the same recursive function with different values. Every few instructions the CPU goes to the other.",
    ],
    "stack-pointer": [
      "Writing to another thread's local variable",
      "v on A's stack is 5. A gives its address to B, and B writes 77.",
    ],
    crash: [
      "One dies: who is left?",
      "One process with several threads, or several processes with one. At 10 ms one of them writes to an invalid address. Who is alive at 20 ms prints so.",
    ],
    files: ["Who closed fd 3?", "A file is open; a thread or a child closes it or writes. Then the parent writes."],
    "cpu-share": [
      "The CPU is shared out among threads",
      "On one CPU under round robin, P1 with three threads and P2 with one compute without pause.",
    ],
    ipc: [
      "From the child to the parent",
      "The parent needs the 42 that the child worked out: by a global, a pipe, a shared page, or with a thread instead.",
    ],
    clone: [
      "The flags of clone",
      "One call of clone. The new task writes a global and closes fd 3, and the old one looks.",
    ],
    "fork-tree": [
      "Three forks, and an output buffer",
      "fork several times in a row, and all print a line. Or: put A into a buffer, fork, and both flush it.",
    ],
    "threads-or-processes": [
      "In threads, in processes",
      "Several computations of 100 ms on several cores: in threads on one machine, in processes on another. Each process has one interpreter lock.",
    ],
  },
  knobs: {
    parts: "threads, fork, or both",
    workers: "how many threads and children",
    shared: "g lies in a MAP_SHARED page",
    instead: "fork, or make a thread",
    "copy-on-write": "copy on write; without it fork copies everything at once",
    "child-writes": "pages the child writes, as a sum: data 1, heap 2, 4, 8, 16, stack 32, 64",
    "parent-writes": "pages the parent writes after that, as a sum: data 1, heap 2, 4, 8, 16, stack 32, 64",
    "page-size": "size of a page in bytes",
    "stack-pages": "pages of a new thread's stack",
    instances: "how often it is started",
    threads: "threads of each process",
    n: "n of the first thread's f(n)",
    m: "n of the second thread's f(n)",
    quantum: "time slice (ms; in the scenario of stacks: instructions)",
    writer: "whether B is a thread or a forked child",
    "after-return": "the address is used after A has ended",
    units: "threads of one process, or processes",
    count: "how many",
    victim: "which of them is hit",
    signal: "which signal",
    handler: "handler: none, or one that maps the missing page",
    case: "who closes, who opens",
    append: "open with O_APPEND",
    "p1-threads": "threads of P1",
    "p2-threads": "threads of P2",
    unit: "unit of scheduling",
    mechanism: "how the value is passed",
    bytes: "bytes sent",
    CLONE_VM: "share the address space",
    CLONE_FILES: "share the table of file descriptors",
    CLONE_THREAD: "a thread of the same process (CLONE_SIGHAND is given with it)",
    part: "lines of output, or the output buffer",
    forks: "how many forks",
    "flush-first": "flush the buffer before the fork",
    jobs: "how many computations",
    cores: "how many cores",
    "interpreter-lock": "an interpreter lock (GIL)",
    interval: "how long the lock is held (ms)",
  },
  claims: {
    "program-in-execution": "A process is a program in execution; starting the same program twice gives two processes.",
    "unit-of-scheduling": "A process owns resources; what gets the CPU is a thread inside it.",
    "own-space": "Each process has its own address space, so a change to a global in one is not seen in the other.",
    "threads-share": "Threads of one process share code, data, heap and open files.",
    "own-stack": "Each thread has its own stack, registers and program counter.",
    ipc: "Processes need IPC such as a pipe or shared memory to exchange data; threads just use variables.",
    "fault-isolation": "A thread that crashes takes its whole process down; other processes go on.",
    "creation-cost":
      "Creating a thread is cheaper than forking a process, the more so the more memory the parent has touched.",
    "copy-on-write": "fork copies the page table; a frame is copied only when somebody writes to that page.",
    "clone-flags":
      "On Linux both are tasks; the flags given to clone decide whether memory and the file table are shared.",
    "stack-unreachable": "A thread's stack is private, so another thread cannot touch its variables at all.",
    "fork-copies-all": "fork copies all of the parent's memory on the spot.",
    "crash-only-itself": "If one thread faults, only that thread ends and the rest keep running.",
    "no-control-block": "Only a process has a control block; nothing is stored per thread.",
    "thread-always-faster": "Multi-threading is always faster than multi-processing.",
  },
  reasons: {
    "program-in-execution":
      "Each start makes a new number and a new address space. Only the frames of the text, which never changes, are shared; data are one copy each, so the counters do not mix.",
    "unit-of-scheduling":
      "What stands in the run queue is a thread. So under the same round robin a process with three threads gets three times the CPU of a process with one.",
    "own-space":
      "The same virtual address means another frame in each process: when the child writes, it gets a frame of its own, and the parent's value stays.",
    "threads-share":
      "Threads have one address space and one table of descriptors. What one adds the others see at once, and an fd that one closes is closed for all.",
    "own-stack":
      "Each thread has pages of its own in the one address space for its stack, and at each switch one set of registers is saved and another restored. So the two recursions do not mix.",
    ipc: "What a child writes to its variable after fork its parent does not see. A pipe costs two system calls and two copies; a shared page and a thread cost nothing once they are set up.",
    "fault-isolation":
      "The default action of SIGSEGV ends the process. Threads are parts of it and end with it; other processes get no signal.",
    "creation-cost":
      "No simulation can decide this, only a measurement on a real machine: viva live creation makes it on yours.",
    "copy-on-write":
      "Right after fork not one frame more is in use, and all writable pages are marked read-only. Who writes copies that page alone; when only one owner is left, it copies nothing.",
    "clone-flags":
      "Whether the global is shared follows CLONE_VM alone, whether fd 3 is closed for both CLONE_FILES, whether the number is the same CLONE_THREAD. All six legal combinations were run.",
    "stack-unreachable":
      "Stacks are apart, but the address space is one: whoever has the address can change the local variable. A forked child writes to its own copy.",
    "fork-copies-all":
      "With copy-on-write the number of frames right after fork is what it was. Only pages written later are copied.",
    "crash-only-itself":
      "An invalid access raises a signal for the process, whose default action ends it. A caught exception in Java or Python that ends one thread is another matter.",
    "no-control-block":
      "Even when only threads of one process change, the kernel saves registers thread by thread. The place for that is the TCB; on Linux each thread has a task_struct.",
    "thread-always-faster":
      "Under an interpreter lock only one computing thread runs at a time. The same work in processes on four cores ends four times sooner.",
  },
  contrasts: {
    sharedPage: "g in a MAP_SHARED page",
    unitIsProcess: "the process as unit of scheduling",
    eagerFork: "without copy-on-write",
    handlerRepairs: "a SIGSEGV handler that maps the missing page",
    childInstead: "B is a forked child",
    noInterpreterLock: "without an interpreter lock",
  },
  conditions: {},
  followUps: {
    "q-global-after-fork": "A global is 2; after fork only the child adds 10. What do child and parent print?",
    "q-frames": "An 8-page process forks and the child writes one byte into 3 heap pages. How many frames are in use?",
    "q-close-fd": "Somebody closed fd 3, then you write to it. Thread or child process: what happens in each case?",
    "q-file-size": "Open, fork, and both write 4 bytes: how long is the file? And if each opens it itself?",
    "q-three-forks": "fork() three times in a row, every process prints one line: how many lines?",
    "q-cpu-share": "One CPU, round robin; a 3-thread and a 1-thread process, all busy. CPU time of each in 120 ms?",
  },
  answers: {
    globalAfterFork:
      "The child prints {child}, the parent {parent}. After fork the child's write goes to its own copy.",
    frames:
      "{frames}: the {before} there were are shared, and only the {copied} pages that the child wrote are copied ({bytes} bytes).",
    closeFd:
      "Thread: write fails with {thread}, since there is one table of descriptors. Child: {child} bytes are written, since fork copied the table.",
    fileSize:
      "{together} bytes when it was opened before the fork, {apart} when each opened it: fork copies descriptors, but the open file with its offset is shared.",
    threeForks: "{lines}: after each fork both sides go on.",
    cpuShare: "{p1} ms and {p2} ms: the thread is what gets the CPU, so four share equally.",
  },
} satisfies typeof ko;
