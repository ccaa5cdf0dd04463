/** The shell: top bar, the page of the address, the status line with the page's exact command, the tab bar of a phone, the keys. */
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import { NotesPage } from "../notes/page.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import style from "./app.module.css";
import { useKeys } from "./keys.ts";
import { KeysDialog } from "./keys-dialog.tsx";
import { addresses, go, parseRoute, type Route, useHash } from "./route.ts";
import { type Theme, useSettings } from "./settings.tsx";
import { type Status, StatusContext, useStatus } from "./status.ts";

const ThreadsPage = lazy(async () => ({ default: (await import("../threads/page.tsx")).ThreadsPage }));
const LabPage = lazy(async () => ({ default: (await import("../lab/page.tsx")).LabPage }));

type Section = "notes" | "lab" | "threads";
const pages: readonly { readonly section: Section; readonly address: string; readonly icon: IconName }[] = [
  { section: "notes", address: addresses.notes, icon: "note" },
  { section: "lab", address: addresses.lab, icon: "lab" },
  { section: "threads", address: addresses.threads(), icon: "threads" },
];

export function App(): ReactNode {
  const { t, singleKeys } = useSettings();
  const hash = useHash();
  const route = useMemo(() => parseRoute(hash), [hash]);
  const [status, setStatus] = useState<Status>({ command: "viva", facts: [] });
  const [showKeys, setShowKeys] = useState(false);
  const everywhere = true;
  useKeys(
    {
      "?": () => setShowKeys(true),
      m: () => go(addresses.notes),
      l: () => go(addresses.lab),
      t: () => go(addresses.threads()),
    },
    singleKeys,
    everywhere,
  );
  const section: Section | null = route.page === "missing" ? null : route.page === "run" ? "lab" : route.page;
  useEffect(() => {
    const name = section === null ? t.missing.title : t.nav[section];
    document.title = `${name} · viva`;
  }, [section, t]);
  const links = (className: string): ReactNode => (
    <nav className={className} aria-label={t.nav.label}>
      {pages.map(({ section: name, address, icon }) => (
        <a key={name} href={address} aria-current={section === name ? "page" : undefined}>
          <Icon name={icon} />
          {t.nav[name]}
        </a>
      ))}
    </nav>
  );
  return (
    <StatusContext.Provider value={setStatus}>
      <div className={style["shell"]}>
        <button type="button" className="skip" onClick={() => document.getElementById("main")?.focus()}>
          {t.nav.skip}
        </button>
        <header className={style["bar"]}>
          <a className={style["logo"]} href={addresses.notes} aria-label={t.nav.home}>
            <svg viewBox="0 0 18 18" aria-hidden="true">
              <path d="M2.5 2v14M15.5 2v14M2.5 4.5 15.5 9 2.5 13.5" />
            </svg>
            viva
          </a>
          {links(style["nav"]!)}
          <div className={style["end"]}>
            <LanguageButton />
            <ThemeButton />
            <button
              type="button"
              className="btn quiet icon"
              aria-label={t.keys.open}
              title={t.keys.open}
              onClick={() => setShowKeys(true)}
            >
              ?
            </button>
          </div>
        </header>
        <main id="main" tabIndex={-1} className={style["main"]}>
          <Page route={route} />
        </main>
        <footer className={style["status"]}>
          <Icon name="terminal" />
          <code title={status.command}>{status.command}</code>
          <CopyButton text={status.command} label={t.copy.command} shown={t.copy.do} className={style["copy"]!} />
          <span className={style["facts"]}>
            {status.facts.map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
          </span>
        </footer>
        {links(style["tabs"]!)}
      </div>
      {showKeys && <KeysDialog onClose={() => setShowKeys(false)} />}
    </StatusContext.Provider>
  );
}

function Page({ route }: { readonly route: Route }): ReactNode {
  switch (route.page) {
    case "notes":
      return <NotesPage view={route.view} />;
    case "lab":
    case "run":
      return (
        <Suspense fallback={null}>
          <LabPage run={route.page === "run" ? route.name : null} />
        </Suspense>
      );
    case "threads":
      return (
        <Suspense fallback={null}>
          <ThreadsPage sample={route.sample} source={route.source} />
        </Suspense>
      );
    case "missing":
      return <Missing address={route.address} />;
  }
}

function Missing({ address }: { readonly address: string }): ReactNode {
  const { t } = useSettings();
  useStatus("viva --help", []);
  return (
    <div className={style["missing"]}>
      <h1>{t.missing.title}</h1>
      <p>
        {t.missing.about} <code>#/{address}</code>
      </p>
      <a className="btn primary" href={addresses.notes}>
        {t.missing.back}
      </a>
    </div>
  );
}

function LanguageButton(): ReactNode {
  const { t, language, setLanguage } = useSettings();
  return (
    <button
      type="button"
      className="btn quiet"
      lang={language === "ko" ? "en" : "ko"}
      aria-label={t.settings.switchLanguage}
      title={t.settings.switchLanguage}
      onClick={() => setLanguage(language === "ko" ? "en" : "ko")}
    >
      {t.settings.toEnglish}
    </button>
  );
}

const themes: Readonly<Record<Theme, { readonly next: Theme; readonly icon: IconName }>> = {
  system: { next: "light", icon: "system" },
  light: { next: "dark", icon: "sun" },
  dark: { next: "system", icon: "moon" },
};

function ThemeButton(): ReactNode {
  const { t, theme, setTheme } = useSettings();
  const label = t.settings.themeIs(t.settings.theme[theme]);
  return (
    <button
      type="button"
      className="btn quiet icon"
      aria-label={label}
      title={label}
      onClick={() => setTheme(themes[theme].next)}
    >
      <Icon name={themes[theme].icon} />
    </button>
  );
}
