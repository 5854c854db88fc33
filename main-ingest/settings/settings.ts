import {
  type Config,
  ConfigError,
  type ConfigSources,
  configFile,
  loadConfig,
  readConfig,
  type SettingInfo,
} from '../config.ts';
import { wrongAddress } from '../config-schema.ts';
import {
  type ConnectionAnswer,
  type Setting,
  type SettingRefusal,
  type SettingsList,
  SettingValue,
} from '../contract/settings.ts';
import { hidePassword, showPassword } from './address.ts';
import { tryServer } from './connection.ts';
import { effectOf, PAGES } from './pages.ts';
import { typeOf } from './setting-type.ts';
import { SettingsFile, SettingsFileError } from './settings-file.ts';

/** Settings were not saved; each refusal names one and says why. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused';
  readonly refusals: readonly SettingRefusal[];

  constructor(refusals: readonly SettingRefusal[]) {
    super(refusals.map(({ name, message }) => `${name}: ${message}`).join('\n'));
    this.refusals = refusals;
  }
}

/** There is no such setting, or it is no address of a server. */
export class UnknownSetting extends Error {
  override readonly name = 'UnknownSetting';
}

/** Takes over the value of a setting while the workbench runs. */
export type AtOnce = Readonly<Record<string, (settings: Config['settings']) => void>>;

interface Change {
  readonly name: string;
  readonly value: SettingValue;
}

/**
 * The settings as a person sees and changes them. What runs is what was read at the start, but for settings that are
 * taken over at once; what is saved is the file's, read anew each time, as the person may write in it too.
 */
export class SettingsRoom {
  readonly #config: Config;
  readonly #atOnce: AtOnce;
  readonly #running: Map<string, unknown>;

  constructor(config: Config, atOnce: AtOnce = {}) {
    this.#config = config;
    this.#atOnce = atOnce;
    this.#running = new Map(config.list.map(({ name, value }) => [name, value]));
  }

  list(): SettingsList {
    const { sources } = this.#config;
    const file = configFile(sources);
    try {
      const saved = loadConfig(sources);
      const document = new SettingsFile(file);
      return this.#listOf(saved.list, null, document);
    } catch (error) {
      if (!(error instanceof ConfigError || error instanceof SettingsFileError)) throw error;
      return this.#listOf(this.#config.list, error.message, undefined);
    }
  }

  /**
   * Writes changes into the configuration file, all or none.
   * @throws SettingsRefused
   */
  save(changes: readonly Change[]): SettingsList {
    return this.#change(
      changes.map(({ name }) => name),
      (file) => {
        for (const { name, value } of changes) file.set(name, this.#told(name, value));
      },
    );
  }

  /**
   * Takes a setting out of the configuration file.
   * @throws SettingsRefused
   */
  reset(name: string): SettingsList {
    return this.#change([name], (file) => file.remove(name));
  }

  /**
   * Tries the server of a setting.
   * @throws UnknownSetting
   */
  async testConnection(name: string, address?: string): Promise<ConnectionAnswer> {
    const info = this.#saved().find((one) => one.name === name);
    if (info?.server === undefined) throw new UnknownSetting(`${name} is no setting that holds a server's address.`);
    const known = String(info.value);
    const whole = address === undefined ? known : showPassword(address, known);
    if (whole === undefined) return { reached: false, text: ANOTHER_SERVER, ms: 0 };
    const wrong = wrongAddress(info.server, whole);
    if (wrong !== undefined) return { reached: false, text: wrong, ms: 0 };
    return tryServer(info.server, whole);
  }

  /** The saved settings; those that run while the file cannot be used. */
  #saved(): readonly SettingInfo[] {
    try {
      return loadConfig(this.#config.sources).list;
    } catch (error) {
      if (error instanceof ConfigError) return this.#config.list;
      throw error;
    }
  }

