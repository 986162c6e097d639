import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  concludeDirectory,
  ConfigError,
  parseConfig,
  RUN_FILES,
  TargetError,
  TestError,
  TestRunner,
} from '@loadcell/core';
import { readRun } from '../../src/stream/files/read-run.ts';
import type { Behaviour, Script } from '../target/script.ts';
import { ScriptedProcess } from '../target/scripted-process.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';
import { waitTurns } from '../wait-until.ts';
import { childrenOfThisProcess, exists, scriptedRun } from './scripted-run.ts';

function after(answers: number, then: Behaviour): Script['behaviour'] {
  return (_, number) => (number <= answers ? 'answer' : then);
}

describe('a target that dies in the middle of a phase', () => {
  it.each([
    ['with a process', true],
    ['without one of ours', false],
  ])('(%s) fails that phase with the time of its death; later phases run', async (_, real) => {
    const run = scriptedRun((started) => ({
      ...(real ? { process: new ScriptedProcess() } : {}),
      ...(started === 0 ? { behaviour: after(5, 'die') } : {}),
    }));
    const conclusion = await run.runner.runTests();
    const { results, streams } = conclusion;
    expect(results.status).toBe('complete');
    expect(run.eventsOf('phase-failed').map((event) => event.phase)).toEqual(['baseline']);
    expect(results.phases.map(({ name }) => name)).toEqual(['baseline', 'cross-model', 'load']);
    expect(results.phases[0]?.success).toBe(false);
    expect(run.started()).toHaveLength(3);
    const exit = await run.started()[0]?.exited;
    const [phase] = streams.phases;
    const diedAt = new Date((phase?.clockEpochMs ?? 0) + (exit?.atNs ?? 0) / 1e6).toISOString();
    const [error] = results.phases[0]?.errors ?? [];
    expect(error).toBeInstanceOf(TestError);
    expect(error).toMatchObject({ code: 'TARGET_DIED', phase: 'baseline' });
    expect(error?.message).toContain(` into phase baseline (${diedAt})`);
    expect(error?.message).toContain('by SIGKILL');
    expect(phase?.requests.at(-1)).toMatchObject({
      outcome: 'error',
      errorKind: 'TARGET_DIED',
      endNs: exit?.atNs,
    });
    expect(conclusion.verdict.exitCode).toBe(3);
    expect(run.eventsOf('target-started').filter((event) => exists(event.pid))).toEqual([]);
  });

  it('ends the phase immediately, however long its duration', async () => {
    const long = { duration: 3_600_000, idle: 20, cooldown: 20 };
    for (const phase of ['baseline', 'load'] as const) {
      const phases = { baseline: long, load: long };
      const run = scriptedRun(() => ({ behaviour: after(20, 'die') }), { phase, phases });
      const { results } = await run.runner.runTests();
      expect(results.phases[0]?.errors?.[0]).toMatchObject({ code: 'TARGET_DIED' });
    }
  });

  it('between two requests is detected without a request', async () => {
    const process = new ScriptedProcess();
    const run = scriptedRun(
      () => ({ process }),
      { phase: 'baseline', phases: { baseline: { idle: 3_600_000 } } },
      {
        onEvent: (event) => {
          if (event.kind === 'window-began') process.kill();
        },
      },
    );
    const { results } = await run.runner.runTests();
    expect(results.phases[0]?.errors?.[0]).toMatchObject({ code: 'TARGET_DIED' });
    expect(run.eventsOf('target-exited')).toMatchObject([{ expected: false, signal: 'SIGKILL' }]);
  });

  it('as soon as it has started fails the phase, and not the run', async () => {
    const process = new ScriptedProcess();
    const run = scriptedRun(
      (started) => (started === 0 ? { process } : {}),
      {},
      {
        onEvent: (event) => {
          // Gone before it can be sampled.
          if (event.kind === 'target-started') killAndWait(process);
        },
      },
    );
    const { results } = await run.runner.runTests();
    expect(results.status).toBe('complete');
    expect(results.phases.map(({ success }) => success)).toEqual([false, true, true]);
    expect(results.phases[0]?.errors?.[0]).toMatchObject({ code: 'TARGET_DIED' });
  });
});

/** Kills a process and keeps this thread busy until the kernel has it down as ended. */
function killAndWait(process: ScriptedProcess): void {
  process.kill();
  while (!/^State:\s+[ZX]/m.test(readFileSync(`/proc/${process.pid}/status`, 'utf8'))) {
    // It takes microseconds; nothing else of this process may run in between.
  }
}

