/**
 * One run on the page: its events, one of its pictures, and what is selected in bytes and causes. Whatever is selected anywhere is
 * selected everywhere, for all of it hangs on one number: the event that one is at. A frame can be lost, delayed, doubled or damaged on
 * the spot, a step of a thread can go to another, which makes another run with that in its name: Back undoes it.
 */
import { type ReactNode, useCallback, useDeferredValue, useMemo, useRef, useState } from "react";
import { firstIndex } from "../../../views/first-index.ts";
import { type FrameRung, following, type Ladder, rungIndex } from "../../../views/ladder.ts";
import { cpuLanesOf, stateLanesOf, waitLanesOf } from "../../../views/time-lanes.ts";
import { Scrubber, StepButtons, usePlayerKeys } from "../parts/controls.tsx";
import { LadderPicture } from "../parts/ladder-picture.tsx";
import { LadderLegend } from "../parts/ladder-svg.tsx";
import type { Picturing } from "../parts/picture.ts";
import { placeOf, useStepper } from "../parts/stepper.ts";
import { TextTwin } from "../parts/text-twin.tsx";
import { TimePicture } from "../parts/time-picture.tsx";
import { stepAt, TimelinePicture } from "../parts/timeline-picture.tsx";
import { TimelineSaid, TimelineValues } from "../parts/timeline-values.tsx";
import { useAsk } from "../shell/ask.ts";
import { useKeys } from "../shell/keys.ts";
import { addresses, go } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import type { NetworkView, RunView } from "../worker/protocol.ts";
import { BreakMenu, useBreaking } from "./break-menu.tsx";
import { Causes } from "./causes.tsx";
import { Compare } from "./compare.tsx";
import { Difference } from "./difference.tsx";
import { EventList } from "./event-list.tsx";
import { useEvents } from "./events.ts";
import { Exports } from "./exports.tsx";
import { Findings } from "./findings.tsx";
import { Fingerprint } from "./fingerprint.tsx";
import { Forks } from "./forks.tsx";
import { GuessPanel } from "./guess-panel.tsx";
import { findField, Inspector } from "./inspector.tsx";
import { Knobs } from "./knobs.tsx";
import { type PictureName, PictureTools, useZoom } from "./picture-tools.tsx";
import { ProcessesPanel } from "./processes-panel.tsx";
import { Remarks } from "./remarks.tsx";
import page from "./run-page.module.css";
import style from "./run-player.module.css";
import { StateStrip } from "./state-strip.tsx";
import { Tools } from "./tools.tsx";
import { Topology } from "./topology.tsx";

type Tab = "events" | "ladder" | "bytes" | "states" | "knobs";
const tabs: readonly Tab[] = ["events", "ladder", "bytes", "states", "knobs"];

/**
 * What the last fault or fork was made at: the next run begins there, so that one sees what became of it. A frame by its event, for all
 * before it is the same; a step by its number, for another thread goes there, after a switch of its own.
 */
let brokenAt: { readonly name: string; readonly event?: number; readonly step?: number } | null = null;
const nothing: Ladder = { lifelines: [], rungs: [] };

