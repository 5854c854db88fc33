import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { runCommand } from '../workbench.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder with `train-small` in it; copy it before you use it. */
    recordedData: string;
  }
}

/** Imports `train-small` once for all end-to-end tests, by the command line as a person would. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-recorded-'));
  const recording = join(import.meta.dirname, '..', 'recordings', 'train-small.jsonl.gz');
  const { code, stderr } = await runCommand(['import', recording, '--data', folder]);
  if (code !== 0) throw new Error(`train-small could not be imported:\n${stderr}`);
  project.provide('recordedData', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