describe('a target that cannot start', () => {
  it('fails its phase with the reason; later phases run', async () => {
    const run = scriptedRun((started) => (started === 0 ? { start: 'fail' } : {}));
    const { results, verdict } = await run.runner.runTests();
    expect(results.status).toBe('complete');
    expect(results.phases[0]?.errors?.[0]).toMatchObject({
      name: 'TargetError',
      message: expect.stringContaining('give it another script'),
    });
    expect(results.phases.map(({ success }) => success)).toEqual([false, true, true]);
    expect(verdict.exitCode).toBe(3);
    expect(run.started()[0]?.calls).toEqual(['start', 'stop']);
  });
});

describe('a defect of our own', () => {
  it.each([
    ['in a request', { behaviour: after(3, 'bug') }],
    ['in the start of a target', { start: 'bug' as const }],
  ])('%s ends the run, closes its streams and is thrown', async (_, script) => {
    const before = childrenOfThisProcess();
    const run = scriptedRun(() => ({ ...script, process: new ScriptedProcess() }));
    await expect(run.runner.runTests()).rejects.toThrow(TypeError);
    expect(run.started()).toHaveLength(1);
    expect(run.started()[0]?.calls).toContain('stop');
    expect(childrenOfThisProcess()).toEqual(before);
    const streams = await readRun(run.runDir());
    expect(streams.status).toBe('failed');
    expect(streams.phases).toMatchObject([{ name: 'baseline', ended: true }]);
    expect(run.eventsOf('phase-failed')).toMatchObject([{ error: { name: 'TypeError' } }]);
    const { verdict, results } = await concludeDirectory(run.runDir());
    expect(verdict.exitCode).toBe(3);
    expect(results.phases[0]?.errors?.[0]).toMatchObject({ name: 'TypeError' });
    await run.runner.cleanup();
  });

  it('is not hidden by an error during cleanup', async () => {
    const run = scriptedRun(() => ({ behaviour: after(3, 'bug') }));
    const running = run.runner.runTests();
    const [target] = await startedTargets(run.started);
    if (target === undefined) throw new Error('nothing was started');
    target.stop = () => Promise.reject(new RangeError('cannot even stop'));
    await expect(running).rejects.toThrow(TypeError);
  });
});

async function startedTargets<Started>(started: () => readonly Started[]) {
  await waitTurns(() => started().length > 0);
  return started();
}

describe('a run that cannot begin', () => {
  it('starts nothing when its output directory cannot be used', async () => {
    const outputDir = join(temporaryFolder(), 'file');
    writeFileSync(outputDir, '');
    const run = scriptedRun(() => ({}), { outputDir });
    await expect(run.runner.runTests()).rejects.toThrow(ConfigError);
    expect(run.started()).toEqual([]);
    expect(run.events).toEqual([]);
  });

  it('reports why its targets cannot be made, and leaves no directory', async () => {
    const outputDir = join(temporaryFolder(), 'out');
    const runner = new TestRunner(parseConfig({ outputDir }), {
      createTargets: () => Promise.reject(new TargetError('no models today')),
    });
    await expect(runner.runTests()).rejects.toThrow('no models today');
    await runner.cleanup();
    expect(() => readFileSync(outputDir)).toThrow('ENOENT');
  });
});

describe('a directory that is not that of a run', () => {
  it('is refused for want of run.json', async () => {
    const folder = temporaryFolder();
    await expect(concludeDirectory(folder)).rejects.toThrow(ConfigError);
    await expect(concludeDirectory(folder)).rejects.toThrow(
      /is not a run directory: it has no run\.json/,
    );
    await expect(concludeDirectory(join(folder, 'nowhere'))).rejects.toThrow(ConfigError);
    mkdirSync(join(folder, RUN_FILES.run));
    await expect(concludeDirectory(folder)).rejects.toThrow(
      /^cannot read ".*run\.json": EISDIR: illegal operation on a directory\. Pass a run directory/,
    );
  });

  it.each([
    ['{"format": 1, "load', /is not valid JSON/],
    ['{"format": 4}', /is not a run of Loadcell, or was changed: \S/],
    ['{"format": 3}', /has format 3, and this version of Loadcell reads format 4/],
    ['[]', /is not a run of Loadcell, or was changed: \S/],
  ])('is refused for a run.json of %s', async (content, message) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, RUN_FILES.run), content);
    await expect(concludeDirectory(folder)).rejects.toThrow(message);
  });

  it('is refused when its run.json cannot be read', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, RUN_FILES.run));
    await expect(concludeDirectory(folder)).rejects.toThrow(/run\.json/);
  });
});