export function RunPlayer({ run }: { readonly run: RunView }): ReactNode {
  const { t, say, singleKeys } = useSettings();
  const { network } = run;
  const events = useEvents(run);
  const timeline = run.timelines.find((one) => one.steps.length > 0) ?? run.timelines[0];
  const pictures: readonly PictureName[] = network
    ? ["ladder", "time", ...(timeline && timeline.steps.length > 0 ? (["threads"] as const) : [])]
    : [...(takesTime(run) ? (["time"] as const) : []), ...(timeline?.steps.length ? (["threads"] as const) : [])];
  const [wanted, setPicture] = useState<PictureName>("ladder");
  const picture = pictures.includes(wanted) ? wanted : (pictures[0] ?? "threads");
  const [flow, setFlow] = useState<string | null>(null);
  const [guessing, setGuessing] = useState(false);
  const zoom = useZoom();
  const [tab, setTab] = useState<Tab>("ladder");

  const ladder = useMemo(() => {
    const whole = network?.ladder ?? nothing;
    if (flow === null) return whole;
    const one = following(whole, flow);
    return one.rungs.length > 0 ? one : whole;
  }, [network, flow]);
  const stops = useMemo(() => stopsOf(run, network, ladder, picture), [run, network, ladder, picture]);
  const from = useMemo(() => begin(run), [run]);
  const stepper = useStepper(stops, run.name, from);
  const { selected, now, at } = stepper;
  usePlayerKeys(stepper);
  // The slider and the picture go at once; lists and panes follow when there is time, so that scrubbing stays smooth.
  const settled = useDeferredValue(selected);
  const settledNow = useDeferredValue(now);
  const hidden = guessing && network !== null;
  const until = hidden ? now : Number.POSITIVE_INFINITY;

  const [shown, setShown] = useState(0);
  const finding = run.findings[shown] ?? run.findings[0];
  const because = useMemo(() => (hidden ? [] : (finding?.because ?? [])), [finding, hidden]);

  // The frame that is looked at: its bytes, and what can be done to it.
  const about = selected === null || !network ? -1 : (network.frameOf[selected] ?? -1);
  const frame = frameAt(network, about);
  const settledFrame = frameAt(network, settled === null || !network ? -1 : (network.frameOf[settled] ?? -1));
  const asked = useAsk(
    "frame",
    settledFrame ? { name: run.name, event: settled! } : undefined,
    settledFrame ? `${run.name} ${settled}` : "",
  );
  // The frame before stays until this one is there, so that nothing blinks; of another frame nothing is shown.
  const view = settledFrame && asked.value?.frame === settledFrame.event ? asked.value : null;
  const [field, setField] = useState<string | null>(null);
  // Without a field it is the first bit of what the frame is about, which a checksum covers.
  const bit = findField(view, field)?.bit ?? (view?.layers.at(-1)?.from ?? 34) * 8;
  const [menu, setMenu] = useState<string | null>(null);
  // A menu that a key opened has the focus, and gives it back to the list.
  const [byKey, setByKey] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const breaking = useBreaking(run, network, frame, bit, (name) => {
    brokenAt = frame ? { name, event: frame.event } : null;
    setMenu(null);
  });
  const menuKey = frame ? `${run.name} ${frame.event}` : null;
  const menuOf = useRef(menuKey);
  menuOf.current = menuKey;
  const open = useCallback(() => {
    setByKey(true);
    setMenu(menuOf.current);
  }, []);
  const close = (): void => {
    setMenu(null);
    if (byKey) list.current?.querySelector<HTMLElement>("[role=listbox]")?.focus();
  };
  const pick = (event: number): void => {
    const picked = network?.frameOf[event] ?? -1;
    setByKey(false);
    setMenu(picked < 0 ? null : `${run.name} ${picked}`);
    stepper.select(event);
  };

  // The step of a thread that is looked at, and the other ways that it could have gone.
  const step = timeline ? stepAt(timeline, now) : null;
  const forks = useRef<HTMLElement>(null);
  const fork = (name: string): void => {
    brokenAt = step === null ? null : { name, step };
    go(addresses.run(name));
  };
  useKeys(
    {
      Escape: () => setMenu(null),
      f: (event) => {
        const others = forks.current?.querySelectorAll<HTMLElement>("[data-fork]") ?? [];
        if (others.length === 0) return;
        event.preventDefault();
        // One other way: go. Several: choose among them.
        if (others.length === 1) others[0]!.click();
        else others[0]!.focus();
      },
      v: () => setPicture(pictures[(pictures.indexOf(picture) + 1) % pictures.length]!),
      g: () => network && toggleGuessing(),
      "+": zoom.closer,
      "=": zoom.closer,
      "-": zoom.farther,
    },
    singleKeys,
  );
  const toggleGuessing = (): void => {
    if (!guessing && now === Number.POSITIVE_INFINITY) stepper.first();
    setMenu(null);
    setGuessing(!guessing);
  };

  const time = selected === null ? (at === 0 ? t.ladder.start : run.virtualTime) : events.time(selected);
  const settledTime = settled === null ? (settledNow < 0 ? t.ladder.start : run.virtualTime) : events.time(settled);
  const lost = useMemo(() => lostStops(ladder, stops), [ladder, stops]);
  const model = useMemo(
    () =>
      (network || takesTime(run)) && {
        ladder: network ? ladder : barred(run),
        lanes: [
          ...cpuLanesOf(run.cpus),
          ...(network
            ? stateLanesOf(network.connections, run.events.at[run.events.count - 1] ?? 0)
            : waitLanesOf(run.cpus)),
        ],
        samples: network?.samples ?? [],
      },
    [run, network, ladder],
  );
  const picturing: Picturing = {
    selected,
    now,
    hidden,
    because,
    wrong: finding ? finding.always !== finding.holds : false,
    onSelect: pick,
  };
  const menuBeside =
    !hidden && menu !== null && menu === menuKey ? (
      <BreakMenu breaking={breaking} place="beside" focused={byKey} onClose={close} />
    ) : null;
  return (
    <div className={page["page"]}>
      <Tools run={run}>
        <div className={style["transport"]}>
          <StepButtons stepper={stepper} ends={false} />
          <Scrubber stepper={stepper} time={network || picture === "time" ? time : null} lost={hidden ? [] : lost} />
        </div>
      </Tools>
      <div
        className={`${page["body"]} ${style["body"]} ${network ? style["network"] : style["threads"]}`}
        data-tab={tab}
        data-picture={picture}
      >
        {network && (
          <div role="tablist" className={style["tabs"]} aria-label={t.lab.view}>
            {tabs.map((one) => (
              <button key={one} type="button" role="tab" aria-selected={tab === one} onClick={() => setTab(one)}>
                {t.lab.tabs[one]}
              </button>
            ))}
          </div>
        )}
        <aside className={`${page["left"]} ${style["left"]}`} aria-label={t.lab.events}>
          <div ref={list} className={style["onEvents"]}>
            <EventList
              key={run.name}
              run={run}
              events={events}
              stops={stops}
              selected={settled}
              standing={selected}
              until={until}
              onSelect={stepper.select}
              onOpen={open}
            />
          </div>
          <div className={style["onKnobs"]}>
            <Knobs run={run} />
            <Exports run={run} />
          </div>
        </aside>
        <section className={`${page["centre"]} ${style["centre"]}`} aria-label={t.lab.picture}>
          {network && <Topology network={network} selected={selected} now={now} frame={frame} />}
          {(network || pictures.length > 1 || picture === "time") && (
            <PictureTools
              pictures={pictures}
              picture={picture}
              onPicture={setPicture}
              rungs={network?.ladder.rungs ?? nothing.rungs}
              flow={flow}
              onFlow={setFlow}
              zoom={zoom}
              guessing={guessing}
              onGuessing={network ? toggleGuessing : null}
            />
          )}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
          <section aria-label={t.player.pictures[picture]} className={style["onLadder"]} tabIndex={0}>
            <p className={page["about"]}>{say(run.scenario.about)}</p>
            <Remarks run={run} />
            {network && network.allRungs > network.ladder.rungs.length && (
              <p className={page["about"]}>{t.player.cut(network.ladder.rungs.length, network.allRungs)}</p>
            )}
            {picture === "ladder" && network && (
              <>
                <LadderPicture
                  key={`${run.name} ${flow}`}
                  {...picturing}
                  network={network}
                  ladder={ladder}
                  zoom={zoom.ladder}
                  menu={menuBeside}
                />
                <LadderLegend />
              </>
            )}
            {picture === "time" && model && (
              <>
                <TimePicture
                  {...picturing}
                  model={model}
                  zoom={zoom.time}
                  frame={about}
                  nowAt={selected === null ? null : run.events.at[selected]!}
                  onMoment={(moment) => stepper.select(momentStop(run, stops, moment, until))}
                />
                {menuBeside && <div className={style["menuBelow"]}>{menuBeside}</div>}
              </>
            )}
            {picture === "threads" && timeline && (
              <>
                <TimelinePicture {...picturing} onSelect={stepper.select} timeline={timeline} forkable />
                <p className={style["said"]} aria-live="polite">
                  <TimelineSaid timeline={timeline} at={step} />
                </p>
                <TimelineValues timeline={timeline} at={step} />
                <ProcessesPanel name={run.name} event={settled} />
              </>
            )}
            {!network && !timeline && <p className={page["about"]}>{t.timeline.noThreads}</p>}
            {!hidden && (
              <div className={page["twins"]}>
                {network ? (
                  <TextTwin text={say(run.ladderText)} />
                ) : (
                  <>
                    <TextTwin text={say(run.timelineText)} title={`${t.lab.twin}: ${t.lab.timelineText}`} />
                    <TextTwin text={say(run.ladderText)} title={`${t.lab.twin}: ${t.lab.ladderText}`} />
                  </>
                )}
              </div>
            )}
          </section>
          {network && (
            <div className={style["onStates"]}>
              <StateStrip network={network} now={settledNow} time={settledTime} onSelect={stepper.select} />
            </div>
          )}
        </section>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
        <section className={`${page["right"]} ${style["right"]}`} tabIndex={0} aria-label={t.lab.event}>
          <div className={style["onBytes"]}>
            {hidden && <GuessPanel run={run} network={network!} now={now} onReveal={stepper.select} />}
            {!hidden && network && <Difference run={run} selected={settled} onSelect={stepper.select} />}
            {!network && (
              <Forks
                ref={forks}
                run={run}
                step={timeline && step !== null ? (timeline.steps[step - 1] ?? null) : null}
                onFork={fork}
              />
            )}
            {network && settledFrame && (
              <Inspector network={network} frame={settledFrame} view={view} field={field} onField={setField} />
            )}
            {network && !settledFrame && <p className={`${page["hint"]} ${style["hint"]}`}>{t.lab.break.pick}</p>}
            <Causes events={events} network={network} event={settled} onSelect={stepper.select} />
            {!hidden && network && <Compare run={run} />}
            {!hidden && (
              <>
                <Findings run={run} shown={finding?.claim ?? null} onShow={setShown} />
                <Fingerprint run={run} />
              </>
            )}
          </div>
        </section>
        {frame && !hidden && (
          <div className={style["thumb"]}>
            <BreakMenu breaking={breaking} place="below" />
          </div>
        )}
      </div>
    </div>
  );
}

