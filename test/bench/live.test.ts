import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const program = fileURLToPath(new URL('../../bench/main.mjs', import.meta.url));
const run = promisify(execFile);

const ReportSchema = z.object({
  suite: z.literal('live'),
  sections: z.array(
    z.object({
      name: z.string(),
      figures: z.array(z.object({ name: z.string(), value: z.number() })).min(1),
    }),
  ),
  summary: z.object({ failedSections: z.array(z.string()).length(0) }),
});

describe('the live suite of the benchmarks', () => {
  it.each([
    ['paint', ['paintUs', 'paintShareOfCore', 'aggregateUsPerRequest', 'aggregateUsPerSample']],
    [
      'runs',
      ['sendLagP99ViewOverQuiet', 'timeToFirstTokenP99ControlOverQuiet', 'mainThreadMsView'],
    ],
  ])('measures %s and gives a number for each figure', async (section, expected) => {
    const args = [program, 'live', '--quick', '--json', '--section', section];
    const { stdout } = await run(process.execPath, args);
    const report = ReportSchema.parse(JSON.parse(stdout));
    const names = report.sections.flatMap(({ figures }) => figures.map(({ name }) => name));
    expect(names).toEqual(expect.arrayContaining(expected));
    expect(report.sections.map(({ name }) => name)).toEqual([section]);
  });
});
