import { describe, expect, it } from 'vitest';
import { LoadCurveSchema } from '../../../src/metric/slo/load-curve-schema.ts';
import { levelOf, loadCurves } from '../../../src/metric/slo/load-curve.ts';
import type { PhaseStreams } from '../../../src/stream/phase-streams.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

const SLOS = { timeToFirstToken: 50, responseLatency: 100 };

/** A level of a second: twenty requests, so many of them slower than the SLOs; nine in ten must meet them. */
function level(phase: PhaseBuilder, value: number, fromMs: number, slow: number): PhaseBuilder {
  phase.stage(`sweep/${value}`, fromMs, fromMs + 1000, {
    level: { sweep: 'sweep', parameter: 'rate', value, neededAttainment: 0.9 },
  });
  for (let index = 0; index < 20; index += 1) {
    const sentMs = fromMs + index * 40;
    const firstMs = sentMs + (index < slow ? 70 : 20);
    phase.request({ purpose: 'probe', sentMs, chunksMs: [firstMs, firstMs + 10] });
  }
  return phase;
}

function swept(): PhaseBuilder {
  const phase = new PhaseBuilder('load').event(0, (place) => ({
    kind: 'slos-set',
    ...place,
    slos: SLOS,
  }));
  level(phase, 10, 1000, 0);
  level(phase, 20, 3000, 10);
  return level(phase, 15, 5000, 2);
}

function levelsOf(phase: PhaseStreams) {
  return phase.stages.map((stage) => levelOf(phase, stage));
}

describe('the curve of a sweep', () => {
  it('has the highest level that met, the lowest that missed, and the names of all', () => {
    expect(loadCurves(swept().build(7000))).toEqual([
      {
        sweep: 'sweep',
        parameter: 'rate',
        slos: SLOS,
        neededAttainment: 0.9,
        highestMet: 15,
        lowestBroken: 20,
        levels: ['sweep/10', 'sweep/20', 'sweep/15'],
      },
    ]);
  });

  it('has of each level the share that met every SLO', () => {
    expect(levelsOf(swept().build(7000))).toEqual([
      { sweep: 'sweep', value: 10, attainment: 1, isMet: true },
      { sweep: 'sweep', value: 20, attainment: 0.5, isMet: false },
      { sweep: 'sweep', value: 15, attainment: 0.9, isMet: true },
    ]);
  });

  it('leaves out a level that was cut off: it neither met nor missed the SLOs', () => {
    const phase = new PhaseBuilder('load');
    level(phase, 10, 1000, 0);
    phase.stage('sweep/20', 3000, undefined, {
      level: { sweep: 'sweep', parameter: 'rate', value: 20, neededAttainment: 0.9 },
    });
    phase.request({ purpose: 'probe', sentMs: 3000, chunksMs: [3010] });
    const built = phase.build(4000);
    expect(levelsOf(built)[1]).toMatchObject({ attainment: 1, isMet: false });
    expect(loadCurves(built)).toMatchObject([{ highestMet: 10, lowestBroken: Number.NaN }]);
  });

  it('counts failed requests as misses, and good requests of the drain as good', () => {
    const phase = swept()
      .request({ purpose: 'probe', sentMs: 5100 })
      .request({ purpose: 'probe', sentMs: 5200, outcome: 'timeout' })
      .request({ purpose: 'probe', sentMs: 5990, chunksMs: [6005] })
      .request({ purpose: 'warm-up', sentMs: 4990, chunksMs: [5900] })
      .request({ purpose: 'probe', sentMs: 5300, outcome: 'cancelled' })
      .build(7000);
    expect(levelsOf(phase)[2]).toMatchObject({ attainment: 19 / 23, isMet: false });
  });

  it('is one for each sweep of a phase, and none for other stages', () => {
    const phase = swept().stage('closed', 8000, 9000);
    phase
      .stage('lengths/64', 10_000, 11_000, {
        level: { sweep: 'lengths', parameter: 'inputTokens', value: 64, neededAttainment: 0.5 },
      })
      .request({ purpose: 'probe', sentMs: 10_000, chunksMs: [10_020] });
    const built = phase.build(12_000);
    expect(
      loadCurves(built).map(({ sweep, parameter, levels }) => [sweep, parameter, levels]),
    ).toEqual([
      ['sweep', 'rate', ['sweep/10', 'sweep/20', 'sweep/15']],
      ['lengths', 'inputTokens', ['lengths/64']],
    ]);
    expect(levelsOf(built)[3]).toBeUndefined();
    expect(loadCurves(new PhaseBuilder('load').stage('closed', 0, 9).build(10))).toEqual([]);
  });

  it('survives JSON, except for numbers that JSON does not have', () => {
    const [curve] = loadCurves(swept().build(7000));
    if (curve === undefined) throw new Error('there is no curve');
    const json: unknown = JSON.parse(JSON.stringify(LoadCurveSchema.encode(curve)));
    expect(LoadCurveSchema.parse(json)).toEqual(curve);
  });
});
