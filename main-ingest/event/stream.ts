import type { EventRecord } from './event.ts';

/** Stream of a game's events. */
export function gameStream(sessionId: string): string {
  return `game-${sessionId}`;
}

/**
 * The stream an event is kept in (interfaces, section 8): `game-{sessionId}`, `strategy-{strategyId}`,
 * `learning-metrics` or `system-errors`.
 */
export function streamOf(event: Pick<EventRecord, 'eventType' | 'sessionId' | 'data'>): string {
  switch (event.eventType) {
    case 'StrategyDiscovered': {
      const data: { strategyId?: unknown } = JSON.parse(event.data);
      return `strategy-${String(data.strategyId)}`;
    }
    case 'MetricRecorded':
    case 'ModelCheckpoint':
      return 'learning-metrics';
    case 'ComponentError':
      return 'system-errors';
    default:
      return gameStream(event.sessionId);
  }
}
