/** How wide text of 12 px is, measured once per text in the fonts that this machine really has. */
let context: CanvasRenderingContext2D | null = null;
const known = new Map<string, number>();

/** Of sans and mono the wider one: a box must hold either. */
export function textWidth(text: string): number {
  const before = known.get(text);
  if (before !== undefined) return before;
  context ??= document.createElement("canvas").getContext("2d");
  if (!context) return text.length * 8;
  const style = getComputedStyle(document.documentElement);
  const width = Math.max(
    ...["--sans", "--mono"].map((name) => {
      context!.font = `12px ${style.getPropertyValue(name)}`;
      return context!.measureText(text).width;
    }),
  );
  known.set(text, width);
  return width;
}
