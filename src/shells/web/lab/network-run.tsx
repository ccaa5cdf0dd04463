/**
 * A run between hosts: its events, the ladder, and what is selected in bytes and causes. A frame can be lost, delayed, doubled or
 * damaged on the spot, which makes another run with the fault in its name: Back undoes it. What is selected is selected everywhere.
 */
import { type ReactNode, useMemo, useRef, useState } from "react";
import { useEventStepper } from "../parts/event-stepper.ts";
import { LadderLegend, LadderPicture } from "../parts/ladder-picture.tsx";
import { TextTwin } from "../parts/text-twin.tsx";
import { useAsk } from "../shell/ask.ts";
import { useKeys } from "../shell/keys.ts";
import { useSettings } from "../shell/settings.tsx";
import type { NetworkView, RunView } from "../worker/protocol.ts";
import { BreakMenu, useBreaking } from "./break-menu.tsx";
import { Causes } from "./causes.tsx";
import { Compare } from "./compare.tsx";
import { EventList } from "./event-list.tsx";
import { Exports } from "./exports.tsx";
import { Findings } from "./findings.tsx";
import { findField, Inspector } from "./inspector.tsx";
import { Knobs } from "./knobs.tsx";
import style from "./network-run.module.css";
import { Remarks } from "./remarks.tsx";
import page from "./run-page.module.css";
import { StateStrip } from "./state-strip.tsx";
import { Tools } from "./tools.tsx";
import { Topology } from "./topology.tsx";
import { Transport } from "./transport.tsx";

interface Props {
  readonly run: RunView;
  readonly network: NetworkView;
}

type Tab = "events" | "ladder" | "bytes" | "states" | "knobs";
const tabs: readonly Tab[] = ["events", "ladder", "bytes", "states", "knobs"];

/** The frame that the last fault was made to: the next run begins there, so that one sees what became of it. */
let brokenAt: { readonly name: string; readonly event: number } | null = null;

