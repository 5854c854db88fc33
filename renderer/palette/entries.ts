import { BookOpen, GitCompareArrows, Layers, type LucideIcon, Spade, Terminal } from 'lucide-react';
import { find } from './fuzzy.ts';

export type EntryGroup = 'games' | 'jokers' | 'recipes' | 'views' | 'commands';

/** Something that the palette leads to. */
export interface Entry {
  readonly id: string;
  readonly group: EntryGroup;
  readonly text: string;
  readonly note?: string;
  /** Keys that do the same, as the key table writes them. */
  readonly keys?: string;
  readonly open: () => void;
  /** Address of what it opens, for another window; a command has none. */
  readonly href?: string;
  /** What the preview shows: a game's session, a joker's name, a recipe's name. */
  readonly subject?: string;
}

export const GROUPS: Readonly<
  Record<EntryGroup, { readonly title: string; readonly prefix: string; readonly icon: LucideIcon }>
> = {
  games: { title: 'Games', prefix: '#', icon: Layers },
  jokers: { title: 'Jokers', prefix: '@', icon: Spade },
  recipes: { title: 'Recipes', prefix: '=', icon: BookOpen },
  views: { title: 'Views', prefix: '/', icon: GitCompareArrows },
  commands: { title: 'Commands', prefix: '>', icon: Terminal },
};

export const GROUP_ORDER: readonly EntryGroup[] = ['jokers', 'games', 'recipes', 'views', 'commands'];

export interface Typed {
  readonly group: EntryGroup | undefined;
  readonly text: string;
}

/** `@trio` searches jokers alone. */
export function readTyped(typed: string): Typed {
  const group = GROUP_ORDER.find((name) => typed.startsWith(GROUPS[name].prefix));
  return { group, text: group ? typed.slice(1) : typed };
}

export interface Match extends Entry {
  readonly rank: number;
  readonly marks: readonly (readonly [number, number])[];
}

export interface MatchGroup {
  readonly group: EntryGroup;
  readonly matches: readonly Match[];
  readonly count: number;
}

/**
 * Entries that match, in groups with the best first; a group alone is shown in full, else its first few.
 * @param games how many games match, of which the entries hold the first
 */
export function arrange(entries: readonly Entry[], { group, text }: Typed, games = 0, few = 4): MatchGroup[] {
  const matches = entries.flatMap((entry): Match[] => {
    if (group !== undefined && entry.group !== group) return [];
    // Games come matched by the engine, which knows more of them than their seed.
    const found = find(text, entry.text) ?? (entry.group === 'games' ? { rank: 5, marks: [] } : undefined);
    return found ? [{ ...entry, ...found }] : [];
  });
  return GROUP_ORDER.map((name) => {
    const own = matches.filter((match) => match.group === name).sort((a, b) => a.rank - b.rank);
    return {
      group: name,
      matches: own.slice(0, group === undefined ? few : 200),
      count: name === 'games' ? Math.max(own.length, own.length > 0 ? games : 0) : own.length,
    };
  })
    .filter(({ count }) => count > 0)
    .sort((a, b) => (a.matches[0]?.rank ?? 0) - (b.matches[0]?.rank ?? 0));
}
