import type { Cookbook } from '../cookbook/cookbook.ts';
import type { Demo } from '../demo/demo.ts';
import type { Games } from '../games/games.ts';
import type { Synergies } from '../insight/synergy.ts';
import type { Recordings } from '../intake/recordings.ts';
import type { Live } from '../live/live.ts';
import type { Replay } from '../replay/replay.ts';
import type { SettingsRoom } from '../settings/settings.ts';
import type { Analyses } from '../workspace/analyses.ts';
import type { EditorMemory } from '../workspace/editor-memory.ts';
import type { SavedViews } from '../workspace/saved-views.ts';

/** The rooms that answer the contract. */
export interface Answers {
  readonly cookbook: Cookbook;
  readonly synergies: Synergies;
  readonly games: Games;
  readonly replay: Replay;
  readonly live: Live;
  readonly recordings: Recordings;
  readonly demo: Demo;
  readonly views: Pick<SavedViews, 'list' | 'save' | 'remove'>;
  readonly analyses: Pick<Analyses, 'list' | 'save' | 'remove'>;
  readonly editor: EditorMemory;
  readonly settings: Pick<SettingsRoom, 'list' | 'save' | 'reset' | 'testConnection'>;
  /** Told of an answer that the disk stood in the way of. */
  readonly storageFailed: (error: unknown) => void;
  /** Tries a store that is down now. */
  readonly retry: (store: 'history' | 'metrics') => void;
  /** Makes the metrics anew of the history. */
  readonly rebuild: { begin(): Promise<void>; cancel(): void };
}
