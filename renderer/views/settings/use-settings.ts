import { type InferClientErrorUnion, isDefinedError } from '@orpc/client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SettingsList } from '../../../main-ingest/contract/settings.ts';
import { ask, type engine } from '../../contract/engine.ts';
import { queries } from '../../contract/queries.ts';
import { toast } from '../../toast/toast.ts';
import { type Changed, changedOf } from './arrange.ts';
import { dropDrafts, useDrafts } from './drafts.ts';

/** Why settings were not saved, by name. */
type Refusals = ReadonlyMap<string, string>;
type SavingError = InferClientErrorUnion<Pick<typeof engine.settings, 'save' | 'reset'>>;

/** The settings, what is changed of them, and saving. The file may be changed by hand too: it is looked at again. */
export function useSettings() {
  const question = ask.settings.list.queryOptions({ staleTime: 0, refetchOnWindowFocus: true });
  const answer = useQuery(question);
  const drafts = useDrafts();
  const [refusals, setRefusals] = useState<Refusals>(new Map());
  const took = (list: SettingsList, names: readonly string[], said: string) => {
    queries.setQueryData(question.queryKey, list);
    dropDrafts(names);
    setRefusals(new Map());
    toast(said);
  };
  const failed = (error: SavingError) => {
    const refused = isDefinedError(error) ? error.data.refusals : [];
    setRefusals(new Map(refused.map(({ name, message }) => [name, message])));
    const [first] = refused;
    toast(first ? `Not saved. ${first.name}: ${first.message}` : `Not saved: ${error.message}`, 'failure');
  };
  const saving = useMutation(ask.settings.save.mutationOptions({ onError: failed }));
  const resetting = useMutation(ask.settings.reset.mutationOptions({ onError: failed }));

  const changed: readonly Changed[] = answer.data ? changedOf(answer.data, drafts) : [];
  const names = changed.map(({ setting }) => setting.name);
  return {
    answer,
    drafts,
    changed,
    refusals,
    isSaving: saving.isPending,
    save: () => {
      const changes = changed.flatMap(({ setting: { name }, read }) => ('value' in read ? [{ name, ...read }] : []));
      if (changes.length === 0 || changes.length < changed.length || saving.isPending) return;
      const atOnce = changed.every(({ setting }) => setting.applies === 'at once');
      const said = atOnce ? 'Saved, and taken over' : 'Saved. It runs from the next start';
      saving.mutate({ changes }, { onSuccess: (list) => took(list, names, said) });
    },
    reset: (name: string) =>
      resetting.mutate({ name }, { onSuccess: (list) => took(list, [name], `${name} is out of the file`) }),
    discard: () => {
      dropDrafts(names);
      setRefusals(new Map());
    },
  };
}
