import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC, Vector, type Table } from 'apache-arrow';
import { parse } from 'csv-parse/sync';
import { readParquet } from 'parquet-wasm';
import { describe, expect, it } from 'vitest';
import { EXPORT_STREAMS, exportRun, type ExportStream } from '../../src/export/export-run.ts';
import { RUN_FILES } from '../../src/stream/files/run-directory.ts';
import { RunRecorder } from '../../src/stream/files/run-recorder.ts';
import { countedRow, samplesOf } from '../stream/built/arbitrary-rows.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';

const ROWS = 2500;

/** A run with several batches of samples and gaps in them, a survey and two requests. */
async function makeRun(): Promise<string> {
  const runDir = temporaryFolder();
  const recorder = new RunRecorder(runDir);
  for (const batch of [0, 1]) {
    const rows = Array.from({ length: ROWS / 2 }, (_, index) => ({
      // Above 2^53, where a double holds only even integers, as this one is.
      timeNs: 2 ** 53 + (batch * ROWS + index) * 1_000_000,
      latenessNs: index,
      pid: 42 + batch,
      rssBytes: index === 7 ? Number.NaN : index * 4096.5,
      sharedBytes: Number.NaN,
      cpuNs: index % 3 === 0 ? Number.NaN : index,
    }));
    recorder.samples(samplesOf(rows));
  }
  recorder.survey([
    { timeNs: 5, pid: 42, source: 0, column: 'processMemory.swapBytes', value: 8192 },
    { timeNs: 6, pid: 0, source: 1, column: 'pressure.cpuSomeNs', value: 0.5 },
  ]);
  recorder.request({ ...countedRow(1), errorMessage: 'a "b", c\nd; é' });
  recorder.request({ ...countedRow(2), chunkNs: new Float64Array(0) });
  await recorder.close();
  return runDir;
}

/** A value as text: a list separated by spaces, an unmeasured value as an empty string. */
function textOf(value: unknown): string {
  if (value instanceof Vector) return [...value].join(' ');
  if (value === null) return '';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
    return `${value}`;
  }
  throw new TypeError(`A value of type ${typeof value} is not expected in a stream.`);
}

function rowsOf(table: Table): string[][] {
  return table.toArray().map((row) => Object.values(row.toJSON()).map(textOf));
}

function recorded(runDir: string, stream: ExportStream): Table {
  return tableFromIPC(readFileSync(join(runDir, RUN_FILES[stream])));
}

/** Reads with an independent implementation of Parquet, in another language. */
function readByOther(path: string): Table {
  return tableFromIPC(readParquet(readFileSync(path)).intoIPCStream());
}

function readCsv(path: string): string[][] {
  return parse(readFileSync(path));
}

describe('exportRun, to Parquet', () => {
  it.each(EXPORT_STREAMS)('holds every value of the %s, units included', async (stream) => {
    const runDir = await makeRun();
    const { files } = await exportRun({ runDir, format: 'parquet', streams: [stream] });
    const before = recorded(runDir, stream);
    expect(files).toEqual([
      { stream, path: join(runDir, `${stream}.parquet`), rows: before.numRows, isIntact: true },
    ]);
    const after = readByOther(join(runDir, `${stream}.parquet`));
    expect(rowsOf(after)).toEqual(rowsOf(before));
    const described = (table: Table) =>
      table.schema.fields.map(({ name, metadata }) => ({
        name,
        unit: metadata.get('unit'),
        description: metadata.get('description'),
      }));
    expect(described(after)).toEqual(described(before));
    expect(described(after)[0]?.unit).toMatch(/./);
  });

  it('writes no file for a stream without rows', async () => {
    const runDir = temporaryFolder();
    await new RunRecorder(runDir).close();
    const before = readdirSync(runDir);
    const streams = ['samples'] as const;
    expect(await exportRun({ runDir, format: 'parquet', streams })).toEqual({
      files: [],
      empty: ['samples'],
    });
    expect(readdirSync(runDir)).toEqual(before);
  });
});

