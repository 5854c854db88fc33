import { z } from 'zod';
import type { Declared } from '../config-schema.ts';
import type { SettingType } from '../contract/settings.ts';

/** What a setting's value may be, from its schema. */
export function typeOf({ name, schema, choices = {} }: Declared): SettingType {
  const { type, enum: values, minimum, maximum, minLength } = z.toJSONSchema(schema, { io: 'input' });
  if (values)
    return { kind: 'choice', choices: values.map(String).map((value) => ({ value, title: choices[value] ?? value })) };
  switch (type) {
    case 'boolean':
      return { kind: 'switch' };
    case 'array':
      return { kind: 'list' };
    case 'string':
      return { kind: 'text', minLength: minLength ?? 0 };
    case 'integer':
    case 'number':
      return { kind: 'number', whole: type === 'integer', min: boundOf(minimum), max: boundOf(maximum) };
    default:
      throw new Error(`${name}: nobody knows how to show a setting of type ${String(type)}`);
  }
}

/** A bound that somebody set; the largest safe number is what every whole number has. */
function boundOf(bound: number | undefined): number | null {
  return bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER ? null : bound;
}
