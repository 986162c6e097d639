import { describe, expect, it } from 'vitest';
import { peakAttribution } from '../../../src/metric/memory/peak-attribution.ts';
import { MIB, PhaseBuilder, type EventPlace } from '../../stream/built/phase-builder.ts';

const loading = (model: string) => (place: EventPlace) =>
  ({ kind: 'model-loading', ...place, model }) as const;

/** B replaces A at 500 ms; the peak is a spike at 620 ms. */
function switched(): PhaseBuilder {
  return new PhaseBuilder('p')
    .memory({ fromMs: 0, toMs: 1000, rssBytes: (ms) => (ms === 620 ? 300 : 100) * MIB })
    .event(100, loading('a'))
    .event(500, (place) => ({ kind: 'model-unloaded', ...place, model: 'a' }))
    .event(600, loading('b'))
    .event(700, loading('c'))
    .request({ purpose: 'sequential', model: 'a', sentMs: 200, chunksMs: [300, 400] })
    .request({ purpose: 'model-switch', model: 'b', sentMs: 450, chunksMs: [650] })
    .request({ purpose: 'load', stage: 'closed', model: 'b', sentMs: 610 })
    .request({ purpose: 'sequential', model: 'b', sentMs: 800, chunksMs: [900] });
}

describe('the peak of memory', () => {
  it('has the models in memory, the requests in flight and the last event', () => {
    expect(peakAttribution(switched().build(1000))).toEqual({
      bytes: 300 * MIB,
      atMs: 620,
      models: ['b'],
      requestCount: 2,
      requests: [
        { id: 2, purpose: 'model-switch', model: 'b' },
        { id: 3, purpose: 'load', model: 'b' },
      ],
      event: 'loading b',
    });
  });

  it('is the peak of the sampler when its row was dropped', () => {
    const dropped = switched().account(1000, { rssBytes: 400 * MIB, atMs: 350 });
    expect(peakAttribution(dropped.build(1000))).toMatchObject({
      bytes: 400 * MIB,
      atMs: 350,
      models: ['a'],
      requests: [{ id: 1 }],
    });
  });

  it('lists at most ten requests, and counts all', () => {
    const busy = switched();
    for (let index = 0; index < 30; index += 1) {
      busy.request({ purpose: 'load', stage: 'open', sentMs: 600, chunksMs: [900] });
    }
    const peak = peakAttribution(busy.build(1000));
    expect([peak?.requestCount, peak?.requests.length]).toEqual([32, 10]);
  });

  it('is absent when nothing was sampled', () => {
    expect(peakAttribution(new PhaseBuilder('p').build(10))).toBeUndefined();
  });
});
