import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readRecording } from '../../recordings.ts';
import { because } from '../../skip-reason.ts';
import { runCommand, ServedWorkbench } from '../../workbench.ts';
import { contractOf, delivered, healthOf, partsOf, postLines } from '../engine/client.ts';

const lines = readRecording('train-small.jsonl.gz').slice(0, 600);
const home = mkdtempSync(join(tmpdir(), 'disk-'));
const disk = join(home, 'disk');
mkdirSync(disk);
const mounted =
  process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', disk]).status === 0;
const missing = mounted ? undefined : 'only root of a Linux can make a small disk';

afterAll(() => {
  if (mounted) execFileSync('umount', ['-l', disk]);
  rmSync(home, { recursive: true });
});

/** Fills the disk to its last block; answers how to make room again. */
function fillDisk(): () => void {
  const file = join(disk, 'ballast');
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - 4096), 1));
  // What is left, and what the workbench gives back meanwhile.
  for (let more = 0, left = statfsSync(disk).bavail; left > 0 && more < 20; more++, left = statfsSync(disk).bavail)
    try {
      writeFileSync(join(disk, `ballast-${more}`), Buffer.alloc(left * bsize, 1));
    } catch {
      break;
    }
  return () => truncateSync(file, 0);
}

describe.skipIf(missing !== undefined)(because(missing, 'a disk of 48 MB'), () => {
  test('a full disk answers 503 in words, and nothing that is refused ends anything; with room it goes on', async () => {
    const workbench = await ServedWorkbench.start({ data: join(disk, 'data') });
    try {
      const batches = partsOf(lines, 50);
      for (const batch of batches.slice(0, 6)) expect((await postLines(workbench.origin, batch)).status).toBe(200);
      await delivered(workbench.origin);
      const makeRoom = fillDisk();
      const bad = '{"eventType":"HandPlayed","no":"id"}';
      for (let place = 0; place < 40; place++) {
        const answer = await postLines(workbench.origin, [...(batches[6] ?? []), bad]);
        expect([200, 503]).toContain(answer.status);
        if (answer.status === 503) expect(answer.body.reason).toMatch(/disk/);
      }
      // A batch of nothing good is told its reasons, wherever those can be kept.
      expect(await postLines(workbench.origin, [bad, bad])).toMatchObject({
        status: 200,
        body: { accepted: 0, rejected: [{ index: 0 }, { index: 1 }] },
      });
      expect(await contractOf(workbench).health.detail()).toMatchObject({ dataFolder: join(disk, 'data') });
      makeRoom();
      for (const batch of batches.slice(6)) {
        await expect.poll(async () => (await postLines(workbench.origin, batch)).status).toBe(200);
      }
      expect((await delivered(workbench.origin)).journal.position).toBe(lines.length);
      expect((await healthOf(workbench.origin)).status).toBe('ok');
    } finally {
      await workbench.stop();
    }
  });

  test('a stop and a start on a full disk end in words', async () => {
    const data = join(disk, 'data');
    const workbench = await ServedWorkbench.start({ data });
    const makeRoom = fillDisk();
    const ended = workbench.ended();
    await workbench.stop();
    const { stderr } = await ended;
    expect(stderr).not.toMatch(/^\s+at /m);
    const started = await runCommand(['engine', '--port', '0', '--data', join(disk, 'another')]);
    expect(started.code).toBe(3);
    expect(started.stderr).toMatch(/disk is full/);
    expect(started.stderr).not.toMatch(/^\s+at /m);
    makeRoom();
    const again = await ServedWorkbench.start({ data });
    expect((await delivered(again.origin)).journal.position).toBe(lines.length);
    await again.stop();
  });

  test('a data folder that may not be written is said so', async () => {
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    try {
      for (const args of [
        ['engine', '--port', '0'],
        ['import', join(home, 'none.jsonl')],
        ['rebuild', 'metrics'],
        ['doctor'],
      ]) {
        const ended = await runCommand([...args, '--data', join(disk, 'data')]);
        expect(ended.code, args[0]).not.toBe(0);
        expect(`${ended.stdout}${ended.stderr}`, args[0]).toMatch(/may not be written|cannot be written/);
        expect(ended.stderr, args[0]).not.toMatch(/^\s+at /m);
      }
    } finally {
      execFileSync('mount', ['-o', 'remount,rw', disk]);
    }
  });
});
