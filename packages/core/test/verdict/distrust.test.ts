import { describe, expect, test } from 'vitest';
import type { ClientLimit } from '../../src/spec/account/client-account.ts';
import type { ClientCalibration } from '../../src/spec/account/client-calibration.ts';
import { reasonsForDistrust } from '../../src/verdict/distrust.ts';
import { phaseFailures } from '../../src/verdict/phase-failures.ts';
import { concluded } from '../report/concluded.ts';
import { clientAccount, clientCalibration } from '../stream/built/client-values.ts';
import { PhaseBuilder } from '../stream/built/phase-builder.ts';

/** A phase in which every request was answered. */
const sound = (): PhaseBuilder =>
  new PhaseBuilder('load')
    .stage('closed', 0, 4000)
    .request({ purpose: 'load', sentMs: 0, chunksMs: [5] });

const calibrated = (calibration: Partial<ClientCalibration>): PhaseBuilder =>
  sound().event(0, (place) => ({
    kind: 'client-calibrated',
    ...place,
    calibration: { ...clientCalibration, ...calibration },
  }));

const reasons = (phase: PhaseBuilder): string[] => reasonsForDistrust(phase.build(5000));

describe('what cannot be trusted', () => {
  test('is a sampler that missed more than a quarter of its ticks', () => {
    const missing = (missedTicks: number): PhaseBuilder =>
      sound().account(
        5000,
        { rssBytes: 1, atMs: 1 },
        { tickCount: 1000 - missedTicks, missedTicks },
      );
    expect(reasons(missing(260))).toEqual([expect.stringContaining('missed 26.0%')]);
    expect(reasons(missing(240))).toEqual([]);
  });

  test('is a client whose stamps were off by more than the budget, which is told', () => {
    const late = { firstTokenErrorMs: { p50: 1, p99: 12 } };
    expect(reasons(calibrated(late))).toEqual([
      expect.stringMatching(
        /with 4 requests at once: first tokens by 12\.0 ms at p99, over the budget of 10\.0 ms \(5% of p95TimeToFirstToken/,
      ),
    ]);
    const gaps = {
      gapErrorMs: { p50: 0, p99: 2 },
      budget: { firstTokenMs: Number.NaN, gapMs: 1, reason: 'as configured' },
    };
    expect(reasons(calibrated(gaps))).toEqual([
      expect.stringMatching(/gaps between tokens by 2\.00 ms at p99, over the budget of 1\.00 ms/),
    ]);
  });

  test('is no client that kept its budget, or has none', () => {
    expect(reasons(calibrated({ firstTokenErrorMs: { p50: 1, p99: 10 } }))).toEqual([]);
    const budget = { firstTokenMs: Number.NaN, gapMs: Number.NaN, reason: 'no latency is judged' };
    const far = { budget, firstTokenErrorMs: { p50: 900, p99: 900 } };
    expect(reasons(calibrated(far))).toEqual([]);
  });

  test('is a client that could not be calibrated, but not one that was not to be', () => {
    const not = (cause: 'failed' | 'switched-off'): PhaseBuilder =>
      sound().event(0, (place) => ({
        kind: 'client-not-calibrated',
        ...place,
        cause,
        reason: 'There were too many open files.',
      }));
    expect(reasons(not('failed'))).toEqual([expect.stringContaining('too many open files')]);
    expect(reasons(not('switched-off'))).toEqual([]);
  });

  test('is a client that ran out of open files itself', () => {
    const failing = (errorKind: string): PhaseBuilder =>
      sound().request({
        purpose: 'load',
        stage: 'closed',
        sentMs: 5,
        chunksMs: [],
        outcome: 'error',
        errorKind,
      });
    expect(reasons(failing('refused'))).toEqual([]);
    expect(reasons(failing('too-many-files'))).toEqual([
      expect.stringMatching(/limit on open files: 1 requests failed.*ulimit -n/),
    ]);
    const waiting = (cause: ClientLimit['cause']): PhaseBuilder =>
      sound().event(6, (place) => ({
        kind: 'client-account',
        ...place,
        stage: 'open',
        account: {
          ...clientAccount,
          limit: { cause, requests: 30, longestWaitMs: 18_500, connections: 900 },
        },
      }));
    expect(reasons(waiting('maxConcurrency'))).toEqual([]);
    expect(reasons(waiting('descriptors'))).toEqual([
      expect.stringMatching(/limit on open files: 30 requests waited.*ulimit -n/),
    ]);
  });

  test('fails a phase with a code of its own, and the run with exit 4, whatever its criteria say', () => {
    const phase = calibrated({ firstTokenErrorMs: { p50: 1, p99: 12 } }).build(5000);
    const [failure] = phaseFailures(phase, []);
    expect(failure).toMatchObject({ kind: 'untrustworthy', error: { code: 'UNTRUSTWORTHY' } });
    const { verdict, report } = concluded([phase], { criteria: { maxResponseTime: 10 } });
    expect(verdict).toMatchObject({ outcome: 'unreliable', exitCode: 4, status: 'fail' });
    expect(report.phases[0]?.metrics[0]?.status).toBe('pass');
    expect(report.phases[0]?.errors?.[0]).toContain('over the budget');
  });
});
