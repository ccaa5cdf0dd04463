/**
 * What happened, in a few words of either language: the list of events. Kinds without words of their own are shown by name with
 * their fields, so that nothing that happened is missing from the list.
 */
import { formatTime } from "../../../engine/base/time.ts";
import type { TraceEvent } from "../../../engine/trace/happening.ts";
import type { Text } from "../../../lab/text.ts";
import { same } from "../../../lab/text.ts";
import type { EventView } from "./protocol.ts";

const both = (ko: string, en: string): Text => ({ ko, en });

const switchReasons = {
  start: both("시작", "start"),
  blocked: both("앞 스레드가 기다림", "the other waits"),
  exit: both("앞 스레드가 끝남", "the other ended"),
  preempted: both("선점", "preempted"),
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

export function eventView(event: TraceEvent): EventView {
  return {
    id: event.id,
    at: formatTime(event.at),
    words: words(event),
    who: who(event),
    layer: layer(event),
    bad: event.kind === "deadlock" || /\.(?:cut|dropped|refused|failed|error)$/.test(event.kind),
    cause: event.cause,
    choice: event.choice,
  };
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
    case "thread.computes":
      return both(`${formatTime(event.until)}까지 계산`, `computes until ${formatTime(event.until)}`);
    case "thread.blocked":
      return waits(event);
    case "thread.woken":
      return both("깨어남", "woken");
    case "thread.ended":
      return event.result === null ? both("끝남", "ended") : both(`${event.result} 반환`, `returned ${event.result}`);
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
    case "deadlock": {
      const list = event.threads.map((thread) => `T${thread}`).join(", ");
      return both(`교착: ${list} 영원히 기다림`, `deadlock: ${list} for ever`);
    }
    case "run.cut":
      return both(`${event.afterTurns}차례 뒤에 자름`, `cut after ${event.afterTurns} turns`);
    case "arp.cache":
      return same(`ARP ${event.ip} ${event.mac ?? "?"} ${event.change}`);
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
    case "call.failed":
      return both(`${event.call}() 실패: ${event.error}`, `${event.call}() failed: ${event.error}`);
    default:
      return same(byName(event));
  }
}

/** "ip.dropped source=10.0.0.1 why=ttl": the kind and its own fields, bytes as their number. */
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
  if (/^(?:udp|tcp)\./.test(event.kind)) return "transport";
  return event.kind.startsWith("cell.") ? "app" : "kernel";
}
