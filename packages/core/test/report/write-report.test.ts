import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Rendered, ReportFormat } from '../../src/report/report-format.ts';
import { REPORT_FORMATS } from '../../src/report/report-formats.ts';
import { writeReport } from '../../src/report/write-report.ts';
import { runOf } from '../stream/built/phase-builder.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';
import { concluded } from './concluded.ts';

const input = { ...concluded([]), streams: runOf([]) };

function formatOf(rendered: Rendered): ReportFormat {
  return {
    name: 'parts',
    file: 'parts.txt',
    isKept: false,
    isPrintable: true,
    render: async () => rendered,
  };
}

function* failing(): Iterable<string> {
  yield 'one';
  throw Object.assign(new Error('The renderer broke.'), { code: 'BROKEN' });
}

test('names and files of formats are unique', () => {
  for (const key of ['name', 'file'] as const) {
    const all = REPORT_FORMATS.map((format) => format[key]);
    expect(new Set(all).size).toBe(all.length);
  }
});

test('parts are written one after the other', async () => {
  const path = join(temporaryFolder(), 'parts.txt');
  await writeReport(formatOf(['one ', 'two']), input, path);
  expect(readFileSync(path, 'utf8')).toBe('one two');
  await writeReport(formatOf('whole'), input, path);
  expect(readFileSync(path, 'utf8')).toBe('whole');
});

test('what rendering throws is thrown as it is, and leaves nothing behind', async () => {
  const folder = temporaryFolder();
  await expect(writeReport(formatOf(failing()), input, join(folder, 'parts.txt'))).rejects.toThrow(
    /^The renderer broke\.$/u,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test('a place that cannot be written to is named, with what to do', async () => {
  const path = join(temporaryFolder(), 'missing', 'parts.txt');
  await expect(writeReport(formatOf('x'), input, path)).rejects.toMatchObject({
    code: 'REPORT',
    message: expect.stringMatching(/cannot write ".*parts\.txt": ENOENT.*--output/u),
  });
});
