import type { ParameterValue, RecipeParameter } from '../contract/cookbook.ts';
import { readList } from '../contract/list-text.ts';
import type { Scope } from '../contract/scope.ts';
import { timestampToUs } from '../event/record.ts';
import { QueryError } from '../metrics/metrics.ts';
import type { Bound } from './parameters.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;

/**
 * Values of a recipe's parameters: what is given, else what the scope sets, else the default. Text is taken for what
 * the parameter's type wants (`'10'`, `'true'`, `'smart,random'`), as a command line has nothing else.
 * @throws QueryError `PARAMETER` for a name that the recipe has not, or a value that does not fit
 */
export function recipeValues(
  parameters: readonly RecipeParameter[],
  given: Readonly<Record<string, ParameterValue>>,
  scope: Scope,
): Map<string, Bound> {
  const known = new Set(parameters.map(({ name }) => name));
  for (const name of Object.keys(given)) {
    if (!known.has(name)) {
      throw new QueryError('PARAMETER', `There is no parameter "${name}"`, {
        tip: `These are there: ${[...known].join(', ')}`,
      });
    }
  }
  return new Map(
    parameters.map((parameter) => {
      const fromScope = parameter.scope === null ? undefined : scope[parameter.scope];
      const value = given[parameter.name] ?? fromScope ?? parameter.default;
      return [parameter.name, typed(parameter, value)];
    }),
  );
}

/** Values of free SQL, where nothing declares a type: text that is a whole instant (`2026-10-01T09:30:00Z`) is a time. */
export function freeValues(given: Readonly<Record<string, ParameterValue>>): Map<string, Bound> {
  return new Map(
    Object.entries(given).map(([name, value]): [string, Bound] => {
      if (Array.isArray(value)) return [name, { kind: 'list', values: value }];
      if (typeof value === 'string' && INSTANT.test(value)) return [name, { kind: 'time', us: timestampToUs(value) }];
      return [name, { kind: 'value', value }];
    }),
  );
}

function typed(parameter: RecipeParameter, value: ParameterValue): Bound {
  if (value === null || value === '') return unset(parameter);
  const text = String(value);
  if (Array.isArray(value) && parameter.type !== 'texts') throw misfit(parameter, text, 'one value');
  switch (parameter.type) {
    case 'integer':
    case 'number':
      return { kind: 'value', value: numberWithin(parameter, Number(value), text) };
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw misfit(parameter, text, 'true or false');
      return { kind: 'value', value: text === 'true' };
    case 'texts':
      return { kind: 'list', values: Array.isArray(value) ? value : readList(text) };
    case 'time': {
      const instant = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
      if (!INSTANT.test(instant)) throw misfit(parameter, text, 'a UTC time such as 2026-10-01T09:30:00Z');
      return { kind: 'time', us: timestampToUs(instant) };
    }
    case 'choice':
      if (!(parameter.choices ?? []).includes(text)) {
        throw misfit(parameter, text, `one of ${(parameter.choices ?? []).join(', ')}`);
      }
      return { kind: 'value', value: text };
    case 'text':
      return { kind: 'value', value: text };
  }
}

function unset(parameter: RecipeParameter): Bound {
  return parameter.type === 'texts' ? { kind: 'list', values: [] } : { kind: 'value', value: null };
}

function numberWithin({ type, min, max, ...parameter }: RecipeParameter, value: number, text: string): number {
  const fits = type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (!fits || text.trim() === '') throw misfit(parameter, text, type === 'integer' ? 'a whole number' : 'a number');
  if (min !== undefined && value < min) throw misfit(parameter, text, `at least ${min}`);
  if (max !== undefined && value > max) throw misfit(parameter, text, `at most ${max}`);
  return value;
}

function misfit({ name }: Pick<RecipeParameter, 'name'>, text: string, wanted: string): QueryError {
  return new QueryError('PARAMETER', `The parameter ${name} is "${text}"`, { tip: `It has to be ${wanted}.` });
}
