/** The words of this page in the language that the person set. */
import { useSettings } from "../shell/settings.tsx";
import en from "./text.en.ts";
import ko from "./text.ko.ts";

export type Words = typeof ko;

export const useWords = (): Words => (useSettings().language === "ko" ? ko : en);
