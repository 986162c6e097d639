import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import { metricNamed } from '../../../src/metric/registry.ts';
import type { Measurement } from '../../../src/metric/measure/measurement.ts';
import { parseCriterion } from '../../../src/verdict/criterion.ts';
import { judgeCriterion } from '../../../src/verdict/judge.ts';
import type { PhaseStreams } from '../../../src/stream/phase-streams.ts';
import { PhaseBuilder, stampNs, type BuiltRequest } from '../../stream/built/phase-builder.ts';

/** A closed loop of requests, 1 s apart, that are alike but for what is given. */
function loadOf(requests: readonly Omit<BuiltRequest, 'purpose' | 'sentMs'>[]): PhaseStreams {
  const builder = new PhaseBuilder('load');
  for (const [index, request] of requests.entries()) {
    const sentMs = index * 1000;
    const chunksMs = request.chunksMs?.map((ms) => sentMs + ms);
    const endMs = sentMs + (request.endMs ?? request.chunksMs?.at(-1) ?? 0);
    builder.request({
      ...request,
      purpose: 'load',
      stage: 'closed',
      sentMs,
      endMs,
      ...(chunksMs === undefined ? {} : { chunksMs }),
    });
  }
  return builder.stage('closed', 0, requests.length * 1000).build(requests.length * 1000);
}

function measured(name: string, phase: PhaseStreams): Measurement {
  return measure(metricNamed(name), phase);
}

/** The verdict on a criterion that any value would meet. */
function verdictOf(key: string, metric: string, phase: PhaseStreams) {
  return judgeCriterion(parseCriterion(key), 1e9, { measurement: measured(metric, phase) });
}

const STEADY = { chunksMs: [50, 60, 70, 80] };
const BURST = { chunksMs: Array.from({ length: 40 }, () => 400) };
const EMPTY = { outcome: 'ok', outputTokens: 1, endMs: 30 } as const;

describe('a stream in bursts', () => {
  const phase = loadOf([BURST, BURST, BURST, STEADY]);

  it.each([
    ['maxTimeToFirstToken', 'timeToFirstToken'],
    ['maxScheduledTimeToFirstToken', 'scheduledTimeToFirstToken'],
    ['maxTimeToFirstAnswerToken', 'timeToFirstAnswerToken'],
    ['maxTimePerOutputToken', 'timePerOutputToken'],
    ['maxInterTokenLatency', 'interTokenLatency'],
  ])('fails %s as not measured', (key, metric) => {
    expect(verdictOf(key, metric, phase)).toMatchObject({
      status: 'fail',
      reason: 'not-measured',
      text: expect.stringMatching(
        /the stream arrived in bursts, about 40 events per read in 3 of 3/,
      ),
    });
  });

  it('leaves criteria on whole responses as they are', () => {
    expect(verdictOf('maxResponseLatency', 'responseLatency', phase)?.status).toBe('pass');
    expect(verdictOf('maxInferenceTime', 'inferenceTime', phase)?.status).toBe('pass');
  });

  it('has no TPOT and no ITL within one read', () => {
    expect(measured('timePerOutputToken', loadOf([BURST])).count).toBe(0);
    expect(measured('interTokenLatency', loadOf([BURST])).reason).toMatch(/two or more reads/);
  });

  it('is no burst where most responses are steady', () => {
    const mixed = loadOf([
      BURST,
      ...Array.from({ length: 3 }, () => ({
        chunksMs: Array.from({ length: 16 }, (_, index) => 50 + index * 10),
      })),
    ]);
    expect(verdictOf('maxTimeToFirstToken', 'timeToFirstToken', mixed)?.status).toBe('pass');
  });
});

