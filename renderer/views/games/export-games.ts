import { fieldsOf } from '../../../main-ingest/contract/delimited-text.ts';
import type { GameListInput, GameRow } from '../../../main-ingest/contract/games.ts';
import { csvOf } from '../../chart/table.ts';
import { engine } from '../../contract/engine.ts';
import { count } from '../../format/number.ts';
import { save } from '../../format/save-file.ts';
import { toast } from '../../toast/toast.ts';

const FIELDS = [
  'sessionId',
  'state',
  'seed',
  'strategy',
  'model',
  'experiment',
  'deck',
  'stake',
  'startedAt',
  'endedAt',
  'ante',
  'blindType',
  'bestHand',
  'hands',
  'money',
  'durationMs',
  'events',
] as const satisfies readonly (keyof GameRow)[];

const PAGE = 1000;

const HEADER = [...FIELDS, 'jokers'];

const cellsOf = (game: GameRow) => [...FIELDS.map((field) => game[field]), game.jokers.join(', ')];

/** The fields of games as a file. */
export function gamesCsv(games: readonly GameRow[]): string {
  return csvOf({
    columns: HEADER.map((name) => ({ name, text: String, number: false })),
    rows: games.map(cellsOf),
  });
}

/** The fields of games with a header, as a spreadsheet takes them from the clipboard. */
export function gamesToCopy(games: readonly GameRow[]): string {
  const lines = [HEADER, ...games.map(cellsOf)];
  return lines.map((cells) => fieldsOf(cells, { separator: '\t', guardFormulas: true })).join('\r\n');
}

/** Saves all games that match, not only those in sight. */
export async function exportGames(input: GameListInput): Promise<void> {
  const games: GameRow[] = [];
  for (;;) {
    const page = await engine.games.list({ ...input, offset: games.length, limit: PAGE });
    games.push(...page.rows);
    if (page.rows.length < PAGE) break;
  }
  save('games.csv', new Blob([gamesCsv(games)], { type: 'text/csv' }));
  toast(`${count(games.length)} games saved as games.csv`);
}
