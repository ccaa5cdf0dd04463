/** What a learner reads, in both languages. Nothing that a learner reads exists in one language only. */
import { particles } from "./particles.ts";

export interface Text {
  readonly ko: string;
  readonly en: string;
}

export type Language = keyof Text;

/** The same words in both languages: names, commands, numbers. */
export const same = (words: string): Text => ({ ko: words, en: words });

/** Fills `{name}` in both languages. A value that is a Text is taken in the language it stands in; Korean particles follow the values. */
export function fill(text: Text, values: Readonly<Record<string, string | number | Text>>): Text {
  const inOne = (language: Language): string =>
    text[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return value === undefined ? whole : typeof value === "object" ? value[language] : String(value);
    });
  return { ko: particles(inOne("ko")), en: inOne("en") };
}
