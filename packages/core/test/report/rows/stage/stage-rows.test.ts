import { describe, expect, test } from 'vitest';
import { METRICS } from '../../../../src/metric/registry.ts';
import type { StageResult } from '../../../../src/report/results/stage-result.ts';
import { stageTable, type StageRow } from '../../../../src/report/rows/stage/stage-rows.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { concluded } from '../../concluded.ts';

const SHOWN = METRICS.map(({ name }) => name);

/** A stage with a number of requests, the last few of them failed; each takes 20 to 60 ms. */
function stageOf(requests: number, failed = 0, criteria: Record<string, number> = {}): StageResult {
  const phase = new PhaseBuilder('load').stage('closed', 0, 5000);
  for (let index = 0; index < requests; index += 1) {
    const sentMs = index * 10;
    const isFailed = index >= requests - failed;
    phase.request({
      purpose: 'load',
      sentMs,
      endMs: sentMs + 60,
      ...(isFailed ? {} : { chunksMs: [sentMs + 20, sentMs + 40, sentMs + 60] }),
    });
  }
  const [stage] = concluded([phase.build(5500)], { criteria }).results.phases[0]?.stages ?? [];
  if (stage === undefined) throw new Error('no stage');
  return stage;
}

function row(stage: StageResult, metric: string): StageRow | undefined {
  return stageTable(stage, SHOWN).rows.find((one) => one.metric === metric);
}

describe('stageTable', () => {
  test('has criteria first, then TTFT, TPOT, ITL, latency and throughput', () => {
    const stage = stageOf(100, 0, { errorRate: 0, p95TimeToFirstToken: 200 });
    expect(
      stageTable(stage, SHOWN)
        .rows.slice(0, 7)
        .map(({ label }) => label),
    ).toEqual([
      'error rate',
      'TTFT',
      'TPOT',
      'ITL',
      'end-to-end latency',
      'request throughput',
      'output token throughput',
    ]);
  });

  test('has all percentiles of a criterion on one, with its threshold', () => {
    const stage = stageOf(100, 0, { p95TimeToFirstToken: 10 });
    expect(row(stage, 'timeToFirstToken')).toMatchObject({
      cells: { p50: '20.0 ms', p95: '20.0 ms', p99: '', max: '20.0 ms' },
      threshold: 'p95 ≤ 10.0 ms',
      status: 'fail',
      remark: expect.stringContaining('over the threshold'),
    });
  });

  test('shows the value that was judged where it has no column', () => {
    const stage = stageOf(100, 0, { avgTimeToFirstToken: 200 });
    expect(row(stage, 'timeToFirstToken')?.threshold).toBe('avg 20.0 ms ≤ 200 ms');
  });

  test('leaves percentiles empty that have too few samples', () => {
    expect(row(stageOf(58), 'responseLatency')?.cells).toEqual({
      p50: '60.0 ms',
      p95: '',
      p99: '',
      max: '60.0 ms',
    });
    expect(row(stageOf(299), 'responseLatency')?.cells.p99).toBe('60.0 ms');
  });

  test('reads failed where a percentile falls on a failed request', () => {
    const stage = stageOf(200, 12);
    expect(row(stage, 'responseLatency')?.cells).toMatchObject({ p50: '60.0 ms', p95: 'failed' });
    // A failed request has no TTFT, and still ranks last, as criteria count it.
    expect(row(stage, 'timeToFirstToken')?.cells).toMatchObject({ p50: '20.0 ms', max: 'failed' });
    expect(row(stage, 'interTokenLatency')?.cells.max).toBe('20.0 ms');
    expect(row(stage, 'interTokenLatency')?.remark).toContain('excludes 12 failed');
  });

  test('has a dash and the reason for a criterion that was not measured', () => {
    const stage = stageOf(100, 0, { 'stages.closed.goodput': 5 });
    expect(row(stage, 'goodput')).toMatchObject({
      value: '—',
      status: 'fail',
      threshold: '≥ 5/s',
      remark: expect.stringMatching(/^not measured in any phase; load: no SLOs/u),
    });
  });

  test('lists what was not measured by its reason, and only what was asked for', () => {
    const { rows, unmeasured } = stageTable(stageOf(100), [
      'goodput',
      'sloAttainment',
      'errorRate',
    ]);
    expect(rows.map(({ metric }) => metric)).toEqual(['errorRate']);
    expect(unmeasured).toEqual([
      { metrics: ['goodput', 'sloAttainment'], reason: expect.stringContaining('no SLOs') },
    ]);
  });
});
