/** 동기와 비동기: 배우는 사람이 읽는 한국어. 키는 영어판(`text.en.ts`)과 같고, 컴파일러가 그것을 지킨다. */
export default {
  ask: "동기와 비동기의 차이를 블로킹, 논블로킹과 구분해서 설명하고, 각각 언제 유리한지 말해 주세요.",
  scenarios: {
    "three-io": [
      "입출력 세 개",
      "100ms 걸리는 입출력 세 개를 차례로, 한꺼번에, 하나씩 await로, 스레드 셋으로 기다립니다.",
    ],
    "three-cpu": ["계산 세 개", "100ms짜리 계산 세 개를 그냥, 이벤트 루프 하나에서, 코어 여러 개의 스레드로 돌립니다."],
    mixed: ["계산과 입출력 섞기", "A는 입출력 다음에 계산, B는 계산 다음에 입출력을 합니다. 이벤트 루프는 하나입니다."],
    "blocked-loop": [
      "막힌 이벤트 루프",
      "10ms 타이머를 걸어 두고 같은 콜백에서 200ms 동안 계산합니다. 계산을 조각낼 수도 있습니다.",
    ],
    "two-by-two": ["기다리는 세 가지 방법", "100ms 걸리는 입출력 하나를 블로킹으로, 폴링으로, 콜백으로 기다립니다."],
    order: [
      "끝나는 순서",
      "A, B, C를 차례로 시작합니다. 각각 30, 10, 20ms 걸립니다. 걸리는 시간을 모른다고 놓고 모든 순서를 볼 수도 있습니다.",
    ],
    "await-race": ["await 사이의 경쟁", "스레드 하나에서 두 작업이 x를 읽고, await하고, 읽은 값에 1을 더해 씁니다."],
    "loop-order": [
      "Node 이벤트 루프의 출력 순서",
      "동기 코드, nextTick, 마이크로태스크, 타이머가 섞인 프로그램을 우리 이벤트 루프에서 실행합니다.",
    ],
    pool: ["동시에 걸 수 있는 요청 수", "100ms 걸리는 요청 천 개를 한꺼번에 걸되, 동시에 처리되는 수를 제한합니다."],
    "many-connections": [
      "조용한 연결 천 개",
      "아무 말도 없는 연결을 스레드 하나씩으로, 또는 이벤트 루프 하나로 붙잡고 있습니다. 크기는 바꿀 수 있는 값입니다.",
    ],
  } satisfies Record<string, [title: string, about: string]>,
  knobs: {
    way: "기다리는 방법",
    tasks: "작업 수",
    time: "입출력 하나에 걸리는 시간(ms)",
    longer: "다음 작업일수록 더 걸리는 시간(ms)",
    compute: "작업마다 하는 계산(ms)",
    pool: "동시에 처리되는 요청 수 (0이면 제한 없음)",
    cores: "코어 수",
    threads: "스레드 수",
    gil: "한 번에 한 스레드만 계산하게 하는 잠금(GIL)",
    io: "입출력 시간(ms)",
    length: "계산 길이(ms)",
    piece: "조각 하나의 길이(ms, 0이면 통째로)",
    timer: "타이머(ms)",
    pause: "폴링 사이에 쉬는 시간(ms)",
    poll: "폴링 한 번의 비용(ms)",
    unknown: "걸리는 시간을 모른다고 놓기",
    a: "A의 시간(ms)",
    b: "B의 시간(ms)",
    c: "C의 시간(ms)",
    between: "읽기와 쓰기 사이에 있는 것",
    program: "프로그램",
    requests: "요청 수",
    limit: "동시에 처리되는 수",
    connections: "연결 수",
    stack: "스레드마다 쓰는 스택(KiB)",
    state: "연결마다 기억하는 상태(KiB)",
  },
  claims: {
    "who-waits":
      "동기 호출은 결과가 나온 뒤에야 다음으로 넘어가고, 비동기 호출은 바로 돌아온 다음 완료를 나중에 통지받습니다.",
    "overlap-io":
      "I/O가 여러 개면 비동기로 한꺼번에 걸어 두고 기다려서 전체 시간이 합이 아니라 가장 긴 것에 가까워집니다.",
    "simple-order": "동기 코드는 실행 순서가 코드 순서 하나뿐이라 이해하고 디버깅하기 쉽습니다.",
    "other-axis":
      "블로킹/논블로킹은 제어권을 바로 돌려주는가의 문제라서 동기/비동기와는 다른 축이고, 서로 엇갈린 조합도 가능합니다.",
    "completion-order": "비동기는 끝나는 순서가 시작한 순서와 다를 수 있어서, 순서가 필요하면 직접 맞춰야 합니다.",
    "loop-must-not-block": "이벤트 루프에서 오래 걸리는 계산을 동기로 돌리면 다른 모든 콜백이 그만큼 밀립니다.",
    "await-one-by-one": "await를 하나씩 걸면 문법만 비동기이고 시간은 동기와 같습니다.",
    "races-at-await":
      "스레드가 하나여도 await 앞뒤로 값을 읽고 쓰면 그 사이에 다른 작업이 끼어들어 갱신이 사라질 수 있습니다.",
    "cheap-waiting": "기다리는 연결이 많을 때 비동기는 연결마다 스레드를 두지 않아 메모리와 문맥 교환이 적게 듭니다.",
    "sync-is-slow-and-wasteful": "동기는 속도가 느려지고 리소스를 낭비합니다.",
    "async-is-parallel": "비동기는 작업이 병렬로 실행되는 것입니다.",
    "async-speeds-up-cpu": "계산 작업도 비동기로 바꾸면 빨라집니다.",
    "async-means-threads": "비동기로 처리하려면 멀티 스레드여야 합니다.",
    "sync-equals-blocking": "동기는 블로킹이고 비동기는 논블로킹이라 같은 말입니다.",
    "single-thread-no-race": "자바스크립트처럼 스레드가 하나면 동기화 문제는 생기지 않습니다.",
  },
  reasons: {
    "who-waits":
      "블로킹 호출은 결과가 나온 100ms에 돌아왔습니다. 비동기 호출은 0ms에 돌아오고, 콜백이 100ms에 불렸습니다.",
    "overlap-io": "장치는 저마다 따로 일하므로, 먼저 모두 걸어 두면 기다리는 시간이 겹칩니다.",
    "simple-order":
      "블로킹 호출은 앞의 것이 끝나야 다음을 시작하므로, 걸리는 시간을 모르더라도 순서는 하나입니다. 한꺼번에 걸면 셋의 순서는 여섯 가지입니다.",
    "other-axis":
      "폴링은 매번 바로 돌아오는 논블로킹 호출이지만, 완료를 스스로 확인하는 것은 부른 쪽이니 동기입니다. 용어는 저자마다 조금씩 다릅니다.",
    "completion-order":
      "A, B, C 순으로 시작했는데 가장 짧은 B가 먼저 끝났습니다. 모두 기다린 결과의 순서는 그대로 A, B, C입니다.",
    "loop-must-not-block":
      "루프는 지금 콜백이 끝나야 다음 콜백을 부릅니다. 10ms 타이머는 200ms 계산이 끝난 뒤에야 실행됩니다.",
    "await-one-by-one": "앞의 것을 기다린 다음에야 뒤의 것을 시작하므로 겹치는 시간이 없습니다.",
    "races-at-await": "await에서 다른 작업으로 넘어갈 수 있습니다. 둘 다 0을 읽고 둘 다 1을 쓰면 하나가 사라집니다.",
    "cheap-waiting":
      "스레드는 저마다 스택을 갖습니다. 이벤트 루프는 연결마다 상태만 기억합니다. 크기는 바꿀 수 있는 값입니다.",
    "sync-is-slow-and-wasteful":
      "스레드 하나가 여러 입출력을 차례로 기다릴 때는 그렇습니다. 계산뿐이면 비동기도 같은 시간이 걸리고, 스레드를 나누면 블로킹 호출도 겹쳐 기다립니다.",
    "async-is-parallel":
      "이벤트 루프 하나에서는 어느 순간에도 작업 하나만 실행됩니다. 겹치는 것은 기다림이지 계산이 아닙니다.",
    "async-speeds-up-cpu": "계산할 코어가 하나면 어떻게 나누어도 300ms입니다.",
    "async-means-threads": "요청 세 개가 100ms에 모두 끝났는데, 스레드는 하나였습니다.",
    "sync-equals-blocking":
      "폴링은 동기이면서 논블로킹입니다. 부를 때마다 바로 돌아오지만 다시 물을 책임은 부른 쪽에 있습니다.",
    "single-thread-no-race": "A가 읽고, B가 읽고, A가 쓰고, B가 쓰면 x는 1입니다. 스레드는 내내 하나였습니다.",
  },
  contrasts: {
    poolOfOne: "동시에 처리되는 요청이 하나뿐일 때",
    unknownDurations: "한꺼번에 걸고, 걸리는 시간을 모를 때",
    blockingOrder: "블로킹 호출로 할 때",
    inPieces: "5ms씩 조각내면 타이머가 제때 실행됩니다",
    allAtOnce: "한꺼번에 걸고 기다릴 때",
    noAwaitBetween: "읽기와 쓰기 사이에 await가 없을 때",
    asyncMutex: "둘레를 비동기 뮤텍스로 감쌀 때",
    threeCores: "코어 셋에 스레드 셋일 때",
    threeCoresGil: "코어 셋이지만 GIL이 있을 때",
  },
  conditions: {
    severalWaits: "스레드 하나가 여러 입출력을 기다릴 때",
    pureCpu: "계산만 할 때",
    blockingThreads: "블로킹 호출을 스레드 셋에 나눌 때",
  },
  followUps: {
    "q-three-io": "100ms짜리 I/O 세 개를 동기, 하나씩 await, Promise.all로 돌리면 각각 얼마나 걸리나요?",
    "q-three-cpu": "그 세 개가 I/O가 아니라 100ms 계산이면요? 코어가 세 개면요?",
    "q-mixed": "A는 I/O 100 다음 계산 50, B는 계산 50 다음 I/O 100입니다. 이벤트 루프 하나에서 전체 몇 ms인가요?",
    "q-late-timer": "10ms 타이머를 걸고 200ms 동안 동기로 계산하면 타이머는 언제 실행되나요?",
    "q-polls": "100ms 걸리는 I/O를 1ms짜리 폴링으로 쉬지 않고 확인하면 몇 번 묻게 되나요? 폴링 사이에 9ms씩 쉬면요?",
    "q-log-order":
      "로그 1, setTimeout 0으로 2, then으로 3, nextTick으로 4, async 함수 안에서 5와 await 뒤 6, 마지막에 7이면 Node의 출력 순서는요?",
    "q-lost-await":
      "스레드 하나에서 두 작업이 x를 읽고, await하고, 읽은 값에 1을 더해 씁니다. 가능한 최종 값과, 그중 갱신이 사라지는 순서는 여섯 중 몇 개인가요?",
  },
  answers: {
    threeIo:
      "동기 {blocking}ms, 하나씩 await {oneByOne}ms, Promise.all {together}ms입니다. 기다리기 전에 모두 시작해야 겹칩니다.",
    threeCpu:
      "그냥 돌리면 {plain}ms, 이벤트 루프 하나에서도 {loop}ms입니다. 코어 둘에 스레드 둘이면 {two}ms, 코어 셋에 스레드 셋이면 {three}ms입니다.",
    mixed:
      "{loop}ms입니다. A가 기다리는 동안 B가 계산하고, B가 기다리는 동안 A가 계산합니다. 차례로 하면 {blocking}ms입니다.",
    lateTimer: "{at}ms에 실행됩니다. {late}ms 늦습니다.",
    polls: "쉬지 않으면 {without}번, 9ms씩 쉬면 {pausing}번입니다. 결과는 둘 다 {known}ms에 압니다.",
    logOrder: "{printed}입니다. 동기 코드, nextTick 큐, 마이크로태스크, 타이머 순입니다.",
    lostAwait: "최종 값은 {values}이고, 순서 {runs}개 가운데 {lost}개에서 갱신이 하나 사라집니다.",
  },
};
