/**
 * What happened, in a few words of either language: the list of events. Kinds without words of their own are shown by name with
 * their fields, so that nothing that happened is missing from the list.
 */
import { formatTime } from "../../../engine/base/time.ts";
import type { EventOf, IpDropReason, TraceEvent } from "../../../engine/trace/happening.ts";
import type { Text } from "../../../lab/text.ts";
import { same } from "../../../lab/text.ts";
import { processWords } from "./process-words.ts";
import { type EventTable, type EventView, layers } from "./protocol.ts";

const both = (ko: string, en: string): Text => ({ ko, en });

const switchReasons = {
  start: both("시작", "start"),
  blocked: both("앞 스레드가 기다림", "the other waits"),
  exit: both("앞 스레드가 끝남", "the other ended"),
  preempted: both("선점", "preempted"),
  quantum: both("타임 슬라이스가 끝남", "quantum over"),
  yield: both("양보", "yield"),
} as const;

const dropReasons = {
  loss: both("사라짐", "lost"),
  "queue-full": both("큐가 차서 버려짐", "dropped: queue full"),
  "too-long": both("너무 길어 버려짐", "dropped: too long"),
  fault: both("결함으로 사라짐", "lost by the fault"),
  choice: both("사라지게 함", "made to be lost"),
} as const;

const alterations = {
  delayed: both("늦어짐", "delayed"),
  duplicated: both("복제됨", "duplicated"),
  corrupted: both("비트가 뒤집힘", "corrupted"),
} as const;

const arpChanges = {
  asked: both("물어봄", "asked"),
  learned: both("알게 됨", "learned"),
  moved: both("바뀜", "moved"),
  stale: both("오래됨", "stale"),
  failed: both("대답이 없음", "no answer"),
  conflict: both("같은 주소를 쓰는 호스트가 있음", "somebody else has this address"),
} as const;

/** RFC 4861 7.3.2. */
const neighbourStates = {
  INCOMPLETE: both("찾는 중 (INCOMPLETE)", "asked for (INCOMPLETE)"),
  REACHABLE: both("닿음 (REACHABLE)", "reachable (REACHABLE)"),
  STALE: both("확인한 지 오래됨 (STALE)", "not confirmed lately (STALE)"),
  DELAY: both("확인을 기다림 (DELAY)", "waiting to be confirmed (DELAY)"),
  PROBE: both("살아 있는지 물음 (PROBE)", "asked whether it is there (PROBE)"),
  failed: both("대답이 없음", "no answer"),
  conflict: both("같은 주소를 쓰는 호스트가 있음", "somebody else has this address"),
} as const;

const addressStates = {
  tentative: both("쓰는 호스트가 있는지 묻는 중", "being asked for, whether it is free"),
  valid: both("써도 됨", "may be used"),
  duplicate: both("이미 쓰는 호스트가 있어 쓰지 않음", "taken by somebody else, not used"),
} as const;

const ipDrops: Readonly<Record<IpDropReason, string>> = {
  malformed: "읽을 수 없음",
  checksum: "체크섬이 틀림",
  martian: "올 수 없는 주소",
  "not-for-us": "남의 것",
  "no-route": "갈 길이 없음",
  "no-neighbour": "이웃을 찾지 못함",
  ttl: "TTL이 다함",
  "needs-fragmentation": "나눠야 하는데 나눌 수 없음",
  "no-protocol": "모르는 프로토콜",
  "source-route": "소스 라우팅",
  "extension-header": "확장 헤더를 받아들일 수 없음",
  overlap: "조각이 겹침",
  "reassembly-timeout": "조각을 다 모으지 못함",
  "queue-full": "큐가 참",
  "no-mapping": "NAT 대응이 없음",
};

const timers: Readonly<Record<string, string>> = {
  retransmission: "재전송 타이머",
  "delayed ACK": "ACK 미루기 타이머",
  persist: "창 탐색 타이머",
  keepalive: "생존 확인 타이머",
};

