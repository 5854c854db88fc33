import { useMutation } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, PlugZap } from 'lucide-react';
import { useEffect } from 'react';
import type { Setting } from '../../../main-ingest/contract/settings.ts';
import { ask } from '../../contract/engine.ts';
import { Button } from '../../control/button.tsx';
import { Spinner } from '../../control/spinner.tsx';
import { duration } from '../../format/number.ts';
import styles from './connection-test.module.css';
import { isHeld } from './draft.ts';

/** Tries the server of an address, as it stands in the field, and tells what it answers. */
export function ConnectionTest({ setting, draft }: { readonly setting: Setting; readonly draft: string }) {
  const { name, title } = setting;
  const trial = useMutation(ask.settings.testConnection.mutationOptions());
  const { reset, data: answer, isPending, error } = trial;
  // An answer is about the address that was tried.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of the address that counts
  useEffect(() => reset(), [draft, reset]);
  return (
    <>
      <Button
        label={`Test ${title}`}
        isDisabled={isPending}
        onPress={() => trial.mutate(isHeld(setting) ? { name } : { name, address: draft.trim() })}
      >
        {isPending ? <Spinner /> : <PlugZap size={14} aria-hidden />} Test
      </Button>
      <span className={styles.answer} role="status" data-reached={answer?.reached}>
        {isPending && 'Asking …'}
        {answer && (
          <>
            {answer.reached ? <CircleCheck size={14} aria-hidden /> : <CircleAlert size={14} aria-hidden />}
            <span>
              {answer.text}
              {answer.reached && `, ${duration(answer.ms)}`}
              {answer.tip !== undefined && <small>{answer.tip}</small>}
            </span>
          </>
        )}
        {error?.message}
      </span>
    </>
  );
}
