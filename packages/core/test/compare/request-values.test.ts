import { describe, expect, it } from 'vitest';
import { requestValues } from '../../src/compare/request-values.ts';
import type { MetricDefinition } from '../../src/metric/metric.ts';
import { metricNamed } from '../../src/metric/registry.ts';
import { stageStreams, type StageStreams } from '../../src/metric/measure/stage-streams.ts';
import { PhaseBuilder } from '../stream/built/phase-builder.ts';

/** A stage whose requests are recorded in order of their ends, not of their scheduled starts. */
function builtStage(): StageStreams {
  const phase = new PhaseBuilder('load')
    .stage('open', 0, 1000, { warmupRequests: 1 })
    .memory({ fromMs: 0, toMs: 1000, rssBytes: (ms) => 1e6 + ms })
    .request({ purpose: 'warm-up', sentMs: 0, chunksMs: [500, 900] })
    .request({ purpose: 'load', sentMs: 200, chunksMs: [210, 220] })
    .request({ purpose: 'load', sentMs: 100, chunksMs: [150, 230] })
    .request({ purpose: 'load', sentMs: 300, endMs: 400 })
    .build(1000);
  const [stage] = phase.stages;
  if (stage === undefined) throw new Error('no stage');
  return stageStreams(phase, stage);
}

function valuesOf(name: string): number[] | undefined {
  const values = requestValues(metricNamed(name), builtStage());
  return values === undefined ? undefined : [...values];
}

describe('requestValues', () => {
  it('returns times of measured requests in order of scheduled start', () => {
    expect(valuesOf('responseLatency')).toEqual([130, 20, Infinity]);
    expect(valuesOf('timeToFirstToken')).toEqual([50, 10]);
  });

  it('returns several values of one request together', () => {
    expect(valuesOf('interTokenLatency')).toEqual([80, 10]);
  });

  it('returns 1 for each failure of a measured request', () => {
    expect(valuesOf('errorRate')).toEqual([0, 0, 1]);
  });

  it('returns undefined for metrics without values per request', () => {
    for (const name of ['memoryUsage', 'requestThroughput', 'memoryGrowthPerRequest']) {
      expect(valuesOf(name), name).toBeUndefined();
    }
    const ofSamples: MetricDefinition = {
      ...metricNamed('memoryUsage'),
      read: () => ({ kind: 'values', values: Float64Array.of(1, 2, 3) }),
    };
    expect(requestValues(ofSamples, builtStage())).toBeUndefined();
  });
});
