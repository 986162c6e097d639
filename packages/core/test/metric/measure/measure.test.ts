import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { measure, measurePhase, measureStage } from '../../../src/metric/measure/measure.ts';
import { MeasurementSchema } from '../../../src/metric/measure/measurement.ts';
import type { MetricDefinition, MetricReading } from '../../../src/metric/metric.ts';
import { METRICS } from '../../../src/metric/registry.ts';
import { streamsOfStages } from '../../../src/metric/measure/stage-streams.ts';
import { builtBaseline } from '../../stream/built/built-phases.ts';
import type { ReportedTimings } from '../../../src/stream/rows/reported-timings.ts';
import { MIB, PhaseBuilder } from '../../stream/built/phase-builder.ts';

const empty = new PhaseBuilder('empty').build(1000);

function metricThatReads(reading: MetricReading): MetricDefinition {
  return {
    name: 'waiting',
    label: 'made up',
    aliases: ['waitingTime'],
    of: 'both',
    unit: 'ms',
    better: 'lower',
    defaultAggregate: 'avg',
    description: 'A metric of this test.',
    formula: 'as given',
    read: () => reading,
  };
}

describe('measure', () => {
  test('gives every aggregate of the values', () => {
    const values = Float64Array.from({ length: 101 }, (_, index) => 100 - index);
    expect(measure(metricThatReads({ kind: 'values', values }), empty)).toEqual({
      unit: 'ms',
      better: 'lower',
      count: 101,
      failed: 0,
      avg: 50,
      min: 0,
      max: 100,
      p50: 50,
      p90: 90,
      p95: 95,
      p99: 99,
      total: 5050,
    });
  });

  test('counts failed requests in percentiles and excludes them from the average', () => {
    const values = Float64Array.of(10, 20, 30, Infinity);
    const measured = measure(metricThatReads({ kind: 'values', values }), empty);
    expect(measured).toMatchObject({ count: 4, failed: 1, avg: 20, total: 60, p50: 25 });
    expect(measured).toMatchObject({ p90: Infinity, max: Infinity, min: 10 });
  });

  test('weighs values where they come with weights, and takes the exact maximum where there is one', () => {
    const reading: MetricReading = {
      kind: 'values',
      values: Float64Array.of(100, 200, 400),
      weights: Float64Array.of(90, 9, 1),
      exactMax: 500,
    };
    const measured = measure(metricThatReads(reading), empty);
    expect(measured).toMatchObject({ count: 3, avg: 112, p50: 100, p95: 200, max: 500 });
    expect(measured.total).toBeNaN();
  });

  test('has no number and the reason where nothing was measured', () => {
    const measured = measure(metricThatReads({ kind: 'unmeasured', reason: 'no data' }), empty);
    expect(measured).toMatchObject({ count: 0, reason: 'no data' });
    expect(measured.avg).toBeNaN();
    expect(measured.max).toBeNaN();
  });

  test.each(['waiting', 'waitingTime'])(
    'prefers the reason that the phase states for %s',
    (metric) => {
      const phase = new PhaseBuilder('p')
        .event(1, (place) => ({ kind: 'not-measured', ...place, metric, reason: 'one model only' }))
        .build(1000);
      const unread = metricThatReads({ kind: 'unmeasured', reason: 'no data' });
      expect(measure(unread, phase).reason).toBe('one model only');
      const read = metricThatReads({ kind: 'values', values: Float64Array.of(1) });
      expect(measure(read, phase).reason).toBeUndefined();
    },
  );

  test('has no number where the target has a limitation', () => {
    const phase = new PhaseBuilder('p')
      .event(1, (place) => ({
        kind: 'not-measured',
        ...place,
        metric: 'waiting',
        reason: 'answers come in one piece',
        isLimitation: true,
      }))
      .build(1000);
    const read = metricThatReads({ kind: 'values', values: Float64Array.of(1) });
    const measured = measure(read, phase);
    expect(measured).toMatchObject({ count: 0, reason: 'answers come in one piece' });
    expect(measured.avg).toBeNaN();
  });
});

/** What a server reports that reports all there is. */
const REPORTED: ReportedTimings = {
  serverQueueNs: 1e6,
  serverLoadNs: 1e6,
  serverPrefillNs: 1e6,
  serverPrefillTokens: 1,
  serverDecodeNs: 1e6,
  serverDecodeTokens: 1,
  serverTotalNs: 4e6,
  gatewayOverheadNs: 1e6,
  draftTokens: 2,
  acceptedDraftTokens: 1,
  reasoningTokens: 0,
};