describe('exportRun, to CSV', () => {
  it.each(EXPORT_STREAMS)('holds every value of the %s', async (stream) => {
    const runDir = await makeRun();
    await exportRun({ runDir, format: 'csv', streams: [stream] });
    const [header, ...rows] = readCsv(join(runDir, `${stream}.csv`));
    const before = recorded(runDir, stream);
    expect(header).toEqual(before.schema.fields.map(({ name }) => name));
    expect(rows).toEqual(rowsOf(before));
  });

  it('describes the columns and their units in a separate file', async () => {
    const runDir = await makeRun();
    await exportRun({ runDir, format: 'csv', streams: ['samples'] });
    const text = readFileSync(join(runDir, 'samples.csv-metadata.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      url: 'samples.csv',
      tableSchema: {
        columns: expect.arrayContaining([
          expect.objectContaining({ name: 'rssBytes', 'schema:unitText': 'bytes' }),
        ]),
      },
    });
  });
});

describe('exportRun, of requests', () => {
  const exported = async (format: 'csv' | 'parquet'): Promise<string> => {
    const runDir = temporaryFolder();
    const recorder = new RunRecorder(runDir);
    recorder.request({ ...countedRow(1), stage: 'sweep/16', purpose: 'probe' });
    recorder.request({ ...countedRow(2), stage: '', purpose: 'context-load' });
    await recorder.close();
    await exportRun({ runDir, format, streams: ['requests'] });
    return join(runDir, `requests.${format}`);
  };

  it('has the stage of each in CSV, empty for a request outside stages', async () => {
    const [header = [], ...rows] = readCsv(await exported('csv'));
    expect(rows.map((row) => row[header.indexOf('stage')])).toEqual(['sweep/16', '']);
  });

  it('has the stage of each in Parquet', async () => {
    const stages = readByOther(await exported('parquet')).getChild('stage');
    expect([...(stages ?? [])]).toEqual(['sweep/16', '']);
  });
});

describe('exportRun, of an incomplete or invalid run', () => {
  it('keeps what comes before a truncated batch, and reports it', async () => {
    const runDir = await makeRun();
    const path = join(runDir, RUN_FILES.samples);
    truncateSync(path, statSync(path).size - 100);
    const streams = ['samples'] as const;
    const { files } = await exportRun({ runDir, format: 'parquet', streams });
    // A batch has 1000 rows, and the third is cut off.
    expect(files[0]).toMatchObject({ rows: 2000, isIntact: false });
    expect(readByOther(join(runDir, 'samples.parquet')).numRows).toBe(2000);
  });

  it('reports a stream without rows, and writes the others', async () => {
    const runDir = await makeRun();
    truncateSync(join(runDir, RUN_FILES.survey), 0);
    truncateSync(join(runDir, RUN_FILES.requests), 20);
    const { files, empty } = await exportRun({ runDir, format: 'csv', streams: EXPORT_STREAMS });
    expect(files.map(({ stream }) => stream)).toEqual(['samples']);
    expect(empty).toEqual(['survey', 'requests']);
  });

  it('rejects a directory that is not a run, and a file of another kind', async () => {
    const runDir = temporaryFolder();
    const streams = ['samples'] as const;
    await expect(exportRun({ runDir, format: 'csv', streams })).rejects.toMatchObject({
      code: 'CONFIG',
    });
    writeFileSync(join(runDir, RUN_FILES.samples), 'this is a text of some length, and no stream');
    await expect(exportRun({ runDir, format: 'csv', streams })).rejects.toMatchObject({
      code: 'EXPORT',
    });
    expect(readdirSync(runDir)).toEqual([RUN_FILES.samples]);
  });

  it.each(['csv', 'parquet'] as const)('leaves no partial %s file', async (format) => {
    const runDir = await makeRun();
    // A directory is in its place: the file can be written, but not renamed.
    const outputDir = temporaryFolder();
    mkdirSync(join(outputDir, `samples.${format}`, 'in the way'), { recursive: true });
    await expect(
      exportRun({ runDir, format, streams: ['samples'], outputDir }),
    ).rejects.toMatchObject({ code: 'EXPORT' });
    expect(readdirSync(outputDir).filter((name) => name.endsWith('.partial'))).toEqual([]);
    expect(existsSync(join(outputDir, `samples.${format}`, 'in the way'))).toBe(true);
  });
});
