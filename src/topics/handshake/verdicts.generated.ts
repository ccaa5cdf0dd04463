// Written by `npm run verdicts` out of runs; do not edit.
import type { VerdictTable } from "../../lab/decide.ts";

export const verdicts = () => ({
 "engine": "1",
 "claims": {
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
      "profile": "rfc",
      "ip": "4"
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
     "runs": 1200,
     "holding": 1200,
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
      "profile": "rfc",
      "ip": "4"
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
      "profile": "rfc",
      "ip": "4"
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
      "profile": "rfc",
      "ip": "4"
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
      "profile": "rfc",
      "ip": "4"
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
     "runs": 500,
     "holding": 500,
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
     "runs": 101,
     "holding": 101,
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
      "profile": "rfc",
      "ip": "4"
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
      "profile": "rfc",
      "ip": "4"
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
      "profile": "rfc",
      "ip": "4"
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
      "profile": "linux",
      "ip": "4"
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
      "profile": "rfc",
      "ip": "4"
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
  }
 }
}) as unknown as VerdictTable;
