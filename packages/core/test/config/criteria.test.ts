import { describe, expect, it } from 'vitest';
import { parseConfig } from '@loadcell/core';
import { EMBEDDED_CRITERIA } from '../../src/config/default-criteria.ts';
import { refusalOf } from './refusal-of.ts';

/** The thresholds of each phase. */
function thresholds(input: unknown): Record<string, Record<string, number>> {
  const { phases } = parseConfig(input);
  return Object.fromEntries(phases.map((phase) => [phase.name, phase.successCriteria]));
}

const TWO_MODELS = { target: { models: ['a.gguf', 'b.gguf'] } };

describe('the criteria of a run', () => {
  it('are those of the embedded default when none are set', () => {
    expect(thresholds({})).toEqual(EMBEDDED_CRITERIA);
    expect(parseConfig({}).criteria).toEqual({});
  });

  it('are only that every request succeeds, for an unknown model', () => {
    const answered = { errorRate: 0 };
    expect(thresholds(TWO_MODELS)).toEqual({
      baseline: answered,
      'cross-model': answered,
      load: answered,
    });
    const own = parseConfig({ target: { engine: { module: 'mine.mjs' }, models: ['a.bin'] } });
    expect(own.phases[0]?.successCriteria).toEqual(answered);
  });

  it('are empty for a phase that one model cannot run', () => {
    const one = thresholds({ target: { models: ['a.gguf'] } });
    expect(one).toEqual({ baseline: { errorRate: 0 }, 'cross-model': {}, load: { errorRate: 0 } });
  });

  it('of a phase replace its defaults alone', () => {
    const stated = { p95ResponseTime: 100 };
    const own = thresholds({ phases: { load: { successCriteria: stated } } });
    expect(own).toEqual({ ...EMBEDDED_CRITERIA, load: stated });
  });

  it('of the run replace all defaults', () => {
    const config = parseConfig({
      successCriteria: { maxMemoryUsage: 1000 },
      phases: { load: { successCriteria: { errorRate: 0.1 } } },
    });
    expect(config.criteria).toEqual({ maxMemoryUsage: 1000 });
    expect(config.phases.map((phase) => phase.successCriteria)).toEqual([
      {},
      {},
      { errorRate: 0.1 },
    ]);
  });

  it('may be empty, when the run sets none', () => {
    const config = parseConfig({ successCriteria: {} });
    expect(config.criteria).toEqual({});
    for (const phase of config.phases) expect(phase.successCriteria).toEqual({});
  });
});

describe('two criteria of one metric', () => {
  it.each([
    ['ttft.p95', 'p95Ttft'],
    ['timeToFirstToken.p95', 'p95Ttft'],
    ['stages.open.ttft.p95', 'stages.open.p95TimeToFirstToken'],
  ])('are refused as %s and %s, which are the same', (one, other) => {
    const successCriteria = { [one]: 100, [other]: 200 };
    expect(refusalOf(() => parseConfig({ phases: { load: { successCriteria } } }))).toEqual({
      text: `phases.load.successCriteria: "${one}" and "${other}" are the same criterion`,
      help: 'remove one of them',
    });
  });

  it('are accepted with another aggregate, and at another stage', () => {
    const stated = { 'ttft.p95': 100, p99Ttft: 200, 'stages.open.ttft.p95': 300 };
    expect(thresholds({ phases: { load: { successCriteria: stated } } })['load']).toEqual(stated);
  });
});
