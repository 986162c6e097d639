import { expect, it } from 'vitest';
import { chooseFormats } from '../../src/conclusion/choose-formats.ts';
import { openReportOutput } from '../../src/conclusion/report-output.ts';
import { temporaryFolder } from '../temporary-folder.ts';

it('reports a folder that cannot be created and stops trying', async () => {
  const formats = chooseFormats(new Map([['format', ['md']]]));
  await expect(
    openReportOutput('/proc/loadcell/report.md', formats, temporaryFolder()),
  ).rejects.toThrow(/^cannot create the folder "\/proc\/loadcell": ENOENT/);
});
