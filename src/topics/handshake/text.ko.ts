/** TCP 연결과 종료: 배우는 사람이 읽는 한국어. 키는 영어판(`text.en.ts`)과 같고, 컴파일러가 그것을 지킨다. */
export default {
  ask: "TCP는 연결을 어떻게 맺고 어떻게 끊나요? 각 단계가 왜 필요한지도 같이 설명해 주세요.",
  claims: {
    "three-segments": "클라이언트가 SYN(x), 서버가 SYN(y)+ACK(x+1), 클라이언트가 ACK(y+1)을 보내서 세 번에 연결됩니다.",
    "why-three":
      "양쪽이 각자의 초기 시퀀스 번호를 상대가 받았다는 확인까지 받아야 하고, 그래야 네트워크에 떠돌던 옛 SYN으로 유령 연결이 생기지 않습니다.",
    "close-four": "끊을 때는 한쪽이 FIN, 상대가 ACK, 상대가 자기 FIN, 처음 쪽이 ACK을 보내서 방향마다 따로 닫습니다.",
    "half-close":
      "FIN은 나는 더 보낼 게 없다는 뜻이라서, 상대는 FIN을 받은 뒤에도 남은 데이터를 계속 보낼 수 있고 그래서 ACK과 FIN이 나뉩니다.",
    "time-wait":
      "먼저 닫은 쪽은 마지막 ACK을 보낸 뒤 바로 사라지지 않고 TIME_WAIT으로 2MSL을 기다립니다. 마지막 ACK이 유실되면 다시 보내야 하고, 옛 세그먼트가 새 연결에 섞이는 것도 막습니다.",
    states:
      "클라이언트는 SYN_SENT에서 ESTABLISHED로, 서버는 LISTEN, SYN_RECEIVED를 거쳐 ESTABLISHED가 되고, 끊을 때는 FIN_WAIT_1, FIN_WAIT_2, TIME_WAIT와 CLOSE_WAIT, LAST_ACK를 지납니다.",
    "syn-fin-take-one": "SYN과 FIN은 데이터가 없어도 시퀀스 번호를 하나씩 쓰고, 순수한 ACK은 쓰지 않습니다.",
    "isn-unpredictable":
      "초기 시퀀스 번호를 0부터 시작하지 않고 예측하기 어렵게 고르는 건, 보이지 않는 공격자가 남의 주소로 연결을 위조하지 못하게 하려는 것입니다.",
    "x-client-closes-first": "FIN은 항상 클라이언트가 먼저 보냅니다.",
    "x-always-four": "연결 종료에는 항상 세그먼트가 네 개 오갑니다.",
    "x-time-wait-server": "TIME_WAIT는 서버 쪽에 생기는 상태입니다.",
    "x-time-wait-240": "TIME_WAIT는 240초로 정해져 있습니다.",
    "x-ack-is-last-byte": "ACK 번호는 마지막으로 받은 바이트의 번호입니다.",
  },
  followUps: {
    "fu-syn-lost-twice": "SYN이 두 번 연속 사라지면 SYN은 몇 초에 나가고, connect()는 언제 끝나나요?",
    "fu-synack-lost-twice":
      "이번엔 SYN-ACK이 두 번 사라집니다. 앞의 경우와 비교해 SYN과 SYN-ACK은 각각 몇 개이고, connect()가 끝나는 시각은 달라지나요?",
    "fu-third-ack-lost":
      "세 번째 ACK만 사라졌고 클라이언트가 곧바로 데이터를 보냈습니다. 연결은 되나요? 아무것도 안 보내면 서버는 언제 연결되나요?",
    "fu-last-ack-lost":
      "마지막 ACK이 사라졌습니다. TIME_WAIT이 있을 때와 없을 때 서버가 받는 것은 무엇이고, 서버의 FIN은 몇 초 뒤에 다시 나가나요?",
    "fu-sequence-numbers":
      "x=1000, y=5000이고 서로 10바이트씩 보낸 뒤 클라이언트가 닫습니다. 네 개의 종료 세그먼트의 seq와 ack를 말해 보세요.",
    "fu-ports":
      "클라이언트가 같은 서버 주소와 포트로 계속 새 연결을 열고 먼저 닫습니다. TIME_WAIT이 60초면 초당 몇 개부터 포트가 바닥나나요?",
    "fu-simultaneous-close": "양쪽이 똑같은 순간에 close()를 부르면 각자 어떤 상태를 지나가나요?",
  },
  scenarios: {
    "open-close": [
      "연결하고, 주고받고, 끊기",
      "클라이언트가 0초에 connect()를 부르고, 연결되면 요청을 보내고 응답을 받은 뒤 닫습니다. 서버는 다 읽고 나서 닫습니다.",
    ],
    "old-syn": [
      "떠돌던 옛 SYN",
      "이미 죽은 연결의 SYN이 뒤늦게 서버에 도착합니다. 클라이언트는 지금 연결할 생각이 없습니다.",
    ],
    "last-ack": [
      "사라진 마지막 ACK",
      "연결을 끊는 마지막 ACK이 사라집니다. 먼저 닫은 쪽이 기다리는지에 따라 결과가 갈립니다.",
    ],
    "blind-spoof": [
      "보지 못하는 공격자",
      "아무것도 볼 수 없는 공격자가 남의 주소로 SYN을 보내고, 서버의 시퀀스 번호를 찍어서 데이터를 보냅니다.",
    ],
    ports: [
      "바닥나는 포트",
      "클라이언트가 같은 서버로 일정한 빠르기로 새 연결을 열고, 10바이트씩 주고받고 닫습니다. 쓸 수 있는 포트는 32768번부터 60999번까지입니다.",
    ],
  } satisfies Record<string, [title: string, about: string]>,
  knobs: {
    ip: "IP의 버전",
    rate: "초당 새 연결 수",
    seconds: "연결을 여는 시간 (초)",
    ports: "클라이언트가 쓸 수 있는 포트의 수 (리눅스의 net.ipv4.ip_local_port_range)",
    servers: "서버 주소의 수",
    delay: "편도 지연 (ms)",
    bytes: "요청과 응답의 크기 (바이트)",
    first: "먼저 닫는 쪽",
    "server-delay": "서버가 다 읽고 나서 닫기까지 (ms)",
    "ack-delay": "ACK을 미루는 시간 (ms)",
    "half-close": "클라이언트가 닫은 뒤 서버가 더 보내는 바이트",
    silent: "클라이언트가 연결만 하고 아무것도 보내지 않기",
    "time-wait": "TIME_WAIT의 길이 (초)",
    profile: "운영체제의 습관",
    stack: "서버의 TCP: 표준 세 단계, 또는 일부러 망가뜨린 두 단계",
    isn: "초기 시퀀스 번호를 정하는 법",
    abort: "닫는 대신 중단하기 (RST)",
    guesses: "공격자가 찍어 보는 횟수",
    reuse: "같은 포트로 다시 연결하고, 옛 세그먼트가 늦게 도착하기",
  },
  reasons: {
    "three-segments": "SYN에 상대의 번호를 받았다는 ACK을 실어 보내므로 네 번이 아니라 세 번에 끝납니다.",
    "why-three":
      "두 단계만 하는 서버는 옛 SYN 하나에 속아 연결을 만들고 데이터까지 보냅니다. 세 번째 확인을 기다리는 서버는 클라이언트의 RST를 받고 그만둡니다.",
    "close-four": "방향마다 FIN 하나와 그에 대한 ACK 하나가 있습니다. 서버가 FIN을 나중에 보내면 네 개가 됩니다.",
    "half-close": "클라이언트의 FIN 뒤에도 서버가 보낸 바이트가 모두 도착하고, 클라이언트는 그것을 확인해 줍니다.",
    "time-wait":
      "마지막 ACK이 사라지면 상대는 FIN을 다시 보냅니다. 기다리고 있으면 ACK으로 답하고, 이미 사라졌으면 RST가 나갑니다.",
    states: "양쪽이 실제로 지나간 상태를 기록한 것입니다.",
    "syn-fin-take-one": "SYN과 FIN도 재전송하고 확인받아야 하는 것이라서, 데이터처럼 번호를 하나씩 차지합니다.",
    "isn-unpredictable": "번호를 알아맞힐 수 있으면 답을 보지 않고도 세 번째 단계를 위조할 수 있습니다.",
    "x-client-closes-first": "먼저 닫는 쪽은 정해져 있지 않습니다. 이 실행에서는 서버가 먼저 FIN을 보냅니다.",
    "x-always-four": "ACK을 미루는 동안 상대도 닫으면 ACK과 FIN이 한 세그먼트에 실려 세 개로 끝납니다.",
    "x-time-wait-server": "TIME_WAIT은 먼저 닫은 쪽에 생깁니다. 이 실행에서는 클라이언트입니다.",
    "x-time-wait-240": "2MSL의 값은 구현이 정합니다. 240초는 RFC의 MSL 2분에서 나온 것이고, 리눅스는 60초를 씁니다.",
    "x-ack-is-last-byte": "ACK 번호는 다음에 받고 싶은 바이트의 번호입니다. 10바이트를 받으면 x+11입니다.",
  },
  answers: {
    "fu-syn-lost-twice": "SYN은 {syns}에 나가고, connect()는 {connected}에 끝납니다.",
    "fu-synack-lost-twice":
      "SYN {syns}개, SYN-ACK {synacks}개가 나갑니다. connect()는 {connected}에 끝나고, SYN이 두 번 사라졌을 때는 {other}에 끝납니다.",
    "fu-third-ack-lost":
      "클라이언트가 곧바로 데이터를 보내면 서버는 {sending}에 연결되고, 아무것도 보내지 않으면 {silent}에 연결됩니다.",
    "fu-last-ack-lost": "TIME_WAIT이 있으면 {kept}, 없으면 {gone}을(를) 받습니다. FIN은 {again} 뒤에 다시 나갑니다.",
    "fu-sequence-numbers": "{list}",
    "fu-ports":
      "포트 {ports}개가 연결마다 {busy} 동안 묶이므로 한계는 초당 {limit}개입니다. 초당 {below}개로는 {seconds}초가 지나도 모자라지 않았고, 초당 {above}개로는 {failed}에 connect()가 EADDRNOTAVAIL로 실패했습니다.",
    "fu-simultaneous-close": "양쪽 모두 {states} 순서로 지나갑니다. 세그먼트는 {segments}개입니다.",
  },
};
