// Written by `npm run verdicts` out of runs; do not edit.
import type { VerdictTable } from "../../lab/decide.ts";

export const verdicts = () => ({
 "engine": "1",
 "claims": {
  "synchronization.race-is-why": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "synchronization/file-two-processes",
     "knobs": {
      "flock": false
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
       "scenario": "synchronization/file-two-processes",
       "knobs": {
        "flock": false
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
       "scenario": "synchronization/file-two-processes",
       "knobs": {
        "flock": false
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
       "scenario": "synchronization/file-two-processes",
       "knobs": {
        "flock": false
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
   "traceSha256": "6252d5121762215ea89129e053702fe92e863bd4e7a56687665cdb94d24e4588",
   "contrasts": [
    {
     "runs": 6,
     "failing": 4,
     "exhaustive": true
    },
    {
     "runs": 2,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "synchronization.one-at-a-time": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "synchronization/mutex-counter",
     "knobs": {},
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [],
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
   "traceSha256": "20e9f15835d7b75cedc912aaaf4c668c296d70e894c67f5f48cd489f3bf2a89e",
   "contrasts": [
    {
     "runs": 2,
     "failing": 0,
     "exhaustive": true
    },
    {
     "runs": 6,
     "failing": 4,
     "exhaustive": true
    },
    {
     "runs": 190,
     "failing": 120,
     "exhaustive": true
    },
    {
     "runs": 70,
     "failing": 36,
     "exhaustive": true
    }
   ]
  },
  "synchronization.three-conditions": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "synchronization/ticket-bypass",
     "knobs": {},
     "seed": 1,
     "faults": [],
     "choices": [
      [
       0,
       1
      ]
     ],
     "engine": "1"
    },
    "because": [
     19,
     26
    ],
    "coverage": {
     "runs": 103,
     "holding": 103,
     "any": {
      "ref": {
       "scenario": "synchronization/ticket-bypass",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [
        [
         0,
         1
        ]
       ],
       "engine": "1"
      },
      "holds": true,
      "because": [
       19,
       26
      ],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "synchronization/ticket-bypass",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [
        [
         0,
         1
        ]
       ],
       "engine": "1"
      },
      "holds": true,
      "because": [
       19,
       26
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
   "traceSha256": "0b44259dfa0075b22a36d164db76c541bd796c3094fed0f4d2f30b4a83f89e1d",
   "contrasts": [
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": true
    },
    {
     "runs": 4,
     "failing": 2,
     "exhaustive": true
    }
   ]
  },
  "synchronization.mutex-and-semaphore": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "synchronization/two-permits",
     "knobs": {},
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     6,
     12,
     18
    ],
    "coverage": {
     "runs": 2550,
     "holding": 2550,
     "any": {
      "ref": {
       "scenario": "synchronization/two-permits",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       6,
       12,
       18
      ],
      "switches": 2
     },
     "shows": {
      "ref": {
       "scenario": "synchronization/two-permits",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       6,
       12,
       18
      ],
      "switches": 2
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
   "traceSha256": "87c03a8ff4dc92678950d5164bfdebf3110e0217030437db26b29579c72adc25",
   "contrasts": [
    {
     "runs": 246,
     "failing": 140,
     "exhaustive": true
    },
    {
     "runs": 18,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "synchronization.ordering": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "synchronization/order-semaphore",
     "knobs": {},
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     7,
     12
    ],
    "coverage": {
     "runs": 37,
     "holding": 37,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "9fdf85c8b693a7e6b1ee48626925800ba828fe6ccf113a78c256a0721b608d95",
   "contrasts": [
    {
     "runs": 2,
     "failing": 1,
     "exhaustive": true
    },
    {
     "runs": 2,
     "failing": 1,
     "exhaustive": true
    },
    {
     "runs": 2,
     "failing": 2,
     "exhaustive": true
    }
   ]
  },
  "synchronization.recheck-in-loop": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "synchronization/condvar-while",
     "knobs": {
      "pairs": 2,
      "spurious": 0
     },
     "seed": 1,
     "faults": [],
     "choices": [
      [
       0,
       2
      ],
      [
       2,
       1
      ]
     ],
     "engine": "1"
    },
    "because": [],
    "coverage": {
     "runs": 55,
     "holding": 55,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "362eadadb25422f72f15ace12b832d96ff56eac768dd6989a4e17d73bf861932",
   "contrasts": [
    {
     "runs": 48,
     "failing": 4,
     "exhaustive": true
    },
    {
     "runs": 7,
     "failing": 1,
     "exhaustive": true
    },
    {
     "runs": 8,
     "failing": 1,
     "exhaustive": true
    },
    {
     "runs": 2,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "synchronization.needs-atomic-instruction": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "synchronization/test-and-set",
     "knobs": {},
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     5,
     8
    ],
    "coverage": {
     "runs": 2,
     "holding": 2,
     "any": {
      "ref": {
       "scenario": "synchronization/test-and-set",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       5,
       8
      ],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "synchronization/test-and-set",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       5,
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
   "traceSha256": "a6b683001d4710c84e58bcb51e4b5dfff228161bf72ce8b6201f5fbfaaddf228",
   "contrasts": [
    {
     "runs": 6,
     "failing": 4,
     "exhaustive": true
    },
    {
     "runs": 190,
     "failing": 120,
     "exhaustive": true
    },
    {
     "runs": 292,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "synchronization.deadlock": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "synchronization/philosophers",
     "knobs": {
      "count": 2,
      "ordered": true
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     8,
     15
    ],
    "coverage": {
     "runs": 49783216,
     "holding": 49783216,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "8d028087cb747ba018d110cb9add0c846fc6d33c17bc2a1333b497a8bfb6d955",
   "contrasts": [
    {
     "runs": 168,
     "failing": 6,
     "exhaustive": true
    },
    {
     "runs": 66468720,
     "failing": 120,
     "exhaustive": true
    }
   ]
  },
  "synchronization.priority-inversion": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "synchronization/priority-inversion",
     "knobs": {
      "inherit": false,
      "middle": 10
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     27
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
   "traceSha256": "e7d9d222f3eed696d7665eb9fc76f41954a9f071c32b2830832288892ede7bcb",
   "contrasts": []
  },
  "synchronization.spin-or-sleep": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "synchronization/spin-or-sleep",
     "knobs": {
      "wait": "spin",
      "cpus": 1,
      "before": 8000,
      "hold": 4000,
      "wake": 0
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     110
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
   "traceSha256": "a4db8e162bf4431149eb6ab0433edd975ad7d374e8b982a73726533f7e670469",
   "contrasts": []
  },
  "synchronization.memory-order": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "synchronization/peterson",
     "knobs": {
      "model": "tso",
      "fence": false
     },
     "seed": 1,
     "faults": [],
     "choices": [
      [
       6,
       1
      ],
      [
       7,
       1
      ],
      [
       9,
       1
      ],
      [
       10,
       1
      ],
      [
       13,
       1
      ],
      [
       16,
       1
      ]
     ],
     "engine": "1"
    },
    "because": [
     20,
     25,
     30,
     35
    ],
    "coverage": {
     "runs": 504614,
     "holding": 166544,
     "any": {
      "ref": {
       "scenario": "synchronization/peterson",
       "knobs": {
        "model": "tso",
        "fence": false
       },
       "seed": 1,
       "faults": [],
       "choices": [
        [
         3,
         1
        ],
        [
         4,
         1
        ],
        [
         8,
         1
        ]
       ],
       "engine": "1"
      },
      "holds": false,
      "because": [
       15,
       16,
       28,
       29
      ],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "synchronization/peterson",
       "knobs": {
        "model": "tso",
        "fence": false
       },
       "seed": 1,
       "faults": [],
       "choices": [
        [
         6,
         1
        ],
        [
         7,
         1
        ],
        [
         9,
         1
        ],
        [
         10,
         1
        ],
        [
         13,
         1
        ],
        [
         16,
         1
        ]
       ],
       "engine": "1"
      },
      "holds": true,
      "because": [
       20,
       25,
       30,
       35
      ],
      "switches": 3
     },
     "fails": {
      "ref": {
       "scenario": "synchronization/peterson",
       "knobs": {
        "model": "tso",
        "fence": false
       },
       "seed": 1,
       "faults": [],
       "choices": [
        [
         3,
         1
        ],
        [
         4,
         1
        ],
        [
         8,
         1
        ]
       ],
       "engine": "1"
      },
      "holds": false,
      "because": [
       15,
       16,
       28,
       29
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
   "traceSha256": "855b59ffc57157784c6be6a9c3eb7d576bf466e3875f5696b20d3cd8617c348d",
   "contrasts": [
    {
     "runs": 292,
     "failing": 0,
     "exhaustive": true
    },
    {
     "runs": 124944,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "synchronization.only-one-process": {
   "verdict": {
    "by": "run",
    "verdict": "depends",
    "counterexample": {
     "scenario": "synchronization/readers",
     "knobs": {},
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
    "because": [],
    "coverage": {
     "runs": 8,
     "holding": 4,
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
       "scenario": "synchronization/critical-section",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "because": [
       7,
       8,
       14,
       15
      ],
      "coverage": {
       "runs": 2,
       "holding": 2,
       "any": {
        "ref": {
         "scenario": "synchronization/critical-section",
         "knobs": {},
         "seed": 1,
         "faults": [],
         "choices": [],
         "engine": "1"
        },
        "holds": true,
        "because": [
         7,
         8,
         14,
         15
        ],
        "switches": 1
       },
       "shows": {
        "ref": {
         "scenario": "synchronization/critical-section",
         "knobs": {},
         "seed": 1,
         "faults": [],
         "choices": [],
         "engine": "1"
        },
        "holds": true,
        "because": [
         7,
         8,
         14,
         15
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
     {
      "verdict": "refuted",
      "run": {
       "scenario": "synchronization/readers",
       "knobs": {},
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
      "because": [],
      "coverage": {
       "runs": 6,
       "holding": 2,
       "any": {
        "ref": {
         "scenario": "synchronization/readers",
         "knobs": {},
         "seed": 1,
         "faults": [],
         "choices": [],
         "engine": "1"
        },
        "holds": true,
        "because": [],
        "switches": 1
       },
       "shows": {
        "ref": {
         "scenario": "synchronization/readers",
         "knobs": {},
         "seed": 1,
         "faults": [],
         "choices": [],
         "engine": "1"
        },
        "holds": true,
        "because": [],
        "switches": 1
       },
       "fails": {
        "ref": {
         "scenario": "synchronization/readers",
         "knobs": {},
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
        "because": [],
        "switches": 2
       },
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
   "traceSha256": "dbe1c400c14bf28121ed3a3cd66369682d63171fa94618f203a0a493d64b6fb0",
   "contrasts": []
  },
  "synchronization.binary-semaphore-is-mutex": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "synchronization/foreign-up",
     "knobs": {
      "lock": "semaphore"
     },
     "seed": 1,
     "faults": [],
     "choices": [
      [
       2,
       1
      ],
      [
       3,
       1
      ]
     ],
     "engine": "1"
    },
    "because": [
     8,
     15,
     17,
     21
    ],
    "coverage": {
     "runs": 246,
     "holding": 106,
     "any": {
      "ref": {
       "scenario": "synchronization/foreign-up",
       "knobs": {
        "lock": "semaphore"
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       8,
       9,
       15,
       16
      ],
      "switches": 2
     },
     "shows": {
      "ref": {
       "scenario": "synchronization/foreign-up",
       "knobs": {
        "lock": "semaphore"
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       8,
       9,
       15,
       16
      ],
      "switches": 2
     },
     "fails": {
      "ref": {
       "scenario": "synchronization/foreign-up",
       "knobs": {
        "lock": "semaphore"
       },
       "seed": 1,
       "faults": [],
       "choices": [
        [
         2,
         1
        ],
        [
         3,
         1
        ]
       ],
       "engine": "1"
      },
      "holds": false,
      "because": [
       8,
       15,
       17,
       21
      ],
      "switches": 3
     },
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "83ed9592d98663469785569d4330d4e3c535f02f22b6bae0325a174c9a70ecf4",
   "contrasts": [
    {
     "runs": 18,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "synchronization.if-is-enough": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "synchronization/condvar-if",
     "knobs": {
      "pairs": 2,
      "spurious": 0
     },
     "seed": 1,
     "faults": [],
     "choices": [
      [
       1,
       1
      ],
      [
       2,
       1
      ]
     ],
     "engine": "1"
    },
    "because": [
     12
    ],
    "coverage": {
     "runs": 48,
     "holding": 44,
     "any": {
      "ref": {
       "scenario": "synchronization/condvar-if",
       "knobs": {
        "pairs": 2,
        "spurious": 0
       },
       "seed": 1,
       "faults": [],
       "choices": [
        [
         0,
         2
        ],
        [
         2,
         1
        ]
       ],
       "engine": "1"
      },
      "holds": true,
      "because": [],
      "switches": 3
     },
     "shows": {
      "ref": {
       "scenario": "synchronization/condvar-if",
       "knobs": {
        "pairs": 2,
        "spurious": 0
       },
       "seed": 1,
       "faults": [],
       "choices": [
        [
         0,
         2
        ],
        [
         2,
         1
        ]
       ],
       "engine": "1"
      },
      "holds": true,
      "because": [],
      "switches": 3
     },
     "fails": {
      "ref": {
       "scenario": "synchronization/condvar-if",
       "knobs": {
        "pairs": 2,
        "spurious": 0
       },
       "seed": 1,
       "faults": [],
       "choices": [
        [
         1,
         1
        ],
        [
         2,
         1
        ]
       ],
       "engine": "1"
      },
      "holds": false,
      "because": [
       12
      ],
      "switches": 4
     },
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "9b3db145e78a647e69ec411e0769d53849667019593611ca2626de8adb066297",
   "contrasts": [
    {
     "runs": 48,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "synchronization.sleep-orders": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "synchronization/order-none",
     "knobs": {
      "sleep": true
     },
     "seed": 1,
     "faults": [],
     "choices": [
      [
       0,
       1
      ]
     ],
     "engine": "1"
    },
    "because": [
     5,
     8
    ],
    "coverage": {
     "runs": 2,
     "holding": 1,
     "any": {
      "ref": {
       "scenario": "synchronization/order-none",
       "knobs": {
        "sleep": true
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       5,
       8
      ],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "synchronization/order-none",
       "knobs": {
        "sleep": true
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       5,
       8
      ],
      "switches": 1
     },
     "fails": {
      "ref": {
       "scenario": "synchronization/order-none",
       "knobs": {
        "sleep": true
       },
       "seed": 1,
       "faults": [],
       "choices": [
        [
         0,
         1
        ]
       ],
       "engine": "1"
      },
      "holds": false,
      "because": [
       5,
       8
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
   "traceSha256": "f7d8b15b260d282731c916f0c217cdcf08b78048fb3c16eb170a2f00dbe639e2",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "synchronization.processes-only": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "synchronization/file-two-processes",
     "knobs": {
      "flock": false
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
       "scenario": "synchronization/file-two-processes",
       "knobs": {
        "flock": false
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "synchronization/file-two-processes",
       "knobs": {
        "flock": false
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [],
      "switches": 1
     },
     "fails": {
      "ref": {
       "scenario": "synchronization/file-two-processes",
       "knobs": {
        "flock": false
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
   "traceSha256": "6252d5121762215ea89129e053702fe92e863bd4e7a56687665cdb94d24e4588",
   "contrasts": [
    {
     "runs": 6,
     "failing": 4,
     "exhaustive": true
    }
   ]
  },
  "synchronization.more-locks-safer": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "synchronization/bounded-buffer",
     "knobs": {
      "right": false
     },
     "seed": 1,
     "faults": [],
     "choices": [
      [
       0,
       1
      ]
     ],
     "engine": "1"
    },
    "because": [
     7
    ],
    "coverage": {
     "runs": 10,
     "holding": 5,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "99dda16cb5a65599733218f123bfec6f27e9ef3197f8bf8fe6769a6b09bfa436",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": true
    },
    {
     "runs": 2,
     "failing": 0,
     "exhaustive": true
    }
   ]
  }
 }
}) as unknown as VerdictTable;
