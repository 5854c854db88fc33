import { ChevronDown, Link2 } from 'lucide-react';
import { useId, useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { ParameterValue, RecipeParameter } from '../../../main-ingest/contract/cookbook.ts';
import { writeList } from '../../../main-ingest/contract/list-text.ts';
import { ask } from '../../contract/engine.ts';
import { useAnswer } from '../../contract/queries.ts';
import { count } from '../../format/number.ts';
import { dayAndMinute } from '../../format/time.ts';
import { outcomeWord } from '../../format/word.ts';
import styles from './parameters.module.css';
import { valueText } from './parameters.ts';

interface FieldsProps {
  readonly parameters: readonly RecipeParameter[];
  readonly values: Readonly<Record<string, ParameterValue>>;
  readonly set: (name: string, text: string) => void;
  readonly run: () => void;
}

/** A value in words, as it stands beside a parameter in the SQL. */
export function shownValue(parameter: RecipeParameter | undefined, value: ParameterValue | undefined): string {
  if (value === undefined || value === null || value === '') return 'not set';
  if (Array.isArray(value))
    return value.length === 0 ? 'all' : value.length > 2 ? `${value.length} values` : value.join(', ');
  return parameter?.type === 'time' ? dayAndMinute(String(value)) : String(value);
}

/** The parameters of what is asked: a field each; those that the scope sets are dashed and say so. */
export function ParameterFields({ parameters, values, set, run }: FieldsProps) {
  const ofScope = parameters.filter(({ scope }) => scope !== null);
  const own = parameters.filter(({ scope }) => scope === null);
  if (parameters.length === 0) return null;
  return (
    <form
      className={styles.fields}
      aria-label="Parameters"
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      {ofScope.length > 0 && <ScopeFields parameters={ofScope} values={values} />}
      {own.map((parameter) => (
        <Field key={parameter.name} parameter={parameter} value={values[parameter.name]} set={set} />
      ))}
      <button type="submit" hidden />
    </form>
  );
}

function ScopeFields({ parameters, values }: Pick<FieldsProps, 'parameters' | 'values'>) {
  const set = parameters.filter(({ name }) => valueText(values[name]) !== '');
  const shown = set.length > 0 ? set : [undefined];
  return shown.map((parameter) => (
    <div key={parameter?.name ?? 'all'} className={styles.field}>
      <span className={styles.label}>
        {parameter?.label ?? 'Games'} {parameter && <code>:{parameter.name}</code>}
        <i title="Set by the scope above, for all views">
          <Link2 size={11} aria-hidden /> scope
        </i>
      </span>
      <span className={styles.scope} data-testid="scope-parameter">
        {parameter ? inWords(parameter, values[parameter.name]) : 'all'}
      </span>
    </div>
  ));
}

function inWords(parameter: RecipeParameter, value: ParameterValue | undefined): string {
  if (!Array.isArray(value)) return shownValue(parameter, value);
  const names = parameter.scope === 'outcome' ? value.map(outcomeWord) : value;
  return names.length > 2 ? `${names[0]} … ${names.at(-1)}, ${names.length}` : names.join(', ');
}

interface FieldProps {
  readonly parameter: RecipeParameter;
  readonly value: ParameterValue | undefined;
  readonly set: (name: string, text: string) => void;
}

function Field({ parameter, value, set }: FieldProps) {
  const id = useId();
  const { name, label, help, type } = parameter;
  const text = valueText(value);
  const change = (next: string) => set(name, next);
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id} title={help}>
        {label} <code>:{name}</code>
      </label>
      {type === 'texts' ? (
        <ListField id={id} parameter={parameter} chosen={Array.isArray(value) ? value : []} change={change} />
      ) : type === 'choice' || type === 'boolean' ? (
        <select id={id} className={styles.input} value={text} onChange={(event) => change(event.target.value)}>
          {(type === 'boolean' ? ['true', 'false'] : (parameter.choices ?? [])).map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (
        <TextField id={id} parameter={parameter} text={text} change={change} />
      )}
    </div>
  );
}

function TextField({
  id,
  parameter,
  text,
  change,
}: {
  id: string;
  parameter: RecipeParameter;
  text: string;
  change: (text: string) => void;
}) {
  const { type, values, min, max } = parameter;
  const [wanted, setWanted] = useState(false);
  const known = useValues(parameter, wanted);
  const isNumber = type === 'integer' || type === 'number';
  return (
    <>
      <input
        id={id}
        className={styles.input}
        type={isNumber ? 'number' : 'text'}
        {...(isNumber ? { min, max, step: type === 'integer' ? 1 : 'any' } : {})}
        {...(values === undefined ? {} : { list: `${id}-values` })}
        placeholder={type === 'time' ? '2026-10-01' : 'not set'}
        value={text}
        onFocus={() => setWanted(true)}
        onChange={(event) => change(event.target.value)}
      />
      {values !== undefined && (
        <datalist id={`${id}-values`}>
          {known.map((item) => (
            <option key={item.value} value={item.value}>{`${count(item.count)} rows`}</option>
          ))}
        </datalist>
      )}
    </>
  );
}

interface ListFieldProps {
  readonly id: string;
  readonly parameter: RecipeParameter;
  readonly chosen: readonly string[];
  readonly change: (text: string) => void;
}

function ListField({ id, parameter, chosen, change }: ListFieldProps) {
  const [wanted, setWanted] = useState(false);
  const [find, setFind] = useState('');
  const known = useValues(parameter, wanted);
  const all = [...new Set([...chosen, ...known.map(({ value }) => value)])];
  const shown = all.filter((value) => value.toLowerCase().includes(find.toLowerCase()));
  const counts = new Map(known.map((item) => [item.value, item.count]));
  const toggle = (value: string) =>
    change(writeList(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]));
  return (
    <DialogTrigger onOpenChange={setWanted}>
      <Button id={id} className={styles.input ?? ''} aria-label={`${parameter.label}: ${chosen.join(', ') || 'all'}`}>
        {chosen.length === 0 ? 'all' : chosen.length > 3 ? `${chosen.length} chosen` : chosen.join(', ')}
        <ChevronDown size={13} aria-hidden />
      </Button>
      <Popover className={styles.popover ?? ''} placement="bottom start">
        <Dialog aria-label={parameter.label}>
          {all.length > 10 && (
            <input
              type="search"
              className={styles.input}
              placeholder="Find"
              aria-label={`Find in ${parameter.label.toLowerCase()}`}
              value={find}
              onChange={(event) => setFind(event.target.value)}
            />
          )}
          {shown.map((value) => (
            <label key={value} className={styles.choice}>
              <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
              {value} <small>{count(counts.get(value) ?? 0)}</small>
            </label>
          ))}
          {shown.length === 0 && <p className={styles.choice}>None is called so</p>}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** The values that the parameter's column has, asked for when they are needed. */
function useValues(parameter: RecipeParameter, wanted: boolean): readonly { value: string; count: number }[] {
  const [table = '', column = ''] = (parameter.values ?? '').split('.');
  const question = ask.cookbook.values.queryOptions({ input: { table, column, limit: 200 } });
  return useAnswer(question, wanted && column !== '').data ?? [];
}
