/**
 * The selected frame: what became of it, its bytes by layer, and what each field says and where that is written. A field and its bytes
 * are selected together, whichever of them is pointed at.
 */
import { Fragment, type KeyboardEvent, memo, type ReactNode, useEffect, useRef, useState } from "react";
import { formatTime } from "../../../engine/base/time.ts";
import type { InspectedField, InspectedLayer } from "../../../views/inspect.ts";
import type { FrameRung } from "../../../views/ladder.ts";
import { Icon } from "../parts/icon.tsx";
import { frameFate } from "../parts/ladder-words.ts";
import { useSettings } from "../shell/settings.tsx";
import type { FrameView, NetworkView } from "../worker/protocol.ts";
import style from "./inspector.module.css";

interface Props {
  readonly network: NetworkView;
  readonly frame: FrameRung;
  /** Null while it is being asked for. */
  readonly view: FrameView | null;
  /** "tcp/Flags": kept from frame to frame, so that one sees a field change. */
  readonly field: string | null;
  onField(field: string | null): void;
}

export const fieldKey = (layer: InspectedLayer, field: InspectedField): string =>
  `${layer.quoted ? "quoted " : ""}${layer.name}/${field.name}`;

export function findField(view: FrameView | null, key: string | null): InspectedField | null {
  if (view === null || key === null) return null;
  for (const layer of view.layers) for (const field of layer.fields) if (fieldKey(layer, field) === key) return field;
  return null;
}

export const Inspector = memo(function Inspector({ network, frame, view, field, onField }: Props): ReactNode {
  const { t } = useSettings();
  const { lifelines } = network.ladder;
  const fate = frameFate(frame, t);
  const chosen = findField(view, field);
  const arrived = frame.arrivals.map(formatTime).join(", ");
  return (
    <section className={style["inspector"]} aria-label={t.lab.inspector.title}>
      <h2 className={frame.dropped === null ? style["title"] : style["lost"]}>
        {frame.dropped !== null ? <Icon name="drop" /> : frame.again ? <Icon name="redo" /> : <Icon name="right" />}
        {t.lab.inspector.name(frame.number, frame.label)}
        {fate !== "" && `, ${fate}`}
      </h2>
      <p className={style["facts"]}>
        {t.lab.inspector.way(lifelines[frame.from]!.name, lifelines[frame.to]!.name)} ·{" "}
        {t.lab.inspector.left(formatTime(frame.at))}
        {arrived !== "" && `, ${t.lab.inspector.arrived(arrived)}`} · {frame.lengthBytes} B
      </p>
      {view && (
        <>
          <Bytes view={view} chosen={chosen} onField={onField} />
          <Key view={view} />
          {view.layers.map((layer, at) => (
            <LayerFields
              key={`${layer.name} ${layer.from}`}
              layer={layer}
              open={at === lastHeader(view.layers)}
              chosen={chosen}
              onField={onField}
            />
          ))}
        </>
      )}
    </section>
  );
});

/** The innermost header: the one that is looked at first. */
const lastHeader = (layers: readonly InspectedLayer[]): number =>
  layers.findLastIndex((layer) => layer.name !== "data" && layer.name !== "padding" && !layer.quoted);

/** The layer's tint; options have one of their own, as they may be there or not. */
function toneOf(layer: InspectedLayer, field: InspectedField | undefined): string {
  if (field?.name.startsWith("Option")) return "options";
  switch (layer.name) {
    case "ethernet":
    case "vlan":
    case "padding":
      return "link";
    case "tcp":
    case "udp":
      return "transport";
    case "data":
      return "data";
    default:
      return "ip";
  }
}

const perRow = 16;
/** Of a longer frame the rest is shown when asked for. */
const firstBytes = 256;

interface BytesProps {
  readonly view: FrameView;
  readonly chosen: InspectedField | null;
  onField(field: string | null): void;
}

function Bytes({ view, chosen, onField }: BytesProps): ReactNode {
  const { t } = useSettings();
  const { bytes, layers } = view;
  const [whole, setWhole] = useState(false);
  const shown = whole ? bytes.length : Math.min(bytes.length, firstBytes);
  const place = (at: number): { layer: InspectedLayer; field: InspectedField | undefined } | undefined => {
    const layer = layers.find((one) => one.from <= at && at < one.to);
    return layer && { layer, field: layer.fields.find((one) => one.from <= at && at < one.to) };
  };
  const select = (at: number): void => {
    const here = place(at);
    if (here?.field) onField(fieldKey(here.layer, here.field));
  };
  const move = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -perRow, ArrowDown: perRow }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    // Sideways to the next field, up and down to the byte above or below.
    const from = chosen === null ? (by > 0 ? -1 : bytes.length) : by > 0 ? chosen.to - 1 : chosen.from;
    const to = Math.abs(by) === 1 ? from + by : (chosen?.from ?? 0) + by;
    if (to >= 0 && to < shown) select(to);
  };
  const rows = Array.from({ length: Math.ceil(shown / perRow) }, (_, row) => row * perRow);
  return (
    <>
      <div
        role="listbox"
        aria-label={t.lab.inspector.bytes}
        aria-activedescendant={chosen ? `byte-${chosen.from}` : undefined}
        tabIndex={0}
        className={style["bytes"]}
        onKeyDown={move}
      >
        {rows.map((row) => (
          <div key={row} role="presentation" className={style["row"]}>
            <i aria-hidden="true">{row.toString(16).padStart(4, "0")}</i>
            {Array.from(bytes.subarray(row, Math.min(row + perRow, shown)), (byte, k) => {
              const at = row + k;
              const here = place(at);
              const on = chosen !== null && chosen.from <= at && at < chosen.to;
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
                // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
                <span
                  key={at}
                  id={`byte-${at}`}
                  role="option"
                  aria-selected={on}
                  aria-label={`${at}: ${hex(byte)} ${here?.field ? (t.lab.fields[here.field.name] ?? here.field.name) : ""}`}
                  className={`${here ? style[toneOf(here.layer, here.field)] : ""} ${on ? style["on"] : ""}`}
                  onClick={() => select(at)}
                >
                  {hex(byte)}
                </span>
              );
            })}
          </div>
        ))}
      </div>
      {shown < bytes.length && (
        <button type="button" className={`btn quiet ${style["rest"]}`} onClick={() => setWhole(true)}>
          {t.lab.inspector.rest(bytes.length - shown)}
        </button>
      )}
    </>
  );
}

