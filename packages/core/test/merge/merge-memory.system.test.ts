import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryUsage } from 'node:process';
import { expect, it } from 'vitest';
import { mergeRuns } from '../../src/merge/merge-runs.ts';
import { RUN_FILES } from '../../src/stream/files/run-directory.ts';
import { SamplesFileWriter } from '../../src/stream/files/samples-file.ts';
import { countedSamples } from '../stream/built/arbitrary-rows.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';
import { buildLoader } from './machine-run.ts';

const MIB = 2 ** 20;
const MACHINES = 4;

/** Columns of a sample, each a number of 8 bytes but for the pid. */
const SAMPLE_BYTES = 6 * 8 + 4;

/** Rows of every machine, at the same times: each comes alone in the merged run. */
async function buildMachines(folder: string, samples: number, requests: number) {
  const file = join(folder, RUN_FILES.samples);
  const paths: { path: string }[] = [];
  const latenciesMs = Array.from({ length: requests }, (_, index) => 20 + (index % 100));
  for (let index = 0; index < MACHINES; index += 1) {
    const machine = `m${index}`;
    const slice = { index, count: MACHINES };
    paths.push({ path: await buildLoader(join(folder, machine), { machine, slice, latenciesMs }) });
  }
  const writer = new SamplesFileWriter(file);
  for (let from = 0; from < samples; from += 1000) {
    writer.append(countedSamples(1000, 1e9 + from * 1e6));
    await writer.drained();
  }
  await writer.close();
  for (const { path } of paths) {
    rmSync(join(path, RUN_FILES.samples));
    linkSync(file, join(path, RUN_FILES.samples));
  }
  return paths;
}

/** By how much the memory of this process grows at most, bytes. */
async function growthBytes(work: () => Promise<unknown>): Promise<number> {
  const before = memoryUsage.rss();
  // The kernel forgets the largest memory that it has seen.
  writeFileSync('/proc/self/clear_refs', '5');
  await work();
  const [, peakKib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(peakKib) * 1024 - before;
}

it('a merge does not hold the rows of its machines', async () => {
  const folder = temporaryFolder();
  const few = await buildMachines(join(folder, 'few'), 50_000, 2000);
  const many = await buildMachines(join(folder, 'many'), 700_000, 10_000);
  // Takes what merging needs with any number of rows: compiled code, and room for garbage.
  await mergeRuns(few, join(folder, 'merged-few'));
  const grownBytes = await growthBytes(() => mergeRuns(many, join(folder, 'merged-many')));
  const rowBytes = MACHINES * 700_000 * SAMPLE_BYTES;
  expect(rowBytes).toBeGreaterThan(130 * MIB);
  expect(grownBytes).toBeLessThan(rowBytes / 2);
});
