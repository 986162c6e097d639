import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { renderReportJson, renderResultsJson } from '../../../src/report/json/render-json.ts';
import { RunResultsSchema } from '../../../src/report/results/run-results.ts';
import { LoadcellError, TestError } from '../../../src/spec/error/errors.ts';
import { TestReportSchema } from '../../../src/spec/contract/test-report.ts';
import { TestResultsSchema } from '../../../src/spec/contract/test-results.ts';
import { clientUsage, clientCalibration } from '../../stream/built/client-values.ts';
import { builtBaseline, builtCrossModel, builtLoad } from '../../stream/built/built-phases.ts';
import { MIB, PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

const threePhases = [
  builtBaseline().build(5900),
  builtCrossModel().build(3700),
  builtLoad().build(5500),
];

describe('concludeRun', () => {
  test('gives results, report and verdict that agree', () => {
    const { results, report, verdict } = concluded(threePhases, {
      criteria: { avgLoadTime: 5000 },
    });
    expect(verdict.status).toBe('pass');
    expect(results.summary).toEqual({
      totalDuration: 5900,
      overallSuccess: true,
      failedPhases: [],
    });
    expect(report.summary).toEqual({
      status: 'pass',
      duration: 5900,
      totalPhases: 3,
      passedPhases: 3,
    });
    expect(report.phases[0]).toEqual({
      name: 'baseline',
      status: 'pass',
      metrics: [{ name: 'avgLoadTime', value: 100, threshold: 5000, status: 'pass' }],
      sampling: results.phases[0]?.sampling,
      dataQuality: expect.arrayContaining([expect.stringMatching(/^Sampler: /)]),
    });
  });

  test('fills every field of the contract in every phase of a run that went well', () => {
    for (const phase of concluded(threePhases).results.phases) {
      const numbers = Object.values(phase.metrics).flatMap((group) => Object.values(group));
      expect(numbers.filter(Number.isNaN)).toEqual([]);
      expect(phase.errors).toBeUndefined();
    }
  });

  test('always concludes the same from the same streams', () => {
    expect(concluded(threePhases)).toEqual(concluded(threePhases));
  });

  test('names failed phases, with what failed as the errors of the contract', () => {
    const { results, report } = concluded(threePhases, {
      criteria: { maxMemoryUsage: 1000 },
      errors: [new TestError('It took too long.', { phase: 'load' })],
    });
    expect(results.summary.failedPhases).toEqual(['baseline', 'cross-model', 'load']);
    expect(results.phases[0]?.errors).toMatchObject([
      { phase: 'baseline', metric: 'maxMemoryUsage', threshold: 1000, actual: 240 * MIB },
    ]);
    expect(report.phases[0]?.errors).toBeUndefined();
    expect(report.phases[2]?.errors).toEqual(['It took too long.']);
  });

  test('marks a run that was killed, and a phase that never ran', () => {
    const cutOff = builtBaseline().build(3000, { ended: false });
    const phase = (name: string) => ({ name, duration: 1, metrics: [], successCriteria: {} });
    const { results, report } = concluded(
      [cutOff],
      { phases: [phase('baseline'), phase('load')] },
      { status: 'killed' },
    );
    expect(report.title).toContain('incomplete: killed');
    expect(report.summary).toMatchObject({ status: 'fail', totalPhases: 2, passedPhases: 0 });
    expect(report.phases.map(({ errors }) => errors)).toEqual([
      ['The phase did not end; its last record is 3.00 s into it.'],
      ['The phase did not run.'],
    ]);
    expect(results.phases[1]?.metrics.memoryUsage.peak).toBeNaN();
  });

  test('keeps windows, stages, sampling, memory and failed requests of a phase', () => {
    const phase = builtLoad()
      .request({ purpose: 'load', stage: 'open', sentMs: 4000, endMs: 4001 })
      .request({ purpose: 'load', stage: 'open', sentMs: 4000, endMs: 4001 })
      .request({
        purpose: 'load',
        stage: 'open',
        sentMs: 4000,
        endMs: 4001,
        outcome: 'timeout',
        errorKind: '',
      });
    const [result] = concluded([phase.build(5500)]).results.phases;
    expect(result?.windows).toEqual([
      { name: 'idle', beganMs: 0, durationMs: 500, isWhole: true },
      { name: 'cooldown', beganMs: 5000, durationMs: 500, isWhole: true },
    ]);
    expect(result?.stages.map(({ name }) => name)).toEqual(['closed', 'open']);
    expect(result?.stages[1]).toMatchObject({
      load: { kind: 'open', ratePerSecond: 40 },
      windows: [
        {
          beganMs: 3000,
          durationMs: 1500,
          isWhole: true,
          // The last request ends before the window.
          steady: { beganMs: 3000, durationMs: expect.closeTo(1235.3, 1), levelCount: 2 },
        },
      ],
      warmup: { requests: 0, durationMs: 0 },
      sendingMs: 1380,
      drain: { requests: 0, durationMs: 0 },
      requests: { due: 73, successful: 70, failed: 3, cancelled: 0 },
      failures: [{ kind: 'refused', count: 2 }, { kind: 'timeout' }],
    });
    expect(result?.headline).toBe('open');
    expect(result?.measurements).not.toHaveProperty('responseLatency');
    expect(result?.sampling?.achievedHz).toBe(999);
    expect(result?.memoryProfile.timeline.length).toBeGreaterThan(1000);
    expect(result?.crossModel?.switchingLatency.averageSwitchTime).toBe(100);
    expect(result?.failures).toEqual([
      { kind: 'refused', count: 2, example: 'connection refused' },
      { kind: 'timeout', count: 1, example: 'connection refused' },
    ]);
  });

  test('reports stages that did not run with what ended their phase, and without a phase', () => {
    const error = new TestError('It took too long.', { phase: 'load' });
    const cut = new PhaseBuilder('load').stage('closed', 0, 900);
    cut.request({ purpose: 'load', sentMs: 0, chunksMs: [5] });
    const stages = { load: ['closed', 'open'] };
    const notRun = (given: Parameters<typeof concluded>) =>
      concluded(...given).results.phases.at(-1)?.stagesNotRun;
    expect(notRun([[cut.build(1000)], { stages, errors: [error] }])).toEqual([
      { name: 'open', reason: 'It took too long.' },
    ]);
    expect(notRun([[cut.build(1000)], { stages }])).toEqual([
      { name: 'open', reason: 'no reason was recorded' },
    ]);
    const phases = [{ name: 'load', duration: 1, metrics: [], successCriteria: {} }];
    expect(notRun([[], { stages, phases }])).toEqual([
      { name: 'closed', reason: 'The phase did not run.' },
      { name: 'open', reason: 'The phase did not run.' },
    ]);
  });

  test('a criterion or a metric to show that there is none of is a configuration error', () => {
    expect(() => concluded(threePhases, { criteria: { maxMemory: 1 } })).toThrow('maxMemoryUsage');
    const phases = [{ name: 'load', duration: 1, metrics: ['sendLags'], successCriteria: {} }];
    expect(() => concluded(threePhases, { phases })).toThrow('"sendDelay"');
  });
});

describe('results.json', () => {
  const failing = [
    builtLoad().request({ purpose: 'load', stage: 'open', sentMs: 4000, endMs: 4001 }).build(5500),
    new PhaseBuilder('nothing').build(100, { ended: false }),
  ];
  const { results } = concluded(failing, {
    criteria: { maxResponseTime: 100, retainedMemory: 1 },
    errors: [new LoadcellError('TARGET', 'No such file.')],
  });
  const json: unknown = JSON.parse(renderResultsJson(results));

  test('is read by its own schema and by that of the contract', () => {
    const back = z.decode(RunResultsSchema, z.encode(RunResultsSchema, results));
    expect(back.phases[0]?.metrics).toEqual(results.phases[0]?.metrics);
    expect(back.phases[1]?.errors?.map((error) => error.message)).toEqual(
      results.phases[1]?.errors?.map((error) => error.message),
    );
    expect(RunResultsSchema.parse(json).phases).toHaveLength(2);
    expect(TestResultsSchema.parse(json).summary).toEqual(results.summary);
  });

  test('has null for what was not measured, and a failed request behind an infinite one', () => {
    expect(json).toMatchObject({
      phases: [
        { stages: [{}, { measurements: { responseLatency: { max: null, failed: 1 } } }] },
        { metrics: { memoryUsage: { peak: null } } },
      ],
    });
  });
});

test('report.json is the contract and reads back, with null for an infinite value', () => {
  const phase = builtLoad().request({ purpose: 'load', stage: 'open', sentMs: 4000, endMs: 4001 });
  const { report } = concluded([phase.build(5500)], { criteria: { maxResponseTime: 100 } });
  const json: unknown = JSON.parse(renderReportJson(report));
  expect(json).toMatchObject({
    phases: [
      {
        metrics: [
          { name: 'stages.closed.maxResponseTime', status: 'pass' },
          { name: 'stages.open.maxResponseTime', value: null, status: 'fail' },
        ],
      },
    ],
  });
  expect(TestReportSchema.parse(json).phases[0]?.status).toBe('fail');
});

test('report.json has the data quality of the figures', () => {
  const phase = builtLoad()
    .event(900, (place) => ({
      kind: 'client-calibrated',
      ...place,
      calibration: clientCalibration,
    }))
    .event(3000, (place) => ({
      kind: 'client-usage',
      ...place,
      stage: 'closed',
      usage: { ...clientUsage, busyRatio: Number.NaN },
    }));
  const { report } = concluded([phase.build(5500)]);
  const json: unknown = JSON.parse(renderReportJson(report));
  expect(json).toMatchObject({
    phases: [
      {
        sampling: { achievedHz: 999 },
        client: {
          calibrations: [{ clock: 'native', budget: { gapMs: null } }],
          usage: [{ stage: 'closed', usage: { busyRatio: null } }],
        },
        dataQuality: expect.arrayContaining([expect.stringMatching(/^Client calibration /)]),
      },
    ],
  });
});
