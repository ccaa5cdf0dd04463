/** A button that opens the file chooser: an input of the browser's own, so that every assistive technology knows it. */
import type { ReactNode } from "react";
import { Icon } from "../parts/icon.tsx";
import { openFiles } from "./library.ts";
import style from "./page.module.css";

export function PickFile({
  label,
  primary = false,
}: {
  readonly label: string;
  readonly primary?: boolean;
}): ReactNode {
  return (
    <label className={`btn ${primary ? "primary" : ""} ${style["pick"]}`}>
      <Icon name="file" />
      {label}
      <input
        type="file"
        multiple
        className="sr"
        accept=".md,.markdown,.txt,.text,text/*"
        onChange={(event) => {
          void openFiles([...(event.target.files ?? [])]);
          event.target.value = ""; // so that the same file can be picked again
        }}
      />
    </label>
  );
}
