import { describe, expect, it } from 'vitest';
import { describePlan, parseConfig, planRun } from '@loadcell/core';
import { environmentLines } from '../../../src/report/rows/data-quality.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { concluded } from '../../report/concluded.ts';

const SLICE = { index: 0, count: 2 };

describe('one of several workers', () => {
  it('has a plan of all workers, and says that it sends its share', async () => {
    const stages = [{ kind: 'closed', concurrency: 8, requests: 500 }];
    const written = {
      phase: 'load',
      target: { url: 'http://127.0.0.1:9' },
      phases: { load: { stages } },
      seed: 1,
      nonce: 'n',
    };
    const whole = describePlan(await planRun(parseConfig(written)));
    const part = describePlan(await planRun(parseConfig(written, { slice: SLICE })));
    const line = 'Slice 0/2: the plan is that of all 2 workers; this one sends its share.';
    expect(part).toContain(line);
    expect(part.replace(`${line}\n`, '')).toBe(whole);
  });

  it('has a report that names its slice and asks for a merge', () => {
    const phase = new PhaseBuilder('load')
      .stage('closed', 0, 90, { slice: SLICE })
      .request({ purpose: 'load', sentMs: 10, chunksMs: [50] })
      .build(100);
    const { results } = concluded([phase], { slice: SLICE });
    expect(environmentLines(results)).toEqual([
      'Slice 0/2: one of 2 workers. Merge the runs of all to judge the whole load.',
    ]);
    expect(environmentLines(concluded([phase]).results)).toEqual([]);
  });
});
