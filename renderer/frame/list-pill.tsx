import { ChevronDown, X } from 'lucide-react';
import { useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useScope } from '../address/address.ts';
import type { ScopeList } from '../address/scope.ts';
import { count } from '../format/number.ts';
import { outcomeWord } from '../format/word.ts';
import styles from './bar.module.css';

interface ListPillProps {
  readonly name: ScopeList;
  readonly label: string;
  readonly values: readonly { readonly value: string; readonly games: number }[];
}

/** From here on a list of values has a field to find one. */
const MANY = 10;

/** A part of the scope that is a choice of several values. Blue and with an × when set. */
export function ListPill({ name, label, values }: ListPillProps) {
  const { address, set } = useScope();
  const [find, setFind] = useState('');
  const chosen = address[name] ?? [];
  const word = (value: string) => (name === 'outcome' ? outcomeWord(value) : value);
  const shown = values.filter(({ value }) => word(value).toLowerCase().includes(find.toLowerCase()));
  const toggle = (value: string) =>
    set({ [name]: chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value] });
  const summary =
    chosen.length === 0 ? 'all' : chosen.length === 1 ? word(chosen[0] ?? '') : `${chosen.length} of ${values.length}`;
  return (
    <span className={styles.pill} data-set={chosen.length > 0 || undefined}>
      <DialogTrigger onOpenChange={() => setFind('')}>
        <Button className={styles.open ?? ''}>
          {label} <b>{summary}</b> <ChevronDown size={13} aria-hidden />
        </Button>
        <Popover className={styles.popover ?? ''} placement="bottom start">
          <Dialog aria-label={`${label}: games in scope`}>
            {values.length > MANY && (
              <input
                className={styles.find}
                type="search"
                placeholder={`Find a ${label.toLowerCase()}`}
                aria-label={`Find a ${label.toLowerCase()}`}
                value={find}
                onChange={(event) => setFind(event.target.value)}
              />
            )}
            {shown.map(({ value, games }) => (
              <label key={value} className={styles.value}>
                <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
                {word(value)}
                <span>{count(games)}</span>
              </label>
            ))}
            {shown.length === 0 && <p className={styles.value}>None is called so</p>}
          </Dialog>
        </Popover>
      </DialogTrigger>
      {chosen.length > 0 && (
        <button
          type="button"
          className={styles.clear}
          aria-label={`Clear ${label.toLowerCase()}`}
          onClick={() => set({ [name]: undefined })}
        >
          <X size={12} aria-hidden />
        </button>
      )}
    </span>
  );
}
