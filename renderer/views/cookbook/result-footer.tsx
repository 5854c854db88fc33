import { Download } from 'lucide-react';
import type { ExportFormat } from '../../../main-ingest/contract/cookbook.ts';
import { engine } from '../../contract/engine.ts';
import { bytes, count, duration } from '../../format/number.ts';
import { fileName, save } from '../../format/save-file.ts';
import { dayAndTime } from '../../format/time.ts';
import { storeWord } from '../../format/word.ts';
import { toast } from '../../toast/toast.ts';
import { ExportOptions } from './export-options.tsx';
import { useGuardFormulas } from './guard-formulas.ts';
import styles from './result.module.css';
import type { Answer } from './runs.ts';

interface ResultFooterProps {
  readonly title: string;
  readonly answer: Answer | undefined;
  /** Whether the answer is of an earlier question: it is not written to files. */
  readonly stale: boolean;
  readonly png: () => boolean;
  readonly svg: () => boolean;
  readonly loadMore: (() => void) | undefined;
}

const FILES: readonly { readonly format: ExportFormat; readonly text: string }[] = [
  { format: 'csv', text: 'CSV' },
  { format: 'parquet', text: 'Parquet' },
  { format: 'json', text: 'JSON' },
  { format: 'xlsx', text: 'Excel' },
];
const ENDINGS: Readonly<Record<ExportFormat, string>> = {
  csv: 'csv',
  json: 'json',
  parquet: 'parquet',
  markdown: 'md',
  xlsx: 'xlsx',
};
/** More than that is a file and no clipboard's. */
const MOST_COPIED_ROWS = 5_000;

/** How many rows, how long each step took, how old the data are; and all of it as a file. */
export function ResultFooter({ title, answer, stale, png, svg, loadMore }: ResultFooterProps) {
  const [guards, guard] = useGuardFormulas();
  if (!answer) return <footer className={styles.footer}>No result yet</footer>;
  const { timing } = answer;
  const picture = (drawn: () => boolean) => () => {
    if (!drawn()) toast('There is no chart to save: this result is a table', 'failure');
  };
  return (
    <footer className={styles.footer}>
      <span>
        {stale && 'previous result: '}
        {answer.truncated ? 'first ' : 'rows '}
        <b>{count(answer.rowCount)}</b>
        {answer.truncated ? ` rows, ${bytes(answer.bytes)}; there are more` : ` of ${count(answer.rowCount)}`}
        {!stale && answer.truncated && loadMore && answer.rowCount === answer.ask.input.limit && (
          <>
            {' · '}
            <button type="button" onClick={loadMore}>
              Load up to 1,000,000
            </button>
          </>
        )}
      </span>
      <span>
        <b>{duration(timing.totalMs)}</b>{' '}
        {answer.cached
          ? '(kept from before)'
          : `(parse ${duration(timing.parseMs)}, execute ${duration(timing.executeMs)}, transfer ${duration(timing.transferMs)})`}
      </span>
      <span>{storeWord(answer.engine)}</span>
      {answer.dataAt !== null && <span>data to {dayAndTime(answer.dataAt)}</span>}
      {stale ? (
        <span className={styles.exports}>
          <Download size={13} aria-hidden /> export waits for a fresh result
        </span>
      ) : (
        <fieldset className={styles.exports}>
          <legend className="visually-hidden">Export</legend>
          <Download size={13} aria-hidden />
          <ExportOptions guards={guards} guard={guard} />
          {FILES.map(({ format, text }) => (
            <button
              key={format}
              type="button"
              data-export={format}
              onClick={() => void saveAs(format, title, answer, guards)}
            >
              {text}
            </button>
          ))}
          <button type="button" onClick={picture(png)}>
            PNG
          </button>
          <button type="button" onClick={picture(svg)}>
            SVG
          </button>
          <button
            type="button"
            disabled={answer.rowCount > MOST_COPIED_ROWS}
            title={answer.rowCount > MOST_COPIED_ROWS ? `Up to ${count(MOST_COPIED_ROWS)} rows` : undefined}
            onClick={() => void copyMarkdown(answer)}
          >
            Copy as Markdown
          </button>
        </fieldset>
      )}
    </footer>
  );
}

/** The complete result as a file, made by the engine. */
async function saveAs(format: ExportFormat, title: string, answer: Answer, guardFormulas: boolean): Promise<void> {
  try {
    const file = await engine.cookbook.export({ format, run: answer.ask.input, guardFormulas });
    save(fileName(title, ENDINGS[format]), file);
  } catch (error) {
    toast(`The file could not be made: ${error instanceof Error ? error.message : String(error)}`, 'failure');
  }
}

async function copyMarkdown(answer: Answer): Promise<void> {
  try {
    const file = await engine.cookbook.export({ format: 'markdown', run: answer.ask.input });
    await navigator.clipboard.writeText(await file.text());
    toast(`${count(answer.rowCount)} rows copied as Markdown`);
  } catch (error) {
    toast(`Nothing was copied: ${error instanceof Error ? error.message : String(error)}`, 'failure');
  }
}
