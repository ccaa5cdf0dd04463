/**
 * Registers the service worker of a built site, where there is such a thing: a secure context, or localhost. Without it the page
 * works the same as long as its files can be had. Never in development, where it would serve yesterday's code.
 */
export function registerOffline(): void {
  if (!import.meta.env.PROD || !isSecureContext || !("serviceWorker" in navigator)) return;
  const register = (): void => {
    navigator.serviceWorker.register("./sw.js", { scope: "./" }).catch((error: unknown) => {
      console.info("viva works without a service worker too, but not offline:", error);
    });
  };
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}
