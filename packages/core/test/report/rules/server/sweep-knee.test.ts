import { describe, expect, test } from 'vitest';

import { sweepKnee } from '../../../../src/report/rules/server/sweep-knee.ts';
import { builtLoad } from '../../../stream/built-phases.ts';
import { PhaseBuilder, stampNs } from '../../../stream/phase-builder.ts';
import { advice } from '../advice.ts';

describe('sweep-knee', () => {
  /** A second at each level, with as many requests; each takes this long. */
  const swept = (
    levels: readonly (readonly [level: number, tookMs: number, asked?: number])[],
  ): PhaseBuilder => {
    const phase = new PhaseBuilder('load').event(0, (place) => ({
      kind: 'objectives-set',
      ...place,
      objectives: { responseLatency: 100 },
    }));
    for (const [index, [level, tookMs, asked]] of levels.entries()) {
      const fromMs = index * 2000;
      for (let request = 0; request < level; request += 1) {
        const sentMs = fromMs + (request * 1000) / level;
        phase.request({ purpose: 'sweep', sentMs, chunksMs: [sentMs + tookMs] });
      }
      phase.event(fromMs + 1500, (place) => ({
        kind: 'sweep-step',
        ...place,
        variable: 'rate',
        level: asked ?? level,
        beganNs: stampNs(fromMs),
        endedNs: stampNs(fromMs + 1000),
        neededAttainment: 0.9,
      }));
    }
    return phase;
  };
  const said = (...levels: (readonly [number, number, number?])[]): string | undefined =>
    advice(sweepKnee, swept(levels), {}, 9000)[0];

  test('reports the highest load that met its objectives, and where throughput leveled off', () => {
    // Of 80 that take 500 ms each, 40 are completed within the second.
    expect(said([20, 10], [40, 20], [80, 500])).toMatch(
      /highest that met them 40\/s, lowest that did not 80\/s, .*leveled off at 40\/s\)\. .*only wait longer/u,
    );
  });

  test('takes the requests sent for the load, and not the requested rate', () => {
    // All of both levels are completed: fewer were sent at the first than requested.
    expect(said([20, 10, 40], [44, 200, 41])).toContain('still rises');
    expect(said([20, 10, 20], [20, 200, 41])).toContain('still rises');
  });

  test('reports that latency is the limit where throughput still rises', () => {
    expect(said([20, 10], [40, 200])).toMatch(/highest that met them 20\/s.*still rises/u);
  });

  test('reports that no level met them, or every one did', () => {
    expect(said([20, 200], [40, 200])).toMatch(/No level .*lowest tried 20\/s/u);
    expect(said([20, 10], [40, 10])).toMatch(/limit of the server was not found.*tried 40\/s/u);
  });

  test('reports nothing where nothing was swept', () => {
    expect(advice(sweepKnee, builtLoad())).toEqual([]);
  });
});