/** Where one looks first: at what was just broken, at the first frame that a fault hit, or at the first of all. */
function begin({ name, network, timelines }: RunView): number | null {
  if (brokenAt?.name === name) {
    const steps = timelines.find((one) => one.steps.length > 0)?.steps;
    return brokenAt.event ?? steps?.[(brokenAt.step ?? 0) - 1]?.event ?? null;
  }
  if (!network) return null;
  let first: number | null = null;
  for (const rung of network.ladder.rungs) {
    if (rung.kind !== "frame") continue;
    first ??= rung.event;
    if (rung.dropped === "fault" || rung.dropped === "choice" || rung.altered.length > 0) return rung.event;
  }
  return first;
}

/** What one steps through: what stands in the picture that is shown. */
function stopsOf(run: RunView, network: NetworkView | null, ladder: Ladder, picture: PictureName): ArrayLike<number> {
  if (picture === "time" && !network) return momentsOf(run);
  if (picture === "threads" || !network) {
    const timeline = run.timelines.find((one) => one.steps.length > 0);
    return timeline?.steps.map((step) => step.event) ?? [];
  }
  if (ladder === network.ladder) return network.stops;
  const shown = new Set<number>(ladder.rungs.map((rung) => rung.event));
  return network.stops.filter((stop) => shown.has(stop) || shown.has(network.frameOf[stop]!));
}

