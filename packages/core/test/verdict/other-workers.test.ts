import { describe, expect, test } from 'vitest';
import { PhaseBuilder } from '../stream/built/phase-builder.ts';
import { asked, judged } from './judged-run.ts';

const SLICE_1 = { index: 1, count: 2 };
const CRITERIA = { errorRate: 0 };

/** A phase in which a worker sends nothing. */
function idle(options: { slice?: { index: number; count: number } }): PhaseBuilder {
  return new PhaseBuilder('baseline').stage('sequential', 0, 0, options);
}

describe('the verdict of one of several workers', () => {
  test('passes where other workers send all requests of the stage', () => {
    const phase = idle({ slice: SLICE_1 }).build(10);
    expect(judged([phase], { criteria: CRITERIA })).toMatchObject({ outcome: 'pass', exitCode: 0 });
    const phases = [asked('baseline', { ...CRITERIA, avgLoadTime: 5 })];
    expect(judged([phase], { phases }).exitCode).toBe(0);
  });

  test('fails where a worker alone sent no request', () => {
    expect(judged([idle({}).build(10)], { criteria: CRITERIA }).exitCode).not.toBe(0);
  });

  test('is by the requests that the worker sent', () => {
    const phase = idle({ slice: SLICE_1 })
      .stage('open', 10, 90, { slice: SLICE_1 })
      .request({ purpose: 'load', sentMs: 10, chunksMs: [50] })
      .build(100);
    const criteria = { avgResponseTime: 1 };
    const verdict = judged([phase], { criteria });
    expect(verdict.phases[0]?.criteria.map(({ stage, status }) => [stage, status])).toEqual([
      ['open', 'fail'],
    ]);
    expect(verdict.exitCode).toBe(1);
  });

  test('passes where another worker runs the only phase, and fails where none does', () => {
    const phases = [asked('cross-model', { contextSwitchTime: 5 })];
    const skipped = { phase: 'cross-model', reason: 'slice 0 runs it for all workers' } as const;
    const streams = { status: 'complete', damagedFiles: [] } as const;
    const ofOther = { ...streams, skipped: [{ ...skipped, isOfOtherWorker: true }] } as const;
    expect(judged([], { phases, streams: ofOther }).exitCode).toBe(0);
    expect(judged([], { phases, streams: { ...streams, skipped: [skipped] } }).exitCode).toBe(1);
  });
});
