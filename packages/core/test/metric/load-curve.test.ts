import { describe, expect, it } from 'vitest';
import { LoadCurveSchema } from '../../src/metric/load-curve-schema.ts';
import { loadCurve } from '../../src/metric/load-curve.ts';
import { loadCurveLines } from '../../src/report/load-curve-rows.ts';
import { PhaseBuilder, stampNs } from '../stream/phase-builder.ts';

const OBJECTIVES = { timeToFirstToken: 50, responseLatency: 100 };

/** A level of a second: twenty requests, so many of them slower than the objectives. */
function level(phase: PhaseBuilder, value: number, fromMs: number, slow: number): PhaseBuilder {
  for (let index = 0; index < 20; index += 1) {
    const sentMs = fromMs + index * 40;
    const firstMs = sentMs + (index < slow ? 70 : 20);
    phase.request({ purpose: 'sweep', sentMs, chunksMs: [firstMs, firstMs + 10] });
  }
  return phase.window('sweep', fromMs, fromMs + 1000).event(fromMs + 1100, (place) => ({
    kind: 'sweep-step',
    ...place,
    variable: 'rate',
    level: value,
    beganNs: stampNs(fromMs),
    endedNs: stampNs(fromMs + 1000),
    neededAttainment: 0.9,
  }));
}

function swept(): PhaseBuilder {
  const phase = new PhaseBuilder('load').event(0, (place) => ({
    kind: 'objectives-set',
    ...place,
    objectives: OBJECTIVES,
  }));
  level(phase, 10, 1000, 0);
  level(phase, 20, 3000, 10);
  return level(phase, 15, 5000, 2);
}

describe('the curve of a sweep', () => {
  it('tells of each level what was offered, answered and good, and whether it met', () => {
    const curve = loadCurve(swept().build(7000));
    expect(curve).toMatchObject({
      variable: 'rate',
      objectives: OBJECTIVES,
      neededAttainment: 0.9,
      highestMet: 15,
      lowestBroken: 20,
    });
    expect(curve?.steps.map(({ level: at, attainment, isMet }) => [at, attainment, isMet])).toEqual(
      [
        [10, 1, true],
        [20, 0.5, false],
        [15, 0.9, true],
      ],
    );
    expect(curve?.steps[1]).toMatchObject({
      beganMs: 3000,
      durationMs: 1000,
      requests: 20,
      offeredPerSecond: 20,
      achievedPerSecond: 20,
      goodputPerSecond: 10,
      latencies: { timeToFirstToken: { p50: 45, p99: 70 }, responseLatency: { p99: 80 } },
    });
  });

  it('counts what was not answered as infinitely slow where a user waits for it, and never as good', () => {
    const phase = swept()
      .request({ purpose: 'sweep', sentMs: 5100 })
      .request({ purpose: 'sweep', sentMs: 5200, outcome: 'timeout' });
    const step = loadCurve(phase.build(7000))?.steps[2];
    expect(step).toMatchObject({ requests: 22, attainment: 18 / 22, isMet: false });
    expect(step?.latencies['responseLatency']?.p99).toBe(Infinity);
    expect(step?.latencies['timeToFirstToken']?.p99).toBeLessThan(100);
  });

  it('leaves out the answers that came after a level was over', () => {
    const late = swept().request({ purpose: 'sweep', sentMs: 5990, chunksMs: [6005] });
    expect(loadCurve(late.build(7000))?.steps[2]).toMatchObject({
      requests: 21,
      offeredPerSecond: 21,
      achievedPerSecond: 20,
    });
  });

  it('is none without a sweep', () => {
    expect(loadCurve(new PhaseBuilder('load').build(10))).toBeUndefined();
  });

  it('comes through JSON as it is, but for what JSON has no number for', () => {
    const curve = loadCurve(swept().build(7000));
    if (curve === undefined) throw new Error('there is no curve');
    const json: unknown = JSON.parse(JSON.stringify(LoadCurveSchema.encode(curve)));
    expect(LoadCurveSchema.parse(json)).toEqual(curve);
  });

  it('is written for people from its lowest level to its highest', () => {
    const curve = loadCurve(swept().build(7000));
    if (curve === undefined) throw new Error('there is no curve');
    const [summary, , ...rows] = loadCurveLines(curve);
    expect(summary).toBe(
      'Sweep: 15 requests a second is the highest that met timeToFirstToken ≤ 50.0 ms, responseLatency ≤ 100 ms for 90.0 % of the requests; 20 did not.',
    );
    expect(rows.map((row) => row.trim().split(/\s+/)[0])).toEqual(['10', '15', '20']);
    expect(rows[2]).toMatch(/50\.0 %.*not met$/);
    const all = { ...curve, highestMet: 20, lowestBroken: Number.NaN };
    expect(loadCurveLines(all)[0]).toMatch(/nothing higher was tried/);
    const none = { ...curve, highestMet: Number.NaN, lowestBroken: 10 };
    expect(loadCurveLines(none)[0]).toMatch(/no level met .*lowest was 10/);
  });
});
