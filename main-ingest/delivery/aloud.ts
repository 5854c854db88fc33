/** What takes longer than this says what for, in milliseconds. */
const SILENT_MS = 2000;

/**
 * Waits, and says for what when that takes long; again whenever what is said has changed.
 * @param what nothing to say: undefined
 */
export async function aloud<T>(
  waiting: Promise<T>,
  what: () => string | undefined,
  say: (text: string) => void,
): Promise<T> {
  let said: string | undefined;
  const timer = setInterval(() => {
    const text = what();
    if (text === undefined || text === said) return;
    said = text;
    say(text);
  }, SILENT_MS);
  try {
    return await waiting;
  } finally {
    clearInterval(timer);
  }
}
