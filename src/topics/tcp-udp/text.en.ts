/** TCP and UDP: what the learner reads, in English. The keys are those of `text.ko.ts`, and the compiler holds us to it. */
import type ko from "./text.ko.ts";

export default {
  ask: "How do TCP and UDP differ, and how do you decide which one to use?",
  scenarios: {
    messages: [
      "Numbered messages",
      "Two hosts, 50 ms apart, are already talking. From 1 s on a message of 100 bytes goes out every 10 ms, 100 of them.",
    ],
    "one-byte": ["Sending one byte", "A sends one byte to B, 50 ms away, and is done."],
    bulk: [
      "Much data through a bottleneck",
      "10 MB go from A over a router to B. The bottleneck has 100 Mbit/s, the round trip is 20 ms, the queue holds one BDP.",
    ],
    "slow-reader": [
      "A receiver that does not read",
      "200,000 bytes are sent to a program that reads nothing for 5 seconds.",
    ],
    "two-paths": [
      "Two paths",
      "Between A and B are a path of 50 ms and one of 70 ms; routers use them in turn. One TCP connection carries 100,000 bytes.",
    ],
    deadline: [
      "A voice that must not be late, a file that must be whole",
      "Voice is 160 bytes every 20 ms, thrown away when later than 150 ms. The file has 1 MB. The link takes 40 ms one way and loses packets.",
    ],
    streaming: [
      "A film fetched ahead",
      "Parts of 2 seconds (250,000 bytes) are fetched over TCP and play once 10 seconds are there. 8 Mbit/s, round trip 40 ms, 1 % loss.",
    ],
  },
  knobs: {
    transport: "which transport; both: two links that are alike, side by side, one for each",
    messages: "how many messages",
    size: "bytes of a message",
    every: "from one message to the next, in ms",
    "read-size": "bytes asked for by one read",
    "reads-from": "when the receiver begins to read, in ms from the beginning of the transfer",
    "read-pause": "pause after each read, in ms",
    segment: "most bytes of data in a segment (MSS)",
    nagle: "use Nagle's algorithm",
    checksum: "send UDP datagrams with a checksum",
    loss: "probability that a frame is lost, in percent",
    duplicate: "probability that a frame arrives twice, in percent",
    reorder: "probability that a frame falls behind, in percent",
    jitter: "how much longer a frame may take, in ms",
    options: "TCP options in the SYN: MSS alone, or timestamps, SACK and window scale too",
    ip: "version of IP",
    port: "whether anybody listens at B",
    "udp-connect": "fix the peer of the UDP socket with connect()",
    kilobytes: "how much to send, in kB",
    seconds: "for how long, in seconds; in bulk, 0 sends as many kilobytes as given",
    rate: "rate of the bottleneck in Mbit/s",
    "udp-rate": "rate at which UDP sends its data, in Mbit/s",
    beside: "another flow through the same bottleneck",
    "receive-buffer": "TCP's receive buffer in kB",
    bytes: "bytes offered",
    buffer: "receive buffer in bytes",
    paths: "whether routers use both paths in turn, or one",
    "cut-at": "when the upper router dies, in ms; 0: never",
    payload: "a voice call, or a file",
  },
  claims: {
    connection:
      "TCP sets up a connection and keeps state at both ends before data flows; with UDP the very first packet is data.",
    "stream-vs-datagram": "TCP is a byte stream without boundaries; UDP keeps each send as one datagram.",
    "reliable-ordered":
      "TCP retransmits what is lost, restores order and drops duplicates; UDP leaves loss, reordering and duplicates to you.",
    "flow-control":
      "TCP sends no more than the window the receiver advertises; UDP has no such thing, so a full buffer just drops.",
    "congestion-control":
      "TCP slows itself down when the network is congested; UDP keeps its rate unless the application reacts.",
    "header-cost":
      "A TCP header is at least 20 bytes, UDP's is 8; one byte of data costs 29 bytes with UDP and some hundreds with TCP.",
    "hol-blocking":
      "In TCP one missing segment holds back later data that has already arrived; with UDP what arrives can be used at once.",
    "choose-by-need":
      "If every byte must arrive choose TCP; if late data is useless, as in calls or games, choose UDP.",
    "slower-when":
      "What TCP costs is one round trip to connect and waiting after a loss; bulk throughput without loss is about the same.",
    "x-udp-always-faster": "UDP is always faster than TCP.",
    "x-streaming-is-udp": "Video streaming runs on UDP.",
    "x-no-checksum": "UDP has no checksum, so damaged data is handed up.",
    "x-send-equals-recv": "One send in TCP arrives as one recv.",
    "x-reserved-path": "TCP builds a virtual circuit, so all packets travel one fixed path.",
    "tcp-is-slower": "TCP is slower than UDP.",
    "udp-for-streaming": "UDP is for services such as streaming that must not stall.",
    "virtual-circuit": "TCP uses a virtual circuit.",
  },
  reasons: {
    connection:
      "The first three segments of TCP carry no data; they make a record in both kernels, and the first byte is a round trip late. UDP's first datagram is the data.",
    "stream-vs-datagram":
      "A read of TCP gives what is in the buffer, so messages come joined and cut. A read of UDP gives one datagram, always; what does not fit the reader's buffer is thrown away.",
    "reliable-ordered":
      "Sequence numbers show TCP what is missing and what came twice, and what is not acknowledged is sent again. A UDP reader gets what the link delivers, as it delivers it, gaps and all.",
    "flow-control":
      "At window zero a TCP sender stops where the buffer ends and sends probes of one byte. A UDP sender knows nothing of it; what exceeds the buffer is dropped at the receiving socket.",
    "congestion-control":
      "At each loss TCP sets ssthresh to half of what is in flight. So TCP flows share; beside a UDP flow that does not yield, TCP alone shrinks.",
    "header-cost":
      "UDP is one packet: 20 of IP, 8 of UDP, 1 of data. TCP needs nine segments from the first SYN to the last ACK.",
    "hol-blocking":
      "TCP delivers in order only, so what came behind the gap waits in the kernel for the retransmission. Over UDP one message is missing and all others are read after 50 ms.",
    "choose-by-need":
      "TCP fills every gap, and makes what is behind it wait. A file needs that; a voice that is thrown away after 150 ms is hurt by it.",
    "slower-when":
      "One byte comes exactly one round trip later, because of the connection. 10 MB cost a few rounds of slow start and then go at the rate of the line, as UDP does.",
    "x-udp-always-faster":
      "Sent faster than the link, what is too much is dropped and the file is never whole; sent slowly, it is done later than TCP. Finding the link's rate is what TCP does for you.",
    "x-streaming-is-udp":
      "Ten seconds fetched ahead leave time for retransmissions: with 1 % of packets lost the film plays over TCP without a stall and without a missing byte.",
    "x-no-checksum":
      "UDP has a checksum of 16 bits, normally on: the kernel discards a damaged datagram. It is only that nobody sends it again. Over IPv4 it can be turned off; then damage is handed up.",
    "x-send-equals-recv":
      "TCP does not remember how often one wrote. Two sends that wait in the buffer come in one read, and small reads cut one send in pieces.",
    "x-reserved-path":
      "The segments of one connection travel both paths, and routers know of no connection. One path dies and the transfer completes: reliability comes from ACKs and retransmissions of the ends.",
    "tcp-is-slower":
      "A short exchange costs a round trip more for the connection, and a loss costs the wait for the retransmission. In bulk without loss hardly any difference is left.",
    "udp-for-streaming":
      "In a live call late data is useless, and UDP is better. A film that is fetched ahead has time for retransmissions, and TCP plays it without a stall.",
    "virtual-circuit":
      "As a picture for what both ends remember of each other it is right. But there is no fixed path in the network: packets may travel several, and routers know of no connection.",
  },
  conditions: {
    shortOrLossy: "for a short exchange, or after a loss",
    bulkWithoutLoss: "for bulk without loss",
    liveCall: "for a live voice call",
    bufferedVideo: "for a film that is fetched ahead",
    stateAtEnds: "as a picture for the state that both ends keep",
    pathInNetwork: "as a fixed path in the network",
  },
  contrasts: {
    udpLossy: "UDP over the same link: does each come once and in order",
    nagleOff: "is each message read by itself",
    alone: "with nobody beside it",
    tcpMayWait: "does each message take 50 ms over TCP, too",
    checksumOff: "UDP without a checksum (IPv4)",
    readOneByOne: "read byte by byte",
    readAtOnce: "read as it comes",
    singlePath: "with a single path",
    heavyLoss: "10 % loss, ten seconds ahead",
  },
  followUps: {
    "fu-drop-every-20th":
      "Every 20th of 100 messages loses its first transmission. How many does the UDP application get, and the TCP one?",
    "fu-hol-delay":
      "Only message 3's first transmission is lost. When does the application read message 4 over UDP, and over TCP?",
    "fu-wire-bytes": "Send one byte and finish: total IP bytes on the wire with UDP and with TCP (MSS option only)?",
    "fu-closed-port": "You send to a port nobody listens on. What comes back for TCP, and for UDP?",
    "fu-zero-window":
      "The receiver reads nothing and its buffer is 64,240 B. After how many bytes does the sender stop?",
    "fu-reads": "AB and CD are sent separately over TCP, without loss. Which sequences can recv(10) return?",
  },
  answers: {
    dropEvery20th:
      "{udp} over UDP, {tcp} ({bytes} bytes) over TCP. The last message has nobody behind it to cause duplicate ACKs, so a timeout recovers it: sent at {sent} ms, timer restarted by the ACK of the one before at {restarted} ms, sent again at {again} ms.",
    holDelay:
      "Counted from the first message: {udp} ms over UDP, {tcp} ms over TCP. Message 4 leaves at {sent} ms and arrives at {arrived} ms, but over TCP it waits in the kernel for message 3. The third duplicate ACK, caused by 4, 5 and 6, triggers the fast retransmit at {third} ms.",
    wireBytes: "{udp} bytes with UDP, {tcp} with TCP: {list}.",
    closedPort:
      "TCP: {flags} with seq {seq} and ack x+{ack}; connect() fails with {error} after {after} ms. UDP: ICMP destination unreachable, type {type} code {code}; only a connected UDP socket hears of it, as {udpError}.",
    zeroWindow:
      "{bytes} bytes = {segments} full segments. Then the window is 0, and probes of 1 byte follow: the first {first} ms after the last ACK, then after {gaps} ms.",
    reads: "All {count} ways to cut ABCD that keep the order: {list}; never CD before AB. {runs} runs were made.",
  },
} satisfies typeof ko;
