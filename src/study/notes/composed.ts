/**
 * The text as it is read: in NFC, with the way back to the file. macOS writes Hangul taken apart (NFD: 한 as three letters), and no word
 * would be found in it; so everything is compared in NFC, and every offset is carried back to the file's own characters at the end.
 */
import type { Span } from "./span.ts";

export interface Composed {
  /** As it was given. */
  readonly source: string;
  readonly text: string;
  /** The same stretch in the text that was given. */
  original(span: Span): Span;
}

/** NFC of `text`, cluster by cluster: a letter with the marks and jamo that may melt into it. Linear. */
export function compose(text: string): Composed {
  if (!mayChange.test(text)) return { source: text, text, original: (span) => span };
  const parts: string[] = [];
  const origins: number[] = [];
  let copied = 0;
  const copyTo = (end: number): void => {
    if (end > copied) parts.push(text.slice(copied, end));
    for (let i = copied; i < end; i++) origins.push(i);
    copied = end;
  };
  cluster.lastIndex = 0;
  for (let found = cluster.exec(text); found !== null; found = cluster.exec(text)) {
    const composed = found[0].normalize("NFC");
    if (composed === found[0]) continue;
    copyTo(found.index);
    parts.push(composed);
    for (let i = 0; i < composed.length; i++) origins.push(found.index);
    copied = cluster.lastIndex;
  }
  copyTo(text.length);
  origins.push(text.length);
  return {
    source: text,
    text: parts.join(""),
    original: ({ start, end }) => ({ start: origins[start]!, end: origins[end]! }),
  };
}

const mayChange = /[\p{M}\u1100-\u11ff]/u;

/**
 * What may compose. At most 30 marks to a letter (Unicode's own stream-safe limit): ordering thousands of them takes quadratic time.
 * Letters that change without any mark (the Kelvin sign) are left alone: no question depends on them.
 */
const cluster = /[^\p{M}\u1160-\u11ff\s][\p{M}\u1160-\u11ff]{1,30}/gu;
