import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadcellConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { EXIT_CODES } from '../../packages/cli/src/exit-codes.ts';
import { SamplesFileWriter } from '../../packages/core/src/stream/files/samples-file.ts';
import { countedSamples } from '../../packages/core/test/stream/built/arbitrary-rows.ts';
import { LENIENT_CALIBRATION, temporaryFolder } from './support/run-folder.ts';
import { runLoadcell, startLoadcell } from './support/run-loadcell.ts';
import { startMock } from './support/start-mock.ts';

const ReportSchema = z.object({
  phases: z.array(z.object({ errors: z.array(z.string()).optional() })),
  machines: z.array(
    z.object({ name: z.string(), requests: z.number(), clock: z.object({ source: z.string() }) }),
  ),
});

const POLL = { timeout: 60_000, interval: 10 };

/** Both workers are ready long before they start together, also on a busy machine, seconds. */
const START_AFTER_S = 20;

/** A short load at a fixed rate. */
function configOf(url: string): LoadcellConfig {
  return {
    target: { url },
    phase: 'load',
    sampling: { hz: 50 },
    successCriteria: { errorRate: 0 },
    phases: {
      load: {
        idle: '100ms',
        cooldown: '100ms',
        duration: '2s',
        stages: [{ kind: 'open', rate: 20 }],
        calibration: LENIENT_CALIBRATION,
      },
    },
  };
}

/** Sends the slices of one load side by side. @returns their run directories */
async function sendSlices(
  cwd: string,
  url: string,
  common: readonly string[] = [],
  flagsOf: (index: string) => readonly string[] = () => [],
): Promise<string[]> {
  writeFileSync(path.join(cwd, 'load.json'), JSON.stringify(configOf(url)));
  const alike = ['run', 'load.json', '--seed', '7', '--nonce', 'n', ...common];
  const slices = ['0', '1'].map((index) => {
    const own = ['--slice', `${index}/2`, '--output-dir', `slice-${index}`, ...flagsOf(index)];
    return startLoadcell([...alike, ...own], { cwd }).finished;
  });
  for (const { code, stderr } of await Promise.all(slices)) expect(code, stderr).toBe(0);
  return ['slice-0/latest', 'slice-1/latest'];
}

/** Replaces the samples of runs by those of many processes. */
async function fillSamples([first = '', ...others]: readonly string[]): Promise<void> {
  const file = path.join(first, 'samples.arrows');
  rmSync(file);
  const writer = new SamplesFileWriter(file);
  for (let batch = 0; batch < 800; batch += 1) {
    writer.append(countedSamples(1000, 1e9 + batch * 1000));
    await writer.drained();
  }
  await writer.close();
  for (const other of others) copyFileSync(file, path.join(other, 'samples.arrows'));
}

function requestsOf(folder: string): number {
  const file = path.join(folder, 'results.json');
  const parsed = z
    .object({
      phases: z.array(
        z.object({ stages: z.array(z.object({ requests: z.object({ due: z.number() }) })) }),
      ),
    })
    .parse(JSON.parse(readFileSync(file, 'utf8')));
  return parsed.phases[0]?.stages[0]?.requests.due ?? 0;
}

