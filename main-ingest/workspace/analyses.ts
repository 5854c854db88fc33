import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { Analysis } from '../contract/analyses.ts';

const ENDING = '.yaml';
const Content = Analysis.omit({ name: true });

export interface AnalysesOnDisk {
  readonly analyses: Analysis[];
  readonly unreadable: { readonly file: string; readonly why: string }[];
}

/** A person's own analyses, a YAML file each: read anew whenever they are listed, so that files can be copied in. */
export class Analyses {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** By title; what cannot be read is named and left alone. */
  async list(): Promise<AnalysesOnDisk> {
    const files = (await readdir(this.#folder).catch(() => [])).filter((file) => file.endsWith(ENDING));
    const read = await Promise.all(files.sort().map((file) => this.#read(file)));
    const analyses = read.flatMap((one) => ('name' in one ? [one] : []));
    return {
      analyses: analyses.sort((a, b) => a.title.localeCompare(b.title)),
      unreadable: read.flatMap((one) => ('why' in one ? [one] : [])),
    };
  }

  /** Written beside and then moved, so that a file is whole at any time. */
  async save({ name, ...content }: Analysis): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const beside = join(this.#folder, `.${name}.${crypto.randomUUID()}`);
    await writeFile(beside, stringify(content, { lineWidth: 0 }));
    await rename(beside, this.#file(name));
  }

  async remove({ name }: Pick<Analysis, 'name'>): Promise<void> {
    await rm(this.#file(name), { force: true });
  }

  #file(name: string): string {
    return join(this.#folder, Analysis.shape.name.parse(name) + ENDING);
  }

  async #read(file: string): Promise<Analysis | { file: string; why: string }> {
    try {
      const name = Analysis.shape.name.parse(file.slice(0, -ENDING.length));
      return { name, ...Content.parse(parse(await readFile(join(this.#folder, file), 'utf8'))) };
    } catch (error) {
      const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      return { file, why };
    }
  }
}
