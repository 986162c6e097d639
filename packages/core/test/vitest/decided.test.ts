import { describe, expect, it } from 'vitest';
import { decidedBy } from '../../src/vitest/decided.ts';
import { builtBaseline, builtLoad } from '../stream/built/built-phases.ts';
import { asked, judged } from '../verdict/judged-run.ts';

const load = builtLoad().build(5500);
const unreliable = builtBaseline()
  .account(5900, { rssBytes: 1, atMs: 1 }, { missedTicks: 1e6 })
  .build(5900);

describe('decidedBy', () => {
  it('is met when the run passes', () => {
    expect(decidedBy(judged([load], { criteria: { errorRate: 0 } }))).toBe('met');
  });

  it('is missed when a measured value is beyond its threshold in a reliable phase', () => {
    const criteria = { avgResponseTime: 0.001 };
    expect(decidedBy(judged([load], { criteria }))).toBe('missed');
    expect(decidedBy(judged([unreliable, load], { criteria }))).toBe('missed');
  });

  it('is undecided when the only value beyond its threshold is of an unreliable phase', () => {
    const phases = [
      asked('baseline', { avgResponseTime: 0.001 }),
      asked('load', { sloAttainment: 0.9 }),
    ];
    const verdict = judged([unreliable, load], { phases });
    expect(verdict.outcome).toBe('criterion-failed');
    expect(decidedBy(verdict)).toBe('undecided');
  });

  it('is undecided when a criterion was not measured or is inconclusive', () => {
    expect(decidedBy(judged([load], { criteria: { sloAttainment: 0.9 } }))).toBe('undecided');
    expect(decidedBy(judged([load], { criteria: { p99ResponseTime: 1e6 } }))).toBe('undecided');
  });

  it('is undecided when the target failed, whatever was missed', () => {
    const errors = [new Error('gone')];
    expect(decidedBy(judged([load], { errors, criteria: { avgResponseTime: 0.001 } }))).toBe(
      'undecided',
    );
  });
});
