/** Where the page begins: settings, shell, and the service worker that makes it work without a network. */
import { createRoot } from "react-dom/client";
import { registerOffline } from "./offline.ts";
import { App } from "./shell/app.tsx";
import { SettingsProvider } from "./shell/settings.tsx";
import "./tokens.css";

createRoot(document.getElementById("root")!).render(
  <SettingsProvider>
    <App />
  </SettingsProvider>,
);
registerOffline();
