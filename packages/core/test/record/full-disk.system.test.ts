import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { record } from '../../src/record/record.ts';
import { readRun } from '../../src/stream/files/read-run.ts';
import { canMount, mountSmallFilesystem } from '../stream/files/small-filesystem.ts';
import { makeFifo, openFifo } from './fifo.ts';

describe.skipIf(!canMount())('record, on a disk that fills up', () => {
  it('lets the command end, reports the failure, and keeps recorded data', async () => {
    // Room for the probe of the directory, and little more.
    const disk = await mountSmallFilesystem(6 * 2 ** 20);
    onTestFinished(() => disk.remove());
    const gate = makeFifo();
    const notes: string[] = [];
    const { end, failure, runDir, summary } = await record({
      subject: {
        kind: 'command',
        command: ['sh', '-c', `read -r line < ${gate}; exit 5`],
        stdoutTo: 'stderr',
      },
      hz: 10_000,
      outputDir: join(disk.path, 'runs'),
      onEvent: ({ kind }) => {
        // Fills the space that the probe released, except for a few batches.
        if (kind === 'recording-began') fillUp(join(disk.path, 'ballast'), 2 ** 20);
      },
      onNote: (line) => {
        notes.push(line);
        openFifo(gate);
      },
    });
    expect(end).toMatchObject({ exitCode: 5 });
    expect(failure).toMatchObject({ code: 'RECORDING' });
    expect(notes).toEqual([failure?.message]);
    expect(notes[0]).toContain('ENOSPC');
    rmSync(join(disk.path, 'ballast'));
    const { phases } = await readRun(runDir);
    expect(phases[0]?.samples.count).toBeGreaterThan(0);
    expect(phases[0]?.samples.count).toBeLessThan(summary.sampleCount);
  });
});

/** Writes a file that leaves at most this number of bytes free. */
function fillUp(path: string, leftBytes: number): void {
  const { bavail, bsize } = statfsSync(dirname(path));
  writeFileSync(path, new Uint8Array(Math.max(0, bavail * bsize - leftBytes)));
}