const NOT_OF_A_BASELINE: ReadonlySet<string> = new Set([
  'abandonedRequests',
  'schemaValidity',
  'realTimeFactor',
  'timeToFirstAudio',
  'audioThroughput',
  'conversationDuration',
  'contextGrowth',
  'cachedTokensPerTurn',
]);

describe('measurePhase and measureStage', () => {
  test('measure every metric once, or of both, and none where nothing happened', () => {
    const [stage] = streamsOfStages(new PhaseBuilder('empty').stage('closed', 0).build(1000));
    if (stage === undefined) throw new Error('there is no stage');
    const ofPhase = measurePhase(empty);
    const ofStage = measureStage(stage);
    const namesOf = (of: 'phase' | 'stage'): string[] =>
      METRICS.filter((metric) => metric.of === of || metric.of === 'both').map(({ name }) => name);
    expect(Object.keys(ofPhase)).toEqual(namesOf('phase'));
    expect(Object.keys(ofStage)).toEqual(namesOf('stage'));
    expect(Object.keys({ ...ofPhase, ...ofStage })).toHaveLength(METRICS.length);
    for (const measurement of [...Object.values(ofPhase), ...Object.values(ofStage)]) {
      expect(measurement.count).toBe(0);
      expect(measurement.reason).toMatch(/\w/u);
      expect(measurement.avg).toBeNaN();
    }
  });

  test('leave no metric unmeasured in a baseline that went well', () => {
    const host = builtBaseline()
      .memory({ fromMs: 0, toMs: 5900, rssBytes: MIB, pid: 7, cpuMs: (ms) => ms, heapUsedBytes: 1 })
      .surveyed('gpu.usedBytes', 0, MIB)
      .surveyed('gpu.utilization', 0, 0.5)
      .surveyed('gpu.powerWatts', 0, 70)
      .surveyed('gpu.temperatureCelsius', 0, 40)
      .surveyed('gpuClocks.energyJoules', 900, 1)
      .surveyed('gpuClocks.energyJoules', 4000, 2)
      .event(0, (place) => ({
        kind: 'server-launched',
        ...place,
        pid: 7,
        command: ['serve'],
        outputFile: 'server.log',
      }))
      .surveyed('processIo.storageReadBytes', 5, MIB)
      .event(10, (place) => ({ kind: 'server-listening', ...place, address: '127.0.0.1:80' }))
      .event(20, (place) => ({ kind: 'server-healthy', ...place }))
      .event(30, (place) => ({
        kind: 'server-responded',
        ...place,
        model: 'tiny',
        sentNs: 25e6,
        inputTokens: 1,
        outputTokens: 1,
      }))
      .event(0, (place) => ({
        kind: 'slos-set',
        ...place,
        slos: { timeToFirstToken: 1000 },
      }));
    const built = host.build(5900);
    const stages = built.stages.map((stage) => ({
      ...stage,
      // One of them is for results of inputs.
      requests: stage.requests.map((row, place) => ({
        ...row,
        ...REPORTED,
        itemCount: place === 0 ? 2 : Number.NaN,
        bodyBytes: 100,
        sharedTokens: 0,
        leastRoundTripNs: 1e6,
        departedNs: row.sentNs,
      })),
    }));
    const phase = { ...built, stages };
    const [sequential] = streamsOfStages(phase).map(measureStage);
    for (const [name, measurement] of Object.entries({ ...sequential, ...measurePhase(phase) })) {
      // What a server reports about itself; an engine reports nothing.
      if (name.startsWith('server')) continue;
      // A baseline cuts nothing on purpose, holds no conversation, and demands neither a schema nor audio.
      if (NOT_OF_A_BASELINE.has(name)) continue;
      expect(measurement.reason, name).toBeUndefined();
      expect(measurement.avg, name).not.toBeNaN();
    }
  });
});

describe('MeasurementSchema', () => {
  test('takes what is unmeasured or infinite to null, and the rest there and back', () => {
    const values = Float64Array.of(1, 2, Infinity);
    const measured = measure(metricThatReads({ kind: 'values', values, note: 'a note' }), empty);
    const json = z.encode(MeasurementSchema, measured);
    expect(json).toMatchObject({ avg: 1.5, max: null, failed: 1, note: 'a note' });
    const back = z.decode(MeasurementSchema, JSON.parse(JSON.stringify(json)));
    expect(back).toEqual({ ...measured, p90: NaN, p95: NaN, p99: NaN, max: NaN });
  });
});
