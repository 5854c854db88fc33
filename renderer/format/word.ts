/** The words of the field, as the window says them. */
const OUTCOMES: Readonly<Record<string, string>> = { win: 'Won', loss: 'Lost', abandoned: 'Left early', live: 'Live' };

/** `Won`, `Lost`, `Left early`, `Live`. */
export function outcomeWord(outcome: string): string {
  return OUTCOMES[outcome] ?? outcome;
}

const STORES: Readonly<Record<string, string>> = {
  sqlite: 'SQLite',
  duckdb: 'DuckDB',
  questdb: 'QuestDB',
  eventstoredb: 'EventStoreDB',
};

/** A store's kind as its makers write it. */
export function storeWord(kind: string): string {
  return STORES[kind] ?? kind;
}

/** `Plasma` of `Plasma Deck`: in a column that says deck already. */
export function deckWord(deck: string): string {
  return deck.replace(/ Deck$/, '');
}
