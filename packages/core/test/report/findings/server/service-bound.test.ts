import { describe, expect, test } from 'vitest';
import { saturated } from '../../../../src/report/findings/server/saturated.ts';
import { serverQueueing } from '../../../../src/report/findings/server/server-queueing.ts';
import { serviceBound } from '../../../../src/report/findings/server/service-bound.ts';
import { builtBaseline } from '../../../stream/built/built-phases.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { advice, adviceOn } from '../advice.ts';

describe('service-bound', () => {
  /** Answers of a second with the first token after a share of it. */
  const answers = (firstMs: number, wholeMs = 1000): PhaseBuilder => {
    const phase = new PhaseBuilder('p').stage('sequential', 0, 30_000);
    for (let index = 0; index < 25; index += 1) {
      const sentMs = index * 1000;
      const chunksMs = [sentMs + firstMs, sentMs + wholeMs];
      phase.request({ purpose: 'sequential', sentMs, chunksMs });
    }
    return phase;
  };

  test('separates the prompt from decoding', () => {
    expect(advice(serviceBound, answers(900), {}, 30_000)[0]).toMatch(
      /Prefill-bound.*TTFT share 90\.0%/u,
    );
    expect(advice(serviceBound, answers(100), {}, 30_000)[0]).toContain('Decode-bound');
  });

  test('reports nothing when neither part dominates, and on short service times', () => {
    expect(advice(serviceBound, answers(500), {}, 30_000)).toEqual([]);
    expect(advice(serviceBound, answers(90, 100), {}, 30_000)).toEqual([]);
    expect(advice(serviceBound, builtBaseline())).toEqual([]);
  });

  test('is not prefill-bound where requests waited in a queue', () => {
    // A request every 10 ms, each completed 20 ms after the one before.
    const phase = new PhaseBuilder('p').stage('open', 0, 2000);
    for (let index = 0; index < 200; index += 1) {
      const sentMs = index * 10;
      const firstMs = index * 20;
      const chunksMs = [firstMs, firstMs + 20];
      phase.request({ purpose: 'load', stage: 'open', sentMs, chunksMs });
    }
    expect(advice(saturated, phase, {}, 5000)).toHaveLength(1);
    expect(advice(serviceBound, phase, {}, 5000)).toEqual([]);
    const alone = new PhaseBuilder('alone').stage('sequential', 0, 90_000);
    const together = new PhaseBuilder('load').stage('closed', 0, 90_000);
    for (let sentMs = 0; sentMs < 80_000; sentMs += 1000) {
      const withFirstAt = (firstMs: number) => [sentMs + firstMs, sentMs + firstMs + 100];
      alone.request({ purpose: 'sequential', sentMs, chunksMs: withFirstAt(20) });
      together.request({ purpose: 'load', stage: 'closed', sentMs, chunksMs: withFirstAt(2000) });
    }
    const phases = [alone.build(90_000), together.build(90_000)];
    expect(adviceOn(serverQueueing, phases)).toHaveLength(1);
    expect(adviceOn(serviceBound, phases)).toEqual([]);
    expect(adviceOn(serviceBound, phases.slice(1))[0]).toMatch(/^load, closed: Prefill-bound/u);
  });
});
