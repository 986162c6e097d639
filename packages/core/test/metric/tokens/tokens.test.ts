import { describe, expect, test } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import type { Measurement } from '../../../src/metric/measure/measurement.ts';
import { metricNamed } from '../../../src/metric/registry.ts';
import { judgeCriterion } from '../../../src/verdict/judge.ts';
import { parseCriterion } from '../../../src/verdict/criterion.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

/** Two seconds of load. */
function load(): PhaseBuilder {
  return new PhaseBuilder('load').stage('open', 1000, 3000, { beganMs: 0, endedMs: 4000 });
}

function measured(name: string, phase: PhaseBuilder): Measurement {
  return measure(metricNamed(name), phase.build(4000));
}

describe('inputTokenThroughput', () => {
  test('counts a prompt with its first token, whenever it was sent or ended', () => {
    const phase = load()
      .request({ purpose: 'warm-up', sentMs: 500, chunksMs: [900, 1500], inputTokens: 1000 })
      .request({ purpose: 'warm-up', sentMs: 900, chunksMs: [1100], inputTokens: 10 })
      .request({ purpose: 'load', sentMs: 1000, chunksMs: [1200], inputTokens: 20 })
      .request({ purpose: 'load', sentMs: 2900, chunksMs: [2950, 3500], inputTokens: 40 })
      .request({ purpose: 'load', sentMs: 2990, chunksMs: [3100], inputTokens: 5000 })
      .request({ purpose: 'load', sentMs: 2000, inputTokens: 7000 });
    expect(measured('inputTokenThroughput', phase).avg).toBe((10 + 20 + 40) / 2);
  });

  test('counts it at the end where no token has a time', () => {
    const whole = { purpose: 'load', outcome: 'ok', outputTokens: 8, inputTokens: 30 } as const;
    const phase = load()
      .request({ ...whole, sentMs: 1000, endMs: 2000 })
      .request({ ...whole, sentMs: 2900, endMs: 3100 });
    expect(measured('inputTokenThroughput', phase).avg).toBe(30 / 2);
  });

  test('is unmeasured where the server does not report what it read', () => {
    const phase = load().request({
      purpose: 'load',
      sentMs: 1000,
      chunksMs: [1200],
      inputTokens: NaN,
    });
    expect(measured('inputTokenThroughput', phase).reason).toContain('token counts');
  });
});

test('totalTokenThroughput is that of input and output together', () => {
  const phase = load()
    .request({ purpose: 'load', sentMs: 1000, chunksMs: [1200, 1300], inputTokens: 20 })
    .request({ purpose: 'load', sentMs: 2900, chunksMs: [2950, 3500], inputTokens: 40 });
  const input = measured('inputTokenThroughput', phase).avg;
  const output = measured('outputTokenThroughput', phase).avg;
  expect([input, output]).toEqual([30, 1.5]);
  expect(measured('totalTokenThroughput', phase).avg).toBe(31.5);
});

describe('outputTokensPerSecondPerUser', () => {
  const pair = (): PhaseBuilder =>
    load()
      .request({ purpose: 'load', sentMs: 1000, chunksMs: [1100, 1120, 1150] })
      .request({ purpose: 'load', sentMs: 1000, chunksMs: [1500, 1510] })
      .request({ purpose: 'load', sentMs: 1000, chunksMs: [1500] });

  test('is 1000 / TPOT of each request that has one', () => {
    expect(measured('outputTokensPerSecondPerUser', pair())).toMatchObject({
      unit: 'perSecond',
      better: 'higher',
      count: 2,
      min: 1000 / 25,
      max: 1000 / 10,
      avg: 70,
    });
    expect(measured('timePerOutputToken', pair())).toMatchObject({ count: 2, min: 10, max: 25 });
  });

  test('passes no criterion with a failed request, which has no rate', () => {
    const failing = measured(
      'outputTokensPerSecondPerUser',
      pair().request({ purpose: 'load', sentMs: 1000 }),
    );
    const criterion = parseCriterion('avgOutputTokensPerSecondPerUser');
    expect(judgeCriterion(criterion, 1, { measurement: failing })).toMatchObject({
      status: 'fail',
      reason: 'failed-requests',
    });
    const all = measured('outputTokensPerSecondPerUser', pair());
    expect(judgeCriterion(criterion, 70, { measurement: all }).status).toBe('pass');
    expect(judgeCriterion(criterion, 71, { measurement: all }).status).toBe('fail');
  });

  test('is unmeasured where no response has two tokens', () => {
    const phase = load().request({ purpose: 'load', sentMs: 1000, chunksMs: [1500] });
    expect(measured('outputTokensPerSecondPerUser', phase).reason).toContain('two output tokens');
  });
});

describe('the lengths of sequences', () => {
  const phase = (): PhaseBuilder =>
    load()
      .request({ purpose: 'warm-up', sentMs: 900, chunksMs: [1100], inputTokens: 9000 })
      .request({ purpose: 'load', sentMs: 1000, chunksMs: [1, 2, 3], inputTokens: 10 })
      .request({ purpose: 'load', sentMs: 1000, chunksMs: [1], inputTokens: 50 })
      .request({ purpose: 'load', sentMs: 1000, inputTokens: 7000 });

  test('are the tokens of each successful measured request', () => {
    expect(measured('inputSequenceLength', phase())).toMatchObject({
      unit: 'tokens',
      count: 2,
      avg: 30,
      min: 10,
      max: 50,
      total: 60,
    });
    expect(measured('outputSequenceLength', phase())).toMatchObject({ count: 2, avg: 2, max: 3 });
  });

  test('exclude requests without reported tokens, with a note', () => {
    const uncounted = phase().request({
      purpose: 'load',
      sentMs: 1000,
      chunksMs: [1200],
      inputTokens: NaN,
    });
    expect(measured('inputSequenceLength', uncounted)).toMatchObject({
      count: 2,
      note: 'of 2 of 3 requests',
    });
    const none = load().request({
      purpose: 'load',
      sentMs: 1000,
      chunksMs: [1200],
      inputTokens: NaN,
    });
    expect(measured('inputSequenceLength', none).reason).toContain('token counts of any request');
    expect(measured('inputSequenceLength', load()).reason).toBe('no measured request was made');
  });
});
