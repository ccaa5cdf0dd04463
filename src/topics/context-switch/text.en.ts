/** Context switches: what a learner reads, in English. Keys are those of the Korean (`text.ko.ts`). */
import type ko from "./text.ko.ts";

export default {
  ask: "When does a context switch happen, what is saved, and where does its cost come from?",
  scenarios: {
    "rr-three-jobs": [
      "Three jobs, round robin",
      "Jobs of 20, 5 and 8 ms begin together on one CPU. Turn the quantum and what a switch costs.",
    ],
    "two-cpu-bound": ["Two jobs that only compute", "Two jobs of 100 ms share one CPU, and each switch costs 1 ms."],
    registers: [
      "Registers saved and restored",
      "Two threads each add 1 to 10 to r3: 11 instructions. Every few of them the CPU goes to the other.",
    ],
    "io-mix": [
      "I/O beside computing",
      "A computes 1 ms and waits 9 ms for I/O, again and again; B computes 50 ms. There is one CPU.",
    ],
    syscalls: [
      "A thousand system calls",
      "A makes one system call after another while B waits for the CPU. The quantum is 10 ms.",
    ],
    "address-space": [
      "Address spaces and the TLB",
      "Two threads take turns and touch 8 pages in each. Are they of one process, and does the TLB have tags?",
    ],
    cache: [
      "Two threads on one cache",
      "Two threads loop 10 times over lines of their own, on an LRU cache of 64 lines. Turn how many passes a turn lasts.",
    ],
    causes: ["The five causes", "Two threads wait, preempt, use up a quantum, yield and end: once each."],
  },
  knobs: {
    policy: "policy: round robin (rr) or first in, first out (fifo)",
    quantum: "the quantum in ms (with registers: in instructions)",
    cost: "what a switch costs, in ms",
    a: "length of job A in ms",
    b: "length of job B in ms",
    c: "length of job C in ms",
    length: "length of each job in ms",
    "lose-r3": "leave r3 out of what is saved",
    preempt: "a thread that wakes takes the CPU",
    together: "run both together (off: B after A has ended)",
    calls: "how many system calls",
    blocking: "a read that must wait instead of getpid",
    spaces: "two processes or one",
    tagged: "TLB entries tagged with their address space (ASID)",
    entries: "entries of the TLB",
    pages: "pages touched in each turn",
    lines: "lines that each thread loops over",
    passes: "passes in one turn",
    size: "lines of the cache",
    without: "the cause to leave out",
  },
  claims: {
    "save-restore":
      "A context switch saves the running thread's registers, PC and SP in its control block and restores the next one's.",
    triggers: "It happens at quantum end, when a thread blocks, when a more urgent one wakes, on yield and on exit.",
    "alternation-one-cpu": "On one CPU jobs take turns, and every change of turn needs a context switch.",
    "direct-cost": "No useful work is done during a switch; with quantum q and cost c the overhead is c/(q+c).",
    "quantum-trade-off": "A smaller quantum improves response but increases the number of switches and the overhead.",
    "not-mode-switch": "Entering the kernel by a system call is a mode switch, not a context switch to another thread.",
    "same-process-cheaper-state":
      "Switching between threads of one process keeps the address space, so there is less TLB refill.",
    "indirect-cost": "The larger cost can be refilling caches that the other job displaced.",
    "overlap-io": "While one job waits for I/O another runs, so thanks to switching the CPU does not idle.",
    "syscall-is-switch": "Every system call causes a context switch.",
    "empties-cache": "A context switch empties the CPU cache.",
    "thread-switch-free": "Switching between threads of a process costs practically nothing.",
    "smaller-quantum-better": "The smaller the quantum, the better.",
    "is-the-turn-taking": "Context switching means running several jobs in turn.",
  },
  reasons: {
    "save-restore":
      "A thread that comes back gets the registers it left with, so its sum is 55. Leave out r3 alone and it goes on from the other's value.",
    triggers:
      "Each record of a switch was checked against what happened at that instant. There was no reason but these five.",
    "alternation-one-cpu":
      "At no instant does more than one thread run, and the running thread changes as often as there are records of a switch.",
    "direct-cost":
      "Each quantum q is followed by a switch c. What is left of the end when 200 ms of work are taken off is the number of switches times c.",
    "quantum-trade-off":
      "With a short quantum everybody gets a first go soon, so response improves; there are more switches, and all end later.",
    "not-mode-switch":
      "getpid goes into the kernel and back and changes no thread: 2000 mode switches, and not one context switch among them.",
    "same-process-cheaper-state":
      "With the address space kept there is nothing to flush, and pages are shared. With tags (ASIDs) in the TLB most of the difference is gone, though.",
    "indirect-cost":
      "When the lines of both do not fit together, each turn pushes out the other's and fetches its own again. When they fit there is no such cost.",
    "overlap-io": "B has the CPU in each of the 9 ms that A waits for the device. One after the other, it would idle.",
    "syscall-is-switch":
      "Entering the kernel is a mode switch. A call that need not wait returns to its caller at once.",
    "empties-cache":
      "A switch does not empty the cache. When the data of both fit, there is no miss after the first pass, however often they change.",
    "thread-switch-free":
      "Threads of one process have registers to save too, and the scheduler runs. Six switches at 1 ms each, and all ends that much later. viva live context-switch measures it on your own machine.",
    "smaller-quantum-better":
      "When switches cost something, a shorter quantum spends more time on them: all end later, and average turnaround suffers.",
    "is-the-turn-taking":
      "That is about the meaning of a word, which no run decides. Taking turns is multitasking (time sharing); the switch is the saving and restoring of a context between two turns.",
  },
  contrasts: {
    loseR3: "r3 not saved, a turn of 3",
    loseR3Long: "r3 not saved, a turn of 20 (no switch in the middle)",
    blockingReads: "1000 reads that must wait",
    twoProcesses: "two processes, TLB without tags",
    twoProcessesTagged: "two processes, TLB with tags",
    freeSwitches: "switches that cost nothing",
    oneAfterTheOther: "one after the other",
    linesDoNotFit: "lines that do not fit together (40 each)",
    tlbTagged: "misses of a TLB with tags",
  },
  followUps: {
    "q-overhead": "Quantum 10 ms, switch 1 ms: what share of CPU time goes to switching? And with 1 ms?",
    "q-count": "Jobs of 20, 5 and 8 ms, RR with 4 ms: how many context switches?",
    "q-order": "Jobs A, B, C of 20, 5 and 8 ms, RR with 4 ms: in which order and when do they end?",
    "q-getpid": "1000 calls of getpid: how many context switches, how many mode switches?",
    "q-cache":
      "64-line LRU cache, two threads loop over 40 lines each ten times, switching after each pass. How many misses? And with 30 lines?",
    "q-io-mix":
      "A: five 1-ms bursts with 9 ms I/O between; B: 50 ms CPU; one CPU. When is all done? And one after the other?",
  },
  answers: {
    overhead:
      "In the long run {share10} % and {share1} %. Over this finite run {finite10} and {finite1}, because the last quantum is followed by no switch.",
    count:
      "{switches}. They run in the order {order}; a job that is alone goes on at the end of its quantum without a switch.",
    order: "They end in the order {order} (ms). First in, first out: {fifo}.",
    getpid: "{switches} context switches and {modes} mode switches: one in, one out.",
    cache:
      "{forty} and {thirty}. With 40 lines each, both are larger than the cache, and just what is needed next is thrown out; with 30, only the first passes miss.",
    ioMix: "At {together} ms, with {switches} switches. One after the other: {apart} ms.",
  },
} satisfies typeof ko;
