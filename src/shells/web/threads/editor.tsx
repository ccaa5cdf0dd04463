/**
 * The program editor: CodeMirror, used directly. It lives in a shadow root, where its styles are constructed sheets, so that the page's
 * policy can go on forbidding inline styles. Marks in the gutter say where each thread is, and what is wrong on a line.
 */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Extension, RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  GutterMarker,
  gutter,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { type ReactNode, useEffect, useRef } from "react";

export interface EditorProblem {
  /** Offsets in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** A line that a thread stands on, or that an assertion failed on; lines count from 1. */
export interface LineMark {
  readonly line: number;
  readonly label: string;
  readonly look: "thread-even" | "thread-odd" | "wrong";
}

interface Props {
  readonly text: string;
  readonly label: string;
  readonly problems: readonly EditorProblem[];
  readonly marks: readonly LineMark[];
  onChange(text: string): void;
  onRun(): void;
}

export function Editor({ text, label, problems, marks, onChange, onRun }: Props): ReactNode {
  const holder = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ onChange, onRun });
  latest.current = { onChange, onRun };
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes later is told to it below
  useEffect(() => {
    const root = holder.current!.shadowRoot ?? holder.current!.attachShadow({ mode: "open" });
    const run = (): boolean => {
      latest.current.onRun();
      return true;
    };
    const editor = new EditorView({
      root,
      parent: root as unknown as HTMLElement,
      state: EditorState.create({
        doc: text,
        extensions: [
          keymap.of([{ key: "Mod-Enter", run }]),
          ...extensions(label),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);
  useEffect(() => {
    const editor = view.current!;
    const now = editor.state.doc.toString();
    if (now !== text) editor.dispatch({ changes: { from: 0, to: now.length, insert: text } });
  }, [text]);
  useEffect(() => {
    const editor = view.current!;
    const length = editor.state.doc.length;
    const found: Diagnostic[] = problems.map(({ start, end, message }) => {
      const from = Math.min(start, length);
      return { from, to: Math.min(Math.max(end, from), length), severity: "error", message };
    });
    editor.dispatch(setDiagnostics(editor.state, found));
  }, [problems]);
  useEffect(() => {
    const editor = view.current!;
    editor.dispatch({ effects: setMarks.of(marks.filter(({ line }) => line <= editor.state.doc.lines)) });
  }, [marks]);
  return (
    // The keys of the page would otherwise hear what is typed: from outside, the shadow root hides who was typed to.
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps keys from leaving the editor
    <div ref={holder} data-editor="" onKeyDown={(event) => event.nativeEvent.stopPropagation()} />
  );
}

class ThreadMarker extends GutterMarker {
  readonly mark: LineMark;
  constructor(mark: LineMark) {
    super();
    this.mark = mark;
  }
  override eq(other: ThreadMarker): boolean {
    return other.mark.label === this.mark.label && other.mark.look === this.mark.look;
  }
  override toDOM(): Node {
    const span = document.createElement("span");
    span.className = `mark ${this.mark.look}`;
    span.textContent = this.mark.label;
    return span;
  }
}

const setMarks = StateEffect.define<readonly LineMark[]>();

/** The marks by line, and the tint of the lines that have one. */
const marked = StateField.define<{ markers: RangeSet<GutterMarker>; lines: RangeSet<Decoration> }>({
  create: () => ({ markers: RangeSet.empty, lines: RangeSet.empty }),
  update(value, transaction) {
    let { markers, lines } = value;
    if (transaction.docChanged) {
      markers = markers.map(transaction.changes);
      lines = lines.map(transaction.changes);
    }
    for (const effect of transaction.effects) {
      if (!effect.is(setMarks)) continue;
      const placed = [...effect.value].sort((a, b) => a.line - b.line);
      const at = (line: number): number => transaction.state.doc.line(line).from;
      markers = RangeSet.of(placed.map((mark) => new ThreadMarker(mark).range(at(mark.line))));
      const tinted = [...new Map(placed.map((mark) => [mark.line, mark])).values()];
      lines = RangeSet.of(
        tinted.map((mark) =>
          Decoration.line({ class: mark.look === "wrong" ? "line-wrong" : "line-at" }).range(at(mark.line)),
        ),
      );
    }
    return { markers, lines };
  },
  provide: (field) => EditorView.decorations.from(field, ({ lines }) => lines),
});

const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword], color: "var(--accent)" },
  { tag: tags.comment, color: "var(--text-3)" },
  { tag: tags.string, color: "var(--ok)" },
  { tag: tags.function(tags.variableName), color: "var(--l-app)" },
]);

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--surface)", fontSize: "13.5px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "23px", overflow: "auto" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--text-3)", border: "none", fontSize: "12px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  ".cm-selectionBackground, &.cm-focused .cm-selectionBackground": {
    backgroundColor: "light-dark(#cfdcf9, #2c4275) !important",
  },
  ".marks": { minWidth: "30px" },
  ".mark": {
    display: "inline-block",
    minWidth: "24px",
    padding: "0 4px",
    fontSize: "11px",
    lineHeight: "15px",
    fontWeight: "700",
    textAlign: "center",
    border: "1.3px solid var(--text)",
  },
  ".thread-even": { background: "var(--text)", color: "var(--surface)", borderRadius: "2px" },
  ".thread-odd": { background: "var(--surface)", color: "var(--text)", borderRadius: "8px" },
  ".wrong": { background: "var(--no)", color: "var(--surface)", borderColor: "var(--no)", borderRadius: "2px" },
  ".line-at": { backgroundColor: "var(--accent-soft)" },
  ".line-wrong": { backgroundColor: "var(--no-soft)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", border: "1px solid var(--edge)", fontFamily: "var(--sans)" },
  ".cm-diagnostic": { padding: "6px 10px", maxWidth: "36em" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--no)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy 1.25px var(--no)",
    textUnderlineOffset: "4px",
  },
});

const extensions = (label: string): Extension[] => [
  lineNumbers(),
  marked,
  gutter({ class: "marks", markers: (view) => view.state.field(marked).markers }),
  history(),
  drawSelection(),
  highlightActiveLine(),
  indentUnit.of("  "),
  EditorState.tabSize.of(2),
  javascript(),
  syntaxHighlighting(highlighting),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
  look,
  // Escape then Tab leaves, as CodeMirror has it; otherwise Tab indents.
  keymap.of([indentWithTab, ...historyKeymap, ...defaultKeymap]),
];
