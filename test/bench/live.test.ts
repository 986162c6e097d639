import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { waitUntil } from '../e2e/support/wait-until.ts';
import { BENCH_PROGRAM, runBench } from './support/run-bench.ts';
import { readSuiteReport } from './support/suite-report.ts';

function readProcess(file: string): string {
  try {
    return readFileSync(`/proc/${file}`, 'utf8');
  } catch (error) {
    // A process that has ended, or is ending, has no files to read.
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
      ['sendDelayP99ViewOverQuiet', 'timeToFirstTokenP99ControlOverQuiet', 'mainThreadMsView'],
    ],
  ])('measures %s and gives a number for each figure', async (section, expected) => {
    const { code, stdout, stderr } = await runBench(
      'live',
      '--quick',
      '--json',
      '--section',
      section,
    );
    expect(code, stderr).toBe(0);
    const report = readSuiteReport(stdout, 'live', [section]);
    const names = report.sections.flatMap(({ figures }) => figures.map(({ name }) => name));
    expect(names).toEqual(expect.arrayContaining(expected));
  });

  it('stops its server on SIGTERM', async () => {
    const bench = spawn(process.execPath, [BENCH_PROGRAM, 'live', '--quick', '--section', 'runs'], {
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
