/** Opening and closing TCP: what the learner reads, in English. The keys are those of `text.ko.ts`, and the compiler holds us to it. */
import type ko from "./text.ko.ts";

export default {
  ask: "How does TCP open and close a connection, and why is each step needed?",
  claims: {
    "three-segments": "SYN with x, SYN+ACK with y and x+1, then ACK with y+1: three segments open the connection.",
    "why-three":
      "Each side must get its own initial sequence number acknowledged; otherwise an old SYN still in the network could create a ghost connection.",
    "close-four":
      "To close, one side sends FIN, the other ACKs, later sends its own FIN and gets an ACK: each direction is closed on its own.",
    "half-close":
      "FIN only means I have nothing more to send; the peer may go on sending, and that is why its ACK and its FIN are separate.",
    "time-wait":
      "The side that closed first stays in TIME-WAIT for 2 MSL, so that it can answer again if its last ACK is lost and so that old segments cannot slip into a new connection.",
    states:
      "The client goes SYN-SENT to ESTABLISHED, the server LISTEN, SYN-RECEIVED, ESTABLISHED; closing passes FIN-WAIT-1, FIN-WAIT-2, TIME-WAIT on one side and CLOSE-WAIT, LAST-ACK on the other.",
    "syn-fin-take-one":
      "SYN and FIN each use up one sequence number although they carry no data; a pure ACK uses none.",
    "isn-unpredictable":
      "The initial sequence number is hard to predict so that an attacker who cannot see the traffic cannot forge a connection from someone else's address.",
    "x-client-closes-first": "It is always the client that sends the first FIN.",
    "x-always-four": "Closing always takes four segments.",
    "x-time-wait-server": "TIME-WAIT is a state of the server.",
    "x-time-wait-240": "TIME-WAIT always lasts 240 seconds.",
    "x-ack-is-last-byte": "The ACK number is the number of the last byte received.",
  },
  followUps: {
    "fu-syn-lost-twice": "The first two SYNs are lost. When are SYNs sent, and when does connect() return?",
    "fu-synack-lost-twice":
      "Now the SYN+ACK is lost twice. How many SYNs and SYN+ACKs are sent, and does connect() return at a different time than before?",
    "fu-third-ack-lost":
      "Only the third segment is lost and the client sends data at once. Does it connect? And if the client stays silent, when is the server established?",
    "fu-last-ack-lost":
      "The last ACK is lost. What does the server receive with and without TIME-WAIT, and how long after its FIN is the FIN repeated?",
    "fu-sequence-numbers":
      "x=1000, y=5000, 10 bytes each way, then the client closes. Give seq and ack of the four closing segments.",
    "fu-ports":
      "A client keeps opening connections to one server address and port and closes first. With TIME-WAIT 60 s, at what rate do its ports run out?",
    "fu-simultaneous-close": "Both ends call close() at the same instant. Which states does each pass through?",
  },
  scenarios: {
    "open-close": [
      "Open, talk, close",
      "The client calls connect() at 0 s, sends a request once connected, gets a response and closes. The server closes when it has read all.",
    ],
    "old-syn": [
      "An old SYN",
      "A SYN of a connection that is long dead arrives at the server. The client wants no connection now.",
    ],
    "last-ack": [
      "The last ACK is lost",
      "The last ACK of closing is lost. What follows depends on whether the first closer waits.",
    ],
    "blind-spoof": [
      "An attacker who sees nothing",
      "An attacker forges the address of a client in a SYN, then guesses the server's sequence number and sends data.",
    ],
    ports: [
      "Running out of ports",
      "A client opens new connections to one server at a steady rate, sends 10 bytes, gets 10 and closes. It has the ports 32768 to 60999.",
    ],
  },
  knobs: {
    ip: "version of IP",
    rate: "new connections a second",
    seconds: "for how long connections are opened (seconds)",
    ports: "how many ports the client may use (Linux: net.ipv4.ip_local_port_range)",
    servers: "number of the server's addresses",
    delay: "delay one way (ms)",
    bytes: "size of request and response (bytes)",
    first: "who closes first",
    "server-delay": "from the server's reading all to its closing (ms)",
    "ack-delay": "how long an ACK is put off (ms)",
    "half-close": "bytes that the server sends after the client has closed",
    silent: "the client connects and sends nothing",
    "time-wait": "length of TIME-WAIT (seconds)",
    profile: "whose habits",
    stack: "the server's TCP: three steps as specified, or two, broken on purpose",
    isn: "how initial sequence numbers are chosen",
    abort: "abort instead of closing (RST)",
    guesses: "how often the attacker guesses",
    reuse: "connect again from the same port while an old segment is still on its way",
  },
  reasons: {
    "three-segments": "The ACK of the client's number rides on the server's SYN, so three segments do and not four.",
    "why-three":
      "A server that makes do with two steps believes one old SYN, makes a connection and even sends data. One that waits for the third gets the client's RST and stops.",
    "close-four": "Each direction has its FIN and the ACK of it. When the server sends its FIN later, that makes four.",
    "half-close": "All that the server sends after the client's FIN arrives, and the client acknowledges it.",
    "time-wait":
      "When the last ACK is lost the peer repeats its FIN. Who still waits answers with an ACK; for who is gone, an RST goes out.",
    states: "These are the states that both ends passed through, as recorded.",
    "syn-fin-take-one":
      "SYN and FIN must be acknowledged and repeated like data, so each takes a number like a byte of data.",
    "isn-unpredictable": "Whoever can tell the number in advance can forge the third step without seeing the second.",
    "x-client-closes-first": "Nothing says who closes first. In this run it is the server's FIN that comes first.",
    "x-always-four":
      "If the peer closes while its ACK is still put off, ACK and FIN share a segment, and there are three.",
    "x-time-wait-server": "TIME-WAIT is where the first FIN came from. In this run that is the client.",
    "x-time-wait-240":
      "An implementation chooses what 2 MSL is. 240 s follow from the RFC's MSL of two minutes; Linux takes 60 s.",
    "x-ack-is-last-byte": "The ACK number is that of the next byte expected. After 10 bytes it is x+11.",
  },
  answers: {
    "fu-syn-lost-twice": "SYNs go out at {syns}, and connect() returns at {connected}.",
    "fu-synack-lost-twice":
      "{syns} SYNs and {synacks} SYN+ACKs are sent. connect() returns at {connected}; with two lost SYNs it returns at {other}.",
    "fu-third-ack-lost":
      "If the client sends at once the server is established at {sending}; if it stays silent, at {silent}.",
    "fu-last-ack-lost": "With TIME-WAIT it gets {kept}, without it {gone}. The FIN is repeated after {again}.",
    "fu-sequence-numbers": "{list}",
    "fu-ports":
      "Each connection holds one of {ports} ports for {busy}, so the limit is {limit} a second. {below} a second went on for {seconds} s without a failure; at {above} a second connect() failed with EADDRNOTAVAIL at {failed}.",
    "fu-simultaneous-close": "Both pass through {states}. There are {segments} segments.",
  },
} satisfies typeof ko;
