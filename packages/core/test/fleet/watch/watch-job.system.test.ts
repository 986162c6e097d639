import { expect, it } from 'vitest';
import { keys } from '../../../src/fleet/protocol/names.ts';
import { watchJob, type WatchJob } from '../../../src/fleet/watch/watch-job.ts';
import { readRun } from '../../../src/stream/files/read-run.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';
import { Bucket } from './bucket.ts';
import { startHolder } from './watched-process.ts';
import { watcherOf } from './watched-run.ts';

const PLACE = { phase: 'load', stage: 'steady' };

async function begunJob(course: string[], parts: Partial<WatchJob> = {}) {
  const { pid } = await startHolder();
  const bucket = new Bucket();
  const runDir = temporaryFolder();
  const { signal } = new AbortController();
  const outcome = watchJob({
    watcher: await watcherOf({ kind: 'pid', pid }),
    kv: bucket,
    run: { runId: 'R1', machine: 'server-1', bootId: 'boot-1', runDir, signal },
    companion: {
      begin: async () => void course.push('companion began'),
      end: async () => void course.push('companion ended'),
    },
    onSampling: () => void course.push('sampling'),
    onCounts: () => {},
    onGuard: () => {},
    ...parts,
  });
  return { bucket, runDir, outcome };
}

it('lets stages start once all before the load is recorded, and ends with the load', async () => {
  const course: string[] = [];
  const { bucket, runDir, outcome } = await begunJob(course);
  await expect.poll(() => course).toEqual(['companion began', 'sampling']);
  bucket.put(keys.start(PLACE));
  bucket.put(keys.totals(PLACE));
  bucket.put(keys.finish);
  expect(await outcome).toEqual({});
  expect(course).toEqual(['companion began', 'sampling', 'companion ended']);
  const { phases, status } = await readRun(runDir);
  expect(status).toBe('complete');
  // At the beginning, at both edges of the stage, before the end, and after sampling.
  expect(phases[0]?.survey.get('edge.pssBytes')?.value).toHaveLength(5);
});

it('leaves no subscription behind when its companion fails', async () => {
  const { bucket, outcome } = await begunJob([], {
    companion: {
      begin: () => Promise.reject(new Error('no clock')),
      end: async () => {},
    },
  });
  await expect(outcome).rejects.toThrow('no clock');
  expect(bucket.watched).toBe(0);
});
