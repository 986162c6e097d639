import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import {
  RawServer,
  type RawScript,
  type RawServerOptions,
} from '../../../packages/core/test/target/server/raw-server.ts';
import {
  LENIENT_CALIBRATION,
  readRunJson,
  temporaryFolder,
  writeConfig,
} from '../support/run-folder.ts';
import { LOADCELL, startLoadcell, startProgram } from '../support/run-loadcell.ts';
import type { CommandResult, RunningCommand } from '../support/run-loadcell.ts';
import { GOOD_ANSWER, listModel, SERVER_FAULTS } from '../support/server-faults.ts';
import { watchProcess } from '../support/watch-process.ts';

/** Far above what a run needs, far below what holding the responses of these servers would take. */
const MOST_RUNNER_BYTES = 900 * 2 ** 20;

/** Of a server whose requests in flight are more than a client may have files. */
const SLOW_MS = 1500;

/** The parts of results.json that these tests read. */
interface Results {
  readonly phases: readonly {
    readonly success: boolean;
    readonly errors?: readonly { readonly message: string; readonly code: string }[];
    readonly failures: readonly {
      readonly kind: string;
      readonly count: number;
      readonly example: string;
    }[];
    readonly stages: readonly {
      readonly measurements: Readonly<Record<string, { readonly count: number }>>;
    }[];
  }[];
  readonly summary: { readonly overallSuccess: boolean };
}

function readResults(cwd: string): Results {
  return JSON.parse(JSON.stringify(readRunJson(cwd, 'results')));
}

function onlyPhase({ phases }: Results): Results['phases'][number] {
  const [phase] = phases;
  if (phase === undefined) throw new Error('The run has no phase.');
  return phase;
}

/** The only phase of a run that did not pass. */
function readPhase(cwd: string): Results['phases'][number] {
  const results = readResults(cwd);
  expect(results.summary.overallSuccess).toBe(false);
  return onlyPhase(results);
}

async function listen(script: RawScript, options: RawServerOptions = {}): Promise<RawServer> {
  const server = await RawServer.listen(listModel(script), options);
  onTestFinished(() => server.close());
  return server;
}

interface LoadChange {
  readonly kind?: 'open';
  readonly rate?: number;
  readonly requestTimeout?: string;
  readonly duration?: string;
  readonly minRequests?: number;
  readonly concurrency?: number;
  readonly maxErrorRate?: number;
}

/** The shortest possible load, in a separate folder. */
function briefLoad({ requestTimeout = '5s', ...load }: LoadChange = {}): string {
  const cwd = temporaryFolder();
  const windows = { idle: '50ms', cooldown: '50ms' };
  const brief = { duration: '100ms', minRequests: 4 };
  const closed = { kind: 'closed', concurrency: 2 };
  const stages = [{ ...brief, ...(load.kind === 'open' ? {} : closed), ...load }];
  writeConfig(cwd, {
    target: { requestTimeout },
    phase: 'load',
    sampling: { hz: 50 },
    phases: { load: { ...windows, stages, calibration: LENIENT_CALIBRATION } },
  });
  return cwd;
}

function start(cwd: string, url: string, ...args: readonly string[]): RunningCommand {
  return startLoadcell(['run', '--quiet', '--url', url, ...args], { cwd });
}

async function run(cwd: string, url: string, ...args: readonly string[]): Promise<CommandResult> {
  return await start(cwd, url, ...args).finished;
}

