/** By which words an answer makes each claim, Korean and English. How they are matched is told in `study/coach/recognise.ts`. */
import type { ClaimWords } from "../../lab/catalogue.ts";

export const words: Readonly<Record<string, ClaimWords>> = {
  "multithreading.shared-economy": {
    says: [
      ["자원", "공유"],
      ["중복", "최소화"],
      ["자원", "중복"],
      ["하나의 프로세스", "스레드"],
      ["경제성"],
      ["share", "resources"],
      ["share", "code", "data"],
      ["several threads", "one process"],
      ["economy"],
    ],
    unless: ["동기화", "경쟁", "race", "synchroni"],
  },
  "multithreading.less-memory-than-processes": {
    says: [
      ["메모리", "소모", "줄"],
      ["메모리", "덜"],
      ["메모리", "절약"],
      ["메모리", "적게"],
      ["프로세스보다", "가볍"],
      ["less memory"],
      ["lighter", "process"],
    ],
  },
  "multithreading.parallel": {
    says: [
      ["병렬"],
      ["멀티 코어"],
      ["코어", "동시에"],
      ["동시에 처리"],
      ["parallel"],
      ["multi-core"],
      ["multiple cores"],
      ["speed-up"],
    ],
    unless: ["gil", "암달", "amdahl", "n배", "무조건", "비동기"],
  },
  "multithreading.responsive": {
    says: [
      ["응답성"],
      ["ui", "멈추"],
      ["화면", "멈추"],
      ["메인 스레드", "막"],
      ["백그라운드"],
      ["responsive"],
      ["ui thread"],
      ["background thread"],
    ],
  },
  "multithreading.race": {
    says: [
      ["경쟁 상태"],
      ["경쟁 조건"],
      ["레이스 컨디션"],
      ["race condition"],
      ["race-condition"],
      ["data race"],
      ["동기화", "문제"],
      ["동기화", "필요"],
      ["동기화", "해야"],
      ["동기화", "진행"],
      ["데이터", "꼬"],
      ["needs", "synchroni"],
      ["lost update"],
    ],
    unless: ["필요 없", "지역 변수", "교착", "데드락", "gil"],
  },
  "multithreading.all-shared-places": {
    says: [
      ["전역 변수"],
      ["전역", "static"],
      ["정적 변수"],
      ["데이터 영역", "동기화"],
      ["파일", "동기화"],
      ["공유 자원", "모두"],
      ["global", "static"],
      ["globals"],
      ["data segment"],
      ["any shared"],
    ],
  },
  "multithreading.locals-safe": {
    says: [
      ["지역 변수"],
      ["로컬 변수"],
      ["스택", "따로", "안전"],
      ["공유하지 않으면"],
      ["local variable"],
      ["own stack", "safe"],
      ["not shared", "safe"],
    ],
  },
  "multithreading.deadlock-risk": {
    says: [["교착"], ["데드락"], ["deadlock"]],
  },
  "multithreading.amdahl": {
    says: [
      ["암달"],
      ["순차", "부분"],
      ["직렬", "구간"],
      ["락 경합"],
      ["amdahl"],
      ["serial part"],
      ["serial fraction"],
      ["lock contention"],
    ],
  },
  "multithreading.pool-size": {
    says: [
      ["스레드 풀"],
      ["적정", "스레드", "수"],
      ["i/o bound", "스레드"],
      ["대기 시간", "길면"],
      ["thread pool"],
      ["i/o bound", "threads"],
    ],
  },
  "multithreading.gil": {
    says: [["gil"], ["글로벌 인터프리터 락"], ["global interpreter lock"], ["멀티프로세싱"], ["multiprocessing"]],
    unless: ["락이 필요 없", "안전", "동기화가 필요 없", "no lock", "safe"],
  },
  "multithreading.n-times-faster": {
    says: [
      ["스레드 수만큼", "빨라"],
      ["n배", "빨라"],
      ["스레드", "많을수록", "빠르"],
      ["스레드", "많을수록", "빨라"],
      ["스레드", "늘리면", "무조건"],
      ["n times faster"],
      ["more threads", "faster"],
    ],
  },
  "multithreading.heap-only": {
    says: [
      ["힙", "영역", "자원", "동기화"],
      ["힙 영역만"],
      ["힙만", "동기화"],
      ["힙", "때만", "동기화"],
      ["only", "heap"],
    ],
  },
  "multithreading.gil-no-lock": {
    says: [
      ["gil", "락이 필요 없"],
      ["gil", "동기화가 필요 없"],
      ["gil", "안전"],
      ["gil", "no lock"],
      ["gil", "makes it safe"],
      ["no locks", "python"],
    ],
  },
  "multithreading.minimum-is-n": {
    says: [["최소 n"], ["최솟값", "n"], ["적어도 n"], ["at least n"], ["minimum is n"]],
  },
};
