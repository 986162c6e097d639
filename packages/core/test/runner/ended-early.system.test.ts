import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  InterruptedError,
  LoadcellError,
  ResourceError,
  TestError,
  type RunConclusion,
} from '@loadcell/core';
import { ScriptedProcess } from '../target/scripted-process.ts';
import type { Behaviour, Script } from '../target/script.ts';
import { waitTurns } from '../wait-until.ts';
import { exists, scriptedRun, type ScriptedRun } from './scripted-run.ts';

/** Answers so many requests and then does something else. */
function after(answers: number, then: Behaviour): Script['behaviour'] {
  return (_, number) => (number <= answers ? 'answer' : then);
}

/** The errors of each phase of results. */
function errorsOf({ results }: RunConclusion): Record<string, readonly Error[]> {
  return Object.fromEntries(results.phases.map(({ name, errors = [] }) => [name, errors]));
}

function expectNothingLeft(run: ScriptedRun): void {
  for (const target of run.started()) expect(target.calls).toContain('stop');
  expect(run.eventsOf('target-started').filter((event) => exists(event.pid))).toEqual([]);
}

describe('a run that reaches its timeout', () => {
  it.each([
    ['while a request hangs', { behaviour: after(3, 'hang') }],
    ['while its target starts', { start: 'hang' as const }],
    ['while it sends', { behaviour: () => 'answer' as const }],
  ])('%s fails in that phase, and skips the rest', async (_, script) => {
    const phases = { baseline: { duration: 3_600_000, idle: 20, cooldown: 20 } };
    const run = scriptedRun(() => script, { timeout: 400, phases });
    const conclusion = await run.runner.runTests();
    expect(conclusion.results.status).toBe('failed');
    const [error] = errorsOf(conclusion)['baseline'] ?? [];
    expect(error).toBeInstanceOf(TestError);
    expect(error).toMatchObject({ code: 'TIMEOUT', phase: 'baseline', threshold: 400 });
    expect(error instanceof TestError && error.actual).toBeGreaterThanOrEqual(399);
    expect(error?.message).toMatch(/timed out after 400 ms in phase baseline.*--timeout/);
    expect(conclusion.results.skipped).toEqual([
      { phase: 'cross-model', reason: 'the run ended before it' },
      { phase: 'load', reason: 'the run ended before it' },
    ]);
    expect(conclusion.report.summary.status).toBe('fail');
    expect(conclusion.verdict.exitCode).toBe(3);
    expectNothingLeft(run);
  });

  it('keeps partial results', async () => {
    const expire = holdTimers();
    const run = scriptedRun(() => ({ behaviour: after(6, 'hang') }), { timeout: 400 });
    const running = run.runner.runTests();
    await waitTurns(() => run.started()[0]?.prompts.length === 7);
    expire(400);
    const { streams } = await running;
    const rows = streams.phases[0]?.requests ?? [];
    expect(rows.map((row) => row.outcome)).toEqual([
      ...Array.from({ length: 6 }, () => 'ok'),
      'cancelled',
    ]);
  });

  it('in the second phase keeps the results of the first', async () => {
    const expire = holdTimers();
    const run = scriptedRun((started) => (started === 1 ? { start: 'hang' } : {}), {
      timeout: 1500,
    });
    const running = run.runner.runTests();
    await waitTurns(() => run.started().length === 2);
    expire(1500);
    const conclusion = await running;
    expect(conclusion.results.phases.map(({ name, success }) => [name, success])).toEqual([
      ['baseline', true],
      ['cross-model', false],
    ]);
    expect(errorsOf(conclusion)['cross-model']?.[0]).toMatchObject({
      code: 'TIMEOUT',
      phase: 'cross-model',
    });
  });
});

describe('a run that ends while the target of a phase is stopped', () => {
  it('by its timeout has failed, though all of the phase was measured', async () => {
    const expire = holdTimers();
    const run = scriptedRun(() => ({ stopMs: 100 }), { timeout: 1400 });
    const running = run.runner.runTests();
    await waitTurns(() => run.started()[0]?.calls.at(-1) === 'stop');
    expire(1400);
    const conclusion = await running;
    expect(conclusion.results.status).toBe('failed');
    expect(errorsOf(conclusion)['baseline']?.[0]).toMatchObject({ code: 'TIMEOUT' });
    expect(conclusion.verdict).toMatchObject({ status: 'fail', exitCode: 3 });
    expectNothingLeft(run);
  });

  it('by its caller is reported as interrupted', async () => {
    const controller = new AbortController();
    const run = scriptedRun(
      () => ({}),
      {},
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.kind === 'window-ended' && event.window === 'cooldown') controller.abort();
        },
      },
    );
    const conclusion = await run.runner.runTests();
    expect(conclusion.results.status).toBe('interrupted');
    expect(errorsOf(conclusion)['baseline']?.[0]).toMatchObject({ code: 'INTERRUPTED' });
    expect(conclusion.verdict.exitCode).toBe(130);
  });
});

