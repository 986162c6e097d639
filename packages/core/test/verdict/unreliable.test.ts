import { describe, expect, test } from 'vitest';
import type { ClientLimit } from '../../src/spec/quality/client-usage.ts';
import type { ClientCalibration } from '../../src/spec/quality/client-calibration.ts';
import { reasonsUnreliable } from '../../src/verdict/unreliable.ts';
import { phaseFailures } from '../../src/verdict/phase-failures.ts';
import { concluded } from '../report/concluded.ts';
import { NO_BUDGET, clientUsage, clientCalibration } from '../stream/built/client-values.ts';
import { PhaseBuilder } from '../stream/built/phase-builder.ts';

/** A phase in which every request was successful. */
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

const reasons = (phase: PhaseBuilder): string[] => reasonsUnreliable(phase.build(5000));

describe('the data of a phase is unreliable', () => {
  test('when the sampler missed more than a quarter of its ticks', () => {
    const missing = (missedTicks: number): PhaseBuilder =>
      sound().account(
        5000,
        { rssBytes: 1, atMs: 1 },
        { tickCount: 1000 - missedTicks, missedTicks },
      );
    expect(reasons(missing(260))).toEqual([expect.stringContaining('missed 26.0%')]);
    expect(reasons(missing(240))).toEqual([]);
  });

  test('when the timing error of the client is over its budget, which the reason names', () => {
    const late = { firstTokenErrorMs: { p50: 1, p99: 12 } };
    expect(reasons(calibrated(late))).toEqual([
      expect.stringMatching(
        /at concurrency 4: TTFT error p99 12\.0 ms, budget 10\.0 ms \(5% of p95TimeToFirstToken/,
      ),
    ]);
    const gaps = {
      gapErrorMs: { p50: 0, p99: 2 },
      budget: { firstTokenMs: Number.NaN, gapMs: 1, reason: 'as configured' },
    };
    expect(reasons(calibrated(gaps))).toEqual([
      expect.stringMatching(/ITL error p99 2\.00 ms, budget 1\.00 ms/),
    ]);
  });

  test('but not when the timing error is within its budget, or there is none', () => {
    expect(reasons(calibrated({ firstTokenErrorMs: { p50: 1, p99: 10 } }))).toEqual([]);
    const budget = { firstTokenMs: Number.NaN, gapMs: Number.NaN, reason: 'no latency is judged' };
    const far = { budget, firstTokenErrorMs: { p50: 900, p99: 900 } };
    expect(reasons(calibrated(far))).toEqual([]);
  });

  test('when the calibration of the client failed, but not when it was switched off', () => {
    const not = (cause: 'failed' | 'switched-off'): PhaseBuilder =>
      sound().event(0, (place) => ({
        kind: 'client-not-calibrated',
        ...place,
        cause,
        reason: 'There were too many open files.',
        budget: NO_BUDGET,
      }));
    expect(reasons(not('failed'))).toEqual([expect.stringContaining('too many open files')]);
    expect(reasons(not('switched-off'))).toEqual([]);
  });

  describe('by the timing error of its own requests, if that is known', () => {
    /** Requests with the kernel's timestamps, whose first tokens the client may have made late by this much. */
    const measured = (phase: PhaseBuilder, errorMs: number): PhaseBuilder => {
      for (let sentMs = 10; sentMs < 20; sentMs += 1) {
        phase.request({
          purpose: 'load',
          sentMs,
          chunksMs: [sentMs + 5],
          firstTokenAfterNs: 1,
          lastTokenAfterNs: 1,
          readLatenessNs: 20e3,
          firstTokenErrorNs: errorMs * 1e6,
          largestErrorNs: errorMs * 1e6,
          lateChunks: 0,
        });
      }
      return phase;
    };
    const empty = (calibration: Partial<ClientCalibration>): PhaseBuilder =>
      new PhaseBuilder('load').stage('closed', 0, 4000).event(0, (place) => ({
        kind: 'client-calibrated',
        ...place,
        calibration: { ...clientCalibration, ...calibration },
      }));

    test('which is over budget, whatever the calibration found', () => {
      expect(reasons(measured(empty({}), 12))).toEqual([
        expect.stringMatching(
          /In stage closed the client was kept .* over budget: TTFT error p99 12\.0 ms, budget 10\.0 ms/,
        ),
      ]);
    });

    test('which is within budget, whatever the calibration found', () => {
      const late = { firstTokenErrorMs: { p50: 1, p99: 12 } };
      expect(reasons(measured(empty(late), 0.1))).toEqual([]);
      const uncalibrated = new PhaseBuilder('load').stage('closed', 0, 4000).event(0, (place) => ({
        kind: 'client-not-calibrated',
        ...place,
        cause: 'failed',
        reason: 'There were too many open files.',
        budget: clientCalibration.budget,
      }));
      expect(reasons(measured(uncalibrated, 0.1))).toEqual([]);
    });

    test('without a calibration, too', () => {
      const off = new PhaseBuilder('load').stage('closed', 0, 4000).event(0, (place) => ({
        kind: 'client-not-calibrated',
        ...place,
        cause: 'switched-off',
        reason: 'switched off',
        budget: clientCalibration.budget,
      }));
      expect(reasons(measured(off, 12))).toEqual([expect.stringContaining('over budget')]);
    });
  });

  test('when the client reached its limit on open files or ephemeral ports', () => {
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
      expect.stringMatching(/limit on open files: 1 request failed.*ulimit -n/),
    ]);
    expect(reasons(failing('no-ports'))).toEqual([
      expect.stringMatching(/every ephemeral port: 1 request failed.*--source-address/),
    ]);
    const waiting = (cause: ClientLimit['cause']): PhaseBuilder =>
      sound().event(6, (place) => ({
        kind: 'client-usage',
        ...place,
        stage: 'open',
        usage: {
          ...clientUsage,
          limit: { cause, requests: 30, longestWaitMs: 18_500, connections: 900 },
        },
      }));
    expect(reasons(waiting('maxConcurrency'))).toEqual([]);
    expect(reasons(waiting('descriptors'))).toEqual([
      expect.stringMatching(/limit on open files: 30 requests waited.*ulimit -n/),
    ]);
  });

  test('and fails the phase with its own code, and the run with exit 4, whatever the criteria found', () => {
    const phase = calibrated({ firstTokenErrorMs: { p50: 1, p99: 12 } }).build(5000);
    const [failure] = phaseFailures(phase, []);
    expect(failure).toMatchObject({ kind: 'unreliable', error: { code: 'UNRELIABLE' } });
    const { verdict, report } = concluded([phase], { criteria: { maxResponseTime: 10 } });
    expect(verdict).toMatchObject({ outcome: 'unreliable', exitCode: 4, status: 'fail' });
    expect(report.phases[0]?.metrics[0]?.status).toBe('pass');
    expect(report.phases[0]?.errors?.[0]).toContain('over budget');
  });
});
