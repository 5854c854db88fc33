import type { Cell, ColumnType } from './metrics.ts';

/** Types as the wire names them (PostgreSQL's object ids). */
export function columnType(typeId: number): ColumnType {
  switch (typeId) {
    case 20:
    case 21:
    case 23:
      return 'integer';
    case 700:
    case 701:
    case 1700:
      return 'double';
    case 16:
      return 'boolean';
    case 1082:
    case 1114:
    case 1184:
      return 'timestamp';
    case 1022:
    case 1016:
      return 'list';
    default:
      return 'text';
  }
}

/** Turns a value's text on the wire into a cell. */
export function cellReader(type: ColumnType): (text: string | null) => Cell {
  const read = readers[type];
  return (text) => (text === null ? null : read(text));
}

const readers: Readonly<Record<ColumnType, (text: string) => Cell>> = {
  integer: numberCell,
  double: numberCell,
  text: (text) => text,
  boolean: (text) => text === 't' || text === 'true',
  timestamp: timestampCell,
  list: listCell,
};

function numberCell(text: string): Cell {
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** `2026-09-28 06:00:00.123456` to ISO-8601 with microseconds. */
function timestampCell(text: string): Cell {
  const [date, time = '00:00:00'] = text.split(' ');
  const [whole, fraction = ''] = time.replace(/[Z+].*$/, '').split('.');
  return `${date}T${whole}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}

/** `{1.0,{2,NULL}}` to nested lists. */
function listCell(text: string): Cell {
  const list: Cell = JSON.parse(
    text
      .replaceAll('{', '[')
      .replaceAll('}', ']')
      .replaceAll(/NULL|NaN/gi, 'null'),
  );
  return list;
}
