import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { concludeDirectory, LoadcellError, RUN_FILES, TestResultsSchema } from '@loadcell/core';
import { renderReportJson, renderResultsJson } from '../../src/report/json/render-json.ts';
import { RunResultsSchema } from '../../src/report/results/run-results.ts';
import { ScriptedProcess } from '../target/scripted-process.ts';
import { childrenOfThisProcess, exists, scriptedRun } from './scripted-run.ts';

const MODEL_BYTES = 16 * 2 ** 20;

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

describe('a run that goes well', () => {
  it('runs each phase on a separate target, measures it and leaves nothing behind', async () => {
    const before = childrenOfThisProcess();
    const run = scriptedRun(() => ({ modelBytes: MODEL_BYTES, process: new ScriptedProcess() }));
    const { results, verdict, runDir } = await run.runner.runTests();

    expect(results).toMatchObject({ status: 'complete', skipped: [] });
    expect(results.phases.map(({ name }) => name)).toEqual(['baseline', 'cross-model', 'load']);
    expect(run.eventsOf('phase-failed')).toEqual([]);
    // On a busy machine the sampler may have missed too many ticks to be trusted; nothing else can be wrong.
    expect(['pass', 'unreliable']).toContain(verdict.outcome);
    for (const { metrics } of results.phases) {
      const values = Object.values(metrics).flatMap((group) => Object.values(group));
      expect(values.filter((value) => !Number.isFinite(value))).toEqual([]);
      // The second model is twice the first; one is resident at a time.
      const { peak, baseline } = metrics.memoryUsage;
      expect(peak - baseline).toBeGreaterThan(2 * MODEL_BYTES * 0.95);
      expect(peak - baseline).toBeLessThan(2 * MODEL_BYTES + 32 * 2 ** 20);
    }
    expect(run.started()).toHaveLength(3);
    const pids = run.eventsOf('target-started').map((event) => event.pid);
    expect(new Set(pids).size).toBe(3);
    expect(pids.filter(exists)).toEqual([]);
    expect(childrenOfThisProcess()).toEqual(before);
    expect(run.eventsOf('target-exited')).toMatchObject(
      pids.map((pid) => ({ pid, expected: true, exitCode: 0, signal: null })),
    );

    // What stands on disk comes out of the streams again, bit for bit.
    const written = readFileSync(join(runDir, RUN_FILES.results), 'utf8');
    const again = await concludeDirectory(runDir);
    expect(RunResultsSchema.encode(again.results)).toEqual(JSON.parse(written));
    expect(renderResultsJson(again.results) === written).toBe(true);
    expect(renderReportJson(again.report)).toBe(
      readFileSync(join(runDir, RUN_FILES.report), 'utf8'),
    );
    expect(TestResultsSchema.parse(JSON.parse(written)).phases).toHaveLength(3);
    expect(realpathSync(join(run.outputDir, 'latest'))).toBe(realpathSync(runDir));
  });

  it('writes the events of a run and its phases in order, and reports them during the run', async () => {
    const run = scriptedRun(() => ({}));
    const { streams } = await run.runner.runTests();
    const frame = run.events
      .filter(({ kind }) => kind.startsWith('run-') || kind.startsWith('phase-'))
      .map((event) => ('phase' in event ? `${event.kind} ${event.phase}` : event.kind));
    expect(frame).toEqual([
      'run-began',
      'phase-began baseline',
      'phase-ended baseline',
      'phase-began cross-model',
      'phase-ended cross-model',
      'phase-began load',
      'phase-ended load',
      'run-ended',
    ]);
    const stamps = run.events.map((event) => event.atNs);
    expect(stamps.toSorted((a, b) => a - b)).toEqual(stamps);
    const requests = streams.phases.flatMap((phase) => phase.requests.map((row) => row.id));
    expect(new Set(requests).size).toBe(requests.length);
    expect(Math.max(...requests)).toBe(requests.length);
  });

  it('reports each step', async () => {
    const steps: string[] = [];
    const onStep = (phase: string, line: string): unknown => steps.push(`${phase}: ${line}`);
    await scriptedRun(() => ({}), { phase: 'baseline' }, { onStep }).runner.runTests();
    expect(steps).toContain('baseline: load small');
    expect(steps.length).toBeGreaterThan(5);
  });

  it('runs only the requested phase', async () => {
    const run = scriptedRun(() => ({}), { phase: 'load' });
    const { results } = await run.runner.runTests();
    expect(results.phases.map((phase) => phase.name)).toEqual(['load']);
    expect(run.started()).toHaveLength(1);
  });

  it('skips the phase that a single model cannot run, and still passes', async () => {
    const run = scriptedRun(() => ({ models: ['only'] }));
    const { results, report } = await run.runner.runTests();
    expect(results.skipped).toEqual([
      {
        phase: 'cross-model',
        reason: 'only one model is configured; pass a second one with --model',
      },
    ]);
    expect(report.summary.status).toBe('pass');
    expect(run.started()).toHaveLength(2);
  });

  it('records its configuration, and no environment variables', async () => {
    const secret = 'a secret that nobody must read';
    process.env['LOADCELL_TEST_SECRET'] = secret;
    try {
      const run = scriptedRun(() => ({}), { phase: 'load', seed: 7, name: 'nightly' });
      const { runDir } = await run.runner.runTests();
      expect(readJson(join(runDir, RUN_FILES.run))).toMatchObject({
        name: 'nightly',
        seed: 7,
        test: { phase: 'load', outputDir: run.outputDir, verbose: false },
        phases: [{ name: 'load', duration: 40 }],
        target: { kind: 'scripted', models: ['small', 'large'] },
      });
      const files = readdirSync(runDir);
      // What a recording comes to is no file of a run.
      const expected = Object.values(RUN_FILES).filter((file) => file !== RUN_FILES.recording);
      expect(files.toSorted()).toEqual(expected.toSorted());
      const telling = files.filter((file) => readFileSync(join(runDir, file)).includes(secret));
      expect(telling).toEqual([]);
    } finally {
      delete process.env['LOADCELL_TEST_SECRET'];
    }
  });

  it('gives the same prompts again for the same seed and nonce, and others for another or none', async () => {
    const promptsOf = async (config: {
      readonly seed: number;
      readonly nonce?: string;
    }): Promise<readonly string[]> => {
      const run = scriptedRun(() => ({}), { phase: 'load', ...config });
      await run.runner.runTests();
      return run.started()[0]?.prompts.slice(0, 12) ?? [];
    };
    const first = await promptsOf({ seed: 1, nonce: 'one' });
    expect(await promptsOf({ seed: 1, nonce: 'one' })).toEqual(first);
    for (const other of [
      { seed: 2, nonce: 'one' },
      { seed: 1, nonce: 'other' },
      { seed: 1 },
      { seed: 1 },
    ]) {
      const prompts = await promptsOf(other);
      expect(prompts.filter((prompt) => first.includes(prompt))).toEqual([]);
      expect(prompts.map((prompt) => prompt.split(' ').length)).toEqual(
        first.map((prompt) => prompt.split(' ').length),
      );
    }
  });
});

describe('a runner', () => {
  it('runs once', async () => {
    const { runner } = scriptedRun(() => ({}), { phase: 'load' });
    const running = runner.runTests();
    expect(() => runner.runTests()).toThrow(LoadcellError);
    await running;
    expect(() => runner.runTests()).toThrow(/has already run\. Create a new one/);
  });
});