export function NetworkRun({ run, network }: Props): ReactNode {
  const { t, say, singleKeys } = useSettings();
  const { ladder, frameOf, stops } = network;
  const [tab, setTab] = useState<Tab>("ladder");
  const [menu, setMenu] = useState<string | null>(null);
  // A menu that a key opened has the focus, and gives it back to the list.
  const [byKey, setByKey] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const close = (): void => {
    setMenu(null);
    if (byKey) list.current?.querySelector<HTMLElement>("[role=listbox]")?.focus();
  };
  const stepper = useEventStepper(stops, run.name, begin(run, network));
  const { selected } = stepper;
  const [shown, setShown] = useState(0);
  const finding = run.findings[shown] ?? run.findings[0];
  const frames = useMemo(
    () =>
      new Map(ladder.rungs.flatMap((rung) => (rung.kind === "frame" ? [[rung.event as number, rung] as const] : []))),
    [ladder],
  );
  const frameId = selected === null ? undefined : frameOf.get(selected);
  const frame = frameId === undefined ? null : (frames.get(frameId) ?? null);
  const asked = useAsk(
    "frame",
    frame ? { name: run.name, event: selected! } : undefined,
    frame ? `${run.name} ${selected}` : "",
  );
  // The frame before stays until this one is there, so that nothing blinks; of another frame nothing is shown.
  const view = frame && asked.value?.frame === frame.event ? asked.value : null;
  const [field, setField] = useState<string | null>(null);
  // Without a field it is the first bit of what the frame is about, which a checksum covers.
  const bit = findField(view, field)?.bit ?? (view?.layers.at(-1)?.from ?? 34) * 8;
  const breaking = useBreaking(run, network, frame, bit, (name) => {
    brokenAt = frame ? { name, event: frame.event } : null;
    setMenu(null);
  });
  const quietly = (action: () => void) => (event: KeyboardEvent) => {
    event.preventDefault();
    action();
  };
  useKeys(
    {
      ArrowLeft: quietly(stepper.previous),
      ArrowRight: quietly(stepper.next),
      Home: quietly(stepper.first),
      End: quietly(stepper.last),
      p: quietly(stepper.play),
      Escape: () => setMenu(null),
    },
    singleKeys,
  );
  const menuKey = frame ? `${run.name} ${frame.event}` : null;
  const pick = (event: number): void => {
    const picked = frameOf.get(event);
    setByKey(false);
    setMenu(picked === undefined ? null : `${run.name} ${picked}`);
    stepper.select(event);
  };
  return (
    <div className={page["page"]}>
      <Tools run={run}>
        <Transport run={run} network={network} stepper={stepper} />
      </Tools>
      <div className={`${page["body"]} ${style["body"]}`} data-tab={tab}>
        <div role="tablist" className={style["tabs"]} aria-label={t.lab.view}>
          {tabs.map((one) => (
            <button key={one} type="button" role="tab" aria-selected={tab === one} onClick={() => setTab(one)}>
              {t.lab.tabs[one]}
            </button>
          ))}
        </div>
        <aside className={`${page["left"]} ${style["left"]}`} aria-label={t.lab.events}>
          <div ref={list} className={style["onEvents"]}>
            <EventList
              key={run.name}
              run={run}
              stops={stops}
              selected={selected}
              onSelect={stepper.select}
              onOpen={() => {
                setByKey(true);
                setMenu(menuKey);
              }}
            />
          </div>
          <div className={style["onKnobs"]}>
            <Knobs run={run} />
            <Exports run={run} />
          </div>
        </aside>
        <section className={`${page["centre"]} ${style["centre"]}`} aria-label={t.lab.picture}>
          <Topology network={network} selected={selected} frame={frame} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
          <section aria-label={t.lab.tabs.ladder} className={style["onLadder"]} tabIndex={0}>
            <p className={page["about"]}>{say(run.scenario.about)}</p>
            <Remarks run={run} />
            <LadderPicture
              network={network}
              selected={selected}
              because={finding?.because ?? []}
              wrong={finding ? finding.always !== finding.holds : false}
              onSelect={pick}
              menu={
                menu !== null && menu === menuKey ? (
                  <BreakMenu breaking={breaking} place="beside" focused={byKey} onClose={close} />
                ) : null
              }
            />
            <LadderLegend />
            <div className={page["twins"]}>
              <TextTwin text={say(run.ladderText)} />
            </div>
          </section>
          <div className={style["onStates"]}>
            <StateStrip
              network={network}
              selected={selected}
              time={selected === null ? run.virtualTime : run.events[selected]!.at}
            />
          </div>
        </section>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
        <section className={`${page["right"]} ${style["right"]}`} tabIndex={0} aria-label={t.lab.event}>
          <div className={style["onBytes"]}>
            <Compare run={run} />
            {frame ? (
              <Inspector network={network} frame={frame} view={view} field={field} onField={setField} />
            ) : (
              <p className={`${page["hint"]} ${style["hint"]}`}>{t.lab.break.pick}</p>
            )}
            <Causes run={run} event={selected} onSelect={stepper.select} />
            <Findings run={run} shown={finding?.claim ?? null} onShow={setShown} />
            <section className={page["block"]}>
              <h2>
                {t.lab.fingerprint} <small>{t.lab.fingerprintAbout}</small>
              </h2>
              <p className={page["hash"]} data-live={run.traceSha256}>
                <code>{run.traceSha256}</code>
              </p>
            </section>
          </div>
        </section>
        {frame && (
          <div className={style["thumb"]}>
            <BreakMenu breaking={breaking} place="below" />
          </div>
        )}
      </div>
    </div>
  );
}

/** Where one looks first: at the frame that was just broken, at the first that a fault hit, or at the first of all. */
function begin(run: RunView, { ladder }: NetworkView): number | null {
  if (brokenAt?.name === run.name) return brokenAt.event;
  const frames = ladder.rungs.filter((rung) => rung.kind === "frame");
  const hit = frames.find(
    (frame) => frame.dropped === "fault" || frame.dropped === "choice" || frame.altered.length > 0,
  );
  return (hit ?? frames[0])?.event ?? null;
}
