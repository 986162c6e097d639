import { parseConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './refusal-of.ts';

const slos = { ttft: 200 };
const sweep = { kind: 'sweep', parameter: 'rate', from: 1, to: 2 };

describe('a criterion of a stage', () => {
  const key = 'stages.open.p95TimeToFirstToken';

  it('is accepted where the stage runs, for the run or for a phase, by short names too', () => {
    const successCriteria = { [key]: 1, 'stages.sequential.ttft.p95': 1, 'stages.open.p95E2el': 1 };
    expect(parseConfig({ successCriteria }).criteria).toEqual(successCriteria);
    const baseline = { successCriteria: { 'stages.sequential.tpot.p50': 1 } };
    expect(() => parseConfig({ phases: { baseline } })).not.toThrow();
  });

  it('may name a level of an existing sweep', () => {
    const load = { stages: [sweep], successCriteria: { 'stages.sweep/16.errorRate': 0 } };
    expect(() => parseConfig({ slos, phases: { load } })).not.toThrow();
  });

  it.each([
    [
      { successCriteria: { 'stages.opne.p95Ttft': 1 } },
      'successCriteria.stages.opne.p95Ttft: unknown stage "opne"; did you mean "open"?',
      'use one of sequential, closed, open',
    ],
    [
      { phase: 'baseline', successCriteria: { [key]: 1 } },
      `successCriteria.${key}: unknown stage "open"`,
      'use "sequential"',
    ],
    [
      { phases: { load: { stages: [{ kind: 'closed' }], successCriteria: { [key]: 1 } } } },
      `phases.load.successCriteria.${key}: unknown stage "open"`,
      'use "closed"',
    ],
    [
      { phases: { baseline: { successCriteria: { [key]: 1 } } } },
      `phases.baseline.successCriteria.${key}: unknown stage "open"`,
      'use "sequential"',
    ],
  ])('is refused where the stage does not run: %j', (input, text, help) => {
    expect(refusalOf(() => parseConfig(input))).toEqual({ text, help });
  });
});
