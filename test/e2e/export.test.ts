import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { RecordingSummarySchema } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { latestRun, temporaryFolder } from './support/run-folder.ts';
import { runLoadcell } from './support/run-loadcell.ts';

describe('loadcell export', () => {
  it('exports every sample of a recording, as CSV and as Parquet', async () => {
    const cwd = temporaryFolder();
    const recorded = await runLoadcell(['record', '--json', '--', 'sleep', '0.2'], { cwd });
    const { sampleCount, rssBytes } = RecordingSummarySchema.parse(JSON.parse(recorded.stdout));
    const csv = await runLoadcell(['export', latestRun(cwd), '--format', 'csv', '-o', 'out'], {
      cwd,
    });
    expect(csv.code).toBe(0);
    expect(csv.stdout.trim().split('\n')).toEqual([
      path.join(cwd, 'out', 'samples.csv'),
      path.join(cwd, 'out', 'survey.csv'),
    ]);
    expect(csv.stderr).toContain(
      'No requests file: the run directory has no whole row of requests.',
    );
    const [header = [], ...rows] = readFileSync(path.join(cwd, 'out', 'samples.csv'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    expect(rows).toHaveLength(sampleCount);
    const sizes = rows.map((row) => Number(row[header.indexOf('rssBytes')]));
    expect(Math.max(...sizes)).toBe(rssBytes.peak);

    const args = ['export', latestRun(cwd), '--format', 'parquet', '--table', 'samples'];
    expect(await runLoadcell(args, { cwd })).toMatchObject({
      code: 0,
      stdout: `${path.join(latestRun(cwd), 'samples.parquet')}\n`,
      stderr: `  ${sampleCount} rows\n`,
    });
    // The test of the writer checks the content with an independent reader.
    const bytes = readFileSync(path.join(latestRun(cwd), 'samples.parquet'), 'latin1');
    expect([bytes.slice(0, 4), bytes.slice(-4)]).toEqual(['PAR1', 'PAR1']);
  });

  it.each([
    [['export', '.'], 'export needs --format'],
    [['export', '.', '--to', 'csv'], '--to is now --format'],
    [['export', '.', '--format', 'cvs'], 'unknown --format "cvs"; did you mean "csv"?'],
    [['export', '.', '--format', 'csv', '--table', 'events'], 'unknown --table "events"'],
    [['export', '.', '--format', 'csv'], 'pass a run directory'],
  ])('rejects %j with 2', async (args, message) => {
    const cwd = temporaryFolder();
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(readdirSync(cwd)).toEqual([]);
  });
});