const ignores: Readonly<Record<string, string>> = {
  "outside the window": "창 밖",
  "no SYN in SYN-SENT": "SYN이 없음",
  "no ACK": "ACK이 없음",
  "accept queue full": "accept 줄이 참",
  "RST outside the window": "창 밖의 RST",
};

/** @param network of a run between hosts, where a host says more than the number of its only thread. */
export function eventView(event: TraceEvent, network = false): EventView {
  return {
    id: event.id,
    at: formatTime(event.at),
    words: words(event),
    who: network ? (event.host ?? "") : who(event),
    layer: layer(event),
    bad: isBad(event),
  };
}

const isBad = (event: TraceEvent): boolean =>
  event.kind === "deadlock" || isError(event) || /\.(?:cut|dropped|refused|failed|error)$/.test(event.kind);

/** So many of the first events have their words with them. */
const firstWords = 1_000;

/** @param network as for `eventView`. */
export function eventTable(events: readonly TraceEvent[], network: boolean): EventTable {
  const count = events.length;
  const at = new Float64Array(count);
  const cause = new Int32Array(count);
  const layerOf = new Uint8Array(count);
  const bad = new Uint8Array(count);
  const whose = new Uint16Array(count);
  const names = new Map<string, number>();
  for (const [index, event] of events.entries()) {
    at[index] = event.at;
    cause[index] = event.cause ?? -1;
    layerOf[index] = layers.indexOf(layer(event));
    bad[index] = isBad(event) ? 1 : 0;
    const name = network ? (event.host ?? "") : who(event);
    let number = names.get(name);
    if (number === undefined) {
      number = names.size;
      names.set(name, number);
    }
    whose[index] = number;
  }
  const first = events.slice(0, firstWords).map(words);
  return { count, at, cause, layer: layerOf, bad, who: whose, names: [...names.keys()], words: first };
}

