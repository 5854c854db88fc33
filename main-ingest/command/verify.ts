import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { aloud } from '../delivery/aloud.ts';
import type { CanonicalEvent } from '../event/event.ts';
import { readEvent } from '../event/validation.ts';
import { BalatrobotDialect } from '../intake/dialects/balatrobot.ts';
import type { Dialect } from '../intake/dialects/dialect.ts';
import { ModDialect } from '../intake/dialects/mod.ts';
import { RecordingError } from '../intake/recording-error.ts';
import { readRecording } from '../intake/recording-reader.ts';
import { type Verification, Verifier } from '../replay/verify.ts';
import { COMMON_OPTIONS, type Command, type CommandContext, CommandError, EXIT, UsageError } from './command.ts';

export const command: Command = {
  name: 'verify',
  summary: 'Replay every game of a recording and compare it with its snapshots',
  usage: `FILE… [--json]
  FILE             a recording: JSON Lines of events or of BalatroBot, also gzipped
  --json           {games, events, snapshots, fields, mismatches, …} on one line
Exit code 1: a snapshot differs, or a file could only be read in part.`,
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...COMMON_OPTIONS, json: { type: 'boolean' } },
      allowPositionals: true,
    });
    if (positionals.length === 0) throw new UsageError('Which recording? Name one or more files.');
    const reading = new Reading(context);
    for (const file of positionals)
      await aloud(reading.read(file), () => `Reading ${file}: ${reading.events} events so far`, context.say);
    const verification = reading.verifier.finish();
    const { rejected, damaged } = reading;
    const files = positionals.length;
    context.answer(
      values.json ? JSON.stringify({ ...verification, files, rejected, damaged }) : inWords(verification, reading),
    );
    return verification.mismatches > 0 || damaged > 0 ? EXIT.foundWrong : EXIT.done;
  },
};

/** Reads files one after the other into one verification: a game may go on in the next file. */
class Reading {
  readonly verifier = new Verifier();
  events = 0;
  /** Lines that are no event. */
  rejected = 0;
  /** Files that end before their time. */
  damaged = 0;
  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  async read(file: string): Promise<void> {
    const source = basename(file);
    const mod: Dialect = new ModDialect();
    const chunks = createReadStream(file, { highWaterMark: 1024 * 1024, signal: this.#context.signal });
    const refuse = (line: number | undefined, reason: string) => {
      this.rejected += 1;
      if (this.rejected <= 10) this.#context.say(`${source}, line ${line ?? '?'}: ${reason}`);
    };
    try {
      for await (const batch of readRecording(chunks, { source, balatrobot: new BalatrobotDialect() })) {
        for (const { line, reason } of batch.rejected) refuse(line, reason);
        for (const [i, value] of batch.values.entries()) {
          for (const event of canonical(value, mod, source)) {
            if ('reason' in event) refuse(batch.lines[i]?.number, event.reason);
            else {
              this.verifier.add(event);
              this.events += 1;
            }
          }
        }
      }
    } catch (error) {
      this.#explain(error, file);
    }
  }

  #explain(error: unknown, file: string): void {
    if (error instanceof RecordingError && (error.code === 'TRUNCATED' || error.code === 'DAMAGED')) {
      this.damaged += 1;
      this.#context.say(`${file}: ${error.message}`);
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${file} could not be read: ${message}`, { cause: error });
  }
}

/** The events that a value of a recording stands for, or why it is none. */
function canonical(value: unknown, mod: Dialect, source: string): readonly (CanonicalEvent | { reason: string })[] {
  if (mod.reads(value)) {
    const translation = mod.translate(value, { source, atUs: Date.now() * 1000 });
    return 'refused' in translation ? [translation.refused] : translation.events;
  }
  const reading = readEvent(value);
  return ['refused' in reading ? reading.refused : reading.event];
}

function inWords(verification: Verification, { rejected, damaged }: Reading): string {
  const { games, events, snapshots, fields, mismatches, gaps, duplicates, startedFrom } = verification;
  const number = new Intl.NumberFormat('en-US').format;
  const lines = [
    `games       ${number(games)}`,
    `events      ${number(events)}${duplicates > 0 ? `, and ${number(duplicates)} of them twice` : ''}`,
    `snapshots   ${number(snapshots)} compared${startedFrom > 0 ? `, ${number(startedFrom)} started from` : ''}`,
    `fields      ${number(fields)} compared`,
    `mismatches  ${number(mismatches)}`,
  ];
  if (gaps > 0) lines.push(`gaps        ${number(gaps)}`);
  if (rejected > 0) lines.push(`rejected    ${number(rejected)} lines`);
  if (damaged > 0) lines.push(`damaged     ${number(damaged)} files, read as far as they go`);
  for (const { sessionId, step, field, recorded, replayed } of verification.differences) {
    lines.push(`${sessionId} step ${step}: ${field} recorded ${recorded}, replayed ${replayed}`);
  }
  for (const { sessionId, step, gap } of verification.firstGaps) lines.push(`${sessionId} step ${step}: ${gap}`);
  return lines.join('\n');
}
