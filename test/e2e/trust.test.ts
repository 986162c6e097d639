import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../packages/cli/src/exit-codes.ts';
import {
  hasRowOf,
  latestRun,
  readRunJson,
  temporaryFolder,
  writeConfig,
} from './support/run-folder.ts';
import { runLoadcell, startLoadcell } from './support/run-loadcell.ts';
import { startMock, startMockWith } from './support/start-mock.ts';
import { waitUntil } from './support/wait-until.ts';
import { unwrapped } from './support/unwrapped.ts';

/** A short load of a server, at concurrency 2 and then open. */
const LOAD = {
  idle: '100ms',
  cooldown: '100ms',
  duration: '800ms',
  stages: [
    { kind: 'closed', concurrency: 2, minRequests: 8 },
    { kind: 'open', minRequests: 8 },
  ],
} as const;

/** Of the mock server: responses that last long enough to be stopped in. */
const SLOW = [
  '--time-to-first-token',
  '300ms',
  '--inter-token-latency',
  '5ms',
  '--output-tokens',
  '60',
];

/** One stage that lasts until its beginning is seen from outside. */
const ONE_STAGE = { stages: [{ kind: 'closed', concurrency: 8, minRequests: 120 }] };

/** Longer than a whole response. */
const STOPPED_MS = 1500;

function folderFor(load: object, config: object = {}): string {
  const folder = temporaryFolder();
  writeConfig(folder, {
    phase: 'load',
    sampling: { hz: 50 },
    ...config,
    phases: { load: { ...LOAD, ...load } },
  });
  return folder;
}

describe('the client of a run', () => {
  it('is calibrated before a load, and every report shows its errors', async () => {
    const mock = await startMock();
    const cwd = folderFor({}, { slos: { timeToFirstToken: '60s' } });
    const args = ['run', '--url', mock.url, '--verbose'];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    const line = /Client calibration \(local mock server, native thread\): timing error/;
    expect(stdout).toMatch(line);
    expect(unwrapped(stdout)).toContain('concurrency 2;');
    expect(unwrapped(stdout)).toMatch(/; steady state (?:throughout|none|unknown|for)\b/);
    expect(readFileSync(path.join(latestRun(cwd), 'report.md'), 'utf8')).toMatch(line);
    const client = {
      calibrations: [{ clock: 'native', concurrency: 2, budget: { firstTokenMs: 3000 } }],
      usage: [
        { stage: 'closed', usage: { clock: 'native', connectionsOpenedDuring: 0 } },
        { stage: 'open', usage: { clock: 'native' } },
      ],
    };
    expect(readRunJson(cwd, 'report')).toMatchObject({
      phases: [{ client, dataQuality: expect.arrayContaining([expect.stringMatching(line)]) }],
    });
    const stages = [
      { name: 'closed', windows: [{ isWhole: true, steady: expect.anything() }] },
      { name: 'open', client: { clock: 'native' } },
    ];
    expect(readRunJson(cwd, 'results')).toMatchObject({ phases: [{ client, stages }] });
  });

  it('that was kept from reading exits with 4 and the reason, although every criterion is met', async () => {
    const mock = await startMockWith(...SLOW);
    const cwd = folderFor({ ...ONE_STAGE, calibration: { budget: '20ms' } });
    const run = startLoadcell(['run', '--url', mock.url], { cwd });
    // Rows follow responses, so by then the next requests are in flight.
    await waitUntil('a response', () => (hasRowOf(cwd, 'closed') ? true : undefined));
    run.child.kill('SIGSTOP');
    await delay(STOPPED_MS);
    run.child.kill('SIGCONT');
    const { code, stdout } = await run.finished;
    expect(code, stdout).toBe(EXIT_CODES.unreliable);
    const reason =
      /In stage closed the client was kept from reading in time, and its timing error is over budget: (?:TTFT|ITL)/;
    expect(unwrapped(stdout)).toMatch(reason);
    expect(unwrapped(stdout)).toMatch(
      /load, closed: The client was kept from running \(reads late/,
    );
    expect(stdout).toMatch(/error rate +0\.0% .*pass/);
    expect(readFileSync(path.join(latestRun(cwd), 'report.md'), 'utf8')).toMatch(reason);
    expect(readRunJson(cwd, 'report')).toMatchObject({
      summary: { status: 'fail' },
      phases: [
        {
          metrics: [{ status: 'pass' }],
          errors: [expect.stringMatching(reason)],
        },
      ],
    });
  });

  it('that skips calibration has the timing error of its own requests', async () => {
    const mock = await startMock();
    const cwd = folderFor({ calibration: false });
    const { code, stdout } = await runLoadcell(['run', '--url', mock.url, '--verbose'], { cwd });
    expect(code).toBe(EXIT_CODES.pass);
    expect(stdout).toContain('Client not calibrated: switched off by phases.load.calibration');
    expect(unwrapped(stdout)).toMatch(/client timing error p99 [\d.]+ (?:µs|ms) for TTFT/);
  });
});

describe('a server that fails', () => {
  it('every request never passes, and its failures are counted by kind', async () => {
    const mock = await startMock('--error-rate', '100%');
    const cwd = folderFor({}, { successCriteria: {} });
    const { code, stdout } = await runLoadcell(['run', '--url', mock.url], { cwd });
    expect(code).toBe(EXIT_CODES.targetFailed);
    expect(stdout).toMatch(/no request succeeded/);
    expect(readRunJson(cwd, 'results')).toMatchObject({
      phases: [
        {
          success: false,
          failures: [{ kind: 'http-5xx', example: expect.stringContaining('500') }],
        },
      ],
    });
  });

  it.each([
    [
      'of a known process',
      ['--pid', 'auto'],
      /exited .* into phase load \(\d{4}-\d\d-\d\dT[\d:.]+Z\)/,
    ],
    ['of an unspecified process', [], /was gone .* into the phase \(\d{4}-\d\d-\d\dT[\d:.]+Z\)/],
  ])('by dying, %s, fails the run with the time of its death', async (_, args, time) => {
    const mock = await startMock();
    const stages = [{ kind: 'closed', name: 'dying', concurrency: 2, minRequests: 8 }];
    const cwd = folderFor({ duration: '4s', stages });
    const run = startLoadcell(['run', '--url', mock.url, ...args], { cwd });
    await waitUntil('a response', () => (hasRowOf(cwd, 'dying') ? true : undefined));
    mock.child.kill('SIGKILL');
    const { code, stdout } = await run.finished;
    expect(code, stdout).toBe(EXIT_CODES.targetFailed);
    expect(unwrapped(stdout)).toMatch(time);
  });
});
