/**
 * The eighteen questions of the catalogue, with the words by which a note's own question is known to be one of them. A question
 * whose topic has no folder yet is recognised all the same: its statements are then said to have no experiment.
 */
import type { Question } from "../lab/catalogue.ts";
import { contextSwitch } from "./context-switch/topic.ts";
import { handshake } from "./handshake/topic.ts";
import { multithreading } from "./multithreading/topic.ts";
import { processThread } from "./process-thread/topic.ts";
import { syncAsync } from "./sync-async/topic.ts";
import { synchronization } from "./synchronization/topic.ts";
import { tcpUdp } from "./tcp-udp/topic.ts";
import { threadSafe } from "./thread-safe/topic.ts";

export const questions: readonly Question[] = [
  {
    id: "net.visit",
    ask: {
      ko: "브라우저 주소창에 주소를 입력하고 엔터를 치면 화면이 뜰 때까지 어떤 일이 일어나는지 순서대로 말씀해 주세요.",
      en: "You type an address into the browser and press Enter. Walk me through everything until the page is on the screen.",
    },
    seconds: 120,
    words: [
      ["사이트", "접속"],
      ["브라우저", "주소"],
      ["url", "입력"],
      ["google", "입력"],
      ["naver", "입력"],
      ["type", "browser"],
      ["url", "browser"],
      ["visit", "site"],
    ],
  },
  tcpUdp.question,
  handshake.question,
  {
    id: "net.http-https",
    ask: {
      ko: "HTTP와 HTTPS의 차이는 무엇이고, HTTPS를 쓰면 구체적으로 무엇이 막히나요?",
      en: "What is the difference between HTTP and HTTPS, and what exactly does HTTPS prevent?",
    },
    seconds: 75,
    words: [
      ["http", "https", "차이"],
      ["http", "https", "difference"],
      ["http", "https", "differ"],
      ["http", "https", "비교"],
    ],
  },
  {
    id: "net.tls",
    ask: {
      ko: "HTTPS가 무엇인지, 그리고 TLS 핸드셰이크가 어떤 순서로 진행되는지 설명해 주세요.",
      en: "What is HTTPS, and how does the TLS handshake proceed step by step?",
    },
    seconds: 110,
    words: [["ssl", "handshake"], ["tls", "handshake"], ["ssl", "핸드"], ["tls", "핸드"], ["tls"], ["ssl"]],
  },
  {
    id: "net.get-post",
    ask: {
      ko: "GET과 POST의 차이를 설명해 주세요. 어떤 상황에서 그 차이가 실제로 문제가 되나요?",
      en: "Explain the difference between GET and POST. When does it matter in practice?",
    },
    seconds: 75,
    words: [["get", "post"]],
  },
  {
    id: "net.methods",
    ask: {
      ko: "HTTP 메서드에는 어떤 것들이 있고 각각 어떤 약속을 갖고 있나요?",
      en: "Which HTTP methods are there, and what does each of them promise?",
    },
    seconds: 80,
    words: [
      ["http", "메서드"],
      ["http", "메소드"],
      ["http", "method"],
    ],
  },
  {
    id: "net.rest",
    ask: {
      ko: "REST가 무엇이고, 어떤 API를 RESTful하다고 할 수 있나요?",
      en: "What is REST, and when would you call an API RESTful?",
    },
    seconds: 90,
    words: [["restful"], ["rest api"], ["rest"]],
  },
  {
    id: "net.cors",
    ask: {
      ko: "프론트에서 API를 부르다가 CORS 에러가 났습니다. CORS가 무엇이고 왜 나는 건지, 어떻게 해결하실지 말씀해 주세요.",
      en: "Your front end calls an API and you get a CORS error. What is CORS, why does this happen and how do you fix it?",
    },
    seconds: 90,
    words: [["cors"], ["교차 출처"], ["cross-origin"]],
  },
  processThread.question,
  contextSwitch.question,
  syncAsync.question,
  multithreading.question,
  threadSafe.question,
  synchronization.question,
  {
    id: "me.motivation",
    ask: {
      ko: "여러 회사 중에 왜 저희 광고 회사에 지원하셨나요?",
      en: "Why did you apply to us, an advertising company, among all others?",
    },
    seconds: 75,
    words: [
      ["회사", "지원"],
      ["지원", "동기"],
      ["지원", "이유"],
      ["why", "apply"],
      ["why", "company"],
    ],
  },
  {
    id: "me.career-change",
    ask: {
      ko: "이력서에는 자바 프로젝트가 대부분인데 왜 파이썬 직무에 지원하셨나요?",
      en: "Your CV is mostly Java. Why a Python position?",
    },
    seconds: 75,
    words: [
      ["java", "파이썬"],
      ["자바", "파이썬"],
      ["java", "python"],
      ["직무", "바꾼"],
      ["직무", "왜"],
      ["career", "change"],
    ],
  },
  {
    id: "me.conflict",
    ask: {
      ko: "함께 일하던 사람과 의견이 부딪혔던 경험과, 어떻게 풀었는지 말해 주세요.",
      en: "Tell me about a disagreement at work and how you resolved it.",
    },
    seconds: 90,
    words: [["갈등"], ["의견", "다르"], ["의견", "부딪"], ["conflict"], ["disagree"]],
  },
];