describe('a truncated prompt', () => {
  const cut = { ...STEADY, inputTokens: 165, offeredTokens: 1000, residentTokens: 165 };
  const whole = { ...STEADY, inputTokens: 1012, offeredTokens: 1000, residentTokens: 1000 };

  it('fails criteria on all times, with the numbers of the worst', () => {
    const phase = loadOf([whole, cut]);
    for (const [key, metric] of [
      ['maxResponseLatency', 'responseLatency'],
      ['maxTimeToFirstToken', 'timeToFirstToken'],
      ['maxInferenceTime', 'inferenceTime'],
    ] as const) {
      expect(verdictOf(key, metric, phase)).toMatchObject({
        status: 'fail',
        text: expect.stringMatching(
          /truncated 1 of 2 prompts; at worst it read 165 of 1,000 tokens/,
        ),
      });
    }
  });

  it('is not one that was read whole with a chat template around it', () => {
    const phase = loadOf([whole]);
    expect(verdictOf('maxResponseLatency', 'responseLatency', phase)?.status).toBe('pass');
  });

  it('is not one that is within the error of an estimate', () => {
    const estimated = { ...STEADY, offeredTokens: 1000, residentTokens: 850 };
    const phase = loadOf([estimated]);
    expect(verdictOf('maxResponseLatency', 'responseLatency', phase)?.status).toBe('fail');
    const calibrated: PhaseStreams = {
      ...phase,
      events: [
        {
          kind: 'target-described',
          phase: 'load',
          atNs: 0,
          target: 'x',
          version: '',
          models: [],
          details: { tokenCounts: 'calibrated' },
        },
        ...phase.events,
      ],
    };
    expect(verdictOf('maxResponseLatency', 'responseLatency', calibrated)?.status).toBe('pass');
  });
});

describe('tokens per event', () => {
  const fourEach = {
    chunksMs: Array.from({ length: 32 }, (_, index) => 100 + index * 40),
    outputTokens: 128,
  };

  it('are reported, with the tokens that one ITL covers', () => {
    const phase = loadOf([fourEach]);
    expect(measured('tokensPerEvent', phase)).toMatchObject({ avg: 4, count: 1 });
    expect(measured('interTokenLatency', phase)).toMatchObject({
      p50: 40,
      note: 'each ITL covers 4 tokens on average',
    });
    expect(measured('timePerOutputToken', phase).p50).toBeCloseTo((31 * 40) / 127, 9);
  });

  it('come with the events per read, and ITL is between reads', () => {
    const chunksMs = Array.from({ length: 12 }, (_, index) => 100 + Math.floor(index / 2) * 10);
    const phase = loadOf([{ chunksMs }]);
    expect(measured('tokensPerEvent', phase)).toMatchObject({ avg: 1, note: '2 events per read' });
    expect(measured('interTokenLatency', phase)).toMatchObject({
      count: 5,
      min: 10,
      max: 10,
      note: 'each ITL covers 2 tokens on average',
    });
  });

  it('need no remark where each token has its own read', () => {
    expect(measured('interTokenLatency', loadOf([STEADY])).note).toBeUndefined();
  });

  it('are not measured where only events were counted', () => {
    const phase = loadOf([{ ...fourEach, tokenCountSource: 'chunks' }]);
    expect(measured('tokensPerEvent', phase).reason).toMatch(/reports its output tokens/);
  });
});

describe('an empty response', () => {
  const phase = loadOf([STEADY, EMPTY, { ...EMPTY, outputTokens: 64 }]);

  it('is counted apart', () => {
    expect(measured('emptyResponses', phase)).toMatchObject({
      avg: 2 / 3,
      note: expect.stringMatching(/2 of 3/),
    });
    expect(measured('emptyResponses', loadOf([STEADY])).avg).toBe(0);
  });

  it('has the reason where all are empty and no token has a timestamp', () => {
    const all = loadOf([EMPTY, EMPTY]);
    for (const name of ['timeToFirstToken', 'timePerOutputToken', 'interTokenLatency']) {
      expect(measured(name, all).reason).toMatch(/finished all 2 responses without text/);
    }
  });

  it('is no failure, has an end and tokens, but no token timestamps', () => {
    expect(measured('errorRate', phase).avg).toBe(0);
    expect(measured('responseLatency', phase).count).toBe(3);
    expect(measured('timeToFirstToken', phase).count).toBe(1);
    expect(measured('timePerOutputToken', phase).count).toBe(1);
    expect(measured('outputTokenThroughput', phase).avg).toBeCloseTo((4 + 1 + 64) / 3, 9);
  });
});

