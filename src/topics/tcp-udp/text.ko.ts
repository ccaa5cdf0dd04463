/** TCP와 UDP: 배우는 사람이 읽는 한국어. 키는 영어판(`text.en.ts`)과 같고, 컴파일러가 그것을 지킨다. */
export default {
  ask: "TCP와 UDP는 무엇이 다르고, 어떤 기준으로 골라 쓰시나요?",
  scenarios: {
    messages: [
      "번호 붙은 메시지",
      "50 ms 떨어진 두 호스트가 이미 대화 중입니다. 1초부터 10 ms마다 100바이트 메시지를 하나씩, 모두 100개 보냅니다.",
    ],
    "one-byte": ["한 바이트 보내기", "50 ms 떨어진 A가 B에게 한 바이트를 보내고 끝냅니다."],
    bulk: [
      "병목을 지나는 큰 전송",
      "A에서 라우터를 거쳐 B로 10 MB를 보냅니다. 병목은 100 Mbit/s, 왕복 20 ms이고, 대기열은 BDP만큼입니다.",
    ],
    "slow-reader": ["읽지 않는 수신자", "20만 바이트를 보내는데, 받는 프로그램은 5초 동안 아무것도 읽지 않습니다."],
    "two-paths": [
      "두 갈래 길",
      "A와 B 사이에 50 ms 길과 70 ms 길이 있고, 라우터가 패킷을 번갈아 나눠 보냅니다. TCP 연결 하나로 10만 바이트를 옮깁니다.",
    ],
    deadline: [
      "늦으면 쓸모없는 음성, 빠짐없어야 하는 파일",
      "음성은 20 ms마다 160바이트이고 150 ms보다 늦으면 버립니다. 파일은 1 MB입니다. 링크는 한쪽으로 40 ms이고 패킷을 잃습니다.",
    ],
    streaming: [
      "미리 받아 두고 보는 동영상",
      "2초짜리 조각(25만 바이트)을 TCP로 받아 10초 치가 모이면 재생합니다. 링크는 8 Mbit/s, 왕복 40 ms, 유실 1 %입니다.",
    ],
  } satisfies Record<string, [title: string, about: string]>,
  knobs: {
    transport: "전송 프로토콜. both이면 똑같은 링크 두 개를 나란히 두고 둘 다 돌립니다",
    messages: "메시지의 수",
    size: "메시지 하나의 바이트 수",
    every: "메시지 사이의 간격(ms)",
    "read-size": "한 번 읽을 때 달라고 하는 바이트 수",
    "reads-from": "받는 프로그램이 읽기 시작하는 시각(ms, 전송 시작부터)",
    "read-pause": "한 번 읽고 나서 쉬는 시간(ms)",
    segment: "세그먼트 하나의 최대 데이터 바이트 수(MSS)",
    nagle: "Nagle 알고리즘 켜기",
    checksum: "UDP 체크섬 넣기",
    loss: "프레임을 잃을 확률(%)",
    duplicate: "프레임이 두 번 도착할 확률(%)",
    reorder: "프레임이 뒤처질 확률(%)",
    jitter: "프레임마다 더 걸릴 수 있는 시간(ms)",
    options: "SYN에 넣는 TCP 옵션: MSS만, 또는 타임스탬프·SACK·윈도 스케일까지",
    ip: "IP의 버전",
    port: "B에서 포트를 듣고 있는지",
    "udp-connect": "UDP 소켓에 connect()로 상대를 정해 두기",
    kilobytes: "보낼 데이터(kB)",
    seconds: "얼마 동안 보낼지(초). bulk에서 0이면 kilobytes만큼 보냅니다",
    rate: "병목의 속도(Mbit/s)",
    "udp-rate": "UDP가 데이터를 내보내는 속도(Mbit/s)",
    beside: "같은 병목을 함께 쓰는 다른 흐름",
    "receive-buffer": "TCP 수신 버퍼(kB)",
    bytes: "보내려는 바이트 수",
    buffer: "수신 버퍼의 바이트 수",
    paths: "라우터가 두 길에 번갈아 보낼지, 한 길만 쓸지",
    "cut-at": "위쪽 라우터가 죽는 시각(ms). 0이면 죽지 않습니다",
    payload: "음성 통화, 또는 파일",
  },
  claims: {
    connection:
      "TCP는 데이터를 보내기 전에 연결을 맺고 양쪽이 상태를 갖지만, UDP는 연결 없이 첫 패킷이 바로 데이터입니다.",
    "stream-vs-datagram": "TCP는 경계가 없는 바이트 스트림이고, UDP는 보낸 단위 그대로 받는 데이터그램입니다.",
    "reliable-ordered":
      "TCP는 잃어버린 것을 다시 보내고 순서를 맞추고 중복을 버리지만, UDP는 잃어도 순서가 바뀌어도 그대로 둡니다.",
    "flow-control": "TCP는 받는 쪽이 알려 준 윈도만큼만 보내는 흐름 제어가 있고, UDP는 없어서 버퍼가 차면 버려집니다.",
    "congestion-control":
      "TCP는 네트워크가 막히면 스스로 속도를 줄이는 혼잡 제어를 하고, UDP는 응용이 직접 하지 않으면 그대로 보냅니다.",
    "header-cost":
      "헤더는 TCP가 최소 20바이트, UDP는 8바이트라서, 1바이트를 보내는 데 UDP는 29바이트면 되지만 TCP는 수백 바이트가 오갑니다.",
    "hol-blocking":
      "TCP에서는 하나가 빠지면 뒤의 데이터가 도착했어도 기다려야 하고, UDP에서는 도착한 것부터 바로 씁니다.",
    "choose-by-need": "전부 정확히 와야 하면 TCP, 늦으면 쓸모없는 통화나 게임 같은 데이터면 UDP를 고릅니다.",
    "slower-when": "TCP가 느린 건 연결에 드는 1 RTT와 손실 뒤의 대기이지, 손실 없는 큰 전송의 처리량은 거의 같습니다.",
    "x-udp-always-faster": "UDP는 TCP보다 항상 빠릅니다.",
    "x-streaming-is-udp": "동영상 스트리밍은 UDP로 합니다.",
    "x-no-checksum": "UDP는 체크섬이 없어서 깨진 데이터도 그대로 올라옵니다.",
    "x-send-equals-recv": "TCP에서 send 한 번이면 recv 한 번에 그대로 받습니다.",
    "x-reserved-path": "TCP는 가상 회선을 만들어서 모든 패킷이 정해진 한 경로로 갑니다.",
    "tcp-is-slower": "TCP는 UDP보다 느립니다.",
    "udp-for-streaming": "스트리밍처럼 끊기면 안 되는 서비스에는 UDP를 씁니다.",
    "virtual-circuit": "TCP는 가상 회선을 이용합니다.",
  },
  reasons: {
    connection:
      "TCP의 처음 세 세그먼트에는 데이터가 없고 두 커널에 연결 기록이 생깁니다. 그래서 첫 바이트가 한 왕복만큼 늦습니다. UDP는 첫 데이터그램이 곧 데이터입니다.",
    "stream-vs-datagram":
      "TCP의 read는 버퍼에 있는 만큼을 주므로 메시지가 합쳐지기도 하고 잘리기도 합니다. UDP의 read는 언제나 데이터그램 하나를 주고, 버퍼가 작으면 그 나머지를 버립니다.",
    "reliable-ordered":
      "TCP는 시퀀스 번호로 빠진 곳과 겹친 곳을 알아내고 ACK가 오지 않으면 다시 보냅니다. UDP 수신자는 링크가 건네준 것을 건네준 순서대로, 빠지면 빠진 대로 받습니다.",
    "flow-control":
      "윈도가 0이 되면 TCP 송신자는 버퍼 크기만큼 보낸 자리에서 멈추고 1바이트 탐침만 보냅니다. UDP 송신자는 모르고 계속 보내서, 버퍼를 넘는 데이터그램은 받는 소켓에서 버려집니다.",
    "congestion-control":
      "손실을 볼 때마다 TCP는 ssthresh를 떠 있는 데이터의 절반으로 내립니다. 그래서 TCP끼리는 나눠 쓰지만, 물러서지 않는 UDP 옆에서는 TCP만 줄어듭니다.",
    "header-cost":
      "UDP는 IP 20 + UDP 8 + 데이터 1바이트짜리 패킷 하나로 끝납니다. TCP는 연결을 맺고 끊는 데까지 세그먼트가 9개입니다.",
    "hol-blocking":
      "TCP는 순서대로만 올려 주므로 빠진 세그먼트가 다시 올 때까지 뒤의 데이터가 커널에서 기다립니다. UDP에서는 빠진 메시지만 없고 나머지는 50 ms 만에 읽힙니다.",
    "choose-by-need":
      "TCP는 잃은 것을 반드시 채우는 대신 뒤의 것까지 늦춥니다. 파일에는 그것이 필요하고, 150 ms를 넘기면 버리는 음성에는 손해입니다.",
    "slower-when":
      "한 바이트는 연결 때문에 정확히 1 RTT 늦게 도착합니다. 10 MB에서는 슬로 스타트 몇 왕복만 더 들고 그 뒤로는 같은 선로 속도입니다.",
    "x-udp-always-faster":
      "링크보다 빨리 내보내면 넘친 만큼 버려져 파일이 끝내 완성되지 않고, 천천히 내보내면 TCP보다 늦게 끝납니다. 링크의 속도를 알아내 주는 것이 TCP입니다.",
    "x-streaming-is-udp":
      "미리 받아 둔 10초가 재전송을 기다릴 여유를 줍니다. 패킷을 1 % 잃어도 TCP로 끊김 없이, 빠진 바이트 없이 재생됩니다.",
    "x-no-checksum":
      "UDP에도 16비트 체크섬이 있고 보통 켜져 있어서, 깨진 데이터그램은 커널이 버립니다. 다시 보내 주는 이가 없을 뿐입니다. IPv4에서 체크섬을 끄면 그때는 깨진 채 올라옵니다.",
    "x-send-equals-recv":
      "TCP는 쓴 횟수를 기억하지 않습니다. 두 번 보낸 것이 버퍼에 함께 있으면 한 번에 읽히고, 조금씩 읽으면 여러 번에 나뉩니다.",
    "x-reserved-path":
      "한 연결의 세그먼트가 두 길로 나뉘어 가고, 라우터는 연결을 모릅니다. 길 하나가 죽어도 전송은 끝까지 갑니다. 신뢰성은 양 끝의 ACK와 재전송에서 나옵니다.",
    "tcp-is-slower":
      "짧은 교환에서는 연결을 맺는 한 왕복이, 손실 뒤에는 재전송을 기다리는 시간이 더 듭니다. 손실 없는 큰 전송에서는 그 차이가 거의 사라집니다.",
    "udp-for-streaming":
      "실시간 통화라면 늦은 데이터가 쓸모없으니 UDP가 낫습니다. 미리 받아 두고 보는 동영상이라면 재전송할 시간이 있어서 TCP로 끊기지 않습니다.",
    "virtual-circuit":
      "양 끝이 서로의 상태를 기억한다는 비유로는 맞습니다. 그러나 네트워크 안에 정해진 길이 생기는 것은 아니어서, 패킷은 여러 길로 갈 수 있고 라우터는 연결을 모릅니다.",
  },
  conditions: {
    shortOrLossy: "짧은 교환이나 손실 뒤의 대기라면",
    bulkWithoutLoss: "손실 없는 큰 전송이라면",
    liveCall: "실시간 음성 통화라면",
    bufferedVideo: "미리 받아 두고 보는 동영상이라면",
    stateAtEnds: "양 끝이 갖는 연결 상태를 빗댄 말이라면",
    pathInNetwork: "네트워크 안의 정해진 경로라는 뜻이라면",
  },
  contrasts: {
    udpLossy: "같은 링크의 UDP: 모두 한 번씩 차례대로 오는지",
    nagleOff: "메시지마다 따로 읽히는지",
    alone: "옆에 아무도 없을 때",
    tcpMayWait: "TCP에서도 메시지마다 50 ms인지",
    checksumOff: "체크섬을 끈 UDP(IPv4)",
    readOneByOne: "한 바이트씩 읽음",
    readAtOnce: "올 때마다 읽음",
    singlePath: "길이 하나일 때",
    heavyLoss: "유실 10 %에 여유 10초",
  },
  followUps: {
    "fu-drop-every-20th":
      "100개 메시지 중 20번째마다 하나씩 첫 전송이 사라지면, UDP 앱과 TCP 앱은 각각 몇 개를 받나요?",
    "fu-hol-delay": "3번 메시지의 첫 전송만 사라졌습니다. 앱이 4번 메시지를 받는 시각은 UDP와 TCP에서 각각 언제인가요?",
    "fu-wire-bytes":
      "1바이트를 보내고 끝낼 때 선로를 지나는 IP 바이트 총합은 UDP와 TCP에서 각각 얼마인가요? (MSS 옵션만 있음)",
    "fu-closed-port": "아무도 듣지 않는 포트로 보내면 TCP와 UDP는 각각 무엇을 돌려받나요?",
    "fu-zero-window": "받는 앱이 전혀 읽지 않고 수신 버퍼가 64,240바이트면, 보내는 쪽은 몇 바이트까지 보내고 멈추나요?",
    "fu-reads":
      "TCP로 AB와 CD를 따로 보냈고 손실은 없습니다. 상대가 recv(10)을 부를 때 나올 수 있는 결과를 모두 고르세요.",
  },
  answers: {
    dropEvery20th:
      "UDP는 {udp}개, TCP는 {tcp}개({bytes}바이트)입니다. 마지막 메시지는 뒤따르는 데이터가 없어 중복 ACK가 생기지 않으므로 타임아웃으로 살아납니다. {sent} ms에 보냈고, 앞 메시지의 ACK가 온 {restarted} ms부터 타이머를 다시 재어 {again} ms에 다시 보냅니다.",
    holDelay:
      "첫 메시지를 보낸 때부터 재어 UDP는 {udp} ms, TCP는 {tcp} ms입니다. 4번은 {sent} ms에 떠나 {arrived} ms에 도착하지만, TCP에서는 3번이 다시 올 때까지 커널에서 기다립니다. 4, 5, 6번이 일으킨 중복 ACK 셋째가 오는 {third} ms에 빠른 재전송이 떠납니다.",
    wireBytes: "UDP는 {udp}바이트, TCP는 {tcp}바이트입니다. TCP는 {list}입니다.",
    closedPort:
      "TCP는 {flags}(seq {seq}, ack x+{ack})이 와서 connect()가 {after} ms 뒤에 {error}로 실패합니다. UDP는 ICMP 목적지 도달 불가(유형 {type}, 코드 {code})가 오고, connect()해 둔 UDP 소켓만 {udpError}로 알게 됩니다.",
    zeroWindow:
      "{bytes}바이트, 곧 꽉 찬 세그먼트 {segments}개입니다. 그 뒤로는 윈도가 0이라 1바이트 탐침만 보냅니다. 첫 탐침은 마지막 ACK에서 {first} ms 뒤이고, 간격은 {gaps} ms로 늘어납니다.",
    reads:
      "순서를 지키며 ABCD를 나누는 방법 {count}가지가 모두 나옵니다: {list}. CD가 AB보다 먼저 오는 일은 없습니다. 모두 {runs}번 돌려 보았습니다.",
  },
};
