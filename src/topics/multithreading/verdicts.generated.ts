// Written by `npm run verdicts` out of runs; do not edit.
import type { VerdictTable } from "../../lab/decide.ts";

export const verdicts = () => ({
 "engine": "1",
 "claims": {
  "multithreading.shared-economy": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "multithreading/memory",
     "knobs": {
      "parts": "threads",
      "workers": 2
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     6,
     11
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
   "traceSha256": "9914b1277baac4034b5f6529b60accf0faa4ae14e1a6881a0a53e2e230c120ab",
   "contrasts": [
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": true
    }
   ]
  },
  "multithreading.less-memory-than-processes": {
   "verdict": {
    "by": "run",
    "verdict": "depends",
    "counterexample": {
     "scenario": "multithreading/memory",
     "knobs": {
      "parts": "forked",
      "workers": 8
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     0,
     9,
     10,
     15,
     16,
     21,
     22,
     27,
     28,
     33,
     34,
     39,
     40,
     45,
     46
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
    },
    "conditions": [
     {
      "verdict": "confirmed",
      "run": {
       "scenario": "multithreading/memory",
       "knobs": {
        "parts": "started",
        "workers": 8
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "because": [
       0,
       7,
       14,
       21,
       28,
       35,
       42,
       49
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
     {
      "verdict": "refuted",
      "run": {
       "scenario": "multithreading/memory",
       "knobs": {
        "parts": "forked",
        "workers": 8
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "because": [
       0,
       9,
       10,
       15,
       16,
       21,
       22,
       27,
       28,
       33,
       34,
       39,
       40,
       45,
       46
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
   "traceSha256": "2a047e612dd8d111810a2b94b91ca0a1092832dd9db7bd87a30e7b20c8131197",
   "contrasts": []
  },
  "multithreading.parallel": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "multithreading/amdahl",
     "knobs": {
      "serial": 0,
      "threads": 2
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     8,
     11
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
   "traceSha256": "443e00b893cceacbb86331fafb3d05172a61ffb5ea8dec31be60062a9264447b",
   "contrasts": []
  },
  "multithreading.responsive": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "multithreading/responsive",
     "knobs": {
      "how": "worker",
      "click": 0
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     9
    ],
    "coverage": {
     "runs": 12,
     "holding": 12,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "c761e9ba4e7e379198a21e1b43eb09491affc7cfb833550d1eb97e9a13f448b7",
   "contrasts": [
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": true
    }
   ]
  },
  "multithreading.race": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "multithreading/inc-2x1",
     "knobs": {
      "guard": "none"
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
       "scenario": "multithreading/inc-2x1",
       "knobs": {
        "guard": "none"
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
       "scenario": "multithreading/inc-2x1",
       "knobs": {
        "guard": "none"
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
       "scenario": "multithreading/inc-2x1",
       "knobs": {
        "guard": "none"
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
   "traceSha256": "c56f9e77ef7c4ac46b8f75c5ce8fe347ed7fe852cb543903494d14c414901e29",
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
  "multithreading.all-shared-places": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "multithreading/where-it-lives",
     "knobs": {
      "place": "heap"
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
     "runs": 44,
     "holding": 34,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "c87a807545e4ac7a349a8a22aeba6dfe8c1afcfa056cfa78a33bba7290f94f37",
   "contrasts": [
    {
     "runs": 6,
     "failing": 6,
     "exhaustive": true
    }
   ]
  },
  "multithreading.locals-safe": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "multithreading/locals",
     "knobs": {
      "shared": false
     },
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
       "scenario": "multithreading/locals",
       "knobs": {
        "shared": false
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
       "scenario": "multithreading/locals",
       "knobs": {
        "shared": false
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
     "fails": null,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "8669e7cbb5bc50bafb86f13cae59a33554bf431c69b612cbccf54bf1dcaa2a8d",
   "contrasts": [
    {
     "runs": 12870,
     "failing": 8590,
     "exhaustive": true
    }
   ]
  },
  "multithreading.deadlock-risk": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "multithreading/lock-order",
     "knobs": {
      "same-order": false
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
     8
    ],
    "coverage": {
     "runs": 6,
     "holding": 2,
     "any": {
      "ref": {
       "scenario": "multithreading/lock-order",
       "knobs": {
        "same-order": false
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
       8
      ],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "multithreading/lock-order",
       "knobs": {
        "same-order": false
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
       8
      ],
      "switches": 1
     },
     "fails": {
      "ref": {
       "scenario": "multithreading/lock-order",
       "knobs": {
        "same-order": false
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": false,
      "because": [
       9,
       15
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
   "traceSha256": "8b923c6b1f8ae0937eac00550fe8c07ab48e29dcf82edcca51dd8440bede04e4",
   "contrasts": [
    {
     "runs": 2,
     "failing": 2,
     "exhaustive": true
    }
   ]
  },
  "multithreading.amdahl": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "multithreading/amdahl",
     "knobs": {
      "serial": 100,
      "threads": 1
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     2
    ],
    "coverage": {
     "runs": 11,
     "holding": 11,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "3f028e436fdd04f0a0a55e0d5f7afb63c51e0e8866c18723ca65c943d7c4a143",
   "contrasts": []
  },
  "multithreading.pool-size": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "multithreading/io-pool",
     "knobs": {
      "threads": 1
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     119
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
   "traceSha256": "7c0c3dfc2ba48a484d343d2389ab93be3c3ff57076b96b2d9030535bde65560e",
   "contrasts": []
  },
  "multithreading.gil": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "multithreading/gil",
     "knobs": {
      "how": "gil-threads",
      "work": "cpu"
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     5,
     18,
     25,
     32,
     589,
     595,
     601,
     606
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
   "traceSha256": "87683b9180df8e5f8e2d4174368bc3520f66763944b3d23d0ca587078e9c73d6",
   "contrasts": [
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": true
    },
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": true
    }
   ]
  },
  "multithreading.n-times-faster": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "multithreading/amdahl",
     "knobs": {
      "serial": 100,
      "threads": 8
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     32,
     34,
     35,
     36,
     37,
     38,
     39,
     53
    ],
    "coverage": {
     "runs": 3,
     "holding": 0,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "b3d5a495c6cd1b48edbb43acfe5a69155ded5a3d1b0997fc0bbc542b2fb04981",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "multithreading.heap-only": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "multithreading/where-it-lives",
     "knobs": {
      "place": "data"
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
     "runs": 18,
     "holding": 6,
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "2aff4a4dc3dd9b5ab4d5e56bdf47db3926ba9836124b56f752b6184a59a5f9b2",
   "contrasts": []
  },
  "multithreading.gil-no-lock": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "multithreading/gil-counter",
     "knobs": {},
     "seed": 1,
     "faults": [],
     "choices": [
      [
       3,
       1
      ]
     ],
     "engine": "1"
    },
    "because": [
     6,
     9,
     14
    ],
    "coverage": {
     "runs": 70,
     "holding": 6,
     "any": {
      "ref": {
       "scenario": "multithreading/gil-counter",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       13
      ],
      "switches": 1
     },
     "shows": {
      "ref": {
       "scenario": "multithreading/gil-counter",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "holds": true,
      "because": [
       13
      ],
      "switches": 1
     },
     "fails": {
      "ref": {
       "scenario": "multithreading/gil-counter",
       "knobs": {},
       "seed": 1,
       "faults": [],
       "choices": [
        [
         3,
         1
        ]
       ],
       "engine": "1"
      },
      "holds": false,
      "because": [
       6,
       9,
       14
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
   "traceSha256": "d0df9117a9b0a0d2fd67471527e1aa9cafb3364cecf1691d83b2d02ded5e5814",
   "contrasts": [
    {
     "runs": 6,
     "failing": 0,
     "exhaustive": true
    }
   ]
  },
  "multithreading.minimum-is-n": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "multithreading/inc-2x3",
     "knobs": {
      "guard": "none"
     },
     "seed": 1,
     "faults": [],
     "choices": [
      [
       1,
       1
      ],
      [
       5,
       0
      ],
      [
       7,
       1
      ],
      [
       8,
       0
      ]
     ],
     "engine": "1"
    },
    "because": [
     4,
     7,
     11
    ],
    "coverage": {
     "runs": 924,
     "holding": 916,
     "any": {
      "ref": {
       "scenario": "multithreading/inc-2x3",
       "knobs": {
        "guard": "none"
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
       "scenario": "multithreading/inc-2x3",
       "knobs": {
        "guard": "none"
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
       "scenario": "multithreading/inc-2x3",
       "knobs": {
        "guard": "none"
       },
       "seed": 1,
       "faults": [],
       "choices": [
        [
         1,
         1
        ],
        [
         5,
         0
        ],
        [
         7,
         1
        ],
        [
         8,
         0
        ]
       ],
       "engine": "1"
      },
      "holds": false,
      "because": [
       4,
       7,
       11
      ],
      "switches": 5
     },
     "exhaustive": true,
     "limits": {
      "seeds": null,
      "departures": null,
      "cutAfter": null
     }
    }
   },
   "traceSha256": "d5161e7263f4ea4d55b3c43ad82e48f204fb99d12449bf8d91c83cb1772d5b33",
   "contrasts": []
  }
 }
}) as unknown as VerdictTable;
