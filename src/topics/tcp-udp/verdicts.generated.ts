// Written by `npm run verdicts` out of runs; do not edit.
import type { VerdictTable } from "../../lab/decide.ts";

export const verdicts = () => ({
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
      "ip": "4",
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
   "traceSha256": "9a8d3fd7990a5485a1746fbd8fbc23350da30c1a1ced1384376721fb29ae29e7",
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
      "ip": "4",
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
   "traceSha256": "7eebff17eb67fb233db8e3f56f8e70e6867a26ab857762dac2d3be29d061938f",
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
   "traceSha256": "c65eead0813f045165edade11916bf8db50c1411e11162663b4d17cfc43eb0b1",
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
      "ip": "4",
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
        "ip": "4",
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
        "ip": "4",
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
  }
 }
}) as unknown as VerdictTable;
