import { expect, it } from 'vitest';
import { nowNs } from '../../../src/stream/clock.ts';
import type { SurveyValue } from '../../../src/stream/rows/survey-stream.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import { BRIEF_CONFIG, scriptedRun } from '../scripted-run.ts';

const HEAP_BYTES = 40 * 2 ** 20;

/** A target that tells its heap once, as soon as it is up. */
class TellingTarget extends ScriptedTarget {
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

it('the survey of a run has the values that a target reports, and its heap is measured', async () => {
  const { phases: options } = BRIEF_CONFIG;
  const run = scriptedRun(
    () => ({}),
    { phase: 'load', phases: options ?? {} },
    { createTargets: async () => () => new TellingTarget() },
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
