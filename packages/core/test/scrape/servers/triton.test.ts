import { describe, expect, it } from 'vitest';
import type { QuantityName } from '../../../src/scrape/quantities.ts';
import { madeUpBody, onlySeries, readingOf, seriesOf, valuesOf } from '../readings.ts';

describe('metrics of Triton', () => {
  const text = madeUpBody('triton');
  const reading = readingOf(text);

  it.each<[QuantityName, number]>([
    ['totalRequestTime', 25_000],
    ['totalQueueTime', 4000],
    ['totalComputeInputTime', 150],
    ['totalComputeTime', 20_000],
    ['totalComputeOutputTime', 80.5],
    ['inferences', 120],
    ['executions', 40],
    ['requestsSucceeded', 100],
  ])('reads %s', (quantity, value) => {
    expect(onlySeries(reading, quantity)).toMatchObject({
      labels: { model: 'ensemble', version: '1' },
      value,
    });
  });

  it.each<[QuantityName, number]>([
    ['requestsRunning', 7],
    ['requestsWaiting', 4],
    ['lastStepRequests', 3],
    ['kvCacheUsage', 0.375],
    ['kvCacheBlocksUsed', 1536],
    ['kvCacheBlocksFree', 2560],
    ['kvCacheBlocksTotal', 4096],
    ['kvCacheTokensPerBlock', 64],
  ])('reads %s of the TensorRT-LLM backend', (quantity, value) => {
    expect(onlySeries(reading, quantity)).toMatchObject({
      labels: { model: 'tensorrt_llm', version: '1' },
      value,
    });
  });

  it('reads its own queue where the backend has none', () => {
    const other = readingOf(text.replaceAll('nv_trt_llm', 'nv_other'));
    expect(valuesOf(other, 'requestsWaiting')).toEqual({ 'ensemble 1': 9 });
  });

  it('reads the first response, which is in milliseconds', () => {
    expect(onlySeries(reading, 'timeToFirstToken').histogram).toEqual({
      sum: 12_500,
      count: 100,
      upperEdges: [100, 500, 2000, Infinity],
      cumulativeCounts: [60, 98, 99, 100],
    });
  });

  it('never takes times of all requests together for times of a request', () => {
    expect(seriesOf(reading, 'queueTime')).toEqual([]);
    expect(seriesOf(reading, 'endToEndLatency')).toEqual([]);
  });

  it('reads its devices', () => {
    expect(valuesOf(reading, 'requestsFailed')).toEqual({
      'ensemble 1 REJECTED': 2,
      'ensemble 1 OTHER': 1,
    });
    expect(valuesOf(reading, 'deviceUtilization')).toEqual({ 'GPU-1': 0.55 });
    expect(valuesOf(reading, 'deviceMemoryUsed')).toEqual({ 'GPU-1': 20e9 });
    expect(valuesOf(reading, 'deviceMemoryTotal')).toEqual({ 'GPU-1': 80e9 });
    expect(valuesOf(reading, 'devicePower')).toEqual({ 'GPU-1': 312.5 });
    expect(valuesOf(reading, 'deviceEnergy')).toEqual({ 'GPU-1': 98_765.5 });
    expect(reading.notes).toEqual([]);
  });
});
