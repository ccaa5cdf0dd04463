/** What can be done to the selected frame: each by a key, each making another run with the fault in its name. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { FrameRung } from "../../../views/ladder.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { useKeys } from "../shell/keys.ts";
import { addresses, go } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import type { NetworkView, RunView } from "../worker/protocol.ts";
import style from "./break-menu.module.css";
import { nameOf } from "./name.ts";

export type Act = "drop" | "delay" | "duplicate" | "corrupt" | "fork";

export interface Breaking {
  readonly frame: FrameRung | null;
  /** "5 SYN-ACK" */
  readonly title: string;
  readonly delay: string;
  readonly bit: string;
  setDelay(text: string): void;
  setBit(text: string | null): void;
  can(act: Act): boolean;
  act(act: Act): void;
}

/** What can be done to a frame, and the keys that do it. `bit`: the one to flip unless another is written. */
export function useBreaking(
  run: RunView,
  network: NetworkView | null,
  frame: FrameRung | null,
  bit: number,
  onGo: (name: string) => void,
): Breaking {
  const { singleKeys } = useSettings();
  const [delay, setDelay] = useState("200");
  const [written, setBit] = useState<string | null>(null);
  const shownBit = written ?? String(bit);
  const can = (act: Act): boolean => {
    if (!frame || !network) return false;
    if (act === "fork") return frame.choice !== null && frame.dropped === null;
    if (act === "drop" && frame.dropped !== null) return false;
    if (act === "delay" && !/^\d{1,6}$/.test(delay)) return false;
    if (act === "corrupt" && !/^\d{1,6}$/.test(shownBit)) return false;
    return network.acts.includes(act);
  };
  const act = (what: Act): void => {
    if (!frame || !network || !can(what)) return;
    const name =
      what === "fork"
        ? nameOf(run, {
            choices: [...run.overrides.filter(([at]) => at < frame.choice!), [frame.choice!, 1]],
          })
        : nameOf(run, { faults: [...run.faults, faultOf(what, frame, network, delay, shownBit)] });
    onGo(name);
    go(addresses.run(name));
  };
  const key = (what: Act) => (event: KeyboardEvent) => {
    if (!can(what)) return;
    event.preventDefault();
    act(what);
  };
  useKeys(
    { d: key("drop"), l: key("delay"), c: key("duplicate"), b: key("corrupt"), f: key("fork") },
    singleKeys && frame !== null,
  );
  const title = frame ? `${frame.number} ${frame.label}` : "";
  return { frame, title, delay, bit: shownBit, setDelay, setBit, can, act };
}

/** By meaning, so that it outlives changes of the engine: "drop SYN-ACK 1 from server". */
function faultOf(
  act: Exclude<Act, "fork">,
  { label, nth, from }: FrameRung,
  network: NetworkView,
  delay: string,
  bit: string,
): string {
  const which = `${act} ${label.toUpperCase()} ${nth} from ${network.ladder.lifelines[from]!.host}`;
  if (act === "delay") return `${which} by ${(Number(delay) / 1000).toFixed(3)}s`;
  return act === "corrupt" ? `${which} bit ${bit}` : which;
}

const rows: readonly (readonly [Act, IconName, string])[] = [
  ["drop", "drop", "D"],
  ["delay", "delay", "L"],
  ["duplicate", "duplicate", "C"],
  ["corrupt", "bit", "B"],
  ["fork", "fork", "F"],
];

interface Props {
  readonly breaking: Breaking;
  /** "beside" stands by the frame, "below" under the thumb. */
  readonly place: "beside" | "below";
  /** Takes the focus when it opens. */
  readonly focused?: boolean;
  onClose?(): void;
}

export function BreakMenu({ breaking, place, focused = false, onClose }: Props): ReactNode {
  const { t } = useSettings();
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focused) group.current?.querySelector<HTMLElement>("button[aria-keyshortcuts]")?.focus();
  }, [focused]);
  const { title, delay, bit, setDelay, setBit, can, act } = breaking;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be for a form
    <div
      ref={group}
      role="group"
      aria-label={t.lab.break.title(title)}
      className={style[place]}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose?.();
      }}
    >
      <p>
        <span>{t.lab.break.title(title)}</span>
        {onClose && (
          <button type="button" className={style["close"]} aria-label={t.lab.break.close} onClick={onClose}>
            <Icon name="close" />
          </button>
        )}
      </p>
      {rows.map(([what, icon, key]) => (
        <div key={what} className={style["row"]}>
          <button type="button" aria-disabled={!can(what)} aria-keyshortcuts={key} onClick={() => act(what)}>
            <Icon name={icon} />
            {t.lab.break[what]}
            {place === "beside" && <kbd>{key}</kbd>}
          </button>
          {place === "beside" && what === "delay" && (
            <label>
              <input
                value={delay}
                inputMode="numeric"
                aria-label={`${t.lab.break.by} (ms)`}
                onChange={(event) => setDelay(event.target.value)}
              />
              <span aria-hidden="true">ms</span>
            </label>
          )}
          {place === "beside" && what === "corrupt" && (
            <label>
              <input
                value={bit}
                inputMode="numeric"
                aria-label={t.lab.break.bit}
                onChange={(event) => setBit(event.target.value)}
              />
              <span aria-hidden="true">bit</span>
            </label>
          )}
        </div>
      ))}
    </div>
  );
}
