// Written by `npm run verdicts` out of runs; do not edit.
import type { VerdictTable } from "../../lab/decide.ts";

export const verdicts = () => ({
 "engine": "1",
 "claims": {
  "process-thread.program-in-execution": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "process-thread/two-loads",
     "knobs": {
      "instances": 1,
      "threads": 1
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     0,
     15
    ],
    "coverage": {
     "runs": 5,
     "holding": 5,
     "exhaustive": false,
     "limits": {
      "seeds": null,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "9ab2f41200f50b3ace4dbe785041265a2bd982a4b82efc4d1acb582e5a3b341f",
   "contrasts": []
  },
  "process-thread.unit-of-scheduling": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "process-thread/cpu-share",
     "knobs": {
      "p1-threads": 1,
      "p2-threads": 1,
      "quantum": 10,
      "unit": "thread"
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     14,
     17,
     23,
     25
    ],
    "coverage": {
     "runs": 64,
     "holding": 64,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "bda1bfb445a2d97d4977406faa4cfb0701c203379e50bdd559bf1a75e1110ca2",
   "contrasts": [
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": true
    }
   ]
  },
  "process-thread.own-space": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "process-thread/counter",
     "knobs": {
      "parts": "fork",
      "workers": 1,
      "shared": false
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     18,
     19,
     28
    ],
    "coverage": {
     "runs": 5,
     "holding": 5,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "9b326d3aac89398a0de2099c7d92ed627f2b3f7b64eb9e0393cbb3ce2d49d6cc",
   "contrasts": [
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": true
    }
   ]
  },
  "process-thread.threads-share": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "process-thread/counter",
     "knobs": {
      "parts": "thread",
      "workers": 1,
      "shared": false
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     21
    ],
    "coverage": {
     "runs": 7,
     "holding": 7,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "2d3b337867241ec17524b5bc11e0f7e167581188cabe4ba3b6c3093b8d482768",
   "contrasts": []
  },
  "process-thread.own-stack": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "process-thread/stacks",
     "knobs": {
      "n": 10,
      "m": 100,
      "quantum": 1
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     15,
     18,
     569,
     941
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
   "traceSha256": "0d7bc42b5c755fae0a346432fda6dedbfc1caff3d517c4f63067f1ada8def368",
   "contrasts": []
  },
  "process-thread.ipc": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "process-thread/ipc",
     "knobs": {
      "mechanism": "private",
      "bytes": 4
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     24
    ],
    "coverage": {
     "runs": 7,
     "holding": 7,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "dd8f30dc1f26f779771c61c010bb53d4ce7b2c5c3c735315998bfd50dec81655",
   "contrasts": []
  },
  "process-thread.fault-isolation": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "process-thread/crash",
     "knobs": {
      "units": "threads",
      "count": 3,
      "victim": 1,
      "signal": "SIGSEGV",
      "handler": "none"
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     30,
     37
    ],
    "coverage": {
     "runs": 660,
     "holding": 660,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "1cc46a7326d2e9cf484743a1df5ee91c15d43fc17464cd2212b7b6e926d9a943",
   "contrasts": [
    {
     "runs": 5040,
     "failing": 5040,
     "exhaustive": true
    }
   ]
  },
  "process-thread.creation-cost": {
   "verdict": {
    "by": "nothing-yet",
    "verdict": "undecided",
    "why": {
     "ko": "시뮬레이션으로는 가릴 수 없고 실제 기계에서 재어 보아야 합니다. 쓰시는 컴퓨터에서 viva live creation으로 재 볼 수 있습니다.",
     "en": "No simulation can decide this, only a measurement on a real machine: viva live creation makes it on yours."
    }
   },
   "traceSha256": null,
   "contrasts": []
  },
  "process-thread.copy-on-write": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "process-thread/address-map",
     "knobs": {
      "instead": "fork",
      "copy-on-write": true,
      "child-writes": 0,
      "parent-writes": 0,
      "page-size": "4096",
      "stack-pages": 2
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     8
    ],
    "coverage": {
     "runs": 704,
     "holding": 704,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "e4f2eb3cd05a08b70c71f2d9e30f9c1e716b4a3cfefc64f51cf6d4891f16e854",
   "contrasts": [
    {
     "runs": 5,
     "failing": 5,
     "exhaustive": true
    }
   ]
  },
  "process-thread.clone-flags": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "process-thread/clone",
     "knobs": {
      "CLONE_VM": false,
      "CLONE_FILES": false,
      "CLONE_THREAD": false
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     19,
     27,
     28,
     29
    ],
    "coverage": {
     "runs": 30,
     "holding": 30,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "a15a1b3c73a3416acda29108bf27394fbfbcb4aba48bfafd50d92b5e1754770d",
   "contrasts": []
  },
  "process-thread.stack-unreachable": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "process-thread/stack-pointer",
     "knobs": {
      "writer": "thread",
      "after-return": false
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     14,
     20
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
   "traceSha256": "9484e4cc43f2edf2c9bfc6ca3e82721afa047a87415a9b4070dc93d9297b2537",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "process-thread.fork-copies-all": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "process-thread/address-map",
     "knobs": {
      "instead": "fork",
      "copy-on-write": true,
      "child-writes": 14,
      "parent-writes": 14,
      "page-size": "4096",
      "stack-pages": 2
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     8,
     15,
     17,
     19
    ],
    "coverage": {
     "runs": 5,
     "holding": 0,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "252e56f80f0fa397e32d9abfc0cc28e8ae0b274ad3222da00ba4c03d81b0f681",
   "contrasts": [
    {
     "runs": 5,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "process-thread.crash-only-itself": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "process-thread/crash",
     "knobs": {
      "units": "threads",
      "count": 3,
      "victim": 2,
      "signal": "SIGSEGV",
      "handler": "none"
     },
     "seed": 1,
     "faults": [],
     "choices": [
      [
       2,
       1
      ]
     ],
     "engine": "1"
    },
    "because": [
     28,
     31,
     32,
     33,
     39
    ],
    "coverage": {
     "runs": 120,
     "holding": 0,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "2ddc66685f9585f1f339635d78256ccf8ccd98da511694063a04bd6ed300c679",
   "contrasts": []
  },
  "process-thread.no-control-block": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "process-thread/stacks",
     "knobs": {
      "n": 10,
      "m": 100,
      "quantum": 7
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     17,
     22
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
   "traceSha256": "06846a4a0dfa89de3cf29c039b0ac5804224ccafda6d62a5d69c98beaccb8fdd",
   "contrasts": []
  },
  "process-thread.thread-always-faster": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "process-thread/threads-or-processes",
     "knobs": {
      "jobs": 4,
      "cores": 4,
      "interpreter-lock": true,
      "interval": 5
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     702,
     397
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
   "traceSha256": "fab26ce9a7922d07dde1491c5c2da9c546a578d00a048d013c5ee3483d10089e",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": true
    }
   ]
  }
 }
}) as unknown as VerdictTable;