export function words(event: TraceEvent): Text {
  switch (event.kind) {
    case "frame.sent":
      return same(`${event.labels[0] ?? "FRAME"} → ${event.to}, ${event.bytes.length} B`);
    case "frame.received":
      return both(`프레임 받음, ${event.bytes.length} B`, `frame received, ${event.bytes.length} B`);
    case "frame.dropped":
      return both(`프레임 ${dropReasons[event.why].ko}`, `frame ${dropReasons[event.why].en}`);
    case "frame.altered":
      return both(
        `프레임 ${alterations[event.how].ko}: ${event.by}`,
        `frame ${alterations[event.how].en}: ${event.by}`,
      );
    case "thread.spawned":
      return both(`${event.name} 생김`, `${event.name} spawned`);
    case "thread.switch": {
      const why = switchReasons[event.why];
      const to = `T${event.in}`;
      return event.out === null
        ? both(`${to} 실행 시작`, `${to} starts to run`)
        : both(`T${event.out} → ${to}, ${why.ko}`, `T${event.out} → ${to}, ${why.en}`);
    }
    case "cpu.idle":
      return both(`CPU ${event.cpu} 쉼`, `CPU ${event.cpu} idles`);
    case "cpu.resumed":
      return both(`CPU ${event.cpu}에서 이어서 실행`, `goes on, on CPU ${event.cpu}`);
    case "mode.switch":
      return event.to === "kernel"
        ? both(`${event.call}() 하러 커널 모드로`, `into the kernel for ${event.call}()`)
        : both(`${event.call}() 끝내고 유저 모드로`, `back from ${event.call}()`);
    case "thread.computes":
      return both(`${formatTime(event.until)}까지 계산`, `computes until ${formatTime(event.until)}`);
    case "thread.blocked":
      return waits(event);
    case "thread.woken":
      return both("깨어남", "woken");
    case "thread.ended":
      return event.result === null ? both("끝남", "ended") : both(`${event.result} 반환`, `returned ${event.result}`);
    case "task.changed":
      return taskWords(event);
    case "line.printed":
      return both(`출력: ${event.text} (${event.line}번째 줄)`, `prints ${event.text} (line ${event.line})`);
    case "cell.made":
      return both(`${event.cell} = ${event.value}로 시작`, `${event.cell} starts as ${event.value}`);
    case "cell.read":
      return both(`${event.cell} 읽기: ${event.value}`, `read ${event.cell}: ${event.value}`);
    case "cell.written":
      return both(
        `${event.cell} 쓰기: ${event.was} → ${event.value}`,
        `write ${event.cell}: ${event.was} → ${event.value}`,
      );
    case "cell.updated":
      return event.changed
        ? same(`${event.operation} ${event.cell}: ${event.was} → ${event.value}`)
        : both(
            `${event.operation} ${event.cell}: 실패, ${event.was}`,
            `${event.operation} ${event.cell}: failed, ${event.was}`,
          );
    case "lock.taken":
      return both(`락 ${event.lock} 잡음`, `lock ${event.lock} taken`);
    case "lock.released":
      return both(`락 ${event.lock} 놓음`, `lock ${event.lock} released`);
    case "lock.refused":
      return both(`락 ${event.lock} 놓기 거절 (${event.error})`, `release of ${event.lock} refused (${event.error})`);
    case "semaphore.down":
    case "semaphore.up":
      return same(`${event.kind === "semaphore.up" ? "up" : "down"}(${event.semaphore}): ${event.count}`);
    case "condition.wait":
      return both(
        `${event.condition}에서 기다리며 락 ${event.lock} 놓음`,
        `waits on ${event.condition}, lock ${event.lock} released`,
      );
    case "condition.signal": {
      const call = `${event.everybody ? "broadcast" : "signal"}(${event.condition})`;
      const list = event.woken.map((thread) => `T${thread}`).join(", ");
      return list === ""
        ? both(`${call}: 기다리는 스레드가 없어 사라짐`, `${call}: nobody waits, so it is lost`)
        : both(`${call}: ${list} 깨움`, `${call} wakes ${list}`);
    }
    case "condition.spurious":
      return both(`${event.condition}: 신호 없이 깨어남`, `${event.condition}: wakes without a signal`);
    case "store.buffered":
      return both(
        `${event.cell} = ${event.value}을(를) 스토어 버퍼에 씀`,
        `${event.cell} = ${event.value} into the store buffer`,
      );
    case "store.flushed":
      return both(
        `스토어 버퍼에서 메모리로: ${event.cell} ${event.was} → ${event.value}`,
        `from the store buffer to memory: ${event.cell} ${event.was} → ${event.value}`,
      );
    case "thread.failed":
      return both(`${event.line}번째 줄에서 실패: ${event.why}`, `failed at line ${event.line}: ${event.why}`);
    case "deadlock": {
      const list = event.threads.map((thread) => `T${thread}`).join(", ");
      return both(`교착: ${list} 영원히 기다림`, `deadlock: ${list} for ever`);
    }
    case "run.cut":
      return both(`${event.afterTurns}차례 뒤에 자름`, `cut after ${event.afterTurns} turns`);
    case "arp.cache": {
      const what = arpChanges[event.change];
      const mac = event.mac === null ? "" : ` = ${event.mac}`;
      return both(`ARP ${event.ip}${mac}: ${what.ko}`, `ARP ${event.ip}${mac}: ${what.en}`);
    }
    case "neighbour.cache": {
      const what = neighbourStates[event.state];
      const mac = event.mac === null ? "" : ` = ${event.mac}`;
      return both(`이웃 ${event.ip}${mac}: ${what.ko}`, `neighbour ${event.ip}${mac}: ${what.en}`);
    }
    case "ip.address": {
      const what = addressStates[event.state];
      return both(`주소 ${event.address}: ${what.ko}`, `address ${event.address}: ${what.en}`);
    }
    case "router.heard":
      return event.lifetimeSeconds > 0
        ? both(
            `라우터 ${event.router}가 ${event.lifetimeSeconds}초 동안 기본 경로를 맡음`,
            `router ${event.router} offers the default route for ${event.lifetimeSeconds} s`,
          )
        : both(`라우터 ${event.router}는 기본 경로를 맡지 않음`, `router ${event.router} is no default router`);
    case "switch.learned":
      return both(`${event.mac}는 ${event.link} 쪽`, `${event.mac} is at ${event.link}`);
    case "switch.flooded":
      return both(`${event.mac}의 자리를 몰라 모두에게 보냄`, `${event.mac} unknown: sent out of all ports`);
    case "ip.forwarded":
      return both(
        `IP ${event.source} → ${event.destination} 넘겨줌, TTL ${event.ttl}`,
        `IP ${event.source} → ${event.destination} forwarded, TTL ${event.ttl}`,
      );
    case "ip.dropped": {
      const why = ipDrops[event.why];
      return both(
        `IP ${event.source} → ${event.destination} 버림: ${why}`,
        `IP ${event.source} → ${event.destination} dropped: ${event.why}`,
      );
    }
    case "ip.fragmented":
      return both(`IP 조각 ${event.fragments}개로 나눔`, `IP split into ${event.fragments} fragments`);
    case "ip.reassembled":
      return both(`IP 조각을 모음, ${event.lengthBytes} B`, `IP reassembled, ${event.lengthBytes} B`);
    case "pmtu.changed":
      return both(
        `${event.destination}까지의 MTU ${event.was} → ${event.mtu}`,
        `MTU to ${event.destination} ${event.was} → ${event.mtu}`,
      );
    case "nat.mapping":
      return event.change === "made"
        ? both(`NAT ${event.inside} ↔ ${event.outside} 만듦`, `NAT ${event.inside} ↔ ${event.outside} made`)
        : both(`NAT ${event.inside} ↔ ${event.outside} 만료`, `NAT ${event.inside} ↔ ${event.outside} expired`);
    case "icmp.sent":
      return both(`ICMP ${event.message} 보냄 → ${event.to}`, `ICMP ${event.message} sent → ${event.to}`);
    case "icmp.received":
      return both(`ICMP ${event.message} 받음 ← ${event.from}`, `ICMP ${event.message} received ← ${event.from}`);
    case "udp.sent":
      return both(`UDP ${event.lengthBytes} B 보냄 → ${event.to}`, `UDP ${event.lengthBytes} B sent → ${event.to}`);
    case "udp.received":
      return both(
        `UDP ${event.lengthBytes} B 받음 ← ${event.from}`,
        `UDP ${event.lengthBytes} B received ← ${event.from}`,
      );
    case "udp.dropped":
      return both(
        `UDP ${event.from} → ${event.to} 버림: ${event.why}`,
        `UDP ${event.from} → ${event.to} dropped: ${event.why}`,
      );
    case "tcp.state":
      return same(`${event.from} → ${event.to}`);
    case "tcp.closed":
      return both(`연결이 끝남 (${event.why})`, `connection over (${event.why})`);
    case "tcp.timer": {
      const timer = timers[event.timer];
      return both(`${timer ?? event.timer} 만료`, `${event.timer} timer expired`);
    }
    case "tcp.retransmitted":
      return both(
        `${event.seq}..${event.end - 1} 다시 보냄 (${event.why})`,
        `${event.seq}..${event.end - 1} sent again (${event.why})`,
      );
    case "tcp.ignored":
      return both(
        `세그먼트 버림, seq ${event.seq}: ${ignores[event.why] ?? event.why}`,
        `segment dropped, seq ${event.seq}: ${event.why}`,
      );
    case "tcp.window":
      return both(
        `혼잡 창 ${event.cwnd} B, 문턱 ${event.ssthresh} B (${event.why})`,
        `cwnd ${event.cwnd} B, ssthresh ${event.ssthresh} B (${event.why})`,
      );
    case "tcp.rtt":
      return both(
        `왕복 ${formatTime(event.rtt)}, 평균 ${formatTime(event.srtt)}, RTO ${formatTime(event.rto)}`,
        `round trip ${formatTime(event.rtt)}, smoothed ${formatTime(event.srtt)}, RTO ${formatTime(event.rto)}`,
      );
    case "tcp.dropped":
      return both(
        `TCP ${event.from} → ${event.to} 버림: ${event.why === "checksum" ? "체크섬이 틀림" : "읽을 수 없음"}`,
        `TCP ${event.from} → ${event.to} dropped: ${event.why}`,
      );
    case "socket.error":
      return both(`소켓 ${event.fd}에 오류: ${event.error}`, `error on socket ${event.fd}: ${event.error}`);
    case "call.made":
      return both(`${event.call}() 호출`, `${event.call}() called`);
    case "call.returned":
      return event.result === null
        ? both(`${event.call}() 돌아옴`, `${event.call}() returns`)
        : both(`${event.call}() 돌아옴: ${event.result}`, `${event.call}() returns ${event.result}`);
    case "call.failed":
      return both(`${event.call}() 실패: ${event.error}`, `${event.call}() failed: ${event.error}`);
    default:
      return processWords(event) ?? same(byName(event));
  }
}

