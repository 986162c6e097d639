import { expect, it } from 'vitest';
import { LoadcellError } from '../../../src/spec/error/errors.ts';
import { nowNs } from '../../../src/stream/clock.ts';
import type { SurveyValue } from '../../../src/stream/rows/survey-stream.ts';
import type { StartupEvent } from '../../../src/target/started/startup-event.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import { BRIEF_CONFIG, scriptedRun } from '../scripted-run.ts';

const HEAP_BYTES = 40 * 2 ** 20;

/** A target that reports its heap once, as soon as it is up. */
class ReportingTarget extends ScriptedTarget {
  #listener: (values: readonly SurveyValue[]) => void = () => {};

  onSurvey(listener: (values: readonly SurveyValue[]) => void): void {
    this.#listener = listener;
  }

  override async start(signal?: AbortSignal): Promise<void> {
    await super.start(signal);
    const column = 'v8.heapUsedBytes';
    this.#listener([{ timeNs: nowNs(), pid: 4711, source: 0, column, value: HEAP_BYTES }]);
  }
}

/** A target that reports its health from a timer. */
class LateTarget extends ScriptedTarget {
  #listener: (event: StartupEvent) => void = () => {};

  onStartup(listener: (event: StartupEvent) => void): void {
    this.#listener = listener;
  }

  override async start(signal?: AbortSignal): Promise<void> {
    await super.start(signal);
    setTimeout(() => this.#listener({ kind: 'server-healthy', atNs: nowNs() }), 0);
  }
}

it('the survey of a run has the values that a target reports, and its heap is measured', async () => {
  const { phases: options } = BRIEF_CONFIG;
  const run = scriptedRun(
    () => ({}),
    { phase: 'load', phases: options ?? {} },
    { createTargets: async () => () => new ReportingTarget() },
  );
  const { streams, results } = await run.runner.runTests();
  const heapUsed = streams.phases[0]?.survey.get('v8.heapUsedBytes');
  expect([...(heapUsed?.value ?? [])]).toEqual([HEAP_BYTES]);
  expect([...(heapUsed?.pid ?? [])]).toEqual([4711]);
  expect(results.phases[0]?.measurements['heapUsed']).toMatchObject({
    unit: 'bytes',
    max: HEAP_BYTES,
    count: 1,
  });
});

it('a run ends with the reason where an event that comes from a timer cannot be written', async () => {
  const run = scriptedRun(
    () => ({}),
    { phase: 'load' },
    {
      createTargets: async () => () => new LateTarget(),
      onEvent: ({ kind }) => {
        if (kind === 'server-healthy') throw new LoadcellError('RECORDING', 'the disk is full');
      },
    },
  );
  const { results } = await run.runner.runTests();
  expect(results.phases[0]?.errors?.[0]).toMatchObject({ code: 'RECORDING' });
  expect(results.status).toBe('failed');
});
