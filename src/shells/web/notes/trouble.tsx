/** Why a file was not opened, and what to do. */
import type { ReactNode } from "react";
import { largestNoteBytes } from "../../../study/notes/decode.ts";
import { FailureNote } from "../parts/failure.tsx";
import { useSettings } from "../shell/settings.tsx";
import type { Trouble } from "./library.ts";
import style from "./page.module.css";

export function TroubleNote({ trouble }: { readonly trouble: Trouble }): ReactNode {
  const { t } = useSettings();
  switch (trouble.kind) {
    case "failure":
      return (
        <div className={style["refused"]}>
          <b>{trouble.file}</b>
          <FailureNote failure={trouble.failure} />
        </div>
      );
    case "too-large":
      return <Refused words={t.notes.tooLarge(trouble.file, megabytes(trouble.bytes), megabytes(largestNoteBytes))} />;
    case "unreadable":
      return <Refused words={t.notes.cannotRead(trouble.file)} />;
    case "no-file":
      return <Refused words={t.notes.noFile} />;
  }
}

const Refused = ({ words }: { readonly words: string }): ReactNode => (
  <p role="alert" className={style["alert"]}>
    {words}
  </p>
);

/** "10 MB", "52.4 MB": of 1,024 × 1,024 bytes, as the limit is. */
export const megabytes = (bytes: number): string => `${Math.max(0.1, Math.round((bytes / 1024 / 1024) * 10) / 10)} MB`;
