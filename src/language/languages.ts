/** In which of its two forms a thread program is written. */

export type ProgramLanguage = "javascript" | "pseudo";

// biome-ignore format: one pattern a line
/** Lines that are only written in one of the two. */
const looks: Readonly<Record<ProgramLanguage, RegExp>> = {
  javascript: /^\s*(let|const|var|function|async function|\/\/|\/\*|\})|[{};]\s*(\/\/.*)?$|=>|&&|\|\||\+\+|\bnew\s|===/u,
  pseudo: /^\s*(def|elif|with|pass|global|import|from)\b|^\s*#|^\s*(if|else|while|for)\b[^{};]*:\s*(#.*)?$|^\s*assert\s+[^(]|^[^({;]*[\p{L}\p{N}_]\s*=\s*(\[?(threading\.)?(Lock|Semaphore|Condition|Barrier|RWLock|Thread)\(|[^;]*[^;{,]\s*$)/u,
};

/** By the ending of a file's name; where that says nothing, by the look of the text: the form that more lines are written in. */
export function languageOf(source: string, file = ""): ProgramLanguage {
  if (/\.(py|pseudo|txt)$/i.test(file)) return "pseudo";
  if (/\.[cm]?[jt]s$/i.test(file)) return "javascript";
  const lines = source
    .slice(0, 100_000)
    .split(/\r\n|\r|\n/)
    .filter(({ length }) => length < 400);
  const count = (pattern: RegExp): number => lines.filter((line) => pattern.test(line)).length;
  const functions = count(/^\s*def\b/u) - count(/^\s*(async\s+)?function\b/u);
  const balance = functions || count(looks.pseudo) - count(looks.javascript);
  return balance > 0 ? "pseudo" : "javascript";
}
