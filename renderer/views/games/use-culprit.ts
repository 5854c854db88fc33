import { useQueries } from '@tanstack/react-query';
import { type GameTerm, printGameQuery } from '../../../main-ingest/contract/game-query.ts';
import type { GameListInput } from '../../../main-ingest/contract/games.ts';
import { ask } from '../../contract/engine.ts';

/** Of longer queries nobody wants to know. */
const MOST = 6;

/** The term of a query that empties it: the one without which most games match. */
export function useCulprit(
  input: GameListInput,
  terms: readonly GameTerm[],
  isEmpty: boolean,
): { readonly term: GameTerm; readonly without: number } | undefined {
  const asked = isEmpty && terms.length > 1 && terms.length <= MOST ? terms : [];
  const answers = useQueries({
    queries: asked.map((term) =>
      ask.games.list.queryOptions({
        input: { ...input, q: printGameQuery(terms.filter((other) => other !== term)), offset: 0, limit: 1 },
      }),
    ),
  });
  return asked
    .map((term, index) => ({ term, without: answers[index]?.data?.matched ?? 0 }))
    .filter(({ without }) => without > 0)
    .toSorted((a, b) => b.without - a.without)[0];
}
