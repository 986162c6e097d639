import { describe, expect, test } from 'vitest';
import { clientStampsOff } from '../../../src/report/rules/client-stamps-off.ts';
import { neverSettled } from '../../../src/report/rules/never-settled.ts';
import type { ClientCalibration } from '../../../src/spec/client-calibration.ts';
import { clientCalibration } from '../../stream/client-values.ts';
import { builtLoad } from '../../stream/built-phases.ts';
import { PhaseBuilder } from '../../stream/phase-builder.ts';
import { advice } from './advice.ts';

describe('client-stamps-off', () => {
  // The built load has 20 ms to the first token and 2 ms between tokens.
  const calibrated = (calibration: Partial<ClientCalibration>): PhaseBuilder =>
    builtLoad().event(900, (place) => ({
      kind: 'client-calibrated',
      ...place,
      calibration: { ...clientCalibration, ...calibration },
    }));
  const firstTokenErrorMs = { p50: 0.5, p99: 2.5 };

  test('speaks of errors that are a good part of the times that were taken', () => {
    expect(advice(clientStampsOff, calibrated({ firstTokenErrorMs }))).toEqual([
      expect.stringMatching(/off by p99 2\.50 ms, time to first token p50 20\.0 ms/u),
    ]);
    expect(advice(clientStampsOff, calibrated({ gapErrorMs: { p50: 0.1, p99: 1.2 } }))).toEqual([
      expect.stringMatching(/off by p99 1\.20 ms, gap between tokens p50 2\.00 ms/u),
    ]);
  });

  test('is silent about small ones, about none, and where the verdict says it', () => {
    expect(advice(clientStampsOff, calibrated({}))).toEqual([]);
    const small = { gapErrorMs: { p50: 0.1, p99: 0.9 } };
    expect(advice(clientStampsOff, calibrated(small))).toEqual([]);
    expect(advice(clientStampsOff, builtLoad())).toEqual([]);
    const budget = { firstTokenMs: 2, gapMs: 2, reason: 'as configured' };
    expect(advice(clientStampsOff, calibrated({ firstTokenErrorMs, budget }))).toEqual([]);
  });
});

describe('never-settled', () => {
  /** One request after the other; each takes what the time of its sending says. */
  const load = (tookMs: (sentMs: number) => number): PhaseBuilder => {
    const phase = new PhaseBuilder('load').window('open-loop', 0, 5000);
    for (let sentMs = 0; sentMs < 4900; sentMs += 25) {
      phase.request({ purpose: 'open-loop', sentMs, chunksMs: [sentMs + tookMs(sentMs)] });
    }
    return phase;
  };

  test('speaks of a queue that grows', () => {
    expect(
      advice(
        neverSettled,
        load((ms) => 20 + ms / 3),
      ),
    ).toEqual([expect.stringContaining('The open-loop window never settled')]);
  });

  test('is silent about a load that settled, and one of too few requests to tell', () => {
    expect(
      advice(
        neverSettled,
        load((ms) => (ms < 1000 ? 60 : 20)),
      ),
    ).toEqual([]);
    const short = new PhaseBuilder('load')
      .window('open-loop', 0, 100)
      .request({ purpose: 'open-loop', sentMs: 0, chunksMs: [50] });
    expect(advice(neverSettled, short)).toEqual([]);
  });
});
