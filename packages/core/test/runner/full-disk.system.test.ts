import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LoadcellConfig } from '../../src/config/config-schema.ts';
import { readRun } from '../../src/stream/files/read-run.ts';
import type { RunEvent } from '../../src/stream/events/run-event.ts';
import { canMount, fill, mountSmallFilesystem } from '../stream/files/small-filesystem.ts';
import type { Script } from '../target/script.ts';
import { ScriptedProcess } from '../target/scripted-process.ts';
import { exists, scriptedRun, type ScriptedRun } from './scripted-run.ts';

/** A run on a disk of its own, which is full as soon as an event of a kind was written. */
async function runUntilFull(
  kind: RunEvent['kind'],
  config: LoadcellConfig = {},
  script: Partial<Script> = {},
): Promise<ScriptedRun> {
  const disk = await mountSmallFilesystem(4 * 1024 * 1024);
  onTestFinished(() => disk.remove());
  const outputDir = join(disk.path, 'out');
  mkdirSync(outputDir);
  return scriptedRun(
    () => script,
    { phase: 'baseline', ...config, outputDir },
    {
      onEvent: (event) => {
        if (event.kind === kind) fill(disk.path);
      },
    },
  );
}

describe.skipIf(!canMount())('a run whose disk is full', () => {
  it('is not called complete when its last rows could not be written', async () => {
    const run = await runUntilFull('phase-ended');
    await expect(run.runner.runTests()).rejects.toMatchObject({ code: 'RECORDING' });
    expect((await readRun(run.runDir())).status).not.toBe('complete');
    expect(run.eventsOf('run-ended')).not.toMatchObject([{ status: 'complete' }]);
  });

  it('ends in the middle of a phase, with the reason and with its target stopped', async () => {
    const process = new ScriptedProcess();
    const run = await runUntilFull(
      'window-began',
      // Nothing but the sampler has anything to write for an hour.
      { phases: { baseline: { idle: 3_600_000 } } },
      { process },
    );
    await expect(run.runner.runTests()).rejects.toMatchObject({
      code: 'RECORDING',
      message: expect.stringMatching(/the disk is full.*Free disk space there/u),
    });
    expect(run.started()[0]?.calls).toContain('stop');
    expect(exists(process.pid ?? 0)).toBe(false);
    expect((await readRun(run.runDir())).status).not.toBe('complete');
  });
});
