import path from 'node:path';
import { RUN_FILES } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { readRequestsFile } from '../../../packages/core/src/stream/files/requests-file.ts';
import { latestRun, readMeasurements, temporaryFolder } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';

const LOAD = ['--phase', 'load', '--concurrency', '2', '--requests', '12'];

/** The durations of audio in the requests of the load, s. */
async function mediaSeconds(cwd: string): Promise<Set<number>> {
  const rows = await readRequestsFile(path.join(latestRun(cwd), RUN_FILES.requests));
  const ofLoad = rows.filter(({ purpose }) => purpose === 'load');
  return new Set(ofLoad.map(({ mediaNs }) => mediaNs / 1e9));
}

describe('audio of the mock server', () => {
  it('is spoken with 100 ms for each token, which every request records', async () => {
    const mock = await startMock();
    const cwd = temporaryFolder();
    const args = ['run', '--url', mock.url, '--api', 'openai-speech', ...LOAD];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    const [load] = readMeasurements(cwd);
    expect(load?.['errorRate']?.avg).toBe(0);
    expect(load?.['realTimeFactor']?.min).toBeGreaterThan(0);
    expect(load?.['timeToFirstAudio']?.min).toBeGreaterThan(0);
    expect(await mediaSeconds(cwd)).toEqual(new Set([1.2]));
  });

  it('is transcribed, with the duration of the recording', async () => {
    const mock = await startMock();
    const cwd = temporaryFolder();
    const args = ['run', '--url', mock.url, '--api', 'openai-transcription', '--audio', '2s'];
    const { code, stdout, stderr } = await runLoadcell([...args, ...LOAD], { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    const [load] = readMeasurements(cwd);
    expect(load?.['errorRate']?.avg).toBe(0);
    expect(load?.['realTimeFactor']?.min).toBeGreaterThan(0);
    // The words of the mock server, by its own count.
    expect(load?.['outputSequenceLength']).toMatchObject({ min: 12, max: 12 });
    expect(await mediaSeconds(cwd)).toEqual(new Set([2]));
  });
});
