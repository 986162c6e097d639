import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isIntactArrowFile } from '../../../src/stream/files/arrow-reader.ts';
import { RequestsFileWriter, readRequestsFile } from '../../../src/stream/files/requests-file.ts';
import { SamplesFileWriter, readSamplesFile } from '../../../src/stream/files/samples-file.ts';
import { countedRow, countedSamples, plainRow } from '../built/arbitrary-rows.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const BATCHES = 3;
const ROWS = 5;

/** Lengths of a file that was cut off. A step that is prime to the alignment of 8 meets every kind of position. */
function lengthsOf(whole: Buffer, step: number): number[] {
  const lengths = Array.from({ length: Math.ceil(whole.length / step) }, (_, at) => at * step);
  return [...lengths, whole.length];
}

/** What a file of whole batches must give: rows only ever come in batches, and never go. */
function expectOnlyWholeBatches(rows: readonly number[]): void {
  const steps = rows.filter((count, at) => count !== rows[at - 1]);
  expect(steps).toEqual([0, ROWS, 2 * ROWS, BATCHES * ROWS]);
}

describe('a stream that was cut off at any byte', () => {
  it('still gives every complete batch of samples', async () => {
    const folder = temporaryFolder();
    const [path, cut] = [join(folder, 'whole.arrows'), join(folder, 'cut.arrows')];
    const writer = new SamplesFileWriter(path);
    for (let batch = 0; batch < BATCHES; batch += 1) {
      writer.append(countedSamples(ROWS, batch * 1e9));
      writer.flush();
    }
    await writer.close();
    const whole = readFileSync(path);
    const rows: number[] = [];
    for (const length of lengthsOf(whole, 5)) {
      writeFileSync(cut, whole.subarray(0, length));
      const { count, timeNs } = await readSamplesFile(cut);
      expect(timeNs).toHaveLength(count);
      rows.push(count);
    }
    expectOnlyWholeBatches(rows);
  });

  it('still gives every complete batch of requests', async () => {
    const folder = temporaryFolder();
    const [path, cut] = [join(folder, 'whole.arrows'), join(folder, 'cut.arrows')];
    const writer = new RequestsFileWriter(path);
    for (let row = 0; row < BATCHES * ROWS; row += 1) {
      writer.append(countedRow(row));
      if (row % ROWS === ROWS - 1) writer.flush();
    }
    await writer.close();
    const whole = readFileSync(path);
    const rows: number[] = [];
    for (const length of lengthsOf(whole, 53)) {
      writeFileSync(cut, whole.subarray(0, length));
      rows.push((await readRequestsFile(cut)).length);
    }
    expectOnlyWholeBatches(rows);
    expect((await readRequestsFile(cut)).map(plainRow)).toEqual(
      Array.from({ length: BATCHES * ROWS }, (_, row) => countedRow(row)),
    );
  });

  it('with zeros after it is read, or named as damaged', async () => {
    const folder = temporaryFolder();
    const [path, zeroed] = [join(folder, 'whole.arrows'), join(folder, 'zeroed.arrows')];
    const writer = new RequestsFileWriter(path);
    for (let row = 0; row < ROWS; row += 1) writer.append(countedRow(row));
    await writer.close();
    const whole = readFileSync(path);
    const errors: unknown[] = [];
    for (const length of lengthsOf(whole, 53)) {
      writeFileSync(zeroed, Buffer.concat([whole.subarray(0, length)], whole.length));
      await readRequestsFile(zeroed).catch((error: unknown) => errors.push(error));
    }
    expect(errors.length).toBeGreaterThan(0);
    const named = { code: 'RUN_UNREADABLE', help: 'copy the whole run directory again, or rerun' };
    for (const error of errors) expect(error).toMatchObject(named);
  });

  it('shows whether it has its proper end', async () => {
    const path = join(temporaryFolder(), 'samples.arrows');
    const writer = new SamplesFileWriter(path);
    writer.append(countedSamples(ROWS));
    await writer.close();
    expect(await isIntactArrowFile(path)).toBe(true);
    const whole = readFileSync(path);
    // The mark of the end alone, nothing at all, and a part of the last batch.
    for (const missing of [8, whole.length, 20]) {
      writeFileSync(path, whole.subarray(0, whole.length - missing));
      expect(await isIntactArrowFile(path)).toBe(false);
    }
  });

  it('returns the data before the remains of a power cut', async () => {
    const path = join(temporaryFolder(), 'samples.arrows');
    const writer = new SamplesFileWriter(path);
    writer.append(countedSamples(ROWS));
    await writer.close();
    // In place of the mark of the end.
    const whole = readFileSync(path);
    writeFileSync(path, Buffer.concat([whole.subarray(0, whole.length - 8), Buffer.alloc(4096)]));
    expect((await readSamplesFile(path)).count).toBe(ROWS);
    expect(await isIntactArrowFile(path)).toBe(false);
  });

  it('is not taken for one when it is something else', async () => {
    const path = join(temporaryFolder(), 'samples.arrows');
    writeFileSync(path, 'timeNs,rssBytes\n1,2\n'.repeat(50));
    await expect(readSamplesFile(path)).rejects.toThrow(path);
  });
});
