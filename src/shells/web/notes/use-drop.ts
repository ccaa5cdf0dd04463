/** Files dropped anywhere on the page, and text or files pasted outside of a field, open as a note. */
import { useEffect, useState } from "react";
import { useSettings } from "../shell/settings.tsx";
import { openFiles, openText } from "./library.ts";

/** Returns whether something is being dragged over the page. */
export function useDropAndPaste(): boolean {
  const { t } = useSettings();
  const [dragging, setDragging] = useState(false);
  const pastedName = t.notes.paste.name;
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (!event.dataTransfer) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      setDragging(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setDragging(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setDragging(false);
      const { files } = event.dataTransfer!;
      const text = event.dataTransfer!.getData("text/plain");
      if (files.length > 0 || text.trim() === "") void openFiles([...files]);
      else void openText(pastedName, text);
    };
    const paste = (event: ClipboardEvent): void => {
      if ((event.target as HTMLElement).closest?.("input, textarea, select, [contenteditable=true], dialog")) return;
      const files = [...(event.clipboardData?.files ?? [])];
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text.trim() !== "") void openText(pastedName, text);
      else if (files.length > 0) void openFiles(files);
      else return;
      event.preventDefault();
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    addEventListener("paste", paste);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
      removeEventListener("paste", paste);
    };
  }, [pastedName]);
  return dragging;
}
