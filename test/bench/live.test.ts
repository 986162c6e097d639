import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { waitUntil } from '../e2e/support/wait-until.ts';

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

function readProcess(file: string): string {
  try {
    return readFileSync(`/proc/${file}`, 'utf8');
  } catch (error) {
    // What has ended has no files any more, or cannot be read while it ends.
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}

function childrenOf(pid = 0): string[] {
  return readProcess(`${pid}/task/${pid}/children`)
    .split(' ')
    .filter((child) => child !== '');
}

function isServer(pid: string): boolean {
  return readProcess(`${pid}/cmdline`).includes('\0mock\0');
}

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

  it('ends its server when it is asked to end', async () => {
    const bench = spawn(process.execPath, [program, 'live', '--quick', '--section', 'runs'], {
      stdio: 'ignore',
    });
    const exited = once(bench, 'exit');
    onTestFinished(async () => {
      bench.kill('SIGTERM');
      await exited;
    });
    const server = await waitUntil('a server of the bench', () =>
      childrenOf(bench.pid).find((pid) => isServer(pid)),
    );
    bench.kill('SIGTERM');
    expect(await exited).toEqual([130, null]);
    await waitUntil('the end of that server', () => (isServer(server) ? undefined : true));
  });
});