/** CPUs on which time passes: their picture says more than a list of steps. */
const takesTime = ({ cpus }: RunView): boolean => cpus.cpus.some(({ runs }) => runs.some(({ from, to }) => to > from));

/** The hosts of a run without frames, as a ladder that has lifelines only. */
const barred = ({ cpus }: RunView): Ladder => ({
  lifelines: [...new Set(cpus.cpus.map(({ host }) => host))].map((host) => ({ name: host, host })),
  rungs: [],
});

/** Where somebody begins to run or to wait. */
function momentsOf({ cpus }: RunView): number[] {
  const all = [...cpus.cpus.flatMap(({ runs }) => runs), ...cpus.threads.flatMap(({ waits }) => waits)];
  return [...new Set(all.map(({ event }) => event as number))].sort((a, b) => a - b);
}

function frameAt(network: NetworkView | null, event: number): FrameRung | null {
  if (!network || event < 0) return null;
  const rung = network.ladder.rungs[rungIndex(network.ladder.rungs, event)];
  return rung?.kind === "frame" && rung.event === event ? rung : null;
}

/** The stops at which something was lost; of very many the first. */
function lostStops({ rungs }: Ladder, stops: ArrayLike<number>): number[] {
  const out: number[] = [];
  for (const rung of rungs)
    if (rung.kind === "frame" && rung.dropped !== null && out.length < 200) out.push(placeOf(stops, rung.event));
  return out;
}

/** The last stop that has happened at a moment, or the first of all. */
function momentStop({ events }: RunView, stops: ArrayLike<number>, moment: number, until: number): number {
  const after = firstIndex(events.count, (event) => events.at[event]! > moment || event > until);
  return stops[Math.max(0, placeOf(stops, after - 1) - 1)] ?? 0;
}
