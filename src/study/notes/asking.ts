/**
 * Does a line ask? Judged by how it ends in Korean and how it begins in English; no dictionary, no grammar. Two strengths: `asks` holds
 * of a line wherever it stands, `asksAsHeading` only where nothing but a title is expected (`TCP와 UDP의 차이`). And its opposite,
 * `states`: the line ends as a sentence that tells something.
 */

/** Longer lines are never taken for questions. */
const longestAsk = 600;

/** A question or a request by its own words: "...인가요?", "...을 설명하라", "Explain ...". */
export function asks(text: string): boolean {
  if (text.length > longestAsk) return false;
  const core = bare(text);
  return /[?？]$/.test(core) || koreanAsk.test(core.replace(/[.。!]+$/, "")) || englishAsk.test(core);
}

/** As `asks`, and also what only names what is to be told: "...의 차이점", "How TCP closes", "TCP vs UDP". */
export function asksAsHeading(text: string): boolean {
  if (asks(text)) return true;
  if (text.length > longestAsk) return false;
  const core = bare(text).replace(/[.。!]+$/, "");
  return koreanTopic.test(core) || englishTopic.test(core);
}

/** The line ends as a statement does: "...한다.", "...해요", "...있음", or with a full stop. */
export function states(text: string): boolean {
  const tail = bare(text.slice(-80));
  return (
    !asks(text) && (/[.。!]$/.test(tail) || /(?:[가-힣]다|니다|해요|어요|아요|예요|이에요|죠|음|[됨함임])$/.test(tail))
  );
}

/** Where the question ends in a line that also answers it ("CORS란? 다른 출처의 ... 이다."); -1: it holds no answer. */
export function askEnd(text: string): number {
  const words = text.slice(0, 3000);
  const mark = words.search(/[?？][*_"'”’]{0,3}\s+(?=\S)/);
  if (mark < 0 || !asks(words.slice(0, mark + 1))) return -1;
  const after = text.slice(mark + 1);
  return /[?？]/.test(after) || !states(after) ? -1 : mark + 1;
}

/** Without what may stand behind the last word: emphasis, quotes, a remark in brackets, stars, a closing colon. */
function bare(text: string): string {
  let end = text.length;
  for (let before = -1; before !== end; ) {
    before = end;
    while (end > 0 && trailing.includes(text[end - 1]!)) end--;
    const open =
      text[end - 1] === ")" ? text.lastIndexOf("(", end) : text[end - 1] === "]" ? text.lastIndexOf("[", end) : -1;
    if (open >= 0 && end - open <= 62) end = open;
  }
  let start = 0;
  while (start < end && leading.includes(text[start]!)) start++;
  return text.slice(start, end);
}

const trailing = " \t\r\n\u00a0\u3000*_\"'”’」』`~:：★☆⭐…";
const leading = " \t\r\n\u00a0\u3000*_\"'“‘「『`";

const koreanAsk = new RegExp(
  `(?:${[
    "나요|까요?|(?:은|는|인|던|한)가요?|무엇인가|뭔가요?|이?냐|십니까",
    "(?:보|주|하)?세요|시오|시요|하라|해라|해\\s?줘|해\\s?봐",
    "설명|서술|서술하기|설명하기|설명할 것|이란|[^교혼논곤찬요반산유]란",
    "무엇|뭐|뭘까|왜|무슨 뜻|일어나는 일|일어나는가",
  ].join("|")})$`,
);

const koreanTopic = new RegExp(
  `(?:${[
    "요|죠|은지|는지|인지",
    "차이|차이점|장단점|장점과 단점|공통점|이유|원리|개념|의미|정의|역할|과정|종류|특징|방법|목적|필요성|방식|비교|소개|순서",
  ].join("|")})$`,
);

const englishAsk =
  /^(?:explain|describe|define|compare|contrast|discuss|tell me|tell us|walk me|talk me|talk about|give (?:me |us )?an example|what(?:'s| is| are| does| do| happens| would)|why (?:is|are|do|does|did|would|should|not)|how (?:is|are|do|does|did|would|can|many|much)|(?:the )?differences? between)\b/i;

const englishTopic =
  /^(?:what|why|how|when|where|who|which|list|name|can you|could you|do you|does|is|are|should|would|have you)\b.|\bdifferences?\b|\bvs\b/i;
