// Written by `npm run verdicts` out of runs; do not edit.
import type { VerdictTable } from "../../lab/decide.ts";

export const verdicts = () => ({
 "engine": "1",
 "claims": {
  "thread-safe.every-interleaving": {
   "verdict": {
    "by": "source",
    "verdict": "confirmed"
   },
   "traceSha256": null,
   "contrasts": []
  },
  "thread-safe.unsynchronised-fails": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "thread-safe/counter",
     "knobs": {
      "threads": 2
     },
     "seed": 1,
     "faults": [],
     "choices": [
      [
       1,
       1
      ]
     ],
     "engine": "1"
    },
    "because": [
     4,
     7,
     10
    ],
    "coverage": {
     "runs": 6,
     "holding": 4,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "81ea8cb6987cb8aa39c803636f11222030e13625e5cea29685886273f4a73c30",
   "contrasts": []
  },
  "thread-safe.mutual-exclusion": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "thread-safe/mutex",
     "knobs": {
      "threads": 2
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     14
    ],
    "coverage": {
     "runs": 152,
     "holding": 152,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "19d2b620b83532fef9503073e289d9ac3170629c5e9bc57f1d431ff59f2144c1",
   "contrasts": [
    {
     "runs": 6,
     "failing": 4,
     "exhaustive": true
    },
    {
     "runs": 15,
     "failing": 9,
     "exhaustive": true
    },
    {
     "runs": 70,
     "failing": 36,
     "exhaustive": true
    }
   ]
  },
  "thread-safe.atomic-operations": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "thread-safe/atomic",
     "knobs": {
      "threads": 3
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     11
    ],
    "coverage": {
     "runs": 510,
     "holding": 510,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "d4d6abb251a5cb115dbfbbbcbd4b90e3aff2eeb46e8255ccdf9ecb0998de7765",
   "contrasts": [
    {
     "runs": 6,
     "failing": 4,
     "exhaustive": true
    },
    {
     "runs": 6,
     "failing": 4,
     "exhaustive": true
    }
   ]
  },
  "thread-safe.no-shared-mutable": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "thread-safe/immutable",
     "knobs": {
      "writer": false
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [],
    "coverage": {
     "runs": 76,
     "holding": 76,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "f1dad62b5a1d6f38ee7ca365db61e837ce78115d9c5d38db42c375da0191f45b",
   "contrasts": [
    {
     "runs": 30,
     "failing": 30,
     "exhaustive": true
    },
    {
     "runs": 70,
     "failing": 70,
     "exhaustive": true
    }
   ]
  },
  "thread-safe.compound-action": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "thread-safe/check-then-put",
     "knobs": {
      "whole": true
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
   "traceSha256": "15e0239ea52d26c771f0df16904f73f5971f4c409ede56dcc921e59e3d276d4e",
   "contrasts": [
    {
     "runs": 6,
     "failing": 4,
     "exhaustive": true
    },
    {
     "runs": 20,
     "failing": 18,
     "exhaustive": true
    }
   ]
  },
  "thread-safe.safe-lazy-init": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "thread-safe/lazy-singleton-locked",
     "knobs": {},
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     8
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
   "traceSha256": "3dead1a286f3e006583b40566d0ea846892f4815b343e2906eadaa43d70bd7b0",
   "contrasts": [
    {
     "runs": 66,
     "failing": 60,
     "exhaustive": true
    },
    {
     "runs": 20,
     "failing": 12,
     "exhaustive": true
    }
   ]
  },
  "thread-safe.visibility": {
   "verdict": {
    "by": "nothing-yet",
    "verdict": "undecided",
    "why": {
     "ko": "스토어 버퍼가 있는 메모리 모델의 실행기가 아직 없어서 실험을 돌리지 못합니다.",
     "en": "There is no machine with store buffers here yet, so the experiment cannot be run."
    }
   },
   "traceSha256": null,
   "contrasts": []
  },
  "thread-safe.double-checked": {
   "verdict": {
    "by": "nothing-yet",
    "verdict": "undecided",
    "why": {
     "ko": "저장 순서가 바뀌는 메모리 모델의 실행기가 아직 없어서 실험을 돌리지 못합니다.",
     "en": "There is no machine here yet that reorders stores, so the experiment cannot be run."
    }
   },
   "traceSha256": null,
   "contrasts": []
  },
  "thread-safe.reentrancy-differs": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "thread-safe/self-lock",
     "knobs": {},
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     5
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
   "traceSha256": "bab7e6218ddf4c63eff2572be7f9a1dcae3c0a40b8169d7d98e36acfeb1ded9d",
   "contrasts": [
    {
     "runs": 2,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "thread-safe.singleton-is-safe": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "thread-safe/singleton-counter",
     "knobs": {
      "guard": "none"
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
     6,
     10,
     13
    ],
    "coverage": {
     "runs": 20,
     "holding": 8,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "b29d76f1c7fb020657978a8ed63a6361d8afdcf479407982032639b4a9815b3f",
   "contrasts": [
    {
     "runs": 12,
     "failing": 0,
     "exhaustive": true
    },
    {
     "runs": 6,
     "failing": 0,
     "exhaustive": true
    },
    {
     "runs": 15,
     "failing": 9,
     "exhaustive": true
    },
    {
     "runs": 6,
     "failing": 4,
     "exhaustive": true
    },
    {
     "runs": 20,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "thread-safe.lazy-makes-one": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "thread-safe/lazy-singleton",
     "knobs": {},
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
     6,
     9
    ],
    "coverage": {
     "runs": 66,
     "holding": 6,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "cfa644394e34c857150ac61197a98d1af3ed5a72fdf191682f7c5d2b719c3e63",
   "contrasts": [
    {
     "runs": 2,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "thread-safe.safe-parts-safe-whole": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "thread-safe/check-then-put",
     "knobs": {
      "whole": false
     },
     "seed": 1,
     "faults": [],
     "choices": [
      [
       1,
       1
      ]
     ],
     "engine": "1"
    },
    "because": [
     18,
     26
    ],
    "coverage": {
     "runs": 78,
     "holding": 72,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "93325b61c51c8b7b9b6484299fa0afea708c689829466ab6764f59b36305da28",
   "contrasts": [
    {
     "runs": 2,
     "failing": 0,
     "exhaustive": true
    },
    {
     "runs": 2,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "thread-safe.volatile-is-atomic": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "thread-safe/volatile-increment",
     "knobs": {
      "threads": 2
     },
     "seed": 1,
     "faults": [],
     "choices": [
      [
       1,
       1
      ]
     ],
     "engine": "1"
    },
    "because": [
     4,
     7,
     10
    ],
    "coverage": {
     "runs": 6,
     "holding": 2,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "6583595cf3947aeb6f9c3e01903893ec17dd71ad49ed5192a1dc188e6888c04d",
   "contrasts": [
    {
     "runs": 6,
     "failing": 0,
     "exhaustive": true
    },
    {
     "runs": 2,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "thread-safe.passed-tests-so-safe": {
   "verdict": {
    "by": "nothing-yet",
    "verdict": "undecided",
    "why": {
     "ko": "실제 기계에서 여러 번 재어 보는 실험이 아직 없습니다.",
     "en": "There is no experiment yet that measures on a real machine, many times over."
    }
   },
   "traceSha256": null,
   "contrasts": []
  }
 }
}) as unknown as VerdictTable;
