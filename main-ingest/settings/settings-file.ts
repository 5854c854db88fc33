import { existsSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Document, isMap, isScalar, LineCounter, type Pair, type YAMLMap } from 'yaml';
import { parseSettings, wrongYaml } from '../config.ts';
import type { SettingValue } from '../contract/settings.ts';

/** The configuration file cannot be changed as wished; the message says why. */
export class SettingsFileError extends Error {
  override readonly name = 'SettingsFileError';
}

const HEADING = ' Settings of the workbench. What is not here is at its default.';
/** May be read by its owner alone: an address may have a password in it. */
const MODE = 0o600;

/**
 * A configuration file that stays its owner's: what is changed is changed in place, comments and order stay.
 * Only what was asked for is written; nothing touches the disk before {@link write}.
 */
export class SettingsFile {
  readonly #file: string;
  readonly #document: Document;
  readonly #lines = new LineCounter();
  readonly #indent: number;
  readonly #lineEnd: string;

  /** @throws SettingsFileError where it is there and cannot be read */
  constructor(file: string) {
    this.#file = file;
    const text = readText(file);
    const document = parseSettings(text ?? '', this.#lines);
    const wrong = wrongYaml(document, this.#lines);
    if (wrong !== undefined) throw new SettingsFileError(`${file} cannot be read, ${wrong}`);
    this.#document = document;
    if (text === undefined) this.#document.commentBefore = HEADING;
    this.#indent = /^( +)[^\s#-]/m.exec(text ?? '')?.[1]?.length ?? 2;
    this.#lineEnd = text?.includes('\r\n') ? '\r\n' : '\n';
  }

  /** The line of a setting, from 1; undefined where it is not in the file. */
  lineOf(name: string): number | undefined {
    const [section, key] = parts(name);
    const group: unknown = this.#document.get(section);
    const pair = isMap(group) ? pairOf(group, key) : undefined;
    const range = isScalar(pair?.key) ? pair.key.range : undefined;
    return range ? this.#lines.linePos(range[0]).line : undefined;
  }

  /** @throws SettingsFileError where the section is no plain section */
  set(name: string, value: SettingValue): void {
    const [section, key] = parts(name);
    const group: unknown = this.#document.get(section, true);
    if (isScalar(group) && group.value === null) {
      const begun = this.#document.createNode({});
      begun.commentBefore = [group.commentBefore, group.comment].filter(Boolean).join('\n');
      this.#document.set(section, begun);
    }
    try {
      this.#document.setIn([section, key], Array.isArray(value) ? this.#document.createNode(value) : value);
    } catch {
      throw new SettingsFileError(`"${section}" is not a plain section of ${this.#file}; change ${name} there`);
    }
  }

  /** Takes a setting out. Comments above it stay; a section that nothing is left of goes. */
  remove(name: string): void {
    const [section, key] = parts(name);
    const group: unknown = this.#document.get(section, true);
    if (!isMap(group)) return;
    const pair = pairOf(group, key);
    if (!pair) return;
    const next = group.items[group.items.indexOf(pair) + 1];
    keepComment(isScalar(pair.key) ? pair.key.commentBefore : undefined, group, next);
    group.delete(key);
    const isBare = group.items.length === 0 && !group.comment && !group.commentBefore;
    const heading = isMap(this.#document.contents) ? pairOf(this.#document.contents, section)?.key : undefined;
    if (isBare && !(isScalar(heading) && heading.commentBefore)) this.#document.delete(section);
  }

  /** The file as it would be written. */
  text(): string {
    const { contents } = this.#document;
    // An empty map would be written as `{}`.
    if (isMap(contents) && contents.items.length === 0) this.#document.contents = null;
    const text = this.#document.toString({ lineWidth: 0, indent: this.#indent, nullStr: '' });
    return this.#lineEnd === '\n' ? text : text.replaceAll('\n', this.#lineEnd);
  }

  /** Written beside and then moved, so that the file is whole at any time; a link to it stays a link. */
  write(): void {
    const file = existsSync(this.#file) ? realpathSync(this.#file) : this.#file;
    const mode = existsSync(file) ? statSync(file).mode : MODE;
    const beside = join(dirname(file), `.workbench.${crypto.randomUUID()}.yaml`);
    try {
      writeFileSync(beside, this.text(), { mode, flush: true });
      renameSync(beside, file);
    } catch (error) {
      rmSync(beside, { force: true });
      throw new SettingsFileError(`${file} cannot be written: ${error instanceof Error ? error.message : error}`);
    }
  }
}

function readText(file: string): string | undefined {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  } catch (error) {
    throw new SettingsFileError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function parts(name: string): readonly [section: string, key: string] {
  const [section = '', key = ''] = name.split('.');
  return [section, key];
}

function pairOf(group: YAMLMap<unknown, unknown>, key: string): Pair<unknown, unknown> | undefined {
  return group.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** Gives a comment to what comes next, or to the section's end. */
function keepComment(
  comment: string | null | undefined,
  group: YAMLMap<unknown, unknown>,
  next: Pair<unknown, unknown> | undefined,
): void {
  if (!comment) return;
  const joined = (after: string | null | undefined) => (after ? `${comment}\n${after}` : comment);
  if (next && isScalar(next.key)) next.key.commentBefore = joined(next.key.commentBefore);
  else group.comment = joined(group.comment);
}