/** A call that returned an error, as sockets do. */
const isError = (event: TraceEvent): boolean => event.kind === "call.returned" && typeof event.result === "string";

/** "ip.dropped source=10.0.0.1 why=ttl": the kind and its own fields, bytes as their number. */
const taskStates: Readonly<Record<EventOf<"task.changed">["what"], Text>> = {
  begun: { ko: "시작", en: "begun" },
  runs: { ko: "실행", en: "runs" },
  waits: { ko: "기다림", en: "waits" },
  ended: { ko: "끝남", en: "ended" },
};

const taskWords = ({ task, what }: EventOf<"task.changed">): Text => ({
  ko: `작업 ${task}: ${taskStates[what].ko}`,
  en: `task ${task}: ${taskStates[what].en}`,
});

function byName(event: TraceEvent): string {
  const placed = new Set(["kind", "id", "at", "host", "cause", "choice", "thread"]);
  const fields = Object.entries(event).flatMap(([name, value]) =>
    placed.has(name) ? [] : [`${name}=${value instanceof Uint8Array ? `${value.length} B` : String(value)}`],
  );
  return [event.kind, ...fields].join(" ");
}

function waits(event: Extract<TraceEvent, { kind: "thread.blocked" }>): Text {
  switch (event.on.what) {
    case "lock":
      return both(
        `락 ${event.on.lock} 기다림 (쥔 스레드 T${event.on.owner})`,
        `waits for lock ${event.on.lock} (held by T${event.on.owner})`,
      );
    case "time":
      return both(`${formatTime(event.on.until)}까지 기다림`, `waits until ${formatTime(event.on.until)}`);
    case "thread":
      return both(`T${event.on.thread} 끝나기를 기다림`, `waits for T${event.on.thread} to end`);
    case "semaphore":
    case "condition":
    case "barrier":
    case "cell":
    case "store-buffer":
      return both(`${event.on.name} 기다림`, `waits for ${event.on.name}`);
    case "file":
      return both(`${event.on.file} (fd ${event.on.fd}) 기다림`, `waits for ${event.on.file} (fd ${event.on.fd})`);
    case "child":
      return both("자식 프로세스가 끝나기를 기다림", "waits for a child to end");
    case "signal":
      return both("시그널을 기다림", "waits for a signal");
    default:
      return both(`기다림: ${event.on.what}`, `waits: ${event.on.what}`);
  }
}

function who(event: TraceEvent): string {
  if ("thread" in event && typeof event.thread === "number") return `T${event.thread}`;
  if (event.kind === "thread.switch") return `CPU ${event.cpu}`;
  return event.host ?? "";
}

function layer(event: TraceEvent): EventView["layer"] {
  if (/^(?:frame|switch|arp|ip|pmtu|icmp|nat)\./.test(event.kind)) return "ip";
  // Its own clock: nothing came from outside.
  if (event.kind === "tcp.timer") return "kernel";
  if (/^(?:udp|tcp)\./.test(event.kind)) return "transport";
  return /^(?:cell|store|call|socket)\./.test(event.kind) ? "app" : "kernel";
}
