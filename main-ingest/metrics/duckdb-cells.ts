import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';
import { digitsCell, wholeCell } from './exact-number.ts';
import type { Cell, ColumnType } from './metrics.ts';
import { ticksToText } from './time-text.ts';

const DAY_US = 86_400_000_000n;
const MILLION = 1_000_000n;
/** Ticks of a time, and days of a date, that stand for infinity. */
const INFINITE_TICKS = 2n ** 63n - 1n;
const INFINITE_DAYS = 2 ** 31 - 1;

/** @param isClock whether a TIMESTAMP of this column may be in another zone than UTC */
export function columnType(type: DuckDBType, isClock = false): ColumnType {
  switch (type.typeId) {
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.UHUGEINT:
    case DuckDBTypeId.BIGNUM:
      return 'integer';
    case DuckDBTypeId.DECIMAL:
      return 'decimal';
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
      return 'double';
    case DuckDBTypeId.BOOLEAN:
      return 'boolean';
    case DuckDBTypeId.DATE:
      return 'date';
    case DuckDBTypeId.TIMESTAMP_TZ:
      return 'timestamp';
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
    case DuckDBTypeId.TIMESTAMP_NS:
      return isClock ? 'datetime' : 'timestamp';
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY:
      return 'list';
    default:
      return 'text';
  }
}

/**
 * Turns a value of a column into a cell; times into microseconds since 1970 where these are exact, else into text. Infinities
 * and NaN of a double are null, as in QuestDB.
 */
export function cellReader(type: DuckDBType, column: ColumnType): (value: DuckDBValue) => Cell {
  switch (column) {
    case 'date':
      return (value) => (value instanceof DuckDBDateValue ? dateCell(value) : null);
    case 'timestamp':
    case 'datetime': {
      const perSecond = ticksPerSecond(type.typeId);
      const usPerTick = Number(MILLION) / Number(perSecond);
      return (value) => {
        const cell = timeCell(value, perSecond, usPerTick);
        return column === 'datetime' && typeof cell === 'string' ? cell.replace(/Z$/, '') : cell;
      };
    }
    default:
      return type.typeId === DuckDBTypeId.FLOAT ? floatCell : cellOf;
  }
}

function dateCell(value: DuckDBDateValue): Cell {
  if (Math.abs(value.days) === INFINITE_DAYS) return value.days > 0 ? 'infinity' : '-infinity';
  const us = BigInt(value.days) * DAY_US;
  if (Number.isSafeInteger(Number(us))) return Number(us);
  return ticksToText(us, MILLION)?.replace(/T.*/, '') ?? value.toString();
}

function timeCell(value: DuckDBValue, perSecond: bigint, usPerTick: number): Cell {
  const ticks = ticksOf(value);
  if (ticks === undefined || value === null) return null;
  const us = Number(ticks) * usPerTick;
  if (usPerTick >= 1 && Number.isSafeInteger(us)) return us;
  if (ticks === INFINITE_TICKS) return 'infinity';
  if (ticks === -INFINITE_TICKS) return '-infinity';
  return ticksToText(ticks, perSecond) ?? value.toString();
}

/** A float32 with the digits that tell it from its neighbours, and not those that it has as a float64. */
function floatCell(value: DuckDBValue): Cell {
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

function cellOf(value: DuckDBValue): Cell {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'bigint':
      return wholeCell(value);
  }
  if (value === null) return null;
  if (value instanceof DuckDBDecimalValue) return decimalCell(value);
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(itemOf);
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex');
  return value.toString();
}

/** In a list a decimal has no zeros at its end: so that more of them are numbers, as nothing tells that a text is one. */
function itemOf(value: DuckDBValue): Cell {
  if (!(value instanceof DuckDBDecimalValue) || value.scale === 0) return cellOf(value);
  return digitsCell(value.toString().replace(/\.?0+$/, ''));
}

function decimalCell(decimal: DuckDBDecimalValue): Cell {
  const { value, scale } = decimal;
  const digits = Number(value);
  const number = digits / 10 ** scale;
  // It is written with the same digits: it has them all, no zeros at its end, and no exponent.
  if (Math.abs(digits) < 1e15 && digits % 10 !== 0 && Math.abs(number) >= 1e-6) return number;
  return digitsCell(decimal.toString());
}

function ticksPerSecond(typeId: DuckDBTypeId): bigint {
  switch (typeId) {
    case DuckDBTypeId.TIMESTAMP_S:
      return 1n;
    case DuckDBTypeId.TIMESTAMP_MS:
      return 1_000n;
    case DuckDBTypeId.TIMESTAMP_NS:
      return 1_000_000_000n;
    default:
      return MILLION;
  }
}

/** The number that a timestamp value holds, in its type's unit. */
function ticksOf(value: DuckDBValue): bigint | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('micros' in value && typeof value.micros === 'bigint') return value.micros;
  if ('nanos' in value && typeof value.nanos === 'bigint') return value.nanos;
  if ('millis' in value && typeof value.millis === 'bigint') return value.millis;
  if ('seconds' in value && typeof value.seconds === 'bigint') return value.seconds;
  return undefined;
}
