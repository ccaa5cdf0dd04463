// Written by `npm run verdicts` out of runs; do not edit.
import type { VerdictTable } from "../../lab/decide.ts";

export const verdicts = () => ({
 "engine": "1",
 "claims": {
  "context-switch.save-restore": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "context-switch/registers",
     "knobs": {
      "quantum": 1,
      "lose-r3": false
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     64,
     68
    ],
    "coverage": {
     "runs": 20,
     "holding": 20,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "e3ff965b46c8313e15399550d1e757c940c26f01aca7291ae6798d3ffcb3f0ff",
   "contrasts": [
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": true
    },
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "context-switch.triggers": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "context-switch/causes",
     "knobs": {
      "without": "nothing"
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     5,
     7,
     9,
     11,
     13
    ],
    "coverage": {
     "runs": 2,
     "holding": 2,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "f642174ea1401eb89a6694affdb1cac25408252feb12a50ccf9cbaf4ee4ec586",
   "contrasts": []
  },
  "context-switch.alternation-one-cpu": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "context-switch/rr-three-jobs",
     "knobs": {
      "policy": "rr",
      "quantum": 1,
      "cost": 0,
      "a": 20,
      "b": 5,
      "c": 8
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     4,
     5,
     6,
     7,
     8,
     9,
     10,
     11,
     12,
     13,
     14,
     15,
     16,
     18,
     19,
     20,
     21,
     22,
     23,
     24,
     26
    ],
    "coverage": {
     "runs": 22,
     "holding": 22,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "3b63d085af0ec34e14dc091e6e806ad542959d8a5bec8ed702e91649352c4286",
   "contrasts": []
  },
  "context-switch.direct-cost": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "context-switch/two-cpu-bound",
     "knobs": {
      "quantum": 1,
      "cost": 1,
      "length": 100
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     3,
     4,
     5
    ],
    "coverage": {
     "runs": 4,
     "holding": 4,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "c736f5f34a2df4008c6a9f32ef2a1cb3a8aa15f8ed41fe5532953408094b465a",
   "contrasts": []
  },
  "context-switch.quantum-trade-off": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "context-switch/rr-three-jobs",
     "knobs": {
      "policy": "rr",
      "quantum": 4,
      "cost": 1,
      "a": 20,
      "b": 5,
      "c": 8
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     4,
     5,
     6,
     7,
     9,
     11
    ],
    "coverage": {
     "runs": 3,
     "holding": 3,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "37402cf8664d95628369f458e0da40bf233874f9b3837840e2ca43709c7caf17",
   "contrasts": []
  },
  "context-switch.not-mode-switch": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "context-switch/syscalls",
     "knobs": {
      "calls": 1000,
      "blocking": false
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     3,
     2002
    ],
    "coverage": {
     "runs": 1,
     "holding": 1,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "ce708fdc4f4861492bdb942920f34f4d46e163ca9c1be2b8bc90aca07a062b55",
   "contrasts": [
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": true
    }
   ]
  },
  "context-switch.same-process-cheaper-state": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "context-switch/address-space",
     "knobs": {
      "spaces": "one-process",
      "tagged": false,
      "entries": 16,
      "pages": 8
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     3,
     4,
     5,
     6,
     7,
     8,
     9,
     10
    ],
    "coverage": {
     "runs": 2,
     "holding": 2,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "e32831062abfa4e398da6dcd4a2852ab685070964e3972af5d819e5a1d58f7a3",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": true
    },
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": true
    }
   ]
  },
  "context-switch.indirect-cost": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "context-switch/cache",
     "knobs": {
      "lines": 40,
      "passes": 1,
      "size": 64
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     821,
     822
    ],
    "coverage": {
     "runs": 3,
     "holding": 2,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "6650e5ca7bb58bd9324fc57a02f2d6c6344588935fa47b2ad73812147a09ec59",
   "contrasts": []
  },
  "context-switch.overlap-io": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "context-switch/io-mix",
     "knobs": {
      "cost": 0,
      "preempt": true,
      "together": true
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     5,
     7,
     11,
     13,
     17,
     19,
     23,
     25,
     28
    ],
    "coverage": {
     "runs": 1,
     "holding": 1,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "a26c78443676354260494f479e8182551984d747bdbcb03313f7974746a295d9",
   "contrasts": [
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": true
    }
   ]
  },
  "context-switch.syscall-is-switch": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "context-switch/syscalls",
     "knobs": {
      "calls": 1000,
      "blocking": false
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     3,
     4
    ],
    "coverage": {
     "runs": 1,
     "holding": 0,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "ce708fdc4f4861492bdb942920f34f4d46e163ca9c1be2b8bc90aca07a062b55",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "context-switch.empties-cache": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "context-switch/cache",
     "knobs": {
      "lines": 30,
      "passes": 1,
      "size": 64
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     82
    ],
    "coverage": {
     "runs": 1,
     "holding": 0,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "dcb6f1d525b45494f4d2a3c48a672f54b3cf2ee5e336de58d0cdf3bbd30bcce0",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": true
    },
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": true
    }
   ]
  },
  "context-switch.thread-switch-free": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "context-switch/rr-three-jobs",
     "knobs": {
      "policy": "rr",
      "quantum": 4,
      "cost": 1,
      "a": 20,
      "b": 5,
      "c": 8
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     4,
     5,
     6,
     7,
     9,
     11
    ],
    "coverage": {
     "runs": 1,
     "holding": 0,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "37402cf8664d95628369f458e0da40bf233874f9b3837840e2ca43709c7caf17",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "context-switch.smaller-quantum-better": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "context-switch/rr-three-jobs",
     "knobs": {
      "policy": "rr",
      "quantum": 4,
      "cost": 1,
      "a": 20,
      "b": 5,
      "c": 8
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     4,
     5,
     6
    ],
    "coverage": {
     "runs": 2,
     "holding": 0,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "37402cf8664d95628369f458e0da40bf233874f9b3837840e2ca43709c7caf17",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "context-switch.is-the-turn-taking": {
   "verdict": {
    "by": "source",
    "verdict": "refuted"
   },
   "traceSha256": null,
   "contrasts": []
  }
 }
}) as unknown as VerdictTable;
