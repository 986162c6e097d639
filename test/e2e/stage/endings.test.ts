import { RunResultsSchema, startMockServer, type RunResults } from '@loadcell/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { RawServer, response } from '../../../packages/core/test/target/server/raw-server.ts';
import { eventsSoFar, readRunJson, temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { runLoadcell, startLoadcell } from '../support/run-loadcell.ts';
import { GOOD_ANSWER, listModel } from '../support/server-faults.ts';
import { startMockWith } from '../support/start-mock.ts';
import { waitUntil } from '../support/wait-until.ts';
import { unwrapped } from '../support/unwrapped.ts';

const LOAD = { idle: '50ms', cooldown: '50ms', calibration: false } as const;

/** A fast server, so that many requests take little time. */
const QUICK = [
  '--time-to-first-token=2ms',
  '--inter-token-latency=1ms',
  '--output-tokens=4',
] as const;

/** A folder with a load that lasts as long as its stages. */
function folder(load: object = {}): string {
  const cwd = temporaryFolder();
  writeConfig(cwd, { phase: 'load', sampling: { hz: 50 }, phases: { load: { ...LOAD, ...load } } });
  return cwd;
}

function loadOf(cwd: string): RunResults['phases'][number] {
  const [phase] = RunResultsSchema.parse(readRunJson(cwd, 'results')).phases;
  if (phase === undefined) throw new Error('The run has no phase.');
  return phase;
}

function codesOf({ errors = [] }: RunResults['phases'][number]): unknown[] {
  return errors.map((error) => ('code' in error ? error.code : undefined));
}

/** A mock server in this process, which counts its requests. It ends with the test. */
function ownMock() {
  const server = startMockServer({
    timeToFirstTokenMs: 2,
    interTokenLatencyMs: 1,
    outputTokens: 4,
  });
  onTestFinished(() => server.stop());
  return server;
}

/** Waits until a load has sent more requests than a phase sends before it. */
async function untilLoaded(mock: ReturnType<typeof ownMock>): Promise<void> {
  await waitUntil('requests of the load', () => (mock.account().requests > 60 ? true : undefined));
}

async function untilBegun(cwd: string, stage: string): Promise<void> {
  await waitUntil(`stage ${stage}`, () =>
    eventsSoFar(cwd).find((event) => event.kind === 'stage-began' && event.stage === stage),
  );
}

describe('a server that fails one in three requests', () => {
  it('is measured to the end by default, and fails the error rate criterion', async () => {
    const { url } = await startMockWith(...QUICK, '--error-rate=33%');
    const cwd = folder();
    const args = ['run', '--url', url, '--concurrency', '4', '--requests', '300'];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.criterionFailed);
    const { stages, criteria } = loadOf(cwd);
    expect(stages).toMatchObject([{ name: 'closed', requests: { due: 300 } }]);
    expect(stages[0]?.endedBy).toBeUndefined();
    expect(criteria).toMatchObject([{ key: 'errorRate', status: 'fail', reason: 'missed' }]);
  });

  it('ends each stage early with --max-error-rate 20%, and the next one still runs', async () => {
    const { url } = await startMockWith(...QUICK, '--error-rate=33%');
    const cwd = folder();
    const loads = ['--concurrency', '4', '--concurrency', '2', '--requests', '1500'];
    const args = ['run', '--url', url, ...loads, '--max-error-rate', '20%'];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.targetFailed);
    const phase = loadOf(cwd);
    expect(phase.stages).toHaveLength(2);
    for (const { success, requests, endedBy, windows, measurements } of phase.stages) {
      expect(success).toBe(false);
      expect(requests.due).toBeLessThan(1500);
      expect(windows).toMatchObject([{ isWhole: true }]);
      expect(endedBy).toMatchObject({
        kind: 'errors',
        failed: 20,
        maxErrorRate: 0.2,
        isInWarmup: false,
        errorKind: 'http-5xx',
      });
      // Requests that succeeded before are measured.
      expect(measurements['timeToFirstToken']?.count).toBe(requests.successful);
    }
    expect(codesOf(phase).filter((one) => one === 'STAGE_ERRORS')).toHaveLength(2);
    expect(unwrapped(stdout)).toMatch(
      /Stage closed ended early after [\d.]+ m?s and \d+ requests: 20 of the last \d+ failed \(maxErrorRate 20%\)/,
    );
    expect(unwrapped(stdout)).toContain('http-5xx × 20: The server returned 500');
  });
});

