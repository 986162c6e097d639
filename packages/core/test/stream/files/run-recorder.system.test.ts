import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readRun } from '../../../src/stream/files/read-run.ts';
import { readRequestsFile } from '../../../src/stream/files/requests-file.ts';
import { RunRecorder } from '../../../src/stream/files/run-recorder.ts';
import type { RunEvent } from '../../../src/stream/events/run-event.ts';
import { readSamplesFile } from '../../../src/stream/files/samples-file.ts';
import { PATIENCE_MS } from '../../patience.ts';
import { countedRow, countedSamples } from '../built/arbitrary-rows.ts';
import { canMount, mountSmallFilesystem } from './small-filesystem.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const BEGAN: RunEvent = { kind: 'run-began', atNs: 1e9, epochMs: 1.7e12 };

describe('a recorder', () => {
  it('has every row on the disk once it is closed', async () => {
    const folder = temporaryFolder();
    const recorder = new RunRecorder(folder);
    recorder.event(BEGAN);
    recorder.samples(countedSamples(1234));
    for (let id = 0; id < 300; id += 1) recorder.request(countedRow(id));
    await recorder.close();
    expect((await readSamplesFile(join(folder, 'samples.arrows'))).count).toBe(1234);
    expect(await readRequestsFile(join(folder, 'requests.arrows'))).toHaveLength(300);
    expect((await readRun(folder)).beganNs).toBe(1e9);
  });

  it('sends rows that fill no batch to the disk while the run goes', async () => {
    const folder = temporaryFolder();
    const recorder = new RunRecorder(folder);
    onTestFinished(() => recorder.close());
    recorder.samples(countedSamples(7));
    recorder.request(countedRow(1));
    await vi.waitFor(async () => {
      expect((await readSamplesFile(join(folder, 'samples.arrows'))).count).toBe(7);
      expect(await readRequestsFile(join(folder, 'requests.arrows'))).toHaveLength(1);
    }, PATIENCE_MS);
  });

  it('lets an observer look on at all that is written', async () => {
    const seen: string[] = [];
    const recorder = new RunRecorder(temporaryFolder(), undefined, {
      samples: ({ count }) => seen.push(`${count} samples`),
      request: ({ id }) => seen.push(`request ${id}`),
      event: ({ kind }) => seen.push(kind),
    });
    recorder.event(BEGAN);
    recorder.samples(countedSamples(3));
    recorder.request(countedRow(8));
    await recorder.close();
    expect(seen).toEqual(['run-began', '3 samples', 'request 8']);
  });

  it('reports each event after it was written', async () => {
    const folder = temporaryFolder();
    const kinds: string[] = [];
    const recorder = new RunRecorder(folder, (event) => {
      const written = readFileSync(join(folder, 'events.jsonl'), 'utf8');
      if (written.includes(`"${event.kind}"`)) kinds.push(event.kind);
    });
    recorder.event(BEGAN);
    recorder.event({ kind: 'run-ended', atNs: 2e9, status: 'complete' });
    await recorder.close();
    expect(kinds).toEqual(['run-began', 'run-ended']);
  });

  it('never writes over the streams of another run', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'events.jsonl'), 'mine');
    expect(() => new RunRecorder(folder)).toThrow('EEXIST');
    expect(readFileSync(join(folder, 'events.jsonl'), 'utf8')).toBe('mine');
    expect(existsSync(join(folder, 'samples.arrows'))).toBe(false);
  });

  it.skipIf(!canMount())('says at the end that rows found the disk full', async () => {
    const disk = await mountSmallFilesystem(128 * 1024);
    onTestFinished(() => disk.remove());
    const recorder = new RunRecorder(disk.path);
    recorder.event(BEGAN);
    for (let batch = 0; batch < 10; batch += 1) recorder.samples(countedSamples(1000, batch * 1e9));
    await expect(recorder.close()).rejects.toThrow('ENOSPC');
    // What was complete before can be read.
    const { count } = await readSamplesFile(join(disk.path, 'samples.arrows'));
    expect(count).toBeGreaterThan(0);
    expect(count % 1000).toBe(0);
  });

  it.skipIf(!canMount())(
    'takes no row more once rows found the disk full, and says why',
    async () => {
      const disk = await mountSmallFilesystem(128 * 1024);
      onTestFinished(() => disk.remove());
      const recorder = new RunRecorder(disk.path);
      recorder.event(BEGAN);
      for (let batch = 0; batch < 10; batch += 1)
        recorder.samples(countedSamples(1000, batch * 1e9));
      // Found out by the writer of the file, or by the timer that sends rows to it.
      const samples = countedSamples(1);
      await vi.waitFor(
        () => expect(() => recorder.samples(samples)).toThrow('the disk is full'),
        PATIENCE_MS,
      );
      expect(() => recorder.request(countedRow(1))).toThrow(/ENOSPC.*--output-dir/u);
      await expect(recorder.closeRows()).rejects.toMatchObject({ code: 'RECORDING' });
      await expect(recorder.close()).rejects.toMatchObject({ code: 'RECORDING' });
    },
  );

  it('has every row on the disk before its end is said', async () => {
    const folder = temporaryFolder();
    const recorder = new RunRecorder(folder);
    recorder.event(BEGAN);
    recorder.samples(countedSamples(12));
    await recorder.closeRows();
    expect((await readSamplesFile(join(folder, 'samples.arrows'))).count).toBe(12);
    recorder.event({ kind: 'run-ended', atNs: 2e9, status: 'complete' });
    await recorder.close();
    expect((await readRun(folder)).status).toBe('complete');
  });
});
