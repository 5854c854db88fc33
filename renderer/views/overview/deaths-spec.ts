import type { ChartSpec } from '../../chart/spec.ts';
import type { AnswerRow } from '../../contract/answer-rows.ts';

const BLINDS = { boss: 'Boss', big: 'Big', small: 'Small' } as const;
const BLIND_ORDER = ['boss', 'big', 'small'] as const;

/** A game is won in ante 8; the few that go on and are lost later share a column. */
const LAST_ANTE = 8;
const BEYOND = `${LAST_ANTE + 1}+`;

function column(ante: number): string {
  return ante > LAST_ANTE ? BEYOND : String(ante);
}

/** Lost rounds as a heat map of ante and blind; each cell opens its games. */
export function deathsSpec(rows: readonly AnswerRow[]): ChartSpec {
  const antes = rows.map((row) => row.number('ante') ?? 1);
  const first = Math.min(1, ...antes);
  const columns = Array.from({ length: LAST_ANTE - first + 1 }, (_, index) => column(first + index));
  if (antes.some((ante) => ante > LAST_ANTE)) columns.push(column(LAST_ANTE + 1));
  const rounds = new Map<string, number>();
  for (const row of rows) {
    const place = `${column(row.number('ante') ?? 1)} ${row.text('blind_type')}`;
    rounds.set(place, (rounds.get(place) ?? 0) + (row.number('rounds') ?? 0));
  }
  return {
    label: 'Lost rounds by ante and blind',
    counts: 'lost rounds',
    x: { kind: 'category', unit: 'text', label: 'ante', categories: columns },
    y: { kind: 'category', unit: 'text', label: 'blind', categories: BLIND_ORDER.map((blind) => BLINDS[blind]) },
    series: [
      {
        kind: 'heat',
        name: 'Lost rounds',
        colour: 'loss',
        unit: 'count',
        points: BLIND_ORDER.flatMap((blind) =>
          columns.map((ante) => {
            const value = rounds.get(`${ante} ${blind}`) ?? 0;
            return {
              x: ante,
              y: BLINDS[blind],
              value,
              name: `${BLINDS[blind]} blind of ante ${ante}`,
              ...(value > 0
                ? {
                    opens: {
                      q: `outcome:lost ${ante === BEYOND ? `ante>${LAST_ANTE}` : `ante:${ante}`} blind:${blind}`,
                    },
                  }
                : {}),
            };
          }),
        ),
      },
    ],
  };
}
