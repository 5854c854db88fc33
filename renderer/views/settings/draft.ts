import type { Setting, SettingValue } from '../../../main-ingest/contract/settings.ts';
import { amountInWords, amountOf } from './amount.ts';

/** What was read from a field. */
export type Read = { readonly value: SettingValue } | { readonly problem: string };

/** A setting's value as its field shows it. */
export function draftOf({ type, unit, value }: Setting): string {
  if (value === null) return '';
  if (type.kind === 'number' && typeof value === 'number') return String(value / amountOf(unit).factor);
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** Reads what stands in a setting's field, and says what is wrong with it. */
export function readDraft({ type, unit }: Setting, draft: string): Read {
  const text = draft.trim();
  switch (type.kind) {
    case 'switch':
      return { value: text === 'true' };
    case 'choice':
      return { value: text };
    case 'list':
      return {
        value:
          text === ''
            ? []
            : text
                .split(',')
                .map((part) => part.trim())
                .filter(Boolean),
      };
    case 'text':
      return text.length < type.minLength ? { problem: `at least ${type.minLength} characters` } : { value: text };
    case 'number': {
      const { factor } = amountOf(unit);
      const number = Number(text.replaceAll(',', ''));
      if (text === '' || Number.isNaN(number)) return { problem: 'a number' };
      // What was typed in MiB may be a fraction of a byte off.
      const value = factor === 1 ? number : Math.round(number * factor);
      if (type.whole && !Number.isInteger(value)) return { problem: 'a whole number' };
      if (type.min !== null && value < type.min) return { problem: `at least ${amountInWords(type.min, unit)}` };
      if (type.max !== null && value > type.max) return { problem: `at most ${amountInWords(type.max, unit)}` };
      return { value };
    }
  }
}

/** A value as it stands in the column of defaults: `sqlite`, `4,096 MiB`, `127.0.0.1:9000`, `none`. */
export function valueInWords({ unit, server }: Pick<Setting, 'unit' | 'server'>, value: SettingValue | null): string {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return amountInWords(value, unit);
  if (Array.isArray(value)) return value.join(', ');
  return server === undefined ? value : hostOf(value);
}

/** `127.0.0.1:9000` of an address. */
const hostOf = (address: string): string => /\/\/(?:[^/?#]*@)?([^/?#]+)/.exec(address)?.[1] ?? address;

/** Whether it can be changed here at all. */
export const isHeld = ({ source }: Setting): boolean => source === 'environment' || source === 'option';
