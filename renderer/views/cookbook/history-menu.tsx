import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { ask } from '../../contract/engine.ts';
import { count, duration } from '../../format/number.ts';
import { dayAndTime } from '../../format/time.ts';
import { storeWord } from '../../format/word.ts';
import fields from './parameters.module.css';
import styles from './sheet.module.css';

/** What was run, newest first; one of them comes back into a new tab. */
export function HistoryMenu({ open }: { readonly open: (sql: string) => void }) {
  return (
    <DialogTrigger>
      <Button className={styles.tool ?? ''}>
        <History size={14} aria-hidden /> History
      </Button>
      <Popover className={`${fields.popover} ${styles.history}`} placement="bottom start">
        <Dialog aria-label="History">{({ close }) => <Ran open={open} close={close} />}</Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Ran({ open, close }: { readonly open: (sql: string) => void; readonly close: () => void }) {
  const [search, setSearch] = useState('');
  const question = ask.editor.history.queryOptions({ input: { search, limit: 100 } });
  const ran = useQuery({ ...question, staleTime: 0 });
  return (
    <>
      <input
        type="search"
        className={fields.input}
        placeholder="Find in the history"
        aria-label="Find in the history"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <ul className={styles.ran}>
        {(ran.data ?? []).map(({ at, engine, text, ms, rows, error }) => (
          <li key={`${at} ${text}`}>
            <button
              type="button"
              title={text}
              onClick={() => {
                open(text);
                close();
              }}
            >
              <code>{text.replaceAll(/\s+/g, ' ').slice(0, 90)}</code>
              <small data-failed={error !== null || undefined}>
                {dayAndTime(at)} · {storeWord(engine)} · {error ?? `${count(rows)} rows`} · {duration(ms)}
              </small>
            </button>
          </li>
        ))}
        {ran.data?.length === 0 && <li>{search === '' ? 'Nothing was run yet' : `Nothing holds “${search}”`}</li>}
      </ul>
    </>
  );
}
