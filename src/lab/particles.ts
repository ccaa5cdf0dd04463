/**
 * Korean particles that depend on the sound before them: where a text has both forms ("T0은(는)"), the right one stays ("T0은"). Sounds of
 * Hangul syllables are in their code points (Unicode 3.12), digits and single Latin letters are read by their names. Other Latin words
 * keep both forms, since their sound is not in their letters. Source of the rules: 표준국어문법론; National Institute of Korean Language.
 */

/** With a final consonant, without, and the form that keeps both. */
const pairs: readonly (readonly [both: string, closed: string, open: string])[] = [
  ["은(는)", "은", "는"],
  ["이(가)", "이", "가"],
  ["을(를)", "을", "를"],
  ["과(와)", "과", "와"],
  ["(으)로", "으로", "로"],
];

type Sound = "open" | "closed" | "rieul";

/** Final sounds of the names of the digits: 영 일 이 삼 사 오 육 칠 팔 구. */
const digits: readonly Sound[] = [
  "closed",
  "rieul",
  "open",
  "closed",
  "open",
  "open",
  "closed",
  "rieul",
  "rieul",
  "open",
];
/** Of the letters, these have names that end in a consonant: 엘 엠 엔 알. */
const letters: Readonly<Record<string, Sound>> = { l: "rieul", m: "closed", n: "closed", r: "rieul" };

/** Chooses the particles of a text. Closing quotes and brackets before a particle are passed over. */
export function particles(text: string): string {
  if (!text.includes("(")) return text;
  let out = text;
  for (const [both, closed, open] of pairs) {
    let at = out.indexOf(both);
    while (at >= 0) {
      const sound = soundBefore(out, at);
      if (sound !== null) {
        // ㄹ takes 로, as a vowel does.
        const chosen = sound === "open" || (sound === "rieul" && open === "로") ? open : closed;
        out = out.slice(0, at) + chosen + out.slice(at + both.length);
      }
      at = out.indexOf(both, at + 1);
    }
  }
  return out;
}

/** The sound that ends what stands before an offset; null where the letters do not tell. */
function soundBefore(text: string, at: number): Sound | null {
  const before = text.slice(0, at).replace(/[\s"'”’»)\]`]+$/u, "");
  const last = before.at(-1);
  if (last === undefined) return null;
  const code = last.charCodeAt(0);
  if (code >= 0xac00 && code <= 0xd7a3) {
    const final = (code - 0xac00) % 28;
    return final === 0 ? "open" : final === 8 ? "rieul" : "closed";
  }
  if (/\d/.test(last)) return digits[Number(last)]!;
  // A letter alone is read by its name; a word is not.
  if (/[a-z]/i.test(last) && !/[a-z]/i.test(before.at(-2) ?? "")) return letters[last.toLowerCase()] ?? "open";
  return null;
}
