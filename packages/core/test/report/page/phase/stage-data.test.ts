import { describe, expect, test } from 'vitest';
import { buildPageData } from '../../../../src/report/page/build-page-data.ts';
import type { PageData } from '../../../../src/report/page/page-data.ts';
import type { PhaseStreams } from '../../../../src/stream/phase-streams.ts';
import { builtLoad } from '../../../stream/built/built-phases.ts';
import { builtSweep } from '../../../stream/built/built-sweep.ts';
import { MIB, PhaseBuilder, runOf } from '../../../stream/built/phase-builder.ts';
import { concluded } from '../../concluded.ts';

function pageOf(phase: PhaseStreams, given: Parameters<typeof concluded>[1] = {}): PageData {
  return buildPageData({ streams: runOf([phase]), ...concluded([phase], given) });
}

describe('the stages of a phase', () => {
  const [load] = pageOf(builtLoad().build(5500), {
    criteria: { p95ResponseTime: 30, maxMemoryUsage: 512 * MIB },
  }).phases;

  test('describe their load, and have separate figures', () => {
    expect(load?.stages.map(({ name, load: words }) => [name, words])).toEqual([
      ['closed', 'concurrency 4'],
      ['open', 'Poisson 40 req/s'],
    ]);
    expect(load?.stages[0]?.figures).toMatchObject({
      requests: '156',
      requestThroughput: '78 req/s',
      tokenThroughput: '624 tok/s',
      ttftP50: '20.0 ms',
      tpotP50: '2.00 ms',
      latencyP50: '34.0 ms',
      failures: '0',
      memoryPeak: '210.0 MiB',
    });
    expect(load?.stages[1]?.figures).toMatchObject({ requests: '70', latencyP50: '34.2 ms' });
  });

  test('leave a percentile empty if it has too few samples', () => {
    expect(load?.stages.map(({ figures }) => figures.ttftP99)).toEqual(['', '']);
  });

  test('list the criteria judged at them, and the phase lists the others', () => {
    for (const { criteria } of load?.stages ?? []) {
      expect(criteria).toMatchObject([{ name: 'p95ResponseTime', status: 'fail' }]);
      expect(criteria[0]?.marginShare).toBeLessThan(0);
    }
    expect(load?.criteria).toMatchObject([{ name: 'maxMemoryUsage', status: 'pass' }]);
  });

  test('have the request metrics, and the phase the others: no number appears twice', () => {
    const ofPhase = load?.metrics.map(({ name }) => name).join() ?? '';
    const ofStage = load?.stages[0]?.metrics.map(({ name }) => name).join() ?? '';
    expect(ofStage).toMatch(/TTFT/u);
    expect(ofPhase).toMatch(/model load time/u);
    expect(ofPhase).not.toMatch(/TTFT|end-to-end latency|request throughput/u);
    expect(ofStage).not.toMatch(/model load time|RSS/u);
  });

  test('report the window and its warm-up', () => {
    expect(load?.stages[0]?.dataQuality.join(' ')).toMatch(/2\.00 s.*no warm-up/u);
  });

  test('count their failures separately from those outside stages', () => {
    const phase = new PhaseBuilder('load')
      .request({ purpose: 'context-load', sentMs: 1, endMs: 2, errorKind: 'reset' })
      .stage('closed', 10, 100)
      .request({ purpose: 'load', sentMs: 20, chunksMs: [30] })
      .request({ purpose: 'load', sentMs: 40, endMs: 50, errorKind: 'timeout' });
    const [found] = pageOf(phase.build(200)).phases;
    expect(found?.failures).toMatchObject([{ kind: 'reset', count: 1 }]);
    expect(found?.stages[0]?.failures).toMatchObject([{ kind: 'timeout', count: 1 }]);
    expect(found?.stages[0]?.figures.failures).toMatch(/^1 \(50\.0 ?%\)$/u);
  });

  test('report a stage that did not run, with the reason', () => {
    const [found] = pageOf(builtLoad().build(5500), {
      stages: { load: ['closed', 'open', 'burst'] },
    }).phases;
    expect(found?.stagesNotRun).toMatchObject([{ name: 'burst' }]);
    expect(found?.stagesNotRun[0]?.reason).not.toBe('');
  });

  test('keep the criteria of a stage that did not run with that stage', () => {
    const [found] = pageOf(builtLoad().build(5500), {
      stages: { load: ['closed', 'open', 'burst'] },
      phases: [
        {
          name: 'load',
          duration: 1000,
          metrics: [],
          successCriteria: { 'stages.burst.p95ResponseTime': 30 },
        },
      ],
    }).phases;
    expect(found?.stagesNotRun[0]?.criteria).toMatchObject([
      { name: 'stages.burst.p95ResponseTime', status: 'fail' },
    ]);
  });
});

