/** Icons (16 px grid, stroke of the text's colour) and verdict marks (14 px grid): the shape says it, colour repeats it. */
import type { ReactNode } from "react";

const shapes = {
  copy: <path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />,
  check: <path d="m3.5 8.5 3 3 6-7" />,
  down: <path d="M3.5 6 8 10.5 12.5 6" />,
  up: <path d="m3.5 10 4.5-4.5L12.5 10" />,
  right: <path d="M6 3.5 10.5 8 6 12.5" />,
  first: <path d="M12.5 3.5 8 8l4.5 4.5M8 3.5 3.5 8 8 12.5" />,
  last: <path d="M3.5 3.5 8 8l-4.5 4.5M8 3.5 12.5 8 8 12.5" />,
  previous: <path d="M10.5 3.5 6 8l4.5 4.5M4 3.5v9" />,
  next: <path d="M5.5 3.5 10 8l-4.5 4.5M12 3.5v9" />,
  play: <path d="M5 3.2v9.6L12.5 8z" fill="currentColor" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  fork: (
    <>
      <circle cx="4" cy="3.5" r="1.5" />
      <circle cx="4" cy="12.5" r="1.5" />
      <circle cx="12" cy="6" r="1.5" />
      <path d="M4 5v6M4 10c0-3 8-1.5 8-2.5" />
    </>
  ),
  lab: <path d="M4 2v12M12 2v12M4 4.5l8 3M12 9l-8 3" />,
  threads: <path d="M3 3.5h3.5c3 0 1 9 4 9H13M3 12.5h3.5M9.5 3.5H13" />,
  link: <path d="M6.5 9.5l3-3M7 4.5l1.5-1.5a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5 7.5 13A3.2 3.2 0 0 1 3 8.5L4.5 7" />,
  note: <path d="M3.5 2.5h6l3 3v8h-9zM9.5 2.5v3h3M5.8 8.5h4.4M5.8 11h3" />,
  paste: <path d="M5.5 3.5h-2v10h9v-10h-2M5.5 2.5h5v2.5h-5zM6 8.5h4M6 11h4" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="3" />
      <path d="M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1" />
    </>
  ),
  moon: <path d="M13 9.6A5.5 5.5 0 0 1 6.4 3a5.5 5.5 0 1 0 6.6 6.6z" />,
  system: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
    </>
  ),
  talk: <path d="M2.5 3.5h11v7.5H8l-3 2.5V11H2.5z" />,
  terminal: <path d="m3 4.5 3.5 3.5L3 11.5M8.5 12H13" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  file: <path d="M8 10.5v-8M4.5 6 8 2.5 11.5 6M3 13.5h10" />,
  bin: <path d="M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.7 9h5.6l.7-9" />,
  undo: <path d="M3.5 8a4.5 4.5 0 1 0 1.5-3.3M3.5 2.5v3h3" />,
  drop: <path d="M1.5 8h4M10.5 5.5l4 5M14.5 5.5l-4 5M7.5 8h.5" />,
  delay: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 5v3.2l2.2 1.4" />
    </>
  ),
  duplicate: <path d="M2 5.5h10M9.5 3 12 5.5 9.5 8M4 10.5h10M11.5 8l2.5 2.5-2.5 2.5" />,
  bit: <path d="M2 8h3l1.5-4 3 8L11 8h3" />,
  redo: <path d="M12.5 8a4.5 4.5 0 1 1-1.5-3.3M12.5 2.5v3h-3" />,
  download: <path d="M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10" />,
  host: <path d="M2.5 3h11v7.5h-11zM6 13.5h4M8 10.5v3" />,
  minus: <path d="M3 8h10" />,
  plus: <path d="M8 3v10M3 8h10" />,
  list: <path d="M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01" />,
} as const;
export type IconName = keyof typeof shapes;

export const Icon = ({ name }: { readonly name: IconName }): ReactNode => (
  <svg className="i" viewBox="0 0 16 16" aria-hidden="true">
    {shapes[name]}
  </svg>
);

export type MarkName = "confirmed" | "refuted" | "depends" | "unclear" | "no-experiment" | "undecided" | "missing";

const marks: Readonly<Record<MarkName, ReactNode>> = {
  confirmed: (
    <>
      <circle cx="7" cy="7" r="5.6" />
      <path d="m4.5 7.2 1.8 1.8 3.3-3.8" />
    </>
  ),
  refuted: (
    <>
      <rect x="1" y="1" width="12" height="12" rx="1.5" fill="currentColor" stroke="none" />
      <path d="m4.4 4.4 5.2 5.2M9.6 4.4 4.4 9.6" stroke="var(--surface)" strokeWidth="1.7" />
    </>
  ),
  depends: (
    <>
      <path d="M7 .9 13.1 7 7 13.1.9 7z" />
      <path d="M7 .9V13.1L.9 7z" fill="currentColor" stroke="none" />
    </>
  ),
  unclear: <path d="M2 5.5c2-2 3.5 1.5 5 .3s3-1.3 5-.3M2 9.5c2-2 3.5 1.5 5 .3s3-1.3 5-.3" />,
  "no-experiment": <circle cx="7" cy="7" r="5.6" strokeDasharray="2.2 2.2" />,
  undecided: <circle cx="7" cy="7" r="5.6" strokeDasharray="2.2 2.2" />,
  missing: <circle cx="7" cy="7" r="5.6" strokeDasharray="2.2 2.2" />,
};

/** The class that gives a mark and its words their colour. */
export const tone: Readonly<Record<MarkName, string>> = {
  confirmed: "ok",
  refuted: "no",
  depends: "dep",
  unclear: "none",
  "no-experiment": "none",
  undecided: "none",
  missing: "none",
};

/** With `label` the mark is read aloud; without, the words beside it say it. */
export const Mark = ({ name, label }: { readonly name: MarkName; readonly label?: string }): ReactNode => (
  // biome-ignore lint/a11y/noSvgWithoutTitle: named where it is read aloud, hidden where it is not
  <svg
    className={`v ${tone[name]}`}
    viewBox="0 0 14 14"
    {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
  >
    {marks[name]}
  </svg>
);
