export type RecordingErrorCode = 'NOT_FOUND' | 'CONFLICT' | 'TRUNCATED' | 'DAMAGED' | 'NO_RECORDING' | 'UNREADABLE';

/** Why a recording, or a call about one, failed; the message says what happened and what of it is kept. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  readonly code: RecordingErrorCode;

  constructor(code: RecordingErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
