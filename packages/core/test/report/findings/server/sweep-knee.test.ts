import { describe, expect, test } from 'vitest';

import { sweepKnee } from '../../../../src/report/findings/server/sweep-knee.ts';
import type { SweepParameter } from '../../../../src/stream/stage/stage-load.ts';
import { builtLoad } from '../../../stream/built/built-phases.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { advice } from '../advice.ts';

type Level = readonly [level: number, tookMs: number, asked?: number];

/** One second at each level, with as many requests as its value; each takes the given time. */
function swept(levels: readonly Level[], parameter: SweepParameter = 'rate'): PhaseBuilder {
  const phase = new PhaseBuilder('load').event(0, (place) => ({
    kind: 'slos-set',
    ...place,
    slos: { responseLatency: 100 },
  }));
  for (const [index, [level, tookMs, asked = level]] of levels.entries()) {
    const fromMs = index * 2000;
    phase.stage(`sweep/${asked}`, fromMs, fromMs + 1000, {
      level: { sweep: 'sweep', parameter, value: asked, neededAttainment: 0.9 },
    });
    for (let request = 0; request < level; request += 1) {
      const sentMs = fromMs + (request * 1000) / level;
      phase.request({ purpose: 'probe', sentMs, chunksMs: [sentMs + tookMs] });
    }
  }
  return phase;
}

const said = (...levels: Level[]): string | undefined =>
  advice(sweepKnee, swept(levels), {}, 9000)[0];

describe('sweep-knee', () => {
  test('reports the highest load that met the SLOs, and where throughput leveled off', () => {
    // Of 80 that take 500 ms each, 40 are completed within the second.
    expect(said([20, 10], [40, 20], [80, 500])).toMatch(
      /^load, sweep: .*highest that met them 40 req\/s, lowest that did not 80 req\/s, .*leveled off at 40\/s\)\. .*only wait longer/u,
    );
  });

  test('reports nothing for a sweep that was cut off before a level broke', () => {
    const phase = swept([[20, 10]]).stage('sweep/40', 3000, undefined, {
      level: { sweep: 'sweep', parameter: 'rate', value: 40, neededAttainment: 0.9 },
    });
    phase.request({ purpose: 'probe', sentMs: 3000, chunksMs: [3010] });
    expect(advice(sweepKnee, phase, {}, 9000)).toEqual([]);
    expect(said([20, 10])).toContain('limit of the server was not found');
  });

  test('takes the requests sent for the load, and not the requested rate', () => {
    // All of both levels are completed: fewer were sent at the first than requested.
    expect(said([20, 10, 40], [44, 200, 41])).toContain('still rises');
    expect(said([20, 10, 20], [20, 200, 41])).toContain('still rises');
  });

  test('reports that latency is the limit where throughput still rises', () => {
    expect(said([20, 10], [40, 200])).toMatch(/highest that met them 20 req\/s.*still rises/u);
  });

  test('reports that no level met them, or every one did', () => {
    expect(said([20, 200], [40, 200])).toMatch(/No level .*lowest tried 20 req\/s/u);
    expect(said([20, 10], [40, 10])).toMatch(/limit of the server was not found.*tried 40 req\/s/u);
  });

  test('claims no limit and no SLO where none was set', () => {
    const phase = new PhaseBuilder('load').stage('sweep/64', 0, 1000);
    phase.request({ purpose: 'probe', sentMs: 0, chunksMs: [50] });
    expect(advice(sweepKnee, phase, {}, 2000)[0]).toMatch(
      /Every level .* was successful.*Set SLOs/u,
    );
  });

  test('names no plateau of a sweep over lengths', () => {
    const levels: Level[] = [
      [20, 10, 100],
      [20, 20, 200],
      [20, 300, 400],
    ];
    const [text] = advice(sweepKnee, swept(levels, 'inputTokens'), {}, 9000);
    expect(text).toContain('highest that met them 200 input tokens');
    expect(text).not.toContain('leveled off');
  });

  test('reports each of several sweeps', () => {
    const phase = swept([[20, 10]]).stage('sweep-2/8', 3000, 4000);
    phase.request({ purpose: 'probe', sentMs: 3000, chunksMs: [3500] });
    expect(advice(sweepKnee, phase, {}, 9000)).toEqual([
      expect.stringContaining('load, sweep: Every level'),
      expect.stringContaining('load, sweep-2: No level'),
    ]);
  });

  test('reports nothing where nothing was swept', () => {
    expect(advice(sweepKnee, builtLoad())).toEqual([]);
  });
});
