import { describe, expect, test } from 'vitest';

import { contextTruncated } from '../../../../src/report/findings/models/context-truncated.ts';
import { overLongRefused } from '../../../../src/report/findings/models/over-long-refused.ts';
import { slowFirstLoad } from '../../../../src/report/findings/models/slow-first-load.ts';
import { slowSwitch } from '../../../../src/report/findings/models/slow-switch.ts';
import { errorsPresent } from '../../../../src/report/findings/errors/errors-present.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { concluded } from '../../concluded.ts';
import { advice, adviceOn, severities } from '../advice.ts';

describe('slow-first-load', () => {
  const load = (name: string, ms: number, model = 'small') =>
    new PhaseBuilder(name)
      .request({ purpose: 'model-load', model, sentMs: 0, chunksMs: [ms] })
      .build(9000);

  test('reports a first load that was far slower than one of a later phase', () => {
    expect(adviceOn(slowFirstLoad, [load('a', 3000), load('b', 1000)])[0]).toContain(
      'a: The first load of small took far longer than a later one (first 3.00 s, later 1.00 s)',
    );
  });

  test('reports nothing when they are alike, on one load, and on another model', () => {
    expect(adviceOn(slowFirstLoad, [load('a', 1100), load('b', 1000)])).toEqual([]);
    expect(adviceOn(slowFirstLoad, [load('a', 3000)])).toEqual([]);
    expect(adviceOn(slowFirstLoad, [load('a', 3000), load('b', 1000, 'other')])).toEqual([]);
  });
});

describe('context-truncated', () => {
  const overLong = (residentTokens: number): PhaseBuilder =>
    new PhaseBuilder('p').request({
      purpose: 'over-long',
      sentMs: 0,
      chunksMs: [9],
      offeredTokens: 768,
      residentTokens,
    });

  test('reports tokens that were dropped without an error', () => {
    expect(advice(contextTruncated, overLong(512))[0]).toContain('dropped 33.3%');
  });

  test('reports nothing when all were kept, and when no prompt was over-long', () => {
    expect(advice(contextTruncated, overLong(768))).toEqual([]);
    expect(advice(contextTruncated, new PhaseBuilder('p'))).toEqual([]);
  });
});

describe('over-long-refused', () => {
  const refusing = (outcome: 'refused' | 'error', errorKind: string): PhaseBuilder =>
    new PhaseBuilder('p').request({
      purpose: 'over-long',
      sentMs: 0,
      endMs: 5,
      outcome,
      errorKind,
      errorMessage: "This model's maximum context length is 2048 tokens.",
    });

  test('is a note with the words of the server, and no failed request', () => {
    const phase = refusing('refused', 'http-4xx');
    expect(severities(overLongRefused, phase)).toEqual(['note']);
    expect(advice(overLongRefused, phase)[0]).toContain('maximum context length is 2048');
    expect(advice(errorsPresent, phase)).toEqual([]);
  });

  test('reports nothing for a server that failed on it', () => {
    expect(advice(overLongRefused, refusing('error', 'http-5xx'))).toEqual([]);
    expect(advice(errorsPresent, refusing('error', 'http-5xx'))).toHaveLength(1);
  });
});

describe('slow-switch', () => {
  const switching = (switchMs: number, loadMs: number): PhaseBuilder =>
    new PhaseBuilder('p')
      .request({ purpose: 'model-load', sentMs: 0, chunksMs: [loadMs] })
      .modelSwitch('a', 'b', 50_000, 50_000 + switchMs);

  test('reports a switch that takes over twice the slowest load', () => {
    expect(advice(slowSwitch, switching(2900, 300), {}, 90_000)[0]).toContain(
      '(switch avg 2.90 s (9.67× the slowest load), slowest load 300 ms)',
    );
  });

  test('reports a switch that takes longer than users wait', () => {
    expect(advice(slowSwitch, switching(15_000, 14_000), {}, 90_000)[0]).toContain('15.0 s');
  });

  test('is a warning only where a criterion on it is missed', () => {
    expect(severities(slowSwitch, switching(15_000, 14_000), 90_000)).toEqual(['note']);
    const criteria = { avgContextSwitchTime: 1000 };
    expect(
      concluded([switching(15_000, 14_000).build(90_000)], { criteria }).recommendations,
    ).toContainEqual(expect.objectContaining({ rule: 'slow-switch', severity: 'warning' }));
  });

  test('reports nothing otherwise, and of a switch that is short anyway', () => {
    expect(advice(slowSwitch, switching(500, 300), {}, 90_000)).toEqual([]);
    expect(advice(slowSwitch, switching(900, 300), {}, 90_000)).toEqual([]);
    expect(advice(slowSwitch, new PhaseBuilder('p'), {}, 90_000)).toEqual([]);
  });
});
