// Before the first paint: the stored theme and language, so that nothing flashes. The page itself does the same again, with care.
(() => {
  const root = document.documentElement;
  const stored = (name) => {
    try {
      return localStorage.getItem(`viva.${name}`);
    } catch {
      return null; // storage is switched off
    }
  };
  const theme = stored("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const language = stored("language");
  root.lang = language === "ko" || language === "en" ? language : /^ko\b/i.test(navigator.language) ? "ko" : "en";
})();
