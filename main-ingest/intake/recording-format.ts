/** What a line of a recording is written in, as it is shown. */
export type RecordingFormat =
  | 'canonical'
  | 'BalatroBot (one state a line)'
  | 'BalatroBot (before and after)'
  | 'BalatroMCP';

/** The format of one parsed line; undefined where it is none that is known. */
export function formatOf(value: unknown): RecordingFormat | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if ('eventType' in value) return 'canonical';
  if ('game_state_before' in value || 'game_state_after' in value) return 'BalatroBot (before and after)';
  if ('game_state' in value && !('type' in value)) return 'BalatroBot (one state a line)';
  if ('state' in value && 'round_num' in value) return 'BalatroBot (one state a line)';
  if ('type' in value && ('payload' in value || 'data' in value)) return 'BalatroMCP';
  return undefined;
}
