/** What the person set: language, theme, single-letter keys. Stored on this device where storage is allowed, and shared by context. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { Language, Text } from "../../../lab/text.ts";
import en from "../text.en.ts";
import ko from "../text.ko.ts";

export type Theme = "system" | "light" | "dark";

export interface Settings {
  readonly language: Language;
  readonly theme: Theme;
  readonly singleKeys: boolean;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
  setSingleKeys(on: boolean): void;
  /** The words of the page. */
  readonly t: typeof ko;
  /** Words of the topics, in the language of the page. */
  say(text: Text): string;
}

const Context = createContext<Settings | null>(null);

export function useSettings(): Settings {
  const settings = useContext(Context);
  if (!settings) throw new Error("useSettings is used outside of SettingsProvider");
  return settings;
}

export function SettingsProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState<Language>(() => {
    const stored = read("language");
    if (stored === "ko" || stored === "en") return stored;
    return /^ko\b/i.test(navigator.language) ? "ko" : "en";
  });
  const [theme, setTheme] = useState<Theme>(() => {
    const stored = read("theme");
    return stored === "light" || stored === "dark" ? stored : "system";
  });
  const [singleKeys, setSingleKeys] = useState(() => read("singleKeys") !== "off");
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  const settings = useMemo<Settings>(
    () => ({
      language,
      theme,
      singleKeys,
      setLanguage(next) {
        write("language", next);
        setLanguage(next);
      },
      setTheme(next) {
        write("theme", next);
        setTheme(next);
      },
      setSingleKeys(on) {
        write("singleKeys", on ? "on" : "off");
        setSingleKeys(on);
      },
      t: language === "ko" ? ko : en,
      say: (text) => text[language],
    }),
    [language, theme, singleKeys],
  );
  return <Context.Provider value={settings}>{children}</Context.Provider>;
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(`viva.${name}`);
  } catch {
    return null; // storage is switched off: the setting lasts as long as the page
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(`viva.${name}`, value);
  } catch {
    // storage is switched off or full
  }
}
