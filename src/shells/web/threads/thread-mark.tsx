/** A thread's mark: dark and square for even threads, light and round for odd ones, so that neighbours differ by shape. */
import type { ReactNode } from "react";
import style from "./thread-mark.module.css";

export const ThreadMark = ({ thread, name }: { readonly thread: number; readonly name: string }): ReactNode => (
  <span className={`${style["mark"]} ${thread % 2 === 0 ? style["even"] : style["odd"]}`}>{name}</span>
);
