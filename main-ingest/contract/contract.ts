import { analyses } from './analyses.ts';
import { cookbook } from './cookbook.ts';
import { editor } from './editor.ts';
import { games } from './games.ts';
import { health } from './health.ts';
import { live } from './live.ts';
import { recordings } from './recordings.ts';
import { replay } from './replay.ts';
import { savedViews } from './saved-views.ts';
import { settings } from './settings.ts';
import { synergy } from './synergy.ts';

/** All that a window may ask. Answered by `serve/` over MessagePort and HTTP with the same router. */
export const contract = {
  analyses,
  cookbook,
  editor,
  games,
  health,
  live,
  recordings,
  replay,
  savedViews,
  settings,
  synergy,
};
export type Contract = typeof contract;