describe('the levels of a sweep', () => {
  const page = pageOf(builtSweep().build(5000));
  const [load] = page.phases;

  test('are represented by the highest one that met the SLOs', () => {
    expect(load?.stages.map(({ name, level }) => [name, level?.isMet, level?.isBest])).toEqual([
      ['sweep/20', true, false],
      ['sweep/80', false, false],
      ['sweep/40', true, true],
    ]);
    expect(load?.stages[0]?.level).toMatchObject({ sweep: 'sweep', text: '20 req/s' });
  });

  test('keep the criteria of a sweep without a met level at its lowest level', () => {
    const slos = { timeToFirstToken: 10 };
    const phase = builtSweep().build(5000);
    const events = phase.events.map((event) =>
      event.kind === 'slos-set' ? { ...event, slos } : event,
    );
    const [found] = pageOf(
      { ...phase, events },
      {
        phases: [
          {
            name: 'load',
            duration: 1000,
            metrics: [],
            successCriteria: { p95ResponseTime: 500 },
          },
        ],
      },
    ).phases;
    const lowest = found?.stages.find(({ level }) => level?.isBest === true);
    expect(lowest?.name).toBe('sweep/20');
    expect(lowest?.criteria).toMatchObject([{ name: 'p95ResponseTime', status: 'fail' }]);
  });

  test('form a curve from lowest to highest, drawn from their stages', () => {
    const [curve] = page.loadCurves;
    expect(curve).toMatchObject({
      phase: 'load',
      sweep: 'sweep',
      levelName: 'Request rate, req/s',
      slos: [{ metric: 'timeToFirstToken', label: 'TTFT', limitMs: 50 }],
      highestMet: 40,
    });
    expect(curve?.levels.map(({ level, isMet }) => [level, isMet])).toEqual([
      [20, true],
      [40, true],
      [80, false],
    ]);
    const p95Ms = curve?.levels.map((one) => one.p95Ms[0] ?? Number.NaN) ?? [];
    expect(p95Ms).toEqual(p95Ms.toSorted((a, b) => a - b));
    expect(curve?.levels.at(-1)?.goodput).toBeLessThan(curve?.levels.at(-1)?.throughput ?? 0);
  });

  test('lie on the curve of throughput against latency, with the SLO of the first latency', () => {
    expect(page.operatingPoints?.latencies[0]).toEqual({
      metric: 'timeToFirstToken',
      label: 'TTFT',
      sloMs: 50,
    });
    expect(
      page.operatingPoints?.points.map(({ stage, sweep, p95Ms }) => [
        stage,
        sweep,
        Math.round(p95Ms[0] ?? 0),
      ]),
    ).toEqual([
      ['sweep/20', 'sweep', 20],
      ['sweep/40', 'sweep', 40],
      ['sweep/80', 'sweep', 80],
    ]);
  });
});

describe('operatingPoints', () => {
  test('are null if fewer than two stages have enough samples', () => {
    const phase = new PhaseBuilder('load')
      .stage('closed', 0, 100)
      .request({ purpose: 'load', sentMs: 10, chunksMs: [20] })
      .stage('open', 100, 200)
      .request({ purpose: 'load', sentMs: 110, chunksMs: [120] });
    expect(pageOf(phase.build(300)).operatingPoints).toBeNull();
  });

  test('have no latency if p95 falls on a failed request', () => {
    const phase = builtSweep();
    for (let index = 0; index < 30; index += 1) {
      phase.request({ purpose: 'probe', stage: 'sweep/80', sentMs: 2100 + index, endMs: 2150 });
    }
    const { latencies = [], points = [] } = pageOf(phase.build(5000)).operatingPoints ?? {};
    const latency = latencies.findIndex(({ metric }) => metric === 'responseLatency');
    expect(points.find(({ stage }) => stage === 'sweep/80')?.p95Ms[latency]).toBeNull();
    expect(points.find(({ stage }) => stage === 'sweep/40')?.p95Ms[latency]).toBeGreaterThan(0);
  });
});
