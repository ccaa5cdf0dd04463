// Written by `npm run verdicts` out of runs; do not edit.
import type { VerdictTable } from "./verdicts.ts";

export const table = {
 "engine": "1",
 "claims": {
  "tcpudp.connection": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "tcpudp/one-byte",
     "knobs": {
      "transport": "both",
      "options": "mss",
      "port": "open",
      "udp-connect": true
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     10,
     22,
     32,
     17,
     26,
     58
    ],
    "coverage": {
     "runs": 120,
     "holding": 120,
     "exhaustive": false,
     "limits": {
      "seeds": 100,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "efe73f45daa4f834f8b0bde90c1163b3f241d7f79a77cdeba427899f3c8f2cf3",
   "contrasts": []
  },
  "tcpudp.stream-vs-datagram": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "tcpudp/messages",
     "knobs": {
      "transport": "both",
      "messages": 40,
      "size": 100,
      "every": 10,
      "read-size": 10,
      "reads-from": 0,
      "read-pause": 0,
      "segment": 1460,
      "nagle": false,
      "checksum": true,
      "loss": 0,
      "duplicate": 0,
      "reorder": 0,
      "jitter": 30
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     149,
     163
    ],
    "coverage": {
     "runs": 80,
     "holding": 80,
     "exhaustive": false,
     "limits": {
      "seeds": 10,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "379f6b2952a4fe33b485963c16743863e123a9e0169460cc45d58b18e1f86dc1",
   "contrasts": [
    {
     "runs": 10,
     "failing": 10,
     "exhaustive": false
    }
   ]
  },
  "tcpudp.reliable-ordered": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "tcpudp/messages",
     "knobs": {
      "transport": "both",
      "messages": 100,
      "size": 100,
      "every": 10,
      "read-size": 65535,
      "reads-from": 0,
      "read-pause": 0,
      "segment": 1460,
      "nagle": false,
      "checksum": true,
      "loss": 5,
      "duplicate": 2,
      "reorder": 5,
      "jitter": 0
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     372,
     691,
     917
    ],
    "coverage": {
     "runs": 100,
     "holding": 100,
     "exhaustive": false,
     "limits": {
      "seeds": 100,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "82978e3afec9e43966d19fab38dc1e0a194d032f16fa87adfab5852fd4c0a7ba",
   "contrasts": [
    {
     "runs": 100,
     "failing": 100,
     "exhaustive": false
    }
   ]
  },
  "tcpudp.flow-control": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "tcpudp/slow-reader",
     "knobs": {
      "transport": "both",
      "bytes": 200000,
      "buffer": 16060,
      "reads-from": 5000
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     623,
     657,
     662,
     314
    ],
    "coverage": {
     "runs": 9,
     "holding": 9,
     "exhaustive": false,
     "limits": {
      "seeds": 3,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "ae1571b58315afd404b7bfd382cca15e6d86827afd6103ac50eea70b73c0853a",
   "contrasts": []
  },
  "tcpudp.congestion-control": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "tcpudp/bulk",
     "knobs": {
      "transport": "tcp",
      "kilobytes": 10000,
      "seconds": 10,
      "rate": 5,
      "udp-rate": 5,
      "beside": "tcp",
      "receive-buffer": 1000,
      "loss": 0
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     292,
     2408,
     4515,
     6707
    ],
    "coverage": {
     "runs": 2,
     "holding": 2,
     "exhaustive": false,
     "limits": {
      "seeds": 1,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "da4aad34175ba3c2cffa1796da761ecebfe9846d3a24a722e182792d66d95403",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": false
    }
   ]
  },
  "tcpudp.header-cost": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "tcpudp/one-byte",
     "knobs": {
      "transport": "both",
      "options": "mss",
      "port": "open",
      "udp-connect": true
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     17,
     10,
     22,
     32,
     37,
     41,
     49,
     52,
     65,
     77
    ],
    "coverage": {
     "runs": 20,
     "holding": 20,
     "exhaustive": false,
     "limits": {
      "seeds": 20,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "efe73f45daa4f834f8b0bde90c1163b3f241d7f79a77cdeba427899f3c8f2cf3",
   "contrasts": []
  },
  "tcpudp.hol-blocking": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "tcpudp/messages",
     "knobs": {
      "transport": "both",
      "messages": 100,
      "size": 100,
      "every": 10,
      "read-size": 65535,
      "reads-from": 0,
      "read-pause": 0,
      "segment": 1460,
      "nagle": false,
      "checksum": true,
      "loss": 0,
      "duplicate": 0,
      "reorder": 0,
      "jitter": 0
     },
     "seed": 1,
     "faults": [
      "drop DATA 2",
      "drop UDP 2"
     ],
     "choices": [],
     "engine": "1"
    },
    "because": [
     66,
     72,
     434,
     161
    ],
    "coverage": {
     "runs": 96,
     "holding": 96,
     "exhaustive": false,
     "limits": {
      "seeds": 1,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "e03299033f6627817b382c26ddb512d2aea9dd83d855e476c815d52d191796c3",
   "contrasts": [
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": false
    }
   ]
  },
  "tcpudp.choose-by-need": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "tcpudp/deadline",
     "knobs": {
      "transport": "both",
      "payload": "voice",
      "seconds": 20,
      "loss": 1
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     2234,
     2455
    ],
    "coverage": {
     "runs": 240,
     "holding": 240,
     "exhaustive": false,
     "limits": {
      "seeds": 40,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "08759494f549dc5961f9065ef7ba9a83f1fed2c4df6040ab8cc700cb0f218833",
   "contrasts": []
  },
  "tcpudp.slower-when": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "tcpudp/one-byte",
     "knobs": {
      "transport": "both",
      "options": "mss",
      "port": "open",
      "udp-connect": true
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     26,
     58
    ],
    "coverage": {
     "runs": 21,
     "holding": 21,
     "exhaustive": false,
     "limits": {
      "seeds": 20,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "efe73f45daa4f834f8b0bde90c1163b3f241d7f79a77cdeba427899f3c8f2cf3",
   "contrasts": []
  },
  "tcpudp.x-udp-always-faster": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "tcpudp/bulk",
     "knobs": {
      "transport": "both",
      "kilobytes": 2000,
      "seconds": 0,
      "rate": 100,
      "udp-rate": 200,
      "beside": "nobody",
      "receive-buffer": 400,
      "loss": 0
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     35642,
     2573
    ],
    "coverage": {
     "runs": 3,
     "holding": 1,
     "exhaustive": false,
     "limits": {
      "seeds": 1,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "1d3a280fc4ce91f24584fa143a9719e8acf1714738270ece16b56231dd50e1f8",
   "contrasts": []
  },
  "tcpudp.x-streaming-is-udp": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "tcpudp/streaming",
     "knobs": {
      "seconds": 60,
      "loss": 1
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     44864
    ],
    "coverage": {
     "runs": 10,
     "holding": 0,
     "exhaustive": false,
     "limits": {
      "seeds": 10,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "ca672737f7fdc84e5c5158870a491466fb14a788783588ffc96b5501e986044d",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": false
    }
   ]
  },
  "tcpudp.x-no-checksum": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "tcpudp/messages",
     "knobs": {
      "transport": "udp",
      "messages": 100,
      "size": 100,
      "every": 10,
      "read-size": 65535,
      "reads-from": 0,
      "read-pause": 0,
      "segment": 1460,
      "nagle": false,
      "checksum": true,
      "loss": 0,
      "duplicate": 0,
      "reorder": 0,
      "jitter": 0
     },
     "seed": 1,
     "faults": [
      "corrupt UDP 1 bit 336"
     ],
     "choices": [],
     "engine": "1"
    },
    "because": [
     15,
     39
    ],
    "coverage": {
     "runs": 9,
     "holding": 0,
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
   "traceSha256": "e766923c963454542119a936f1e043dd6ecb59b85ea1f2d00727e8514eeddef2",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": false
    }
   ]
  },
  "tcpudp.x-send-equals-recv": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "tcpudp/messages",
     "knobs": {
      "transport": "tcp",
      "messages": 2,
      "size": 2,
      "every": 0,
      "read-size": 10,
      "reads-from": 500,
      "read-pause": 0,
      "segment": 1460,
      "nagle": false,
      "checksum": true,
      "loss": 0,
      "duplicate": 0,
      "reorder": 0,
      "jitter": 0
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     55
    ],
    "coverage": {
     "runs": 1,
     "holding": 0,
     "exhaustive": false,
     "limits": {
      "seeds": 1,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "624668a625a534592cc493853b348521cc134fde66ff68639f4ba6bfecbbe0a5",
   "contrasts": [
    {
     "runs": 1,
     "failing": 1,
     "exhaustive": false
    },
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": false
    }
   ]
  },
  "tcpudp.x-reserved-path": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "tcpudp/two-paths",
     "knobs": {
      "paths": "alternate",
      "cut-at": 0,
      "kilobytes": 100
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     11,
     56,
     1845
    ],
    "coverage": {
     "runs": 2,
     "holding": 0,
     "exhaustive": false,
     "limits": {
      "seeds": 1,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "48d973a6095e2b4326d190adb2aad7251b7a493de054198db642e4f5f5aef939",
   "contrasts": [
    {
     "runs": 1,
     "failing": 0,
     "exhaustive": false
    }
   ]
  },
  "tcpudp.tcp-is-slower": {
   "verdict": {
    "by": "run",
    "verdict": "depends",
    "counterexample": {
     "scenario": "tcpudp/bulk",
     "knobs": {
      "transport": "both",
      "kilobytes": 2000,
      "seconds": 0,
      "rate": 20,
      "udp-rate": 19,
      "beside": "nobody",
      "receive-buffer": 80,
      "loss": 0
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     38892,
     39565
    ],
    "coverage": {
     "runs": 11,
     "holding": 10,
     "exhaustive": false,
     "limits": {
      "seeds": 5,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    },
    "conditions": [
     {
      "verdict": "confirmed",
      "run": {
       "scenario": "tcpudp/one-byte",
       "knobs": {
        "transport": "both",
        "options": "mss",
        "port": "open",
        "udp-connect": true
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "because": [
       26,
       58
      ],
      "coverage": {
       "runs": 10,
       "holding": 10,
       "exhaustive": false,
       "limits": {
        "seeds": 5,
        "departures": {
         "schedule": 0,
         "frame": 0
        },
        "cutAfter": null
       }
      }
     },
     {
      "verdict": "refuted",
      "run": {
       "scenario": "tcpudp/bulk",
       "knobs": {
        "transport": "both",
        "kilobytes": 2000,
        "seconds": 0,
        "rate": 20,
        "udp-rate": 19,
        "beside": "nobody",
        "receive-buffer": 80,
        "loss": 0
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "because": [
       38892,
       39565
      ],
      "coverage": {
       "runs": 1,
       "holding": 0,
       "exhaustive": false,
       "limits": {
        "seeds": 1,
        "departures": {
         "schedule": 0,
         "frame": 0
        },
        "cutAfter": null
       }
      }
     }
    ]
   },
   "traceSha256": "63397d82e4f3aeceae3de840807b44e86fa2a87fe845a35e0f0b917677369e15",
   "contrasts": []
  },
  "tcpudp.udp-for-streaming": {
   "verdict": {
    "by": "run",
    "verdict": "depends",
    "counterexample": {
     "scenario": "tcpudp/streaming",
     "knobs": {
      "seconds": 60,
      "loss": 1
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     44864
    ],
    "coverage": {
     "runs": 11,
     "holding": 9,
     "exhaustive": false,
     "limits": {
      "seeds": 3,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    },
    "conditions": [
     {
      "verdict": "confirmed",
      "run": {
       "scenario": "tcpudp/deadline",
       "knobs": {
        "transport": "both",
        "payload": "voice",
        "seconds": 20,
        "loss": 1
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "because": [
       2234,
       2455
      ],
      "coverage": {
       "runs": 9,
       "holding": 9,
       "exhaustive": false,
       "limits": {
        "seeds": 3,
        "departures": {
         "schedule": 0,
         "frame": 0
        },
        "cutAfter": null
       }
      }
     },
     {
      "verdict": "refuted",
      "run": {
       "scenario": "tcpudp/streaming",
       "knobs": {
        "seconds": 60,
        "loss": 1
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "because": [
       44864
      ],
      "coverage": {
       "runs": 2,
       "holding": 0,
       "exhaustive": false,
       "limits": {
        "seeds": 2,
        "departures": {
         "schedule": 0,
         "frame": 0
        },
        "cutAfter": null
       }
      }
     }
    ]
   },
   "traceSha256": "ca672737f7fdc84e5c5158870a491466fb14a788783588ffc96b5501e986044d",
   "contrasts": []
  },
  "tcpudp.virtual-circuit": {
   "verdict": {
    "by": "run",
    "verdict": "depends",
    "counterexample": {
     "scenario": "tcpudp/two-paths",
     "knobs": {
      "paths": "alternate",
      "cut-at": 0,
      "kilobytes": 100
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     11,
     56,
     1845
    ],
    "coverage": {
     "runs": 6,
     "holding": 5,
     "exhaustive": false,
     "limits": {
      "seeds": 5,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    },
    "conditions": [
     {
      "verdict": "confirmed",
      "run": {
       "scenario": "tcpudp/one-byte",
       "knobs": {
        "transport": "tcp",
        "options": "mss",
        "port": "open",
        "udp-connect": true
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "because": [
       17,
       32
      ],
      "coverage": {
       "runs": 5,
       "holding": 5,
       "exhaustive": false,
       "limits": {
        "seeds": 5,
        "departures": {
         "schedule": 0,
         "frame": 0
        },
        "cutAfter": null
       }
      }
     },
     {
      "verdict": "refuted",
      "run": {
       "scenario": "tcpudp/two-paths",
       "knobs": {
        "paths": "alternate",
        "cut-at": 0,
        "kilobytes": 100
       },
       "seed": 1,
       "faults": [],
       "choices": [],
       "engine": "1"
      },
      "because": [
       11,
       56,
       1845
      ],
      "coverage": {
       "runs": 1,
       "holding": 0,
       "exhaustive": false,
       "limits": {
        "seeds": 1,
        "departures": {
         "schedule": 0,
         "frame": 0
        },
        "cutAfter": null
       }
      }
     }
    ]
   },
   "traceSha256": "48d973a6095e2b4326d190adb2aad7251b7a493de054198db642e4f5f5aef939",
   "contrasts": []
  },
  "handshake.three-segments": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "handshake/open-close",
     "knobs": {
      "first": "client",
      "server-delay": 100,
      "delay": 50,
      "bytes": 10,
      "ack-delay": 0,
      "half-close": 0,
      "silent": false,
      "abort": false,
      "isn": "random",
      "profile": "rfc"
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     6,
     12,
     17
    ],
    "coverage": {
     "runs": 240,
     "holding": 240,
     "exhaustive": false,
     "limits": {
      "seeds": 20,
      "departures": {
       "schedule": 0,
       "frame": 1
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "cc2a82c003524f62b74e458abb5d2be592170012ceb0d5d94de9c07f58e8026e",
   "contrasts": []
  },
  "handshake.why-three": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "handshake/old-syn",
     "knobs": {
      "stack": "two-way",
      "delay": 50
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
     "runs": 200,
     "holding": 200,
     "exhaustive": false,
     "limits": {
      "seeds": 100,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "715b9bf1a46d2cd52dd993bcd8a04b334331a2d20d0e0c4ad6ee45b9ac34b2ac",
   "contrasts": []
  },
  "handshake.close-four": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "handshake/open-close",
     "knobs": {
      "first": "client",
      "server-delay": 100,
      "delay": 50,
      "bytes": 10,
      "ack-delay": 0,
      "half-close": 0,
      "silent": false,
      "abort": false,
      "isn": "fixed",
      "profile": "rfc"
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     49,
     57,
     68,
     73
    ],
    "coverage": {
     "runs": 24,
     "holding": 24,
     "exhaustive": false,
     "limits": {
      "seeds": null,
      "departures": {
       "schedule": 0,
       "frame": 1
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "da9fb0905b661cd6be0dd1be17568c7b48f1b7687eb5fee0b794d034d262c2a1",
   "contrasts": []
  },
  "handshake.half-close": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "handshake/open-close",
     "knobs": {
      "first": "client",
      "server-delay": 100,
      "delay": 50,
      "bytes": 10,
      "ack-delay": 0,
      "half-close": 5000,
      "silent": false,
      "abort": false,
      "isn": "fixed",
      "profile": "rfc"
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     49,
     62,
     99
    ],
    "coverage": {
     "runs": 1,
     "holding": 1,
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
   "traceSha256": "77b0ec2beaeaf1de026803ca846c97d28f8d5792df138f7fd342fa777c463a13",
   "contrasts": []
  },
  "handshake.time-wait": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "handshake/last-ack",
     "knobs": {
      "time-wait": 240,
      "reuse": false
     },
     "seed": 1,
     "faults": [
      "drop ACK 2 from client"
     ],
     "choices": [],
     "engine": "1"
    },
    "because": [
     63,
     66
    ],
    "coverage": {
     "runs": 4,
     "holding": 4,
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
   "traceSha256": "52cda4aa6f0e29cd3f3f5fb01bbeec061b6bbf155a50b827f927fec3adbd4a93",
   "contrasts": []
  },
  "handshake.states": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "handshake/open-close",
     "knobs": {
      "first": "client",
      "server-delay": 100,
      "delay": 50,
      "bytes": 10,
      "ack-delay": 0,
      "half-close": 0,
      "silent": false,
      "abort": false,
      "isn": "fixed",
      "profile": "rfc"
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     5,
     16,
     48,
     64,
     72,
     80
    ],
    "coverage": {
     "runs": 224,
     "holding": 224,
     "exhaustive": false,
     "limits": {
      "seeds": 100,
      "departures": {
       "schedule": 0,
       "frame": 1
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "da9fb0905b661cd6be0dd1be17568c7b48f1b7687eb5fee0b794d034d262c2a1",
   "contrasts": []
  },
  "handshake.syn-fin-take-one": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "handshake/open-close",
     "knobs": {
      "first": "client",
      "server-delay": 100,
      "delay": 50,
      "bytes": 0,
      "ack-delay": 0,
      "half-close": 0,
      "silent": false,
      "abort": false,
      "isn": "random",
      "profile": "rfc"
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     6,
     22,
     31
    ],
    "coverage": {
     "runs": 100,
     "holding": 100,
     "exhaustive": false,
     "limits": {
      "seeds": 20,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "ebf71e46d5ceeddd3392a7b990c3d66862a9bede1b6718d03356becbe7c93f8a",
   "contrasts": []
  },
  "handshake.isn-unpredictable": {
   "verdict": {
    "by": "run",
    "verdict": "confirmed",
    "witness": {
     "scenario": "handshake/blind-spoof",
     "knobs": {
      "isn": "fixed-step",
      "guesses": 1
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     96
    ],
    "coverage": {
     "runs": 4,
     "holding": 4,
     "exhaustive": false,
     "limits": {
      "seeds": 3,
      "departures": {
       "schedule": 0,
       "frame": 0
      },
      "cutAfter": null
     }
    }
   },
   "traceSha256": "3083ee307802039ba7b61c674094a0c80956f395593eac08ea278c6cb0c065e7",
   "contrasts": []
  },
  "handshake.x-client-closes-first": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "handshake/open-close",
     "knobs": {
      "first": "server",
      "server-delay": 100,
      "delay": 50,
      "bytes": 10,
      "ack-delay": 0,
      "half-close": 0,
      "silent": false,
      "abort": false,
      "isn": "fixed",
      "profile": "rfc"
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     40
    ],
    "coverage": {
     "runs": 1,
     "holding": 0,
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
   "traceSha256": "2a6fd934c55d9e9cbac6a3e0d0d3c550acc7caa138d3c308ccb5c7c8952fd5b2",
   "contrasts": []
  },
  "handshake.x-always-four": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "handshake/open-close",
     "knobs": {
      "first": "client",
      "server-delay": 0,
      "delay": 50,
      "bytes": 10,
      "ack-delay": 40,
      "half-close": 0,
      "silent": false,
      "abort": false,
      "isn": "fixed",
      "profile": "rfc"
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     46,
     57,
     65
    ],
    "coverage": {
     "runs": 2,
     "holding": 0,
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
   "traceSha256": "b645d5984a3503d3b39a03734ff221f27bce57a88b7c63188aef491e86e3c3e8",
   "contrasts": []
  },
  "handshake.x-time-wait-server": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "handshake/open-close",
     "knobs": {
      "first": "client",
      "server-delay": 100,
      "delay": 50,
      "bytes": 10,
      "ack-delay": 0,
      "half-close": 0,
      "silent": false,
      "abort": false,
      "isn": "fixed",
      "profile": "rfc"
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     72
    ],
    "coverage": {
     "runs": 1,
     "holding": 0,
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
   "traceSha256": "da9fb0905b661cd6be0dd1be17568c7b48f1b7687eb5fee0b794d034d262c2a1",
   "contrasts": []
  },
  "handshake.x-time-wait-240": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "handshake/open-close",
     "knobs": {
      "first": "client",
      "server-delay": 100,
      "delay": 50,
      "bytes": 10,
      "ack-delay": 0,
      "half-close": 0,
      "silent": false,
      "abort": false,
      "isn": "fixed",
      "profile": "linux"
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     70,
     77
    ],
    "coverage": {
     "runs": 2,
     "holding": 1,
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
   "traceSha256": "5d78f9b5bcccd727cbdf4954ce023cb58418e35270b6552e5c4322dd6645c08c",
   "contrasts": []
  },
  "handshake.x-ack-is-last-byte": {
   "verdict": {
    "by": "run",
    "verdict": "refuted",
    "counterexample": {
     "scenario": "handshake/open-close",
     "knobs": {
      "first": "client",
      "server-delay": 100,
      "delay": 50,
      "bytes": 10,
      "ack-delay": 0,
      "half-close": 0,
      "silent": false,
      "abort": false,
      "isn": "fixed",
      "profile": "rfc"
     },
     "seed": 1,
     "faults": [],
     "choices": [],
     "engine": "1"
    },
    "because": [
     21,
     30
    ],
    "coverage": {
     "runs": 1,
     "holding": 0,
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
   "traceSha256": "da9fb0905b661cd6be0dd1be17568c7b48f1b7687eb5fee0b794d034d262c2a1",
   "contrasts": []
  },
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
} as unknown as VerdictTable;
