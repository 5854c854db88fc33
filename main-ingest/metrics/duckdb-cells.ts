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
import type { Cell, ColumnType } from './metrics.ts';

const DAY_US = 86_400_000_000;
/** Largest instant of a Date, in microseconds. */
const LATEST_US = 8.64e18;
const MILLION = 1_000_000n;

export function columnType(type: DuckDBType): ColumnType {
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
      return 'integer';
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
    case DuckDBTypeId.DECIMAL:
      return 'double';
    case DuckDBTypeId.BOOLEAN:
      return 'boolean';
    case DuckDBTypeId.DATE:
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
    case DuckDBTypeId.TIMESTAMP_NS:
      return 'timestamp';
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY:
      return 'list';
    default:
      return 'text';
  }
}

/**
 * Turns a value of this type into a cell, times into microseconds since 1970. What no cell can hold (infinities, NaN) is
 * null, as in QuestDB.
 */
export function cellReader(type: DuckDBType): (value: DuckDBValue) => Cell {
  if (columnType(type) !== 'timestamp') return cellOf;
  const perSecond = ticksPerSecond(type.typeId);
  return (value) => {
    if (value === null) return null;
    if (value instanceof DuckDBDateValue) return timeCell(value.days * DAY_US);
    const ticks = ticksOf(value);
    if (ticks === undefined) return null;
    return perSecond > MILLION
      ? timeCell(Number(ticks / (perSecond / MILLION)))
      : timeCell(Number(ticks * (MILLION / perSecond)));
  };
}

/** Null for what lies beyond all dates: the engine's infinities. */
function timeCell(us: number): Cell {
  return Math.abs(us) > LATEST_US ? null : us;
}

function cellOf(value: DuckDBValue): Cell {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'bigint':
      return Number(value);
  }
  if (value === null) return null;
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(cellOf);
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex');
  return value.toString();
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
