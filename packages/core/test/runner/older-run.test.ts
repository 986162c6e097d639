import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readComparedRun } from '../../src/compare/compared-run.ts';
import { exportRun } from '../../src/export/export-run.ts';
import { concludeDirectory } from '../../src/report/results/conclude-directory.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';

it.each([
  ['a report', (runDir: string) => concludeDirectory(runDir)],
  ['a comparison', (runDir: string) => readComparedRun(runDir, false)],
  ['an export', (runDir: string) => exportRun({ runDir, format: 'csv', streams: ['samples'] })],
])('%s refuses the directory of an older or newer format in two lines', async (_of, read) => {
  const runDir = temporaryFolder();
  writeFileSync(join(runDir, 'run.json'), JSON.stringify({ format: 3, name: 'old' }));
  await expect(read(runDir)).rejects.toMatchObject({
    code: 'CONFIG',
    summary: `"${runDir}" has format 3, and this version of Loadcell reads format 4.`,
    help: 'run the test again, or read the directory with the version that wrote it',
  });
  const newer = { format: 5, environment: { loadcell: '0.9.0' } };
  writeFileSync(join(runDir, 'run.json'), JSON.stringify(newer));
  await expect(read(runDir)).rejects.toMatchObject({
    code: 'CONFIG',
    summary: `"${runDir}" has format 5 (Loadcell 0.9.0), and this version of Loadcell reads format 4.`,
    help: expect.stringMatching(/^update Loadcell, or run the test again/),
  });
});
