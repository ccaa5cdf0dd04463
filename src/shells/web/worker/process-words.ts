/** What happened to processes, memory, signals and descriptors, in a few words of either language; null: something else happened. */
import { decodeUtf8 } from "../../../engine/base/bytes.ts";
import type { PageFault, TraceEvent } from "../../../engine/trace/happening.ts";
import type { Text } from "../../../lab/text.ts";

const both = (ko: string, en: string): Text => ({ ko, en });
const hex = (address: number): string => `0x${address.toString(16)}`;

const faults: Readonly<Record<PageFault, Text>> = {
  "zero-fill": both("0으로 채운 새 프레임", "a new frame of zeroes"),
  mapped: both("이미 있는 프레임을 매핑", "a frame that is there already"),
  "copy-on-write": both("쓰기 시 복사", "copy on write"),
  "last-owner": both("남은 주인이 하나라 복사하지 않음", "the last owner, nothing is copied"),
  unmapped: both("매핑되지 않은 주소", "nothing is mapped there"),
  protection: both("허용되지 않은 접근", "not permitted there"),
};

const began = {
  start: both("시작", "started"),
  fork: both("fork로 생김", "forked"),
  clone: both("clone으로 생김", "cloned"),
} as const;

const limits: Readonly<Record<string, Text>> = {
  processes: both("프로세스 수 한도", "limit of processes"),
  threads: both("스레드 수 한도", "limit of threads"),
  frames: both("메모리 프레임 한도", "limit of frames"),
  descriptors: both("디스크립터 수 한도", "limit of descriptors"),
  "steps-in-no-time": both("시간이 흐르지 않는 단계의 한도", "limit of steps in no time"),
};

export function processWords(event: TraceEvent): Text | null {
  switch (event.kind) {
    case "process.started":
      return both(
        `프로세스 ${event.pid} ${event.program} ${began[event.how].ko} (부모 ${event.parent}, 주소 공간 ${event.space})`,
        `process ${event.pid} ${event.program} ${began[event.how].en} (parent ${event.parent}, address space ${event.space})`,
      );
    case "process.thread":
      return both(`프로세스 ${event.pid}의 스레드`, `a thread of process ${event.pid}`);
    case "process.replaced":
      return both(
        `프로세스 ${event.pid}가 exec로 ${event.program} 실행`,
        `process ${event.pid} runs ${event.program} (exec)`,
      );
    case "process.ended": {
      const how = event.signal ?? `exit ${event.status}`;
      return both(`프로세스 ${event.pid} 끝남: ${how}`, `process ${event.pid} ends: ${how}`);
    }
    case "process.adopted":
      return both(
        `고아가 된 프로세스 ${event.pid}를 프로세스 1이 맡음`,
        `orphan ${event.pid} adopted by process ${event.by}`,
      );
    case "process.reaped":
      return both(
        `프로세스 ${event.pid}의 종료 상태를 ${event.by}가 거둠`,
        `process ${event.pid} reaped by ${event.by}`,
      );
    case "limit.reached": {
      const limit = limits[event.limit]!;
      return both(`${limit.ko} ${event.most}에 닿음`, `${limit.en} reached: ${event.most}`);
    }
    case "region.mapped":
      return both(
        `${event.region} ${event.frames.length}페이지 매핑, ${event.protection}`,
        `${event.region}: ${event.frames.length} pages mapped, ${event.protection}`,
      );
    case "region.unmapped":
      return both(`${event.pages}페이지 매핑을 없앰`, `${event.pages} pages unmapped`);
    case "space.copied":
      return event.copies.length > 0
        ? both(
            `주소 공간을 그 자리에서 복사, ${event.copies.length}프레임`,
            `address space copied at once, ${event.copies.length} frames`,
          )
        : both(
            `페이지 테이블만 복사, ${event.marked}페이지를 쓰기 시 복사로`,
            `page table copied, ${event.marked} pages copy-on-write`,
          );
    case "space.released":
      return both(
        `주소 공간 ${event.space} 없앰, 프레임 ${event.inUse}개 남음`,
        `address space ${event.space} gone, ${event.inUse} frames in use`,
      );
    case "page.fault": {
      const why = faults[event.fault];
      return both(`페이지 폴트 ${hex(event.page)}: ${why.ko}`, `page fault ${hex(event.page)}: ${why.en}`);
    }
    case "page.copied":
      return both(
        `프레임 ${event.from} → ${event.to} 복사, ${event.lengthBytes} B`,
        `frame ${event.from} copied to ${event.to}, ${event.lengthBytes} B`,
      );
    case "memory.read":
      return both(
        `${hex(event.address)} 읽기 ${event.value} (프레임 ${event.pageFrame})`,
        `load ${hex(event.address)}: ${event.value} (frame ${event.pageFrame})`,
      );
    case "memory.written":
      return both(
        `${hex(event.address)} 쓰기 ${event.value} (프레임 ${event.pageFrame})`,
        `store ${hex(event.address)}: ${event.value} (frame ${event.pageFrame})`,
      );
    case "signal.sent": {
      const from =
        event.from === null ? both("커널", "the kernel") : both(`프로세스 ${event.from}`, `process ${event.from}`);
      return both(
        `${from.ko} → 프로세스 ${event.to}: ${event.signal}`,
        `${event.signal} from ${from.en} to process ${event.to}`,
      );
    }
    case "signal.delivered":
      return event.action === "end"
        ? both(
            `${event.signal}의 기본 동작: 프로세스 ${event.pid}를 끝냄`,
            `${event.signal}: default action ends process ${event.pid}`,
          )
        : both(`${event.signal} 핸들러 실행`, `handler of ${event.signal} runs`);
    case "file.opened":
      return both(
        `fd ${event.fd} = ${event.file} (열린 파일 ${event.description})`,
        `fd ${event.fd} = ${event.file} (open file ${event.description})`,
      );
    case "file.closed":
      return both(
        `fd ${event.fd} 닫음${event.last ? ", 마지막 디스크립터" : ""}`,
        `fd ${event.fd} closed${event.last ? ", the last one" : ""}`,
      );
    case "file.read":
    case "file.written": {
      const text = decodeUtf8(event.bytes);
      const shown = text !== null && /^[\x20-\x7e\n]+$/.test(text) ? ` "${text.replace(/\n/g, "\\n")}"` : "";
      return event.kind === "file.read"
        ? both(
            `${event.file}에서 ${event.lengthBytes} B 읽기${shown}`,
            `${event.lengthBytes} B read from ${event.file}${shown}`,
          )
        : both(
            `${event.file}에 ${event.lengthBytes} B 쓰기${shown}`,
            `${event.lengthBytes} B written to ${event.file}${shown}`,
          );
    }
    case "file.locked":
      return both(
        `flock ${event.file} ${event.mode === "shared" ? "공유" : "배타"} 잠금`,
        `flock ${event.file} ${event.mode}`,
      );
    case "file.unlocked":
      return both(`flock ${event.file} 풂`, `flock ${event.file} released`);
    default:
      return null;
  }
}
