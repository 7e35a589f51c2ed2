/** Labels inside a chart are one line: cut to a width, counted in halves of a Chinese character. */
export function fitLabel(text: string, halves: number): string {
  let width = 0;
  let fitting = '';
  for (const character of text) {
    width += /[⺀-鿿豈-﫿︰-﹏＀-｠]/.test(character) ? 2 : 1;
    if (width > halves) return `${fitting.trimEnd()}…`;
    fitting += character;
  }
  return fitting;
}

/** A share of a base as a percentage for drawing; the printed figures are the exact ones of the report. */
export function drawnPercent(part: number, base: number): number {
  return base <= 0 ? 0 : Math.round((10_000 * Math.min(part, base)) / base) / 100;
}