describe('a run that is interrupted', () => {
  it.each(['signal', 'cleanup'])('by its %s keeps what it has and says so', async (how) => {
    const controller = new AbortController();
    const run: ScriptedRun = scriptedRun(
      () => ({ behaviour: after(3, 'hang') }),
      {},
      { signal: controller.signal },
    );
    const running = run.runner.runTests();
    await hasHung(run);
    if (how === 'signal') controller.abort();
    else await run.runner.cleanup();
    const conclusion = await running;
    expect(conclusion.results.status).toBe('interrupted');
    expect(errorsOf(conclusion)['baseline']).toMatchObject([
      { name: InterruptedError.name, code: 'INTERRUPTED' },
    ]);
    expect(conclusion.results.skipped).toHaveLength(2);
    expect(conclusion.verdict).toMatchObject({ status: 'fail', exitCode: 130 });
    expect(conclusion.streams.phases[0]?.requests.at(-1)?.outcome).toBe('cancelled');
    expectNothingLeft(run);
  });

  it('with a reason has that as its error', async () => {
    const controller = new AbortController();
    const run = scriptedRun(
      () => ({ behaviour: after(3, 'hang') }),
      {},
      { signal: controller.signal },
    );
    const running = run.runner.runTests();
    await hasHung(run);
    controller.abort(new LoadcellError('RESOURCE', 'machine gpu: over the limit'));
    const conclusion = await running;
    expect(conclusion.results.status).toBe('failed');
    expect(errorsOf(conclusion)['baseline']).toMatchObject([{ code: 'RESOURCE' }]);
    expect(conclusion.verdict.exitCode).toBe(3);
  });

  it('before it began starts nothing', async () => {
    const run = scriptedRun(() => ({}), {}, { signal: AbortSignal.abort() });
    const { results } = await run.runner.runTests();
    expect(results.status).toBe('interrupted');
    expect(run.started()).toEqual([]);
  });

  it('by cleanup() has released everything when that returns, however often it is called', async () => {
    const run = scriptedRun(() => ({
      process: new ScriptedProcess(),
      behaviour: after(3, 'hang'),
    }));
    const running = run.runner.runTests();
    await hasHung(run);
    await Promise.all([run.runner.cleanup(), run.runner.cleanup()]);
    expectNothingLeft(run);
    expect(run.eventsOf('run-ended')).toHaveLength(1);
    await run.runner.cleanup();
    expect((await running).results.status).toBe('interrupted');
  });

  it('by cleanup() before it began starts nothing', async () => {
    const run = scriptedRun(() => ({}));
    await run.runner.cleanup();
    expect((await run.runner.runTests()).results.status).toBe('interrupted');
    expect(run.started()).toEqual([]);
  });

  it('by cleanup() after it ended is not interrupted any more', async () => {
    const run = scriptedRun(() => ({}), { phase: 'load' });
    const { results } = await run.runner.runTests();
    await run.runner.cleanup();
    expect(results.status).toBe('complete');
  });
});

describe('a run whose target uses too much memory', () => {
  it('stops the target, reports by how much, and skips the rest', async () => {
    const limit = 200 * 2 ** 20;
    const run = scriptedRun(() => ({ modelBytes: 300 * 2 ** 20, process: new ScriptedProcess() }), {
      maxMemory: limit,
    });
    const conclusion = await run.runner.runTests();
    const [error] = errorsOf(conclusion)['baseline'] ?? [];
    expect(error).toBeInstanceOf(ResourceError);
    expect(error).toMatchObject({ resource: 'memory', limit });
    const actual = error instanceof ResourceError ? error.actual : Number.NaN;
    expect(actual).toBeGreaterThan(limit);
    expect(error?.message).toMatch(
      /2\d\d\.\d MiB of memory \(RSS, huge pages and swap\), .* over the limit of 200\.0 MiB/,
    );
    expect(actual).toBeGreaterThan(limit);
    expect(run.eventsOf('limit-crossed')).toMatchObject([{ resource: 'memory', limit, actual }]);
    expect(conclusion.results.skipped.map(({ phase }) => phase)).toEqual(['cross-model', 'load']);
    expect(conclusion.results.status).toBe('failed');
    expect(conclusion.verdict.exitCode).toBe(3);
    // What was measured before stays: the idle window came first.
    expect(conclusion.results.phases[0]?.metrics.memoryUsage.baseline).toBeLessThan(limit);
    expectNothingLeft(run);
  });

  it('is not disturbed by a limit that it stays below', async () => {
    const run = scriptedRun(() => ({ process: new ScriptedProcess() }), {
      phase: 'baseline',
      maxMemory: '4GiB',
    });
    expect((await run.runner.runTests()).results.status).toBe('complete');
  });
});

/** Resolves when the run waits for a request that never ends. */
async function hasHung(run: ScriptedRun): Promise<void> {
  await waitTurns(() => (run.started()[0]?.prompts.length ?? 0) >= 4);
}

/** Replaces the timer of the run's timeout by the returned function: what comes before it is then a matter of order. */
function holdTimers(): (afterMs: number) => void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return (afterMs) => vi.advanceTimersByTime(afterMs);
}
