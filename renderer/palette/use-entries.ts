import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { printGameQuery } from '../../main-ingest/contract/game-query.ts';
import { useAddress } from '../address/address.ts';
import { ask } from '../contract/engine.ts';
import { useAnswer } from '../contract/queries.ts';
import { compact, count } from '../format/number.ts';
import { outcomeWord } from '../format/word.ts';
import { KEY_TABLE } from '../keys/key-table.ts';
import { activeActions, perform } from '../keys/use-keys.ts';
import { VIEWS } from '../routes.ts';
import { query } from '../views/games/query-terms.ts';
import type { Entry, Typed } from './entries.ts';

const hasCookbook = VIEWS.some((view) => view.path.startsWith('/cookbook/'));

/** Everything that can be jumped to. Games are asked for as they are typed: by any of their names. */
export function useEntries({ group, text }: Typed): { readonly entries: readonly Entry[]; readonly games: number } {
  const { open, href } = useAddress();
  const facets = useAnswer(ask.games.facets.queryOptions({ input: { scope: {} } })).data;
  const recipes = useQuery(ask.cookbook.recipes.queryOptions()).data;
  const seed = text.trim();
  const wantsGames = (group === undefined || group === 'games') && seed.length >= 2;
  const games = useAnswer(
    ask.games.list.queryOptions({
      input: {
        scope: {},
        q: printGameQuery([{ field: null, operator: ':', values: [seed], negated: false }]),
        limit: 50,
      },
    }),
    wantsGames,
  ).data;
  const entries = useMemo(() => {
    const active = activeActions();
    const own = KEY_TABLE.filter((key) => active.has(key.id) && !['palette', 'close'].includes(key.id));
    const gameRows = wantsGames ? [...(games?.live ?? []), ...(games?.rows ?? [])] : [];
    return [
      ...(facets?.joker ?? []).map(
        (joker): Entry => ({
          id: `joker ${joker.value}`,
          group: 'jokers',
          text: joker.value,
          note: `${count(joker.games)} games end with it`,
          open: () => open('/games', { q: query('joker', joker.value) }),
          href: href('/games', { q: query('joker', joker.value) }),
          subject: joker.value,
        }),
      ),
      ...gameRows.map(
        (game): Entry => ({
          id: `game ${game.sessionId}`,
          group: 'games',
          text: game.seed ?? game.sessionId,
          note: [game.strategy, game.model, outcomeWord(game.state), compact(game.bestHand)]
            .filter(Boolean)
            .join(' · '),
          open: () => open(`/games/${encodeURIComponent(game.sessionId)}`),
          href: href(`/games/${encodeURIComponent(game.sessionId)}`),
          subject: game.sessionId,
        }),
      ),
      ...(hasCookbook ? (recipes ?? []) : []).map(
        (recipe): Entry => ({
          id: `recipe ${recipe.name}`,
          group: 'recipes',
          text: recipe.title,
          note: recipe.question,
          open: () => open(`/cookbook/${recipe.name}`),
          href: href(`/cookbook/${recipe.name}`),
          subject: recipe.name,
        }),
      ),
      ...VIEWS.filter((view) => !view.path.includes('$')).map((view): Entry => {
        const keys = KEY_TABLE.find((key) => key.id === `go-${view.path.slice(1)}`)?.keys[0];
        return {
          id: `view ${view.path}`,
          group: 'views',
          text: view.title,
          ...(keys === undefined ? {} : { keys }),
          open: () => open(view.path),
          href: href(view.path),
        };
      }),
      ...own
        .filter((key) => !key.id.startsWith('go-'))
        .map((key): Entry => {
          const keys = key.keys[0];
          return {
            id: `command ${key.id}`,
            group: 'commands',
            text: key.label,
            ...(keys === undefined ? {} : { keys }),
            open: () => perform(key.id),
          };
        }),
    ];
  }, [facets, recipes, games, wantsGames, open, href]);
  return { entries, games: wantsGames ? (games?.liveMatched ?? 0) + (games?.matched ?? 0) : 0 };
}
