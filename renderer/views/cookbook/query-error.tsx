import { CircleAlert } from 'lucide-react';
import type { QueryProblem } from '../../../main-ingest/contract/cookbook.ts';
import { Button } from '../../control/button.tsx';
import { storeWord } from '../../format/word.ts';
import { ActionKey } from '../../keys/key-cap.tsx';
import type { ErrorWords } from './error-words.ts';
import type { Fix } from './fix.ts';
import styles from './sheet.module.css';

interface QueryErrorProps {
  readonly problem: QueryProblem;
  readonly words: ErrorWords;
  readonly engine: string;
  /** Where it stands in the editor; undefined where the engine does not say. */
  readonly place: { readonly line: number; readonly character: number } | undefined;
  readonly fix: Fix | undefined;
  readonly applyFix: () => void;
  readonly goTo: () => void;
  readonly back: (() => void) | undefined;
}

/** A failed query: what is wrong and where, what to do, and the engine's own words. */
export function QueryError({ problem, words, engine, place, fix, applyFix, goTo, back }: QueryErrorProps) {
  return (
    <section className={styles.failed} role="alert" aria-label="The query failed">
      <div>
        <p className={styles.what}>
          <CircleAlert size={16} aria-hidden />
          <strong>
            {words.before}
            {words.name !== undefined && (
              <>
                {' '}
                <code>{words.name}</code>
              </>
            )}
            {words.after && ` ${words.after}`}.{place && ` Line ${place.line}, character ${place.character}`}
          </strong>
        </p>
        <p>
          {problem.tip ?? 'What stands in the store is unharmed: queries only read.'}
          {problem.tip !== null && ' Nothing ran.'}
        </p>
        <div className={styles.actions}>
          {fix && (
            <Button kind="main" onPress={applyFix}>
              Change to {fix.insert} <ActionKey id="apply-fix" />
            </Button>
          )}
          {place && (
            <Button onPress={goTo}>
              Go to line {place.line} <ActionKey id="next-error" />
            </Button>
          )}
          {back && (
            <Button kind="bare" onPress={back}>
              Back to the recipe’s SQL
            </Button>
          )}
        </div>
      </div>
      <div className={styles.words}>
        <p>
          {storeWord(engine)} says · code <code>{problem.code}</code>
        </p>
        <pre>{engineWords(problem)}</pre>
      </div>
    </section>
  );
}

/** DuckDB's errors come as JSON with the words in `exception_message`. */
function engineWords({ engineText, message }: QueryProblem): string {
  const text = engineText ?? message;
  const found = /"exception_message":\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  const kind = /"exception_type":\s*"(\w[\w ]*)"/.exec(text)?.[1];
  if (found === undefined) return text;
  const words = found.replaceAll('\\n', '\n').replaceAll('\\"', '"');
  return kind === undefined ? words : `${kind} Error: ${words}`;
}