describe('loadcell merge', () => {
  it('makes one run of the slices of a load, which is reported and compared as any other', async () => {
    const { url } = await startMock();
    const cwd = temporaryFolder();
    const startAt = String(Math.ceil(Date.now() / 1000) + START_AFTER_S);
    const slices = await sendSlices(cwd, url, ['--start-at', startAt]);
    const merged = await runLoadcell(['merge', ...slices, '-o', 'merged', '--json'], { cwd });
    expect(merged.code, merged.stderr).toBe(EXIT_CODES.pass);
    const report = ReportSchema.parse(JSON.parse(merged.stdout));
    expect(report.machines.map(({ clock }) => clock.source)).toStrictEqual([
      'reference',
      'same-clock',
    ]);
    const sent = slices.map((slice) => requestsOf(path.join(cwd, slice)));
    expect(requestsOf(path.join(cwd, 'merged'))).toBe(sent.reduce((sum, count) => sum + count, 0));
    const again = await runLoadcell(['report', 'merged', '--verbose'], { cwd });
    expect(again.code).toBe(EXIT_CODES.pass);
    expect(again.stdout).toContain('Machines: 2 (2 load)');
    await runLoadcell(['merge', ...slices, '-o', 'merged-again'], { cwd });
    const alike = await runLoadcell(['compare', 'merged', 'merged-again'], { cwd });
    expect(alike.code, alike.stderr).toBe(EXIT_CODES.pass);
    const exported = await runLoadcell(['export', 'merged', '--format', 'csv'], { cwd });
    expect(exported.code, exported.stderr).toBe(EXIT_CODES.pass);
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const { url } = await startMock();
    const cwd = temporaryFolder();
    const slices = await sendSlices(cwd, url);
    // Streams of hundreds of thousands of samples are merged for long enough to interrupt it.
    await fillSamples(slices.map((slice) => path.join(cwd, slice)));
    const merge = startLoadcell(['merge', ...slices, '-o', 'merged'], { cwd });
    await expect.poll(() => existsSync(path.join(cwd, 'merged.partial')), POLL).toBe(true);
    process.kill(merge.pid, 'SIGINT');
    const { code, stderr } = await merge.finished;
    expect(code, stderr).toBe(EXIT_CODES.interrupted);
    expect(stderr).toContain('the merge leaves nothing behind');
    expect(existsSync(path.join(cwd, 'merged.partial'))).toBe(false);
    expect(existsSync(path.join(cwd, 'merged'))).toBe(false);
  });

  it('does not trust a run without one of its slices, and names it', async () => {
    const { url } = await startMock();
    const cwd = temporaryFolder();
    const [first = ''] = await sendSlices(cwd, url);
    const merged = await runLoadcell(['merge', first, '-o', 'merged', '--json'], { cwd });
    expect(merged.code).toBe(EXIT_CODES.unreliable);
    const { phases } = ReportSchema.parse(JSON.parse(merged.stdout));
    expect(phases[0]?.errors?.join(' ')).toContain('Slice 1/2 is missing.');
    const repeated = await runLoadcell(['merge', first, '-o', 'merged'], { cwd });
    expect(repeated.code).toBe(EXIT_CODES.usage);
    expect(repeated.stderr).toContain('exists; a merged run needs a new directory');
  });

  it('does not trust slices whose data sets differ by one word, and names the machine and the file', async () => {
    const { url } = await startMock();
    const cwd = temporaryFolder();
    const fileOf = (index: string): string => path.join(`data-${index}`, 'chat.jsonl');
    for (const [index, word] of [
      ['0', 'north'],
      ['1', 'south'],
    ] as const) {
      const rows = Array.from({ length: 60 }, (_, row) => ({ prompt: `${row} to the north` }));
      const last = { prompt: `60 to the ${word}` };
      const lines = [...rows, last].map((row) => JSON.stringify(row)).join('\n');
      mkdirSync(path.join(cwd, path.dirname(fileOf(index))));
      writeFileSync(path.join(cwd, fileOf(index)), lines);
    }
    const slices = await sendSlices(cwd, url, [], (index) => ['--dataset', fileOf(index)]);
    const merged = await runLoadcell(['merge', ...slices, '-o', 'merged', '--json'], { cwd });
    expect(merged.code).toBe(EXIT_CODES.unreliable);
    const { phases, machines } = ReportSchema.parse(JSON.parse(merged.stdout));
    expect(phases[0]?.errors?.join(' ')).toMatch(
      new RegExp(`Machine ${machines[1]?.name}: dataset chat\\.jsonl has other content: SHA-256`),
    );
  });
});
