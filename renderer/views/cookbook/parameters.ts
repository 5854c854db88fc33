import type { ParameterValue, RecipeParameter } from '../../../main-ingest/contract/cookbook.ts';
import { readList, writeList } from '../../../main-ingest/contract/list-text.ts';
import type { Scope } from '../../../main-ingest/contract/scope.ts';
import { parameterNames } from '../../../main-ingest/contract/sql-text.ts';
import type { Search } from '../../address/search.ts';

/** Parameters as the address has them, by name: text, lists with commas. */
export type Given = Readonly<Record<string, string>>;

const PREFIX = 'p.';

/** The parameters that an address sets: `p.min_games=5`. */
export function givenOf(search: Search): Given {
  return Object.fromEntries(
    Object.entries(search).flatMap(([name, text]) =>
      name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), text] as const] : [],
    ),
  );
}

/** The same as part of an address. */
export function searchOf(given: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [PREFIX + name, text]));
}

/** The names of {@link given} that these parameters have; the engine refuses others. */
export function knownOf(given: Given, parameters: readonly RecipeParameter[]): Record<string, string> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => parameters.some((one) => one.name === name)));
}

/** A value as its parameter's type wants it; text that does not fit stays text, so that the engine can say so. */
export function typedValue({ type }: Pick<RecipeParameter, 'type'>, text: string): ParameterValue {
  switch (type) {
    case 'integer':
    case 'number': {
      const number = Number(text);
      // More digits than a number has stay as they were typed.
      const isRounded = /^-?\d+$/.test(text) && !Number.isSafeInteger(number);
      return text.trim() === '' || Number.isNaN(number) || isRounded ? text : number;
    }
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'texts':
      return readList(text);
    case 'time':
      return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
    default:
      return text;
  }
}

/** A value as text for the address and for fields; '' for none. */
export function valueText(value: ParameterValue | undefined): string {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? writeList(value) : String(value);
}

/** What each parameter is set to: what is given, else what the scope says, else its default. */
export function valuesOf(
  parameters: readonly RecipeParameter[],
  given: Given,
  scope: Scope,
): Record<string, ParameterValue> {
  return Object.fromEntries(
    parameters.map((parameter) => {
      const text = given[parameter.name];
      const fromScope = parameter.scope === null ? undefined : scope[parameter.scope];
      const value = text === undefined || text === '' ? (fromScope ?? parameter.default) : typedValue(parameter, text);
      return [parameter.name, value ?? (parameter.type === 'texts' ? [] : null)];
    }),
  );
}

const OF_SCOPE: Readonly<Record<string, Pick<RecipeParameter, 'label' | 'type' | 'scope'>>> = {
  from: { label: 'Started from', type: 'time', scope: 'from' },
  to: { label: 'Started before', type: 'time', scope: 'to' },
  strategy: { label: 'Strategies', type: 'texts', scope: 'strategy' },
  model: { label: 'Models', type: 'texts', scope: 'model' },
  deck: { label: 'Decks', type: 'texts', scope: 'deck' },
  stake: { label: 'Stakes', type: 'texts', scope: 'stake' },
  outcome: { label: 'Outcomes', type: 'texts', scope: 'outcome' },
};

/** The parameters of a text: those that are declared, and what else it names; the scope's names are the scope's. */
export function parametersOf(sql: string, declared: readonly RecipeParameter[]): RecipeParameter[] {
  const used = parameterNames(sql);
  const others = used.filter((name) => !declared.some((parameter) => parameter.name === name));
  return [
    ...declared.filter(({ name }) => used.includes(name)),
    ...others.map(
      (name): RecipeParameter => ({
        name,
        default: null,
        ...(OF_SCOPE[name] ?? { label: name.replaceAll('_', ' '), type: guessedType(name), scope: null }),
      }),
    ),
  ];
}

/** Nothing declares the type of a parameter of free SQL; its name often tells. */
function guessedType(name: string): RecipeParameter['type'] {
  return /(^|_)(min|max|rows|limit|ante|step|games|n)(_|$)/.test(name) ? 'number' : 'text';
}
