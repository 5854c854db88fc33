import type { ComponentType } from 'react';

/** A view and where it is found. Its module exports `View`, and is loaded when it is first opened. */
export interface ViewRoute {
  readonly path: string;
  readonly title: string;
  /** `scope`: the frame draws the bar with title and scope; `plain`: title alone; `own`: the view draws its own 48 px bar. */
  readonly bar: 'scope' | 'plain' | 'own';
  readonly load: () => Promise<{ readonly View: ComponentType }>;
}

/** All views of the window. A new view is a line here, and one in `frame/rail.tsx` where it has a place there. */
export const VIEWS: readonly ViewRoute[] = [
  { path: '/overview', title: 'Overview', bar: 'scope', load: () => import('./views/overview/overview.tsx') },
  { path: '/synergy', title: 'Synergy', bar: 'scope', load: () => import('./views/synergy/synergy.tsx') },
  { path: '/games', title: 'Games', bar: 'scope', load: () => import('./views/games/games.tsx') },
  { path: '/games/$sessionId', title: 'Replay', bar: 'own', load: () => import('./views/replay/replay.tsx') },
  { path: '/cookbook', title: 'Cookbook', bar: 'scope', load: () => import('./views/cookbook/cookbook.tsx') },
  { path: '/cookbook/$recipe', title: 'Cookbook', bar: 'scope', load: () => import('./views/cookbook/cookbook.tsx') },
  { path: '/import', title: 'Import', bar: 'plain', load: () => import('./views/import/import.tsx') },
  { path: '/settings', title: 'Settings', bar: 'plain', load: () => import('./views/settings/settings.tsx') },
  { path: '/settings/$page', title: 'Settings', bar: 'plain', load: () => import('./views/settings/settings.tsx') },
  { path: '/states', title: 'Panel states', bar: 'plain', load: () => import('./views/states/states.tsx') },
  { path: '/health', title: 'Health', bar: 'plain', load: () => import('./views/health/health.tsx') },
];