describe('a server that fails every request after its warm-up began', () => {
  it('leaves a stage without a measured request, reported without figures', async () => {
    let isFailing = false;
    const server = await RawServer.listen(
      listModel((request, socket) => {
        if (isFailing) socket.write(response(500, '{"error":{"message":"it is over"}}'));
        else GOOD_ANSWER(request, socket);
      }),
    );
    onTestFinished(() => server.close());
    const stages = [{ kind: 'closed', concurrency: 2, warmup: 5000, requests: 10 }];
    const cwd = folder({ stages });
    const run = startLoadcell(['run', '--url', server.url], { cwd });
    await untilBegun(cwd, 'closed');
    isFailing = true;
    const { code, stdout, stderr } = await run.finished;
    expect(code, stdout + stderr).toBe(EXIT_CODES.targetFailed);
    const phase = loadOf(cwd);
    expect(phase.stages).toMatchObject([
      { requests: { due: 0, successful: 0 }, endedBy: { kind: 'errors', isInWarmup: true } },
    ]);
    expect(codesOf(phase)).toContain('STAGE_ERRORS');
    expect(unwrapped(stdout)).toContain('in its warm-up, before any measured request ended');
    expect(stdout).not.toMatch(/NaN|Infinity|No measured request/);
  });
});

describe('a server that becomes unreachable in a stage', () => {
  it('ends it after --max-outage, and the phase with it', async () => {
    const mock = ownMock();
    const stages = [
      { kind: 'closed', concurrency: 2, duration: '10min' },
      { kind: 'open', rate: 5, requests: 6 },
    ];
    const cwd = folder({ stages });
    const args = ['run', '--url', mock.url, '--max-outage', '300ms'];
    const run = startLoadcell(args, { cwd });
    await untilLoaded(mock);
    mock.stop();
    const { code, stdout, stderr } = await run.finished;
    expect(code, stdout + stderr).toBe(EXIT_CODES.targetFailed);
    const phase = loadOf(cwd);
    const { stages: ran, stagesNotRun } = phase;
    expect(ran).toMatchObject([
      { name: 'closed', success: false, endedBy: { kind: 'outage', maxOutageMs: 300 } },
    ]);
    expect(ran[0]?.endedBy?.kind === 'outage' && ran[0].endedBy.outageMs).toBeGreaterThanOrEqual(
      300,
    );
    expect(stagesNotRun).toEqual([
      { name: 'open', reason: expect.stringMatching(/server unreachable for .*maxOutage 300 ms/) },
    ]);
    expect(codesOf(phase)).toContain('STAGE_OUTAGE');
    expect(stdout).not.toMatch(/the server was gone/i);
  });

  it('is measured to the end when it returns earlier, and the outage is reported', async () => {
    const mock = ownMock();
    const cwd = folder();
    const load = ['--concurrency', '2', '--requests', '2000', '--max-outage', '5min'];
    const run = startLoadcell(['run', '--url', mock.url, ...load], { cwd });
    await untilLoaded(mock);
    mock.stop();
    await startMockWith(...QUICK, `--port=${mock.port}`);
    const { code, stdout, stderr } = await run.finished;
    expect(code, stdout + stderr).toBe(EXIT_CODES.criterionFailed);
    const { stages, criteria } = loadOf(cwd);
    expect(stages).toMatchObject([{ name: 'closed', requests: { due: 2000 } }]);
    expect(stages[0]?.endedBy).toBeUndefined();
    expect(criteria).toMatchObject([{ key: 'errorRate', reason: 'missed' }]);
    expect(eventsSoFar(cwd).map(({ kind }) => kind)).toContain('outage');
    expect(unwrapped(stdout)).toMatch(/The server was unreachable for /);
  });

  it('breaks a level of a sweep, and ends the sweep before its next level', async () => {
    const mock = ownMock();
    const sweep = { kind: 'sweep', parameter: 'concurrency', from: 2, to: 64, duration: '10min' };
    const cwd = temporaryFolder();
    // A level with a lost request still meets this SLO.
    writeConfig(cwd, {
      phase: 'load',
      sampling: { hz: 50 },
      slos: { e2el: 60_000 },
      phases: { load: { ...LOAD, stages: [{ ...sweep, maxOutage: '300ms', attainment: 0.01 }] } },
    });
    const run = startLoadcell(['run', '--url', mock.url], { cwd });
    await untilLoaded(mock);
    mock.stop();
    const { code, stdout, stderr } = await run.finished;
    expect(code, stdout + stderr).toBe(EXIT_CODES.targetFailed);
    const { stages, loadCurves } = loadOf(cwd);
    expect(stages).toMatchObject([
      { name: 'sweep/2', level: { isMet: false }, endedBy: { kind: 'outage' } },
    ]);
    expect(loadCurves).toMatchObject([{ lowestBroken: 2 }]);
    expect(stdout).toContain('ended by outage');
  });
});

