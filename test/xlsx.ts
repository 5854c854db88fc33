import { inflateRawSync } from 'node:zlib';

/** The parts of a zip by their paths, read from its directory (PKWARE APPNOTE 4.3). */
export function unzip(zip: Buffer): Map<string, string> {
  const end = zip.lastIndexOf('PK\x05\x06');
  const parts = new Map<string, string>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    parts.set(name, (zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed).toString('utf8'));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return parts;
}

type SheetCell = string | number | boolean | Date | null;

/** The first sheet of a workbook as a spreadsheet program takes it: each cell by its type and its format. */
export function readSheet(parts: ReadonlyMap<string, string>) {
  const part = (path: string) => {
    const xml = parts.get(path);
    if (xml === undefined) throw new Error(`there is no ${path} among ${[...parts.keys()].join(', ')}`);
    return xml;
  };
  const styles = part('xl/styles.xml');
  const formats = new Map(
    [...styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)].map(([, a, b]) => [a, b]),
  );
  const fonts = [...(/<fonts.*?<\/fonts>/s.exec(styles)?.[0] ?? '').matchAll(/<font>(.*?)<\/font>/gs)].map(
    ([, font]) => font,
  );
  const cellStyles = [
    ...(/<cellXfs.*?<\/cellXfs>/s.exec(styles)?.[0] ?? '').matchAll(/<xf numFmtId="(\d+)" fontId="(\d+)"/g),
  ].map(([, format, font]) => ({
    isTime: /yy/.test(formats.get(format) ?? ''),
    isBold: fonts[Number(font)]?.includes('<b/>'),
  }));
  const sheet = part('xl/worksheets/sheet1.xml');
  const boldRows: number[] = [];
  const rows = [...sheet.matchAll(/<row r="(\d+)">(.*?)<\/row>/gs)].map(([, place, xml = '']) => {
    const row: SheetCell[] = [];
    for (const [, letters = '', attributes = '', content = ''] of xml.matchAll(
      /<c r="([A-Z]+)\d+"([^>]*)>(.*?)<\/c>/gs,
    )) {
      const style = cellStyles[Number(/ s="(\d+)"/.exec(attributes)?.[1] ?? 0)];
      if (style?.isBold && !boldRows.includes(Number(place))) boldRows.push(Number(place));
      row[placeOf(letters)] = cellOf(/ t="(\w+)"/.exec(attributes)?.[1], content, style?.isTime === true);
    }
    return row;
  });
  const width = rows[0]?.length ?? 0;
  return {
    name: unescaped(/<sheet name="([^"]*)"/.exec(part('xl/workbook.xml'))?.[1] ?? ''),
    frozenRows: Number(/<pane ySplit="(\d+)"[^>]*state="frozen"/.exec(sheet)?.[1] ?? 0),
    boldRows,
    rows: rows.map((row) => Array.from({ length: width }, (_, index) => row[index] ?? null)),
  };
}

function cellOf(type: string | undefined, content: string, isTime: boolean): SheetCell {
  if (type === 'inlineStr') return unescaped(/<t[^>]*>(.*)<\/t>/s.exec(content)?.[1] ?? '');
  const value = Number(/<v>(.*)<\/v>/.exec(content)?.[1]);
  if (type === 'b') return value === 1;
  // Days since the 30th of December 1899.
  return isTime ? new Date(Math.round(Date.UTC(1899, 11, 30) + value * 86_400_000)) : value;
}

function placeOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

const MARKS: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };

function unescaped(xml: string): string {
  return xml
    .replaceAll(/&(lt|gt|quot|amp);/g, (_, name: string) => MARKS[name] ?? '')
    .replaceAll(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
