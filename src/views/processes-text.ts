/** The processes of a host in text: what the picture of `processes.ts` says, for terminals and screen readers. */
import type { PageState, ProcessesView, ProcessView } from "./processes.ts";

type Language = "ko" | "en";

const marks: Readonly<Record<PageState, string>> = { own: "", "copy-on-write": "*", shared: "=", absent: "" };

const wordsOf = {
  ko: {
    process: "프로세스",
    space: "주소 공간",
    table: "디스크립터",
    thread: "스레드",
    zombie: "좀비",
    of: "의",
    frames: (n: number, copied: number, faults: number) =>
      `프레임 ${n}개 사용 중, ${copied}개 복사, 페이지 폴트 ${faults}번`,
    legend: "* 쓰기 시 복사, = 공유, - 아직 프레임 없음",
    together: (n: number) => `함께 쓰는 곳 ${n}`,
  },
  en: {
    process: "process",
    space: "address space",
    table: "descriptors",
    thread: "threads",
    zombie: "zombie",
    of: "of",
    frames: (n: number, copied: number, faults: number) =>
      `${n} frames in use, ${copied} copied, ${faults} page faults`,
    legend: "* copy on write, = shared, - no frame yet",
    together: (n: number) => `shared by ${n}`,
  },
} as const;

/** One line each: processes as a tree, the regions of each address space with the frame of each page, and descriptors. */
export function processesText(view: ProcessesView, language: Language): string {
  const words = wordsOf[language];
  const lines: string[] = [];
  const known = new Set(view.processes.map(({ pid }) => pid));
  const tree = (process: ProcessView, depth: number): void => {
    const { pid, program, ended, threads } = process;
    const state =
      ended === null ? `${words.thread} ${threads.map((id) => `T${id}`).join(" ")}` : `${words.zombie}, ${ended}`;
    lines.push(`${"  ".repeat(depth)}${words.process} ${pid} ${program} (${state})`);
    for (const child of view.processes) if (child.parent === pid) tree(child, depth + 1);
  };
  for (const process of view.processes) if (!known.has(process.parent)) tree(process, 0);
  for (const { space, pids, regions } of view.spaces) {
    lines.push("", `${words.space} ${space} (${words.process} ${pids.join(", ")})`);
    for (const { name, protection, pages } of regions) {
      const list = pages.map(({ page, frame, state, touched }) => {
        const place = frame === null ? "-" : `f${frame}${marks[state]}`;
        return `${touched ? ">" : ""}${page.toString(16)}:${place}`;
      });
      lines.push(`  ${name} ${protection}  ${list.join(" ")}`);
    }
  }
  for (const { pids, entries } of view.tables) {
    const list = entries.map(({ fd, file, description, references }) => {
      const shared = references > 1 ? `, ${words.together(references)}` : "";
      return `${fd} ${file}${description === null ? "" : ` (#${description}${shared})`}`;
    });
    lines.push("", `${words.table} (${words.process} ${pids.join(", ")})`, ...list.map((line) => `  ${line}`));
  }
  const { inUse, copied, faults } = view.frames;
  lines.push("", words.frames(inUse, copied, faults), words.legend);
  return lines.join("\n");
}
