/** By which words an answer makes each claim, Korean and English. How they are matched is told in `study/coach/recognise.ts`. */
import type { ClaimWords } from "../../lab/catalogue.ts";

export const words: Readonly<Record<string, ClaimWords>> = {
  "synchronization.race-is-why": {
    says: [
      ["경쟁 상태"],
      ["경쟁 조건"],
      ["레이스 컨디션"],
      ["race condition"],
      ["실행 순서", "결과", "달라"],
      ["데이터", "불일치"],
      ["일관성", "깨"],
      ["inconsistent"],
      ["depend", "timing"],
      ["lost update"],
    ],
  },
  "synchronization.one-at-a-time": {
    says: [
      ["상호 배제"],
      ["임계 구역"],
      ["임계 영역"],
      ["크리티컬 섹션"],
      ["mutual exclusion"],
      ["critical section"],
      ["one at a time"],
      ["하나만", "접근"],
      ["한 번에", "하나"],
    ],
    unless: ["진행", "한정", "progress", "bounded", "점유", "hold and wait"],
  },
  "synchronization.three-conditions": {
    says: [
      ["진행", "한정 대기"],
      ["진행", "유한 대기"],
      ["progress", "bounded waiting"],
      ["세 가지 조건"],
      ["three conditions"],
    ],
  },
  "synchronization.mutex-and-semaphore": {
    says: [
      ["뮤텍스", "세마포어"],
      ["세마포어", "카운터"],
      ["세마포어", "개수"],
      ["뮤텍스", "소유"],
      ["mutex", "semaphore"],
      ["semaphore", "permit"],
      ["mutex", "owner"],
    ],
    unless: ["똑같", "같습니다", "same"],
  },
  "synchronization.ordering": {
    says: [
      ["순서", "맞추"],
      ["순서", "맞춥"],
      ["순서", "보장"],
      ["랑데부"],
      ["rendezvous"],
      ["order", "after"],
      ["ordering"],
    ],
    unless: ["sleep", "슬립"],
  },
  "synchronization.recheck-in-loop": {
    says: [
      ["while", "확인"],
      ["while", "검사"],
      ["조건 변수", "다시"],
      ["가짜 깨움"],
      ["거짓 깨움"],
      ["spurious wakeup"],
      ["spurious wake-up"],
      ["condition variable", "loop"],
      ["re-check"],
      ["recheck"],
    ],
  },
  "synchronization.needs-atomic-instruction": {
    says: [
      ["test and set"],
      ["test-and-set"],
      ["원자적 명령"],
      ["원자적인 명령"],
      ["하드웨어", "지원"],
      ["atomic instruction"],
      ["hardware support"],
      ["cas", "락"],
      ["compare-and-swap", "lock"],
    ],
  },
  "synchronization.deadlock": {
    says: [
      ["교착", "조건"],
      ["교착", "순서"],
      ["데드락", "조건"],
      ["데드락", "순서"],
      ["점유 대기"],
      ["순환 대기"],
      ["circular wait"],
      ["hold and wait"],
      ["deadlock", "order"],
      ["lock ordering"],
    ],
  },
  "synchronization.priority-inversion": {
    says: [["우선순위 역전"], ["우선순위 상속"], ["priority inversion"], ["priority inheritance"]],
  },
  "synchronization.spin-or-sleep": {
    says: [["스핀락"], ["스핀 락"], ["바쁜 대기"], ["spinlock"], ["spin lock"], ["busy waiting"], ["busy-waiting"]],
  },
  "synchronization.memory-order": {
    says: [["피터슨"], ["peterson"], ["메모리 배리어"], ["스토어 버퍼"], ["memory barrier"], ["store buffer"]],
  },
  "synchronization.only-one-process": {
    says: [["한 프로세스", "접근"], ["하나의 프로세스", "접근"], ["only one process"]],
  },
  "synchronization.binary-semaphore-is-mutex": {
    says: [
      ["이진 세마포어", "뮤텍스", "똑같"],
      ["이진 세마포어", "뮤텍스", "같"],
      ["바이너리 세마포어", "뮤텍스", "같"],
      ["binary semaphore", "mutex", "same"],
      ["binary semaphore", "is a mutex"],
    ],
    unless: ["다르", "다릅", "different", "differ"],
  },
  "synchronization.if-is-enough": {
    says: [
      ["if", "한 번만", "확인"],
      ["if", "확인하면", "됩니다"],
      ["if", "충분"],
      ["if", "enough"],
      ["깨어나면", "조건", "만족"],
    ],
  },
  "synchronization.sleep-orders": {
    says: [
      ["sleep", "순서"],
      ["sleep", "동기화"],
      ["sleep", "넣으면"],
      ["잠깐", "기다리면"],
      ["딜레이", "주면"],
      ["sleep", "order"],
      ["sleep", "synchroni"],
    ],
  },
  "synchronization.processes-only": {
    says: [
      ["다중 프로세스", "환경"],
      ["프로세스", "사이의 문제"],
      ["메모리", "공유하지", "필요 없"],
      ["processes only"],
      ["without shared memory", "not needed"],
    ],
  },
  "synchronization.more-locks-safer": {
    says: [
      ["락", "많이", "안전"],
      ["락", "많을수록", "안전"],
      ["전부", "락", "안전"],
      ["more locks", "safer"],
      ["lock everything"],
    ],
  },
};
