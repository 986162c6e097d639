import { expect, test } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import { streamsOfStages } from '../../../src/metric/measure/stage-streams.ts';
import { METRICS, metricNamed } from '../../../src/metric/registry.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

function stageOf(apis: readonly string[]) {
  const phase = new PhaseBuilder('load').stage('closed', 0, 1000);
  for (const [index, api] of apis.entries()) {
    const sentMs = index * 10;
    phase.request({ purpose: 'load', api, sentMs, chunksMs: [sentMs + 5, sentMs + 9] });
  }
  const [streams] = streamsOfStages(phase.build(1000));
  if (streams === undefined) throw new Error('no stage');
  return streams;
}

/** The metrics of a stage that are numbers of each request. */
const OF_EACH_REQUEST = [
  'inferenceTime',
  'responseLatency',
  'timeToFirstToken',
  'scheduledTimeToFirstToken',
  'timeToFirstAnswerToken',
  'timePerOutputToken',
  'interTokenLatency',
  'outputTokensPerSecondPerUser',
  'inputSequenceLength',
  'outputSequenceLength',
];

test.each(OF_EACH_REQUEST)('%s has no value over several APIs, and names them', (name) => {
  const mixed = measure(metricNamed(name), stageOf(['chat', 'embeddings', 'chat', 'rerank']));
  expect(mixed).toMatchObject({
    count: 0,
    p95: Number.NaN,
    reason: 'the requests are of the APIs chat, embeddings and rerank, which are reported apart',
  });
  expect(measure(metricNamed(name), stageOf(['chat', 'chat'])).count).toBe(2);
});

test('a request that was never sent has no API, and mixes nothing', () => {
  expect(measure(metricNamed('timeToFirstToken'), stageOf(['chat', ''])).count).toBe(2);
});

test('counts and rates of requests are sums, which mixing does not falsify', () => {
  const streams = stageOf(['chat', 'embeddings']);
  expect(measure(metricNamed('requestThroughput'), streams).avg).toBe(2);
  expect(measure(metricNamed('errorRate'), streams).avg).toBe(0);
  const absent = METRICS.filter(
    (metric) => measure(metric, streams).reason?.includes('reported apart') === true,
  );
  expect(absent.map(({ name }) => name)).toEqual(expect.arrayContaining(OF_EACH_REQUEST));
});
