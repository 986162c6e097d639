import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/parse-config.ts';
import { createStageDecision } from '../../src/runner/stage-decision.ts';
import { inOrderOfArrival, requestsOfLook } from '../../src/stream/stage/arrivals.ts';
import type { PhaseStreams } from '../../src/stream/phase-streams.ts';
import { judgePhase } from '../../src/verdict/judge-phase.ts';
import { measureWithStages } from '../../src/verdict/measured-phase.ts';
import { PhaseBuilder } from '../stream/built/phase-builder.ts';
import { uniform } from '../verdict/decide/simulated.ts';

function decisionOn(successCriteria: Record<string, number>) {
  return createStageDecision(
    parseConfig({
      target: { url: 'http://127.0.0.1:8000' },
      phase: 'load',
      phases: { load: { stages: [{ kind: 'closed' }, { kind: 'open', rate: 5 }] } },
      successCriteria,
    }),
  );
}

/** A closed stage whose requests have these TTFT, milliseconds; `Infinity` for one that failed. */
function decidedStage(ttftMs: readonly number[], firstLook: number): PhaseStreams {
  const phase = new PhaseBuilder('load').stage('closed', 0, 10 * ttftMs.length, {
    load: { kind: 'closed', concurrency: 1, until: 'decided', maxDurationMs: 1e6, firstLook },
  });
  for (const [index, ms] of ttftMs.entries()) {
    const sentMs = 10 * index;
    const isFailed = !Number.isFinite(ms);
    phase.request({
      purpose: 'load',
      stage: 'closed',
      sentMs,
      ...(isFailed ? { endMs: sentMs + 1 } : { chunksMs: [sentMs + ms, sentMs + ms + 5] }),
    });
  }
  return phase.build(20 * ttftMs.length + 2000);
}

describe('the first look', () => {
  test.each([
    [{ 'ttft.p95': 200 }, 72],
    [{ 'ttft.p99': 200 }, 368],
    [{ 'ttft.p99': 200, 'itl.p99': 9 }, 368],
    [{ 'ttft.avg': 200 }, 64],
    [{ errorRate: 0.02 }, 183],
  ])('of %o has %d requests: the first that can be met without a miss', (criteria, requests) => {
    expect(decisionOn(criteria).firstLook).toBe(requests);
  });
});

describe('a stage until decided', () => {
  test('is decided when the verdict on its recorded requests is', () => {
    const random = uniform(11);
    const criteria = { 'ttft.p95': 290, 'ttft.avg': 150, errorRate: 0.1 };
    const { firstLook, isDecided } = decisionOn(criteria);
    for (let round = 0; round < 12; round += 1) {
      const looks = 1 + (round % 4);
      const total = requestsOfLook(firstLook, looks);
      const slow = 270 + 40 * random();
      const ttftMs = Array.from({ length: total }, () => {
        const draw = random();
        return draw < 0.02 ? Infinity : slow * draw;
      });
      const phase = decidedStage(ttftMs, firstLook);
      const [stage] = phase.stages;
      const rows = inOrderOfArrival({ kind: 'closed' }, stage?.requests ?? []);
      const verdicts = judgePhase(criteria, measureWithStages(phase));
      const areDecided = verdicts.every(({ reason }) => reason !== 'inconclusive');
      expect(isDecided('closed', rows, looks), `round ${round}`).toBe(areDecided);
    }
  });

  test('counts all requests for a share of 0, including those after the last look', () => {
    const { firstLook } = decisionOn({ 'ttft.p95': 100, errorRate: 0 });
    const ttftMs = Array.from({ length: 3 * firstLook }, (_, index) =>
      index > 2 * firstLook + 3 ? Infinity : 10,
    );
    const verdicts = judgePhase(
      { errorRate: 0 },
      measureWithStages(decidedStage(ttftMs, firstLook)),
    );
    expect(verdicts).toMatchObject([{ reason: 'missed', evidence: { requests: 3 * firstLook } }]);
  });

  test('keeps the verdict of the deciding look', () => {
    const { firstLook, isDecided } = decisionOn({ 'ttft.p95': 100 });
    // All of two looks are fast, and all of the third are slow.
    const ttftMs = Array.from({ length: 4 * firstLook }, (_, index) =>
      index < 2 * firstLook ? 10 : 500,
    );
    const phase = decidedStage(ttftMs, firstLook);
    const [verdict] = judgePhase({ 'ttft.p95': 100 }, measureWithStages(phase));
    expect(verdict).toMatchObject({ reason: 'met', evidence: { requests: 2 * firstLook } });
    expect(isDecided('closed', phase.stages[0]?.requests ?? [], 3)).toBe(true);
  });

  test('needs only its own criteria, and none that is compared as counted', () => {
    const slow = decidedStage([...new Float64Array(184).fill(100)], 92).requests;
    const other = decisionOn({ 'stages.open.ttft.p95': 100, errorRate: 0, 'ttft.max': 1 });
    expect(other.isDecided('closed', slow, 1)).toBe(true);
    expect(
      decisionOn({ 'ttft.avg': 100.0001, 'sendDelay.p95': 1 }).isDecided('closed', slow, 2),
    ).toBe(true);
  });
});