const hex = (byte: number): string => byte.toString(16).padStart(2, "0");

/** Which tint is which layer, and how long it is. */
function Key({ view }: { readonly view: FrameView }): ReactNode {
  const { t } = useSettings();
  const entries = view.layers.flatMap((layer) => {
    const options = layer.fields.filter((field) => field.name.startsWith("Option"));
    const optionBytes = options.reduce((sum, field) => sum + field.to - field.from, 0);
    return [
      {
        tone: toneOf(layer, undefined),
        name: t.lab.layerNames[layer.name] ?? layer.name,
        size: layer.to - layer.from - optionBytes,
      },
      ...(optionBytes > 0 ? [{ tone: "options", name: t.lab.inspector.options, size: optionBytes }] : []),
    ];
  });
  return (
    <ul className={style["key"]}>
      {entries.map(({ tone, name, size }, at) => (
        <li key={`${at} ${name}`}>
          <i className={style[tone]} />
          {name} {size}
        </li>
      ))}
    </ul>
  );
}

interface LayerProps {
  readonly layer: InspectedLayer;
  readonly open: boolean;
  readonly chosen: InspectedField | null;
  onField(field: string | null): void;
}

function LayerFields({ layer, open, chosen, onField }: LayerProps): ReactNode {
  const { t } = useSettings();
  const holds = chosen !== null && layer.fields.includes(chosen);
  const [opened, setOpened] = useState<boolean | null>(null);
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (holds) row.current?.scrollIntoView({ block: "nearest" });
  }, [holds]);
  const wrong = layer.checksum === "wrong" || layer.malformed;
  return (
    <details
      className={style["layer"]}
      open={opened ?? (open || holds)}
      onToggle={(event) => {
        const now = event.currentTarget.open;
        setOpened(now === (open || holds) ? null : now);
      }}
    >
      <summary>
        {t.lab.layerNames[layer.name] ?? layer.name}
        {layer.quoted && ` (${t.lab.inspector.quoted})`}
        <small>{layer.to - layer.from} B</small>
        {wrong && <small className="no">{layer.malformed ? t.lab.inspector.malformed : t.lab.inspector.badSum}</small>}
      </summary>
      <table>
        <thead className="sr">
          <tr>
            <th>{t.lab.inspector.field}</th>
            <th>{t.lab.inspector.value}</th>
            <th>{t.lab.inspector.bytes}</th>
            <th>RFC</th>
          </tr>
        </thead>
        <tbody>
          {layer.fields.map((field) => {
            const key = fieldKey(layer, field);
            const on = field === chosen;
            return (
              <Fragment key={`${field.bit} ${field.name}`}>
                <tr ref={on ? row : undefined} className={on ? style["chosen"] : ""}>
                  <td>
                    <button type="button" aria-pressed={on} onClick={() => onField(on ? null : key)}>
                      {t.lab.fields[field.name] ?? field.name}
                    </button>
                  </td>
                  <td className={style["value"]}>
                    {field.value}
                    {field.name === "Checksum" && layer.checksum && ` ${t.lab.inspector.sums[layer.checksum] ?? ""}`}
                  </td>
                  <td className={style["place"]}>
                    {field.to - field.from > 1
                      ? `${field.from - layer.from}–${field.to - layer.from - 1}`
                      : field.from - layer.from}
                  </td>
                  <td className={style["rfc"]}>
                    {field.rfc && (
                      <a href={field.rfc.url} target="_blank" rel="noreferrer" title={field.rfc.text}>
                        {field.rfc.text.replace("RFC ", "")}
                      </a>
                    )}
                  </td>
                </tr>
                {field.flags && (
                  <tr className={`${style["bits"]} ${on ? style["chosen"] : ""}`}>
                    <td colSpan={4}>
                      <span className={style["flags"]}>
                        {field.flags.map((flag) => (
                          <span key={flag.name} data-set={flag.set || undefined}>
                            {flag.name} {flag.set ? 1 : 0}
                          </span>
                        ))}
                      </span>
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
