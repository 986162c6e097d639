import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../e2e/support/run-folder.ts';
import { startMock } from '../e2e/support/start-mock.ts';
import { startProgram } from '../e2e/support/run-loadcell.ts';
import { BENCH_PROGRAM, runBench } from './support/run-bench.ts';
import { readSuiteReport } from './support/suite-report.ts';

const isRoot = process.getuid?.() === 0;
const canCapture = isRoot && spawnSync('tcpdump', ['--version']).error === undefined;
/** Timing of the mock server: the first token, then eleven more. */
const FIRST_TOKEN_MS = 20;
const LAST_TOKEN_MS = FIRST_TOKEN_MS + 11 * 5;

/** Runs one section briefly. */
function runTruth(section: string, url: string) {
  return runBench('truth', '--quick', '--json', '--section', section, '--url', url);
}

describe('the truth suite of the benchmarks', () => {
  it.skipIf(!canCapture)('compares what Loadcell reports with a packet capture', async () => {
    const { url } = await startMock();
    const { code, stdout, stderr } = await runTruth('loadcell', url);
    expect(code, stderr).toBe(0);
    const [section] = readSuiteReport(stdout, 'truth', ['loadcell']).sections;
    const figures = new Map(section?.figures.map(({ name, value }) => [name, value ?? Number.NaN]));
    expect(figures.get('requests')).toBeGreaterThanOrEqual(16);
    // The server never sends a token early, and the client reads it after it was on the network.
    expect(figures.get('ttftCapturedMs')).toBeGreaterThanOrEqual(FIRST_TOKEN_MS);
    expect(figures.get('endCapturedMs')).toBeGreaterThanOrEqual(LAST_TOKEN_MS);
    expect(figures.get('ttftReportedMinusCapturedMs')).toBeGreaterThan(0);
    expect(figures.get('clientCpuSeconds')).toBeGreaterThan(0);
  });

  it.skipIf(!canCapture)('reports CPU time as not measured without a peer', async () => {
    const { url } = await startMock();
    const { code, stdout } = await runTruth('cpu', url);
    expect(code).toBe(0);
    const [section] = readSuiteReport(stdout, 'truth', ['cpu']).sections;
    expect(section?.figures).toMatchObject([{ value: null, holds: null }]);
  });

  it.skipIf(!isRoot)('reports in two lines that it needs root', async () => {
    const user = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    const { code, stdout, stderr } = await startProgram('setpriv', [
      ...user,
      process.execPath,
      BENCH_PROGRAM,
      'truth',
    ]).finished;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n]*root can capture packets[^\n]*\nhelp: run it as root\n$/);
  });

  it.skipIf(!isRoot)('reports in two lines that it needs tcpdump', async () => {
    // Only the program that describes the machine is on the PATH.
    const folder = temporaryFolder();
    symlinkSync('/usr/bin/getconf', path.join(folder, 'getconf'));
    const env = { PATH: folder };
    const { code, stderr } = await startProgram(process.execPath, [BENCH_PROGRAM, 'truth'], { env })
      .finished;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: truth needs tcpdump\nhelp: apt-get install -y tcpdump\n$/);
  });
});
