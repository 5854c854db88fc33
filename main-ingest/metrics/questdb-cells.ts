import { timestampToUs } from '../event/timestamp.ts';
import { digitsCell } from './exact-number.ts';
import type { Cell, ColumnType } from './metrics.ts';
import { textToTicks, ticksToText } from './time-text.ts';

/**
 * Types as the wire names them (PostgreSQL's object ids).
 * @param isClock whether a time of this column may be in another zone than UTC
 */
export function columnType(typeId: number, isClock = false): ColumnType {
  switch (typeId) {
    case 20:
    case 21:
    case 23:
      return 'integer';
    case 1700:
      return 'decimal';
    case 700:
    case 701:
      return 'double';
    case 16:
      return 'boolean';
    case 1082:
    case 1114:
    case 1184:
      return isClock ? 'datetime' : 'timestamp';
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
  integer: digitsCell,
  decimal: digitsCell,
  double: doubleCell,
  text: (text) => text,
  boolean: (text) => text === 't' || text === 'true',
  timestamp: timeCell,
  datetime: (text) => {
    const cell = timeCell(text);
    return typeof cell === 'string' ? cell.replace(/Z$/, '') : cell;
  },
  date: (text) => text,
  list: listCell,
};

function doubleCell(text: string): Cell {
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** `2026-09-28 06:00:00.123456` as microseconds since 1970 where these are exact, else as ISO-8601, every digit of it. */
function timeCell(text: string): Cell {
  const us = timestampToUs(`${text.replace(' ', 'T')}Z`);
  if (Number.isSafeInteger(us)) return us;
  const finest = 10n ** BigInt(Math.max(6, /\.(\d+)/.exec(text)?.[1]?.length ?? 0));
  const ticks = textToTicks(text, finest);
  return ticks === undefined ? text : (ticksToText(ticks, finest) ?? text);
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
