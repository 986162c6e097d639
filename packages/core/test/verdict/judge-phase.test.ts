import { describe, expect, test } from 'vitest';
import { judgePhase } from '../../src/verdict/judge-phase.ts';
import { headlineStage, measureWithStages } from '../../src/verdict/measured-phase.ts';
import { builtLoad } from '../stream/built/built-phases.ts';
import { PhaseBuilder } from '../stream/built/phase-builder.ts';

/** Every criterion as where it was judged, under which key, and what came of it. */
function judged(phase: PhaseBuilder, criteria: Record<string, number>): (string | undefined)[][] {
  return judgePhase(criteria, measureWithStages(phase.build(10_000))).map(
    ({ stage, key, reason }) => [stage, key, reason],
  );
}

/** A stage of requests that are answered after a time, one every 10 ms. */
function served(
  phase: PhaseBuilder,
  name: string,
  fromMs: number,
  latencyMs: number,
  requests = 80,
): PhaseBuilder {
  phase.stage(name, fromMs, fromMs + requests * 10);
  for (let index = 0; index < requests; index += 1) {
    const sentMs = fromMs + index * 10;
    const purpose = name.includes('/') ? 'probe' : 'load';
    phase.request({ purpose, sentMs, chunksMs: [sentMs + latencyMs] });
  }
  return phase;
}

/** A level of which every request failed. */
function broken(phase: PhaseBuilder, name: string, fromMs: number): PhaseBuilder {
  return phase
    .stage(name, fromMs, fromMs + 500)
    .request({ purpose: 'probe', sentMs: fromMs, endMs: fromMs + 5 });
}

describe('a criterion without a stage', () => {
  test('applies to every stage where it is of requests, one verdict each', () => {
    const phase = served(served(new PhaseBuilder('load'), 'closed', 0, 20), 'open', 1000, 200);
    expect(judged(phase, { p95ResponseTime: 100 })).toEqual([
      ['closed', 'p95ResponseTime', 'met'],
      ['open', 'p95ResponseTime', 'missed'],
    ]);
  });

  test('is judged once, over the phase, where it is of the process or of the phase', () => {
    const criteria = { maxMemoryUsage: 1e12, avgCpuUtilization: 8, avgLoadTime: 1000 };
    expect(judged(builtLoad(), criteria).map(([stage, key]) => [stage, key])).toEqual([
      [undefined, 'maxMemoryUsage'],
      [undefined, 'avgCpuUtilization'],
      [undefined, 'avgLoadTime'],
    ]);
  });

  test('leaves levels of a sweep alone beside another stage', () => {
    const phase = broken(served(new PhaseBuilder('load'), 'closed', 0, 20), 'sweep/64', 2000);
    expect(judged(phase, { errorRate: 0 })).toEqual([['closed', 'errorRate', 'met']]);
  });

  test('is judged at the highest level that met where a sweep is all there is', () => {
    const swept = served(served(new PhaseBuilder('load'), 'sweep/8', 0, 20), 'sweep/16', 1000, 20);
    expect(judged(broken(swept, 'sweep/32', 2000), { p95ResponseTime: 100 })).toEqual([
      ['sweep/16', 'p95ResponseTime', 'met'],
    ]);
  });

  test('fails for the sweep of which no level met, also beside one that met', () => {
    const swept = served(broken(new PhaseBuilder('load'), 'sweep/8', 0), 'sweep-2/8', 1000, 20);
    expect(judged(swept, { p95ResponseTime: 100 })).toEqual([
      ['sweep', 'p95ResponseTime', 'not-measured'],
      ['sweep-2/8', 'p95ResponseTime', 'met'],
    ]);
  });

  test('fails where no stage ran', () => {
    expect(judged(new PhaseBuilder('load'), { p95ResponseTime: 100 })).toEqual([
      [undefined, 'p95ResponseTime', 'not-measured'],
    ]);
  });

  test('on the send delay applies to stages with a schedule, and fails where there is none', () => {
    const closed = (): PhaseBuilder => served(new PhaseBuilder('load'), 'closed', 0, 20);
    const both = served(closed(), 'open', 1000, 20);
    expect(judged(both, { p95SendDelay: 5 })).toEqual([['open', 'p95SendDelay', 'met']]);
    expect(judged(closed(), { p95SendDelay: 5 })).toEqual([
      ['closed', 'p95SendDelay', 'not-measured'],
    ]);
  });
});

describe('a criterion that names', () => {
  test('a stage is judged there, also where it is of the process', () => {
    const criteria = { 'stages.open.p50ResponseTime': 1000, 'stages.open.maxMemoryUsage': 1e12 };
    expect(judged(builtLoad(), criteria)).toEqual([
      ['open', 'stages.open.p50ResponseTime', 'met'],
      ['open', 'stages.open.maxMemoryUsage', 'met'],
    ]);
  });

  test('a sweep is judged at its highest level that met, below every one that broke', () => {
    const phase = served(new PhaseBuilder('load'), 'closed', 0, 20);
    served(phase, 'sweep/8', 1000, 20);
    broken(phase, 'sweep/16', 2000);
    served(phase, 'sweep/32', 3000, 20);
    expect(judged(phase, { 'stages.sweep.p95ResponseTime': 100 })).toEqual([
      ['sweep/8', 'stages.sweep.p95ResponseTime', 'met'],
    ]);
  });

  test('a level is judged at that level, met or not', () => {
    const phase = broken(new PhaseBuilder('load'), 'sweep/16', 0);
    expect(judged(phase, { 'stages.sweep/16.errorRate': 0 })).toEqual([
      ['sweep/16', 'stages.sweep/16.errorRate', 'missed'],
    ]);
  });

  test('a sweep of which no level met, or a stage that did not run, fails with the reason', () => {
    const phase = broken(new PhaseBuilder('load'), 'sweep/16', 0).build(1000);
    const criteria = { 'stages.sweep.errorRate': 0, 'stages.burst.errorRate': 0 };
    expect(judgePhase(criteria, measureWithStages(phase))).toMatchObject([
      { stage: 'sweep', text: 'not measured: no level of the sweep met the SLOs' },
      { stage: 'burst', text: 'not measured: the stage did not run' },
    ]);
  });
});

describe('headlineStage', () => {
  const headline = (phase: PhaseBuilder): string | undefined =>
    headlineStage(measureWithStages(phase.build(10_000)).stages)?.streams.stage.name;

  test('is the last stage that is no level of a sweep', () => {
    const phase = served(served(new PhaseBuilder('load'), 'closed', 0, 20), 'open', 1000, 20);
    expect(headline(served(phase, 'sweep/8', 2000, 20))).toBe('open');
  });

  test('is the highest level that met, else the lowest that was tried', () => {
    const swept = served(broken(new PhaseBuilder('load'), 'sweep/32', 0), 'sweep/8', 1000, 20);
    expect(headline(swept)).toBe('sweep/8');
    const nothing = broken(broken(new PhaseBuilder('load'), 'sweep/32', 0), 'sweep/8', 1000);
    expect(headline(nothing)).toBe('sweep/8');
    expect(headline(new PhaseBuilder('load'))).toBeUndefined();
  });
});
