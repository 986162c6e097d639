import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatenateSamples, emptySamples } from '../../../src/stream/columns/sample-columns.ts';
import { SamplesFileWriter, readSamplesFile } from '../../../src/stream/files/samples-file.ts';
import {
  arbitrarySamples,
  countedSamples,
  plainSamples,
  samplesOf,
} from '../built/arbitrary-rows.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('the samples stream', () => {
  it('returns every value of every sample, with any batches', async () => {
    const folder = temporaryFolder();
    let files = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ samples: arbitrarySamples, flush: fc.boolean() }), { maxLength: 6 }),
        async (appended) => {
          files += 1;
          const path = join(folder, `${files}.arrows`);
          const writer = new SamplesFileWriter(path);
          for (const { samples, flush } of appended) {
            writer.append(samples);
            if (flush) writer.flush();
          }
          await writer.close();
          const whole = concatenateSamples(appended.map(({ samples }) => samples));
          expect(plainSamples(await readSamplesFile(path))).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes a part of samples, also one without a column, and more than a batch', async () => {
    const path = join(temporaryFolder(), 'samples.arrows');
    const samples = { ...countedSamples(3000), heapUsedBytes: new Float64Array(0) };
    const writer = new SamplesFileWriter(path);
    writer.append(samples, 5, 6);
    writer.append(samples, 10, 2600);
    writer.append(samples, 2990);
    await writer.close();
    const read = await readSamplesFile(path);
    const taken = [...samples.timeNs].filter(
      (_, row) => row === 5 || (row >= 10 && row < 2600) || row >= 2990,
    );
    expect([...read.timeNs]).toEqual(taken);
    expect(read.heapUsedBytes).toHaveLength(0);
  });

  it('keeps an unmeasured figure unmeasured, and a measured zero zero', async () => {
    const path = join(temporaryFolder(), 'samples.arrows');
    const row = { timeNs: 5, latenessNs: Number.NaN, pid: 1, rssBytes: Number.NaN, sharedBytes: 0 };
    const writer = new SamplesFileWriter(path);
    writer.append(samplesOf([row, { ...row, latenessNs: 0, rssBytes: 0 }]));
    await writer.close();
    const read = await readSamplesFile(path);
    expect([...read.latenessNs]).toEqual([Number.NaN, 0]);
    expect([...read.rssBytes]).toEqual([Number.NaN, 0]);
  });

  it('keeps timestamps above 2 ** 53 to the precision of a double: 2 ns after 104 days of uptime', async () => {
    const path = join(temporaryFolder(), 'samples.arrows');
    const atNs = 2 ** 53;
    const writer = new SamplesFileWriter(path);
    const row = { latenessNs: 0, pid: 1, rssBytes: 0, sharedBytes: 0 };
    writer.append(samplesOf([1, 2, 4].map((after) => ({ ...row, timeNs: atNs + after }))));
    await writer.close();
    const { timeNs } = await readSamplesFile(path);
    // One nanosecond more is lost before it is written; two are not.
    expect([...timeNs]).toEqual([atNs, atNs + 2, atNs + 4]);
  });

  it('of no sample at all is a file that can be read', async () => {
    const path = join(temporaryFolder(), 'samples.arrows');
    const writer = new SamplesFileWriter(path);
    writer.append(emptySamples());
    await writer.close();
    expect(await readSamplesFile(path)).toEqual(emptySamples());
  });

  it('is never written over one that is there', async () => {
    const path = join(temporaryFolder(), 'samples.arrows');
    const first = new SamplesFileWriter(path);
    first.append(countedSamples(3));
    await first.close();
    const second = new SamplesFileWriter(path);
    await expect(second.close()).rejects.toThrow('EEXIST');
    expect((await readSamplesFile(path)).count).toBe(3);
  });
});
