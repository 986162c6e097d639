import { describe, expect, it } from 'vitest';
import { scriptedRun } from './scripted-run.ts';

describe('a run on a target that fails every request', () => {
  it('leaves the first phase after three requests and skips the others with that reason', async () => {
    const run = scriptedRun(() => ({ behaviour: () => 'fail' }));
    const { verdict, results, streams } = await run.runner.runTests();
    expect(verdict).toMatchObject({ status: 'fail', exitCode: 3 });
    expect(streams.phases.map(({ requests }) => requests.length)).toEqual([3]);
    expect(results.skipped.map(({ phase }) => phase)).toEqual(['cross-model', 'load']);
    expect(results.skipped[0]?.reason).toMatch(/no request of phase baseline succeeded/);
    const [phase, ...others] = verdict.phases;
    expect(others).toEqual([]);
    expect(phase?.failures).toMatchObject([{ kind: 'error', error: { code: 'FAILS_ALIKE' } }]);
  });

  it('runs the others when an earlier phase succeeded', async () => {
    const run = scriptedRun((started) => (started === 1 ? { behaviour: () => 'fail' } : {}));
    const { results } = await run.runner.runTests();
    expect(results.skipped).toEqual([]);
    expect(results.phases.map(({ name, success }) => ({ name, success }))).toMatchObject([
      { name: 'baseline' },
      { name: 'cross-model', success: false },
      { name: 'load' },
    ]);
  });
});
