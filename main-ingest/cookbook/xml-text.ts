const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as XML holds it. Of control characters, which XML has not, see {@link stringXml}. */
export function xmlText(text: string): string {
  return text.replaceAll(/[&<>"]/g, (mark) => ESCAPES[mark] ?? mark);
}

/** A text as a spreadsheet's XML holds it: what XML cannot hold is `_x0007_` (ECMA-376, part 1, 22.9.2.19). */
export function stringXml(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return xmlText(
    whole
      .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
      .replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, (mark) => (mark === '\t' || mark === '\n' ? mark : escaped(mark))),
  );
}

function escaped(mark: string): string {
  return `_x${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}
