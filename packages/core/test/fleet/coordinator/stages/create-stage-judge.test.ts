import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../src/config/parse-config.ts';
import { createStageJudge } from '../../../../src/fleet/coordinator/stages/create-stage-judge.ts';
import type { StageSummary } from '../../../../src/phase/stage/sync/stage-summary.ts';

const KEY = { phase: 'load', stage: 'main' } as const;

function judge(): ReturnType<typeof createStageJudge> {
  const stages = [{ kind: 'closed', name: 'main', concurrency: 4, until: 'decided' }] as const;
  return createStageJudge(
    parseConfig({
      target: { url: 'http://127.0.0.1:8000' },
      phase: 'load',
      phases: { load: { stages, successCriteria: { maxErrorRate: 0.2 } } },
    }),
  );
}

/** Two looks of one of two workers: a small one decides only together with the look before it. */
function summary(bad: number): StageSummary {
  const criteria = [{ kind: 'share', bad, count: 400, effective: 400 } as const];
  const look = { requests: 400, criteria };
  return {
    workers: 2,
    looks: [
      { look: 1, ...look },
      { look: 2, ...look },
    ],
  };
}

describe('createStageJudge', () => {
  it('decides once all workers have reported a look that decides', () => {
    const one = judge();
    expect(one.take(KEY, 'a', summary(0))).toBeUndefined();
    expect(one.take(KEY, 'a', summary(0))).toBeUndefined();
    expect(one.take(KEY, 'b', summary(0))).toMatchObject({ kind: 'decided', looks: 2 });
  });

  it('goes on while the looks of all workers together decide nothing', () => {
    const one = judge();
    one.take(KEY, 'a', summary(80));
    expect(one.take(KEY, 'b', summary(80))).toBeUndefined();
  });

  it('keeps stages apart, and ignores what is no summary', () => {
    const one = judge();
    one.take(KEY, 'a', summary(0));
    expect(one.take({ phase: 'load', stage: 'other' }, 'b', summary(0))).toBeUndefined();
    expect(one.take(KEY, 'b', { looks: 'none' })).toBeUndefined();
  });
});