  /** The value to be written, with the password that the window was not told. */
  #told(name: string, value: SettingValue): SettingValue {
    const info = this.#saved().find((one) => one.name === name);
    if (info?.server === undefined || typeof value !== 'string') return value;
    const whole = showPassword(value, String(info.value));
    if (whole === undefined) throw new SettingsRefused([{ name, code: 'INVALID', message: ANOTHER_SERVER }]);
    return whole;
  }

  #change(names: readonly string[], change: (file: SettingsFile) => void): SettingsList {
    const { sources } = this.#config;
    const held = names.flatMap((name) => this.#heldBy(name));
    if (held.length > 0) throw new SettingsRefused(held);
    try {
      const file = new SettingsFile(configFile(sources));
      change(file);
      const { settings } = readConfig(sources, file.text());
      file.write();
      for (const name of names) this.#takeOver(name, settings);
    } catch (error) {
      if (error instanceof ConfigError) throw new SettingsRefused(refusalsOf(error, names));
      if (error instanceof SettingsFileError)
        throw new SettingsRefused(names.map((name) => ({ name, code: 'FILE', message: error.message })));
      throw error;
    }
    return this.list();
  }

  /** Why a setting cannot be changed in the file. */
  #heldBy(name: string): SettingRefusal[] {
    const info = this.#config.list.find((one) => one.name === name);
    if (!info) return [{ name, code: 'UNKNOWN', message: 'there is no such setting' }];
    if (info.source === 'environment')
      return [{ name, code: 'HELD', message: `set by ${info.variable}; change it there and start again` }];
    if (info.source === 'option')
      return [{ name, code: 'HELD', message: 'set on the command line; change it there and start again' }];
    return [];
  }

  #takeOver(name: string, settings: Config['settings']): void {
    const take = this.#atOnce[name];
    if (!take) return;
    take(settings);
    this.#running.set(name, valueIn(settings, name));
  }

  #listOf(list: readonly SettingInfo[], fileProblem: string | null, file: SettingsFile | undefined): SettingsList {
    const atOnce = new Set(Object.keys(this.#atOnce));
    const settings = list.map((info): Setting => {
      const { name, variable, title, description, unit, server, engine, secret, source } = info;
      const line = source === 'file' ? file?.lineOf(name) : undefined;
      return {
        name,
        variable,
        title,
        description,
        ...(unit === undefined ? {} : { unit }),
        type: typeOf(info),
        value: shown(info, info.value),
        defaultValue: shown(info, info.defaultValue),
        source,
        ...(line === undefined ? {} : { line }),
        secret: secret ? 'whole' : server ? 'password' : 'none',
        ...(server === undefined ? {} : { server }),
        ...(engine === undefined ? {} : { engine }),
        ...effectOf(name, atOnce),
        waiting: JSON.stringify(info.value) !== JSON.stringify(this.#running.get(name)),
      };
    });
    const { sources } = this.#config;
    return { file: configFile(sources), commandOptions: optionsOf(sources), fileProblem, pages: [...PAGES], settings };
  }
}

const ANOTHER_SERVER = 'the hidden password belongs to another user or server; write it out';

/** Double quotes hold a path together in every shell that people use here. */
function optionsOf({ dataFolder, file }: ConfigSources): string {
  return `--data "${dataFolder}"${file === undefined ? '' : ` --config "${file}"`}`;
}

/** A value as it may be told. */
function shown({ secret, server }: SettingInfo, value: unknown): SettingValue | null {
  if (secret) return null;
  if (server) return hidePassword(String(value));
  return SettingValue.safeParse(value).data ?? null;
}

function valueIn(settings: Config['settings'], name: string): unknown {
  const [section, key] = name.split('.');
  const group: object | undefined = Object.entries(settings).find(([one]) => one === section)?.[1];
  return Object.entries(group ?? {}).find(([one]) => one === key)?.[1];
}

/** Refusals of what was to be changed; what was wrong in the file before stands against the first of them. */
function refusalsOf(error: ConfigError, names: readonly string[]): SettingRefusal[] {
  const own = error.problems.filter(({ name }) => names.some((one) => name === one || name.startsWith(`${one}.`)));
  if (own.length > 0) return own.map(({ name, message }) => ({ name, code: 'INVALID', message }));
  return names.slice(0, 1).map((name) => ({ name, code: 'FILE', message: error.message }));
}
