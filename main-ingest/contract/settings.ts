import { oc } from '@orpc/contract';
import { z } from 'zod';

export const SettingValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
export type SettingValue = z.infer<typeof SettingValue>;

/** What a value may be, so that it can be checked before it is sent. */
export const SettingType = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), minLength: z.number() }),
  z.object({ kind: z.literal('list') }),
  z.object({ kind: z.literal('switch') }),
  z.object({
    kind: z.literal('number'),
    whole: z.boolean(),
    min: z.number().nullable(),
    max: z.number().nullable(),
  }),
  z.object({ kind: z.literal('choice'), choices: z.array(z.object({ value: z.string(), title: z.string() })) }),
]);
export type SettingType = z.infer<typeof SettingType>;

/** A setting as it is saved, and as it runs. Addresses come without their password, secrets not at all. */
export const Setting = z.object({
  name: z.string().describe('as in the configuration file: journal.maxBytes'),
  variable: z.string().describe('WORKBENCH_JOURNAL_MAX_BYTES'),
  title: z.string(),
  description: z.string(),
  unit: z.string().optional(),
  type: SettingType,
  value: SettingValue.nullable().describe('null where none is set, and for a secret'),
  defaultValue: SettingValue.nullable(),
  source: z.enum(['default', 'file', 'environment', 'option']),
  line: z.number().optional().describe('where in the file, from 1'),
  secret: z.enum(['none', 'password', 'whole']).describe('which part of the value is not told'),
  server: z
    .enum(['eventstoredb', 'questdb-http', 'questdb-pg'])
    .optional()
    .describe('the server that it is an address of'),
  /** It says nothing unless the section's `engine` is this. */
  engine: z.string().optional(),
  applies: z.enum(['at once', 'at the next start']),
  /** What taking it over interrupts or means for the data, a phrase each. */
  interrupts: z.array(z.string()),
  /** Saved, but another value runs until the next start. */
  waiting: z.boolean(),
});
export type Setting = z.infer<typeof Setting>;

export const SettingsPage = z.object({
  name: z.string().describe('stores'),
  title: z.string(),
  description: z.string(),
  sections: z.array(z.string()).describe('sections of the configuration file'),
});
export type SettingsPage = z.infer<typeof SettingsPage>;

export const SettingsList = z.object({
  file: z.string().describe('path of the configuration file, whether it is there or not'),
  /** Options that point a command of the command line at the same data and file. */
  commandOptions: z.string(),
  /** Why the file cannot be used as it is now; what runs is listed then. */
  fileProblem: z.string().nullable(),
  pages: z.array(SettingsPage),
  settings: z.array(Setting),
});
export type SettingsList = z.infer<typeof SettingsList>;

export const SettingRefusal = z.object({
  name: z.string(),
  code: z.enum(['INVALID', 'HELD', 'UNKNOWN', 'FILE']),
  message: z.string(),
});
export type SettingRefusal = z.infer<typeof SettingRefusal>;

/** What a server answered that was tried. */
export const ConnectionAnswer = z.object({
  reached: z.boolean(),
  /** `QuestDB 9.3.1`, or what is wrong. */
  text: z.string(),
  ms: z.number(),
  tip: z.string().optional(),
});
export type ConnectionAnswer = z.infer<typeof ConnectionAnswer>;

const saving = oc.errors({ REFUSED: { status: 422, data: z.object({ refusals: z.array(SettingRefusal) }) } });

export const settings = {
  list: oc.output(SettingsList),
  /** All or none: written to the configuration file, whose comments and order stay. A password that is shown as `***` stays as it is. */
  save: saving
    .input(
      z.object({
        changes: z
          .array(z.object({ name: z.string(), value: SettingValue }))
          .min(1)
          .max(100),
      }),
    )
    .output(SettingsList),
  /** Takes a setting out of the file: it is at its default then. */
  reset: saving.input(z.object({ name: z.string() })).output(SettingsList),
  /** Tries the server of a setting at an address, the saved one where none is given. Answers within 10 s. */
  testConnection: oc
    .errors({ NOT_FOUND: {} })
    .input(z.object({ name: z.string(), address: z.string().max(2000).optional() }))
    .output(ConnectionAnswer),
};