describe('a request rate above the capacity', () => {
  it('ends the stage early with --stop-over-saturated, and keeps its figures', async () => {
    const { url } = await startMockWith(
      '--time-to-first-token=20ms',
      '--output-tokens=2',
      '--concurrency=2',
    );
    const cwd = folder();
    const load = ['--rate', '120', '--duration', '10min', '--stop-over-saturated'];
    const { code, stdout, stderr } = await runLoadcell(['run', '--url', url, ...load], { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    const [stage] = loadOf(cwd).stages;
    expect(stage).toMatchObject({
      name: 'open',
      success: true,
      windows: [{ isWhole: true }],
      requests: { failed: 0, cancelled: 0 },
      endedBy: { kind: 'saturated' },
    });
    const { endedBy, measurements, requests } = stage ?? {};
    if (endedBy?.kind !== 'saturated') throw new Error('It was not over-saturated.');
    expect(endedBy.inFlight.to).toBeGreaterThan(2 * endedBy.inFlight.from);
    expect(endedBy.ttftMs.to).toBeGreaterThan(2 * endedBy.ttftMs.from);
    // Requests already sent are awaited, and count.
    expect(measurements?.['timeToFirstToken']?.count).toBe(requests?.successful);
    expect(unwrapped(stdout)).toMatch(
      /ended early after [\d.]+ s and [\d,]+ requests: over-saturated/,
    );
  });
});

describe('invalid limits', () => {
  it.each([
    [[], { maxErrorRate: 1.5 }, /maxErrorRate/],
    [[], { maxErrorRate: -0.1 }, /maxErrorRate/],
    [[], { maxOutage: 0 }, /maxOutage/],
    [[], { maxOutage: '10s' }, /maxOutage needs a server, and the target is the embedded engine/],
    [[], { stopOverSaturated: true }, /unknown key "stopOverSaturated"/],
    [['--max-error-rate', '120%'], {}, /--max-error-rate: invalid share "120%"/],
    [['--max-outage', '5s'], {}, /maxOutage needs a server/],
    [['--stop-over-saturated'], {}, /--stop-over-saturated needs a stage of kind open or ramp/],
  ])('are rejected in two lines: %j %j', async (flags, stage, message) => {
    const cwd = folder({ stages: [{ kind: 'closed', ...stage }] });
    const { code, stdout, stderr } = await runLoadcell(['run', ...flags], { cwd });
    expect({ code, stdout }).toEqual({ code: EXIT_CODES.usage, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(2);
    expect(stderr).toMatch(/\nhelp: /);
  });
});
