/** What the command says, in both languages, beside the words of topics and of problems. */
import type { Text } from "../../lab/text.ts";
import type { StatementVerdict } from "../../study/coach/check.ts";

/** Shape first, colour second: the marks are those of the page. */
export const marks: Readonly<
  Record<StatementVerdict | "undecided", { mark: string; says: Text; paint: "green" | "red" | "yellow" | "dim" }>
> = {
  confirmed: { mark: "✓", says: { ko: "확인", en: "confirmed" }, paint: "green" },
  refuted: { mark: "✗", says: { ko: "반박", en: "refuted" }, paint: "red" },
  depends: { mark: "◐", says: { ko: "조건부", en: "depends" }, paint: "yellow" },
  unclear: { mark: "≈", says: { ko: "뜻이 흐림", en: "unclear" }, paint: "dim" },
  undecided: { mark: "≈", says: { ko: "아직 모름", en: "undecided" }, paint: "dim" },
  "no-experiment": { mark: "◌", says: { ko: "실험 없음", en: "no experiment" }, paint: "dim" },
};

export const words = {
  about: { ko: "모든 답을 돌려 보는 면접 트레이너", en: "an interview trainer in which every answer runs" },
  lang: { ko: "쓸 언어", en: "the language to use" },
  json: { ko: "JSON으로 쓰기", en: "write JSON" },
  notes: { ko: "노트를 어떻게 읽었는지 보기", en: "what the importer understood of notes" },
  check: { ko: "노트의 진술을 실험으로 돌려 확인하기", en: "run the statements of notes and report" },
  failOn: { ko: "이런 진술이 있으면 종료 코드 1", en: "exit with 1 when there is such a statement" },
  all: { ko: "실험이 없는 진술도 모두 쓰기", en: "list statements without an experiment too" },
  list: { ko: "질문, 시나리오, 주장, 이어지는 질문의 목록", en: "questions, scenarios, claims and follow-ups" },
  run: { ko: "시나리오 한 번 실행", en: "make one run of a scenario" },
  knob: { ko: "조절값, 이름=값", en: "a knob, name=value" },
  fault: { ko: "결함, 예: drop SYN 1", en: "a fault, such as: drop SYN 1" },
  seed: { ko: "난수 씨앗", en: "the seed of chance" },
  ladder: { ko: "사다리로 보기 (시간이 아래로)", en: "show the ladder (time runs down)" },
  timeline: { ko: "타임라인으로 보기 (시간이 오른쪽으로)", en: "show the timeline (time runs right)" },
  events: { ko: "사건을 모두 보기", en: "list all events" },
  pcapng: { ko: "패킷을 Wireshark용 파일로 쓰기 (-는 표준 출력)", en: "write the packets for Wireshark (- is stdout)" },
  perfetto: {
    ko: "시간 축 그림을 ui.perfetto.dev용 파일로 쓰기 (-는 표준 출력)",
    en: "write a timeline for ui.perfetto.dev (- is stdout)",
  },
  ftrace: {
    ko: "누가 언제 돌았는지를 리눅스 ftrace 글로 쓰기 (-는 표준 출력)",
    en: "write the schedule as ftrace prints it (- is stdout)",
  },
  at: { ko: "--pcapng를 이 호스트에서 잡은 것처럼", en: "with --pcapng: as captured on this host" },
  verify: { ko: "주장을 모든 실행으로 판정하기", en: "decide claims over all their runs" },
  explore: {
    ko: "스레드 프로그램의 모든 인터리빙을 돌려 보기",
    en: "run every interleaving of a thread program",
  },
  programLanguage: {
    ko: "프로그램을 쓴 형식 (없으면 파일 이름이나 글의 모양을 보고 정함)",
    en: "the form of the program (else told by the file's name or the look of the text)",
  },
  model: { ko: "메모리 모델", en: "the memory model" },
  strategy: {
    ko: "all은 모두, pct와 random은 일부만 뽑아서",
    en: "all of them, or some drawn by pct or random",
  },
  runs: { ko: "많아야 이만큼만 실행", en: "make at most so many runs" },
  spurious: { ko: "한 실행에서 허용할 거짓 깨움의 수", en: "spurious wake-ups allowed in one run" },
  pkt: { ko: "packetdrill 스크립트로 우리 TCP를 시험하기", en: "run packetdrill scripts against our TCP" },
  profile: {
    ko: "흉내 낼 시스템 (없으면 스크립트를 보고 정함)",
    en: "which system to be like (else the script suggests it)",
  },
  strict: {
    ko: "어느 줄도 기대하지 않은 세그먼트가 남으면 실패",
    en: "fail when segments are left that no line expects",
  },
  sched: { ko: "작업들을 CPU 스케줄링 정책으로 돌려 보기", en: "a CPU schedule of some jobs under a policy" },
  policy: { ko: "정책", en: "the policy" },
  jobs: { ko: "작업, 도착:길이[:입출력 간격],...", en: "jobs, ARRIVAL:LENGTH[:IO-EVERY],..." },
  quantum: { ko: "타임 슬라이스", en: "the quantum, or shortest slice" },
  levels: { ko: "MLFQ: 단계의 수, 또는 위부터 단계별 슬라이스", en: "mlfq: how many levels, or each one's quantum" },
  allotment: { ko: "MLFQ: 한 단계에서 쓸 수 있는 슬라이스의 수", en: "mlfq: quanta before a job goes down" },
  boost: { ko: "MLFQ: 모두 맨 위로 올리는 간격", en: "mlfq: how often all go back to the top" },
  latency: { ko: "CFS: 모두 한 번씩 도는 주기", en: "cfs: the period in which all get a turn" },
  cpus: { ko: "CPU의 수", en: "how many CPUs" },
  switchCost: { ko: "문맥 교환 한 번의 비용", en: "what a context switch costs" },
  ioTime: { ko: "입출력 한 번의 시간", en: "how long one I/O takes" },
  tickets: { ko: "작업별 추첨권", en: "tickets of each job" },
  nice: { ko: "작업별 nice 값", en: "nice value of each job" },
  priorities: { ko: "작업별 우선순위 (클수록 먼저)", en: "priority of each job, larger is more urgent" },
  eventLoop: { ko: "Node가 어떤 순서로 출력하는지 예측하기", en: "predict the order in which Node prints" },
  live: {
    ko: "이 컴퓨터에서 재어 시뮬레이션 옆에 놓기 (이름이 없으면 목록)",
    en: "measure on this machine, beside the simulation (no name: the list)",
  },
  liveRuns: { ko: "몇 번 잴지 (없으면 20번)", en: "how many runs (20 unless said)" },
  serve: { ko: "웹 앱 열기", en: "serve the web app" },
  port: { ko: "포트", en: "port" },
  host: { ko: "주소", en: "address" },
  open: { ko: "브라우저로 열기", en: "open a browser" },
  completion: { ko: "셸 자동 완성 스크립트", en: "a completion script for your shell" },
} as const satisfies Record<string, Text>;
