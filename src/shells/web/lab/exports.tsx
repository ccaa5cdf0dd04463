/** The run as other tools take it: a capture for Wireshark, the trace as JSON, the ladder as text, a link. */
import { memo, type ReactNode, useState } from "react";
import { CopyButton } from "../parts/copy-button.tsx";
import { FailureNote } from "../parts/failure.tsx";
import { Icon } from "../parts/icon.tsx";
import { addresses } from "../shell/route.ts";
import { useSettings } from "../shell/settings.tsx";
import { ask } from "../worker/client.ts";
import type { ExportFormat, Failure, RunView } from "../worker/protocol.ts";
import style from "./exports.module.css";

const types: Readonly<Record<ExportFormat, string>> = {
  pcapng: "application/vnd.tcpdump.pcap",
  perfetto: "application/json",
  json: "application/json",
};

export const Exports = memo(function Exports({ run }: { readonly run: RunView }): ReactNode {
  const { t, say } = useSettings();
  const [failure, setFailure] = useState<Failure | null>(null);
  const download = async (format: ExportFormat): Promise<void> => {
    const outcome = await ask("export", { name: run.name, format });
    if (!outcome.ok) return setFailure(outcome.failure);
    setFailure(null);
    const { file, bytes } = outcome.value;
    const address = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: types[format] }));
    const link = document.createElement("a");
    link.href = address;
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  const address = `${location.href.replace(/#.*$/, "")}${addresses.run(run.name)}`;
  const words = t.lab.exports;
  return (
    <section className={style["exports"]} aria-label={words.title}>
      <h2>{words.title}</h2>
      <p>
        {run.network && (
          <button type="button" className="btn" title={words.pcapngAbout} onClick={() => download("pcapng")}>
            <Icon name="download" />
            pcapng
          </button>
        )}
        <button type="button" className="btn" title={words.perfettoAbout} onClick={() => download("perfetto")}>
          <Icon name="download" />
          Perfetto
        </button>
        <button type="button" className="btn" title={words.jsonAbout} onClick={() => download("json")}>
          <Icon name="download" />
          JSON
        </button>
        <CopyButton text={say(run.ladderText)} label={words.ladder} shown={words.ladder} icon="copy" />
        <CopyButton text={address} label={t.lab.link} shown={words.link} icon="link" />
      </p>
      {failure && <FailureNote failure={failure} />}
    </section>
  );
});
