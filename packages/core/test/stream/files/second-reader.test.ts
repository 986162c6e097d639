import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC } from '@uwdata/flechette';
import { describe, expect, it } from 'vitest';
import { RequestsFileWriter } from '../../../src/stream/files/requests-file.ts';
import { SamplesFileWriter } from '../../../src/stream/files/samples-file.ts';
import { readSurveyFile, SurveyFileWriter } from '../../../src/stream/files/survey-file.ts';
import { countedRow, countedSamples, samplesOf } from '../built/arbitrary-rows.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** What another implementation of Arrow reads. */
function readElsewhere(path: string) {
  return tableFromIPC(readFileSync(path), { useBigInt: true });
}

function metadataOf(
  entries: ReadonlyMap<string, string> | null | undefined,
): Record<string, string> {
  return Object.fromEntries(entries ?? []);
}

describe('the streams, read by another implementation of Arrow', () => {
  it('hold the samples', async () => {
    const path = join(temporaryFolder(), 'samples.arrows');
    const writer = new SamplesFileWriter(path);
    const samples = countedSamples(2500);
    writer.append(samples);
    writer.append(
      samplesOf([
        { timeNs: 2 ** 62, latenessNs: Number.NaN, pid: 7, rssBytes: 0.5, sharedBytes: 0 },
      ]),
    );
    writer.flush();
    await writer.close();
    const table = readElsewhere(path);
    expect(table.numRows).toBe(2501);
    expect([...table.getChild('timeNs')].slice(0, 2500)).toEqual(
      Array.from(samples.timeNs, (stamp) => BigInt(stamp)),
    );
    expect(table.at(2500)).toEqual({
      timeNs: 2n ** 62n,
      latenessNs: null,
      pid: 7,
      rssBytes: 0.5,
      sharedBytes: 0,
      cpuNs: null,
      heapUsedBytes: null,
    });
  });

  it('have unit and meaning of each column of samples', async () => {
    const path = join(temporaryFolder(), 'samples.arrows');
    await new SamplesFileWriter(path).close();
    const { schema } = readElsewhere(path);
    expect(metadataOf(schema.metadata)).toEqual({ 'loadcell.samples': '2' });
    const units = schema.fields.map((field) => [field.name, metadataOf(field.metadata)['unit']]);
    expect(Object.fromEntries(units)).toEqual({
      timeNs: 'ns',
      latenessNs: 'ns',
      pid: 'pid',
      rssBytes: 'bytes',
      sharedBytes: 'bytes',
      cpuNs: 'ns',
      heapUsedBytes: 'bytes',
    });
    for (const field of schema.fields) {
      expect(metadataOf(field.metadata)['description']).toMatch(/^\S.{5}/);
    }
  });

  it('hold the survey, one value per row with its unit', async () => {
    const path = join(temporaryFolder(), 'survey.arrows');
    const writer = new SurveyFileWriter(path);
    const swap = { timeNs: 5e9, pid: 7, source: 0, column: 'processMemory.swapBytes', value: 4096 };
    writer.append([swap, { ...swap, column: 'gpu.powerWatts', pid: 0, source: 1, value: 70.5 }]);
    await writer.close();
    const table = readElsewhere(path);
    expect(table.at(0)).toEqual({ ...swap, timeNs: 5_000_000_000n, unit: 'bytes' });
    expect(table.at(1)).toMatchObject({ column: 'gpu.powerWatts', unit: 'watts', source: 1 });
    const read = await readSurveyFile(path);
    expect([...read.keys()]).toEqual(['processMemory.swapBytes', 'gpu.powerWatts']);
    expect(read.get('gpu.powerWatts')?.value).toEqual(Float64Array.of(70.5));
  });

  it('hold the requests', async () => {
    const path = join(temporaryFolder(), 'requests.arrows');
    const writer = new RequestsFileWriter(path);
    const named = { ...countedRow(3), model: '模型', errorMessage: 'größe' };
    const silent = { ...countedRow(4), chunkNs: new Float64Array(0), inputTokens: Number.NaN };
    for (const row of [named, silent]) writer.append(row);
    writer.flush();
    writer.append(countedRow(5));
    await writer.close();
    const table = readElsewhere(path);
    expect(table.numRows).toBe(3);
    expect(table.at(0)).toMatchObject({
      id: 3n,
      purpose: 'load',
      stage: 'closed',
      model: '模型',
      errorMessage: 'größe',
      scheduledNs: 300n,
      connectedNs: null,
      outcome: 'ok',
    });
    const chunks = [...table.getChild('chunkNs')].map((list) => [...list]);
    expect(chunks).toEqual([[302n, 303n, 304n], [], [502n, 503n, 504n]]);
    expect([...table.getChild('inputTokens')]).toEqual([3n, null, 3n]);
    const plain = table.schema.fields.filter((field) => !field.metadata?.get('unit'));
    expect(plain.map((field) => field.name)).toEqual([]);
  });

  it('hold what was flushed, also of a run that was killed', async () => {
    const path = join(temporaryFolder(), 'samples.arrows');
    const writer = new SamplesFileWriter(path);
    writer.append(countedSamples(10));
    await writer.close();
    const whole = readFileSync(path);
    // The mark of the end is eight bytes; a killed writer never wrote it.
    expect(tableFromIPC(whole.subarray(0, whole.length - 8)).numRows).toBe(10);
  });
});