describe('a server that', () => {
  it.each(SERVER_FAULTS)(
    '$name',
    async ({ script, kind, example, requestTimeout = '5s', minRequests = 4 }) => {
      const server = await listen(script);
      const cwd = briefLoad({ requestTimeout, minRequests, concurrency: Math.min(2, minRequests) });
      const command = start(cwd, server.url);
      const watched = watchProcess(command.pid);
      const { code, signal, stdout, stderr } = await command.finished;
      expect({ code, signal }, stdout + stderr).toEqual({
        code: EXIT_CODES.targetFailed,
        signal: null,
      });
      const { success, failures, errors = [] } = readPhase(cwd);
      expect(success).toBe(false);
      const [failure] = failures;
      expect(failure?.kind).toMatch(kind);
      expect(failure?.example).toMatch(example);
      // The first failures show that all requests would fail, so the run stops there.
      expect(failure?.count).toBeLessThanOrEqual(3);
      expect(errors[0]).toMatchObject({
        code: 'FAILS_ALIKE',
        message: expect.stringMatching(/^the first [23] requests all failed/),
      });
      // Nothing succeeded: only the verdict and the reason, no table.
      expect(stdout).toMatch(/^FAIL {2}0 of 1 phases passed, no request succeeded\n$/);
      expect(stderr).toMatch(/^error: .*\n(?:help: .*\n)?$/);
      expect(watched().peakBytes).toBeLessThan(MOST_RUNNER_BYTES);
    },
  );

  it('fails in all these ways in turn leaves no socket open', async () => {
    const brief = SERVER_FAULTS.filter(
      ({ requestTimeout, name }) => requestTimeout === undefined && !name.includes('gigabyte'),
    );
    let turn = 0;
    const server = await listen((request, socket) => {
      turn += 1;
      // The requests in flight at the start succeed: three equal failures would end the phase.
      const isGood = turn <= 8 || turn % 4 === 0;
      const script = isGood ? GOOD_ANSWER : brief[turn % brief.length]?.script;
      (script ?? GOOD_ANSWER)(request, socket);
    });
    // Three in four fail, and the load must continue.
    const load = { minRequests: 400, concurrency: 8, maxErrorRate: 1 };
    const cwd = briefLoad({ duration: '1s', ...load });
    const command = start(cwd, server.url);
    const watched = watchProcess(command.pid);
    const { code, stdout, stderr } = await command.finished;
    expect(code, stdout + stderr).toBe(EXIT_CODES.criterionFailed);
    const { failures, stages } = readPhase(cwd);
    for (const { kind } of brief) {
      expect(failures.some((failure) => kind.test(failure.kind) && failure.count > 1)).toBe(true);
    }
    // Successful requests are still measured.
    expect(stages[0]?.measurements['timeToFirstToken']?.count).toBeGreaterThan(20);
    // Eight concurrent requests, the one for the list of models, and a margin for those just closing.
    expect(watched().mostSockets).toBeLessThan(40);
    expect(turn).toBeGreaterThan(400);
  });

  it('restarts within a phase fails only a few requests', async () => {
    let asked = 0;
    let restart: (() => Promise<void>) | undefined;
    const answer: RawScript = (request, socket) => {
      asked += 1;
      if (asked === 60) void restart?.();
      GOOD_ANSWER(request, socket);
    };
    const first = await RawServer.listen(listModel(answer));
    const { port, url } = first;
    restart = async () => {
      await first.close();
      const second = await RawServer.listen(listModel(answer), { port });
      onTestFinished(() => second.close());
    };
    // A closed loop continues to its number of requests, however long they take.
    const cwd = briefLoad({ duration: '3s', minRequests: 200 });
    const { code, stdout, stderr } = await run(cwd, url);
    const results = readResults(cwd);
    const { failures, stages } = onlyPhase(results);
    expect(results.summary.overallSuccess).toBe(failures.length === 0);
    // If the server returns before a request is retried, no request failed.
    const expected = failures.length > 0 ? EXIT_CODES.criterionFailed : EXIT_CODES.pass;
    expect(code, stdout + stderr).toBe(expected);
    for (const { kind, example } of failures) {
      expect(kind).toMatch(/^(?:refused|reset|closed-early)$/);
      expect(example).not.toBe('');
    }
    // Two slots: the requests in flight, and an attempt of each after 0, 50 ms and so on.
    expect(failures.reduce((sum, { count }) => sum + count, 0)).toBeLessThan(20);
    // 60 from before the restart, and others from after it.
    expect(stages[0]?.measurements['timeToFirstToken']?.count).toBeGreaterThan(80);
  });
});

describe('a runner with a low limit on open files', () => {
  it('names the limit, and its load is unreliable', async () => {
    // A rate has no known concurrency before the load, so the limit is met in it.
    const server = await listen((request, socket) => {
      setTimeout(() => GOOD_ANSWER(request, socket), SLOW_MS);
    });
    const cwd = briefLoad({ kind: 'open', rate: 600, minRequests: 700 });
    const args = ['run', '--quiet', '--url', server.url];
    const limited = ['--nofile=400', process.execPath, LOADCELL, ...args];
    const { code, signal, stdout, stderr } = await startProgram('prlimit', limited, { cwd })
      .finished;
    expect({ code, signal }, stdout + stderr).toEqual({
      code: EXIT_CODES.unreliable,
      signal: null,
    });
    const { failures, stages } = readPhase(cwd);
    expect(failures).toEqual([]);
    expect(stages[0]?.measurements['timeToFirstToken']?.count).toBeGreaterThan(100);
    const report = readFileSync(`${cwd}/loadcell-results/latest/report.json`, 'utf8');
    expect(report).toContain('"fail"');
    expect(report).toMatch(/limit on open files.*ulimit -n/);
    expect(report).toContain('"cause": "descriptors"');
  });
});
