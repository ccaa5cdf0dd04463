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
     "any": {
      "ref": {
       "scenario": "thread-safe/counter",
       "knobs": {
        "threads": 2
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": false,
      "because": [
       9
      ],
      "switches": 1
     },
     "shows": {
      "ref": {
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
      "holds": true,
      "because": [
       4,
       7,
       10
      ],
      "switches": 2
     },
     "fails": {
      "ref": {
       "scenario": "thread-safe/counter",
       "knobs": {
        "threads": 2
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": false,
      "because": [
       9
      ],
      "switches": 1
     },
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
   "traceSha256": "20e9f15835d7b75cedc912aaaf4c668c296d70e894c67f5f48cd489f3bf2a89e",
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
     12,
     18
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
   "traceSha256": "b666873158d7c20f2a1489956e06e00d00b82a8c478de64a83040a265f8dc95c",
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
     "any": {
      "ref": {
       "scenario": "thread-safe/lazy-singleton-locked",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       8
      ],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "thread-safe/lazy-singleton-locked",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       8
      ],
      "switches": 1
     },
     "fails": null,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "05613601dd89a0a2d0cbdf27468bd3619c49a6e03950006527d5bac1a77a5596",
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
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "thread-safe/store-buffer",
     "knobs": {
      "model": "tso",
      "store": "plain"
     },
     "seed": 1,
     "faults": [],
     "choices": [
      [
       4,
       1
      ]
     ],
     "engine": "1"
    },
    "because": [
     6,
     10,
     12,
     14
    ],
    "coverage": {
     "runs": 80,
     "holding": 18,
     "any": {
      "ref": {
       "scenario": "thread-safe/store-buffer",
       "knobs": {
        "model": "tso",
        "store": "plain"
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
      "holds": false,
      "because": [
       6,
       8,
       11,
       13
      ],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "thread-safe/store-buffer",
       "knobs": {
        "model": "tso",
        "store": "plain"
       },
       "seed": 1,
       "faults": [],
       "choices": [
        [
         4,
         1
        ]
       ],
       "engine": "1"
      },
      "holds": true,
      "because": [
       6,
       10,
       12,
       14
      ],
      "switches": 2
     },
     "fails": {
      "ref": {
       "scenario": "thread-safe/store-buffer",
       "knobs": {
        "model": "tso",
        "store": "plain"
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
      "holds": false,
      "because": [
       6,
       8,
       11,
       13
      ],
      "switches": 1
     },
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "dcc2c79bb20cbc0c9a18d25e2208f9b86daa183cf13d16d755bcd1175d49823a",
   "contrasts": [
    {
     "runs": 6,
     "failing": 0,
     "exhaustive": true
    },
    {
     "runs": 70,
     "failing": 0,
     "exhaustive": true
    },
    {
     "runs": 6,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "thread-safe.double-checked": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "thread-safe/dcl",
     "knobs": {
      "model": "pso",
      "exchanged": false
     },
     "seed": 1,
     "faults": [],
     "choices": [
      [
       5,
       1
      ]
     ],
     "engine": "1"
    },
    "because": [
     5,
     7,
     11,
     13,
     14,
     17,
     20
    ],
    "coverage": {
     "runs": 244,
     "holding": 2,
     "any": {
      "ref": {
       "scenario": "thread-safe/dcl",
       "knobs": {
        "model": "pso",
        "exchanged": false
       },
       "seed": 1,
       "faults": [],
       "choices": [
        [
         5,
         1
        ],
        [
         6,
         1
        ]
       ],
       "engine": "1"
      },
      "holds": false,
      "because": [
       5,
       7,
       11,
       12,
       15,
       18,
       19
      ],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "thread-safe/dcl",
       "knobs": {
        "model": "pso",
        "exchanged": false
       },
       "seed": 1,
       "faults": [],
       "choices": [
        [
         5,
         1
        ]
       ],
       "engine": "1"
      },
      "holds": true,
      "because": [
       5,
       7,
       11,
       13,
       14,
       17,
       20
      ],
      "switches": 2
     },
     "fails": {
      "ref": {
       "scenario": "thread-safe/dcl",
       "knobs": {
        "model": "pso",
        "exchanged": false
       },
       "seed": 1,
       "faults": [],
       "choices": [
        [
         5,
         1
        ],
        [
         6,
         1
        ]
       ],
       "engine": "1"
      },
      "holds": false,
      "because": [
       5,
       7,
       11,
       12,
       15,
       18,
       19
      ],
      "switches": 1
     },
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "0737fbb06d5bce57e7c73b11ebb316062b37cb815d9fb172c7a22edf6c66f812",
   "contrasts": [
    {
     "runs": 62,
     "failing": 0,
     "exhaustive": true
    },
    {
     "runs": 164,
     "failing": 0,
     "exhaustive": true
    },
    {
     "runs": 60,
     "failing": 2,
     "exhaustive": true
    }
   ]
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
     "any": {
      "ref": {
       "scenario": "thread-safe/self-lock",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       5
      ],
      "switches": 0
     },
     "shows": {
      "ref": {
       "scenario": "thread-safe/self-lock",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       5
      ],
      "switches": 0
     },
     "fails": null,
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
     "any": {
      "ref": {
       "scenario": "thread-safe/singleton-counter",
       "knobs": {
        "guard": "none"
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       12
      ],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "thread-safe/singleton-counter",
       "knobs": {
        "guard": "none"
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       12
      ],
      "switches": 1
     },
     "fails": {
      "ref": {
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
      "holds": false,
      "because": [
       6,
       10,
       13
      ],
      "switches": 2
     },
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
     "any": {
      "ref": {
       "scenario": "thread-safe/lazy-singleton",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       6
      ],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "thread-safe/lazy-singleton",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       6
      ],
      "switches": 1
     },
     "fails": {
      "ref": {
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
      "holds": false,
      "because": [
       6,
       9
      ],
      "switches": 2
     },
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
     23,
     30
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
   "traceSha256": "0ed7a138c52442b1e6ee62d462e559f71a3b411ebacd146154cb87bdc49007a4",
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
     "any": {
      "ref": {
       "scenario": "thread-safe/volatile-increment",
       "knobs": {
        "threads": 2
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       9
      ],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "thread-safe/volatile-increment",
       "knobs": {
        "threads": 2
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       9
      ],
      "switches": 1
     },
     "fails": {
      "ref": {
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
      "holds": false,
      "because": [
       4,
       7,
       10
      ],
      "switches": 2
     },
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
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
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
     "holding": 2,
     "any": {
      "ref": {
       "scenario": "thread-safe/counter",
       "knobs": {
        "threads": 2
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       9
      ],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "thread-safe/counter",
       "knobs": {
        "threads": 2
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       9
      ],
      "switches": 1
     },
     "fails": {
      "ref": {
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
      "holds": false,
      "because": [
       4,
       7,
       10
      ],
      "switches": 2
     },
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "81ea8cb6987cb8aa39c803636f11222030e13625e5cea29685886273f4a73c30",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": false
    }
   ]
  }
 }
}) as unknown as VerdictTable;
