/** 스레드 안전: 배우는 사람이 읽는 한국어. 키는 영어판(`text.en.ts`)과 같고, 컴파일러가 그것을 지킨다. */
export default {
  ask: "스레드 안전하다는 게 무슨 뜻이고, 그렇게 만들려면 어떤 방법들이 있나요?",
  scenarios: {
    "singleton-counter": [
      "싱글톤 카운터",
      "하나뿐인 객체를 두 스레드가 getInstance()로 받아 그 안의 카운터를 한 번씩 올립니다.",
    ],
    counter: [
      "락 없는 카운터",
      "스레드들이 공유 카운터를 락 없이 한 번씩 올립니다. 올리기는 읽기와 쓰기 두 단계입니다.",
    ],
    mutex: ["뮤텍스로 감싼 카운터", "스레드들이 같은 뮤텍스 하나를 잡고 카운터를 올립니다."],
    "one-forgets-lock": ["한쪽만 잡는 락", "한 스레드는 락을 잡고 올리고, 다른 스레드는 락 없이 올립니다."],
    "two-locks-one-cell": ["서로 다른 두 락", "두 스레드 모두 락을 잡지만, 서로 다른 락입니다."],
    atomic: ["원자적 더하기", "읽고 더하고 쓰기를 한 단계로 하는 fetch-and-add로 올립니다."],
    "cas-loop": ["CAS 되풀이", "읽은 값이 그대로일 때만 바꾸는 compare-and-swap을 될 때까지 되풀이합니다."],
    "volatile-increment": [
      "volatile 카운터",
      "읽기 하나, 쓰기 하나는 각각 원자적이고 곧바로 보이지만, 둘을 묶어 주지는 않습니다.",
    ],
    "lazy-singleton": ["락 없는 지연 초기화", "getInstance()가 처음 불릴 때 객체를 만듭니다. 락은 없습니다."],
    "lazy-singleton-locked": [
      "메서드 전체를 잠근 지연 초기화",
      "같은 getInstance()를 메서드 전체에 락을 걸어 부릅니다.",
    ],
    "check-then-put": ["비었으면 넣기", "isEmpty와 put은 각각 락을 잡습니다. 부르는 쪽은 둘을 이어서 부릅니다."],
    withdraw: ["잔액 확인 후 출금", "잔액이 100인 계좌에서 두 스레드가 각각, 100이 있으면 100을 찾습니다."],
    transfer: [
      "이체 중의 합계",
      "계좌마다 락이 하나씩 있습니다. 한 스레드가 30을 옮기는 동안 다른 스레드가 합계를 냅니다.",
    ],
    immutable: ["읽기만 하는 공유", "두 스레드가 바뀌지 않는 값을 읽기만 합니다."],
    confined: ["스레드마다 자기 칸", "스레드마다 자기 칸에만 두 번씩 더합니다."],
    "self-lock": [
      "자기가 잡은 락을 또 잡기",
      "락을 잡은 함수가 같은 락을 잡는 다른 함수를 부릅니다. 락은 재진입할 수 없습니다.",
    ],
  } satisfies Record<string, [title: string, about: string]>,
  knobs: {
    threads: "스레드의 수",
    guard: "카운터를 지키는 방법: 없음, 락, 원자 연산, 객체를 따로 둘",
    whole: "확인과 실행을 락 하나로 묶기",
    lock: "확인과 변경을 락 하나로 묶기",
    "one-lock": "두 계좌에 락 하나만 쓰기",
    writer: "값을 바꾸는 스레드 하나 더하기",
    "same-slot": "두 스레드가 같은 칸을 쓰기",
  },
  claims: {
    "every-interleaving":
      "여러 스레드가 어떤 순서로 섞여 실행되더라도, 호출하는 쪽이 따로 동기화하지 않아도 결과가 맞는 것입니다.",
    "unsynchronised-fails":
      "카운터 증가처럼 읽고 고치고 쓰는 연산은 원자적이지 않아서 그냥 두면 갱신이 사라질 수 있습니다.",
    "mutual-exclusion": "공유 상태를 고치는 구간을 같은 락 하나로 감싸서 한 번에 한 스레드만 들어가게 합니다.",
    "atomic-operations": "단순한 갱신은 AtomicInteger 같은 원자 연산이나 CAS로 락 없이 안전하게 할 수 있습니다.",
    "no-shared-mutable":
      "애초에 공유하지 않거나 바꾸지 않으면 됩니다. 불변 객체, 지역 변수, 스레드 로컬, 무상태 설계입니다.",
    "compound-action": "확인하고 나서 실행하는 복합 연산은 전체를 하나의 임계 구역으로 묶어야 합니다.",
    "safe-lazy-init":
      "지연 초기화는 메서드 전체를 잠그거나 클래스 로딩 시점에 만들어서 인스턴스가 하나만 생기게 합니다.",
    visibility:
      "원자성만이 아니라 가시성도 문제라서, 한 스레드가 쓴 값이 다른 스레드에 언제 보이는지 메모리 모델을 따라야 합니다.",
    "double-checked": "더블 체크 락은 volatile 없이 쓰면 반쯤 만들어진 객체가 보일 수 있습니다.",
    "reentrancy-differs":
      "재진입 가능과 스레드 안전은 다른 개념이라, 락으로 안전하게 만든 함수도 자기 안에서 다시 부르면 멈출 수 있습니다.",
    "singleton-is-safe": "싱글톤 패턴으로 구현하면 스레드 안전합니다.",
    "lazy-makes-one": "getInstance에서 null인지 확인하니까 인스턴스는 항상 하나만 생깁니다.",
    "safe-parts-safe-whole": "메서드 하나하나가 스레드 안전하면 그것들을 이어서 호출해도 안전합니다.",
    "volatile-is-atomic": "volatile을 붙이면 증가 연산도 안전해집니다.",
    "passed-tests-so-safe": "백만 번 돌려서 결과가 맞았으니 스레드 안전합니다.",
  },
  reasons: {
    "every-interleaving":
      "뜻매김이라 실행으로 가릴 일이 아닙니다. 다른 주장들은 모두 이 기준으로, 곧 모든 순서를 돌려서 판정합니다.",
    "unsynchronised-fails":
      "읽기와 쓰기 사이에 다른 스레드가 끼어들면, 먼저 읽어 둔 낡은 값으로 남의 갱신을 덮어씁니다.",
    "mutual-exclusion":
      "락을 잡은 스레드가 읽고 쓰기를 마칠 때까지 다른 스레드는 들어오지 못해서, 모든 순서에서 갱신이 남습니다.",
    "atomic-operations":
      "읽고 고치고 쓰기가 한 단계라 사이에 끼어들 틈이 없습니다. CAS는 값이 바뀌었으면 실패하고 다시 읽습니다.",
    "no-shared-mutable": "서로 다른 스레드의 두 단계가 한 번도 부딪히지 않으니, 순서가 어떻든 결과가 같습니다.",
    "compound-action":
      "확인과 실행 사이에 다른 스레드가 끼어들면 확인한 것이 더는 사실이 아닙니다. 락 하나로 묶으면 그 틈이 없어집니다.",
    "safe-lazy-init":
      "확인과 생성이 한 락 안에 있으면 객체는 하나만 생깁니다. 다만 이것은 생성을 지킬 뿐, 객체 안의 상태까지 지켜 주지는 않습니다.",
    visibility: "스토어 버퍼가 있는 메모리 모델의 실행기가 아직 없어서 실험을 돌리지 못합니다.",
    "double-checked": "저장 순서가 바뀌는 메모리 모델의 실행기가 아직 없어서 실험을 돌리지 못합니다.",
    "reentrancy-differs":
      "재진입할 수 없는 락을 쥔 채 같은 락을 다시 기다리면, 풀어 줄 스레드가 자기 자신이라 영원히 멈춥니다.",
    "singleton-is-safe":
      "객체가 하나라는 것은 모두가 그 하나를 함께 고친다는 뜻입니다. 아래 순서에서는 두 번 올렸는데 값이 1입니다.",
    "lazy-makes-one": "두 스레드가 모두 null을 본 다음 각자 객체를 만듭니다. 확인과 생성 사이에 틈이 있습니다.",
    "safe-parts-safe-whole":
      "각 메서드는 락으로 지켜지지만 두 호출 사이에는 락이 풀려 있습니다. 그 사이에 다른 스레드가 끼어듭니다.",
    "volatile-is-atomic": "volatile은 읽기와 쓰기를 각각 지켜 줄 뿐, 읽고 나서 쓰기까지를 묶어 주지 않습니다.",
    "passed-tests-so-safe": "실제 기계에서 여러 번 재어 보는 실험이 아직 없습니다.",
  },
  contrasts: {
    counterUnlocked: "락 없이 그냥 올림",
    withLock: "증가를 락으로 감쌈",
    withAtomic: "원자 연산, 스레드 3개",
    oneForgets: "한쪽만 락을 잡음",
    twoLocks: "서로 다른 락을 잡음",
    withVolatile: "volatile만 붙임",
    twoObjects: "객체를 따로 둠",
    eagerField: "미리 만든 싱글톤의 카운터",
    lazyUnlocked: "락 없는 지연 초기화",
    lazyLocked: "메서드 전체를 락으로 감쌈",
    wholeLocked: "확인과 실행을 락 하나로 묶음",
    partsLocked: "확인과 실행을 따로 잠금",
    withdrawUnlocked: "락 없는 출금",
    oneLockForBoth: "두 계좌에 락 하나",
    withWriter: "쓰는 스레드를 하나 더함",
    sameSlot: "두 스레드가 같은 칸을 씀",
    calledFromOutside: "두 스레드가 밖에서 부름",
  },
  followUps: {
    "q-singleton-schedule":
      "싱글톤 카운터를 두 스레드가 한 번씩 올렸는데 1이 나오는 실행 순서를, 스레드가 바뀌는 횟수를 가장 적게 해서 보여 주세요.",
    "q-two-instances":
      "락 없는 지연 초기화 싱글톤을 두 스레드가 동시에 부르면, 가능한 실행 순서 가운데 몇 가지에서 객체가 두 개 만들어지나요?",
    "q-forgot-lock":
      "한 스레드만 락을 잡고 다른 스레드는 락 없이 증가시키면 안전한가요? 잘못되는 순서가 몇 가지인가요?",
    "q-sum": "계좌마다 락이 있는데 이체 중에 합계를 읽으면 어떤 값들이 나올 수 있나요?",
  },
  answers: {
    schedule:
      "{schedule} 순서로 실행하면 됩니다. 스레드가 {switches}번 바뀌고, 이보다 적게는 안 됩니다. 잘못되는 순서는 {runs}가지 중 {failing}가지입니다.",
    count: "{runs}가지 중 {failing}가지입니다.",
    set: "{values} 가운데 하나입니다. 모두 {runs}가지 순서를 돌려 보았습니다.",
  },
};