describe('responses that ended early', () => {
  const early = { ...STEADY, outputTokens: 4, maxOutputTokens: 40 };
  const whole = { ...STEADY, outputTokens: 40, maxOutputTokens: 40 };

  it('are a share of those with a token count', () => {
    const failed = { outcome: 'error', outputTokens: 1, maxOutputTokens: 40, endMs: 9 } as const;
    const uncounted = { ...early, outputTokens: Number.NaN };
    const byEvents = { ...early, tokenCountSource: 'chunks' } as const;
    const phase = loadOf([early, whole, whole, early, whole, failed, uncounted, byEvents]);
    expect(measured('earlyStopRate', phase)).toMatchObject({
      avg: 2 / 5,
      note: '2 of 5 responses ended early',
    });
  });

  it('are none where each has what was requested, or more', () => {
    const phase = loadOf([whole, { ...whole, outputTokens: 41 }]);
    expect(measured('earlyStopRate', phase)).toMatchObject({ avg: 0 });
    expect(metricNamed('earlyStopRate').isShownWhen?.({ avg: 0 })).toBe(false);
    expect(metricNamed('earlyStopRate').isShownWhen?.({ avg: 0.1 })).toBe(true);
  });

  it.each([
    ['no response reports its output tokens', [{ ...early, tokenCountSource: 'chunks' } as const]],
    ['no response reports its output tokens', [{ ...early, outputTokens: Number.NaN }]],
    ['none of 1 requests succeeded', [{ outcome: 'error', endMs: 9 } as const]],
    ['no measured request was made', []],
  ])('are unknown: %s', (reason, requests) => {
    const phase = loadOf(requests);
    expect(measured('earlyStopRate', phase).avg).toBeNaN();
    expect(measured('earlyStopRate', phase).reason).toContain(reason);
  });
});

describe('time to first answer token', () => {
  const reasoned = { chunksMs: [50, 60, 70], firstAnswerNs: stampNs(70) };

  it('is that of the first token that is not reasoning', () => {
    const phase = loadOf([reasoned]);
    expect(measured('timeToFirstToken', phase).max).toBe(50);
    expect(measured('timeToFirstAnswerToken', phase)).toMatchObject({
      max: 70,
      note: '1 of 1 responses began with reasoning',
    });
  });

  it('is TTFT, without a remark, where nothing reasons', () => {
    const { max, note } = measured('timeToFirstAnswerToken', loadOf([STEADY]));
    expect([max, note]).toEqual([50, undefined]);
  });

  it('is infinite for a response that ended within its reasoning, and passes no criterion with it', () => {
    const phase = loadOf([{ chunksMs: [50, 60], firstAnswerNs: Number.NaN }, STEADY]);
    expect(measured('timeToFirstAnswerToken', phase)).toMatchObject({ max: Infinity, failed: 1 });
    expect(verdictOf('maxTimeToFirstAnswerToken', 'timeToFirstAnswerToken', phase)?.status).toBe(
      'fail',
    );
  });
});

describe('output lengths', () => {
  it.each([
    [
      { ...STEADY, outputTokens: 100, maxOutputTokens: 12 },
      /1 of 1 responses have more tokens than requested, the longest 100 of 12/,
    ],
    [
      { ...STEADY, outputTokens: 3, maxOutputTokens: 1000 },
      /responses have 3 of 1,000 requested tokens/,
    ],
  ])('are reported where they are not those that were requested', (request, note) => {
    expect(measured('outputTokenThroughput', loadOf([request])).note).toMatch(note);
  });

  it('need no remark where they are', () => {
    expect(measured('outputTokenThroughput', loadOf([STEADY])).note).toBeUndefined();
  });
});
