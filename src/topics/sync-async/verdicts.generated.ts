// Written by `npm run verdicts` out of runs; do not edit.
import type { VerdictTable } from "../../lab/decide.ts";

export const verdicts = () => ({
 "engine": "1",
 "claims": {
  "sync-async.who-waits": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "sync-async/two-by-two",
     "knobs": {
      "way": "blocking",
      "time": 1,
      "pause": 0,
      "poll": 1
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     10
    ],
    "coverage": {
     "runs": 6,
     "holding": 6,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "eee09973b03248f4c2cdcf5e13d5da57d73880fdb097ad0c496d10cd36395588",
   "contrasts": []
  },
  "sync-async.overlap-io": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "sync-async/three-io",
     "knobs": {
      "way": "together",
      "tasks": 1,
      "time": 100,
      "longer": 0,
      "compute": 0,
      "pool": 0
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     13
    ],
    "coverage": {
     "runs": 10,
     "holding": 10,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "6f642e124de9cdc6cb620e764b9e916dc0176894b503060b119d95257b116c06",
   "contrasts": [
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": true
    }
   ]
  },
  "sync-async.simple-order": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "sync-async/order",
     "knobs": {
      "way": "blocking",
      "unknown": false,
      "a": 30,
      "b": 10,
      "c": 20
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     10,
     21,
     32
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
   "traceSha256": "2385c6d47fd6ac0256f2b25854dfcc04de623ea1852e6831b84accfc987f0372",
   "contrasts": [
    {
     "runs": 6,
     "failing": 5,
     "exhaustive": true
    }
   ]
  },
  "sync-async.other-axis": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "sync-async/two-by-two",
     "knobs": {
      "way": "polling",
      "time": 100,
      "pause": 0,
      "poll": 1
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     2,
     203
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
   "traceSha256": "9c2bb9a58bbe70d575800bb8dc7cb1b56fa979a57481af8056f9b952e8b0bf42",
   "contrasts": []
  },
  "sync-async.completion-order": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "sync-async/order",
     "knobs": {
      "way": "together",
      "unknown": false,
      "a": 30,
      "b": 10,
      "c": 20
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     19,
     27,
     35
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
   "traceSha256": "42bdd7972a3fd5f01b2f68ad5338c2798f9b4e568da7c20bb88009386c14ece5",
   "contrasts": [
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": true
    }
   ]
  },
  "sync-async.loop-must-not-block": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "sync-async/blocked-loop",
     "knobs": {
      "length": 10,
      "piece": 0,
      "timer": 10
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
   "traceSha256": "72d294e3326691d929469cacc396d8176fc177ae51d660b4ee929e0f951f6f01",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "sync-async.await-one-by-one": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "sync-async/three-io",
     "knobs": {
      "way": "one-by-one",
      "tasks": 1,
      "time": 100,
      "longer": 0,
      "compute": 0,
      "pool": 0
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     13
    ],
    "coverage": {
     "runs": 8,
     "holding": 8,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "6f642e124de9cdc6cb620e764b9e916dc0176894b503060b119d95257b116c06",
   "contrasts": [
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": true
    }
   ]
  },
  "sync-async.races-at-await": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "sync-async/await-race",
     "knobs": {
      "between": "await"
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
       "scenario": "sync-async/await-race",
       "knobs": {
        "between": "await"
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": false,
      "because": [],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "sync-async/await-race",
       "knobs": {
        "between": "await"
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
       "scenario": "sync-async/await-race",
       "knobs": {
        "between": "await"
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": false,
      "because": [],
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
   "traceSha256": "ce4a3a0f02bc2e3ad021a6c2022c9b35f976740466bd7219cc475da67d3b1dc3",
   "contrasts": [
    {
     "runs": 2,
     "failing": 2,
     "exhaustive": true
    },
    {
     "runs": 2,
     "failing": 2,
     "exhaustive": true
    }
   ]
  },
  "sync-async.cheap-waiting": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "sync-async/many-connections",
     "knobs": {
      "way": "event-loop",
      "connections": 1000,
      "stack": 64,
      "state": 1
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     4
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
   "traceSha256": "ffd5c67a5bdbb83101f59d57970de6886ff62ece5c87377b107bb757729eeb40",
   "contrasts": []
  },
  "sync-async.sync-is-slow-and-wasteful": {
   "verdict": {
    "by": "run",
    "verdict": "depends",
    "counterexample": {
     "scenario": "sync-async/three-cpu",
     "knobs": {
      "way": "plain",
      "cores": 1,
      "threads": 3,
      "gil": false
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     10
    ],
    "coverage": {
     "runs": 3,
     "holding": 1,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    },
    "conditions": [
     {
      "verdict": "confirmed",
      "run": {
       "scenario": "sync-async/three-io",
       "knobs": {
        "way": "blocking",
        "tasks": 3,
        "time": 100,
        "longer": 0,
        "compute": 0,
        "pool": 0
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "because": [
       32
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
     {
      "verdict": "refuted",
      "run": {
       "scenario": "sync-async/three-cpu",
       "knobs": {
        "way": "plain",
        "cores": 1,
        "threads": 3,
        "gil": false
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "because": [
       10
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
     {
      "verdict": "refuted",
      "run": {
       "scenario": "sync-async/three-io",
       "knobs": {
        "way": "threads",
        "tasks": 3,
        "time": 100,
        "longer": 0,
        "compute": 0,
        "pool": 0
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "because": [
       30
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
     }
    ]
   },
   "traceSha256": "fe6650535e3738ea8af1f7e29cd68a997b65f26ddc9f924959df21a9056208a1",
   "contrasts": []
  },
  "sync-async.async-is-parallel": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "sync-async/three-cpu",
     "knobs": {
      "way": "together",
      "cores": 1,
      "threads": 3,
      "gil": false
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     8,
     13
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
   "traceSha256": "a3793f48275c886de79a51f462a2c09babcbe4dffe5c8b8322338b44fed87d8d",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "sync-async.async-speeds-up-cpu": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "sync-async/three-cpu",
     "knobs": {
      "way": "together",
      "cores": 1,
      "threads": 3,
      "gil": false
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     13
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
   "traceSha256": "a3793f48275c886de79a51f462a2c09babcbe4dffe5c8b8322338b44fed87d8d",
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
  "sync-async.async-means-threads": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "sync-async/three-io",
     "knobs": {
      "way": "together",
      "tasks": 3,
      "time": 100,
      "longer": 0,
      "compute": 0,
      "pool": 0
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     0,
     23
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
   "traceSha256": "332f3926163e0cf7a62c3c82cfa6e495811f1f65050aa7e2737e2fbba2cc76c0",
   "contrasts": []
  },
  "sync-async.sync-equals-blocking": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "sync-async/two-by-two",
     "knobs": {
      "way": "polling",
      "time": 100,
      "pause": 0,
      "poll": 1
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     2,
     203
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
   "traceSha256": "9c2bb9a58bbe70d575800bb8dc7cb1b56fa979a57481af8056f9b952e8b0bf42",
   "contrasts": []
  },
  "sync-async.single-thread-no-race": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "sync-async/await-race",
     "knobs": {
      "between": "await"
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
     8,
     11
    ],
    "coverage": {
     "runs": 6,
     "holding": 2,
     "any": {
      "ref": {
       "scenario": "sync-async/await-race",
       "knobs": {
        "between": "await"
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       6,
       10
      ],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "sync-async/await-race",
       "knobs": {
        "between": "await"
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       6,
       10
      ],
      "switches": 1
     },
     "fails": {
      "ref": {
       "scenario": "sync-async/await-race",
       "knobs": {
        "between": "await"
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
       8,
       11
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
   "traceSha256": "ce4a3a0f02bc2e3ad021a6c2022c9b35f976740466bd7219cc475da67d3b1dc3",
   "contrasts": [
    {
     "runs": 2,
     "failing": 0,
     "exhaustive": true
    }
   ]
  }
 }
}) as unknown as VerdictTable;
