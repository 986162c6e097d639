import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import { metricNamed } from '../../../src/metric/registry.ts';
import { streamsOfStages } from '../../../src/metric/measure/stage-streams.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { scraped, type Scraped } from './scraped-phase.ts';

const metric = metricNamed('serverPromptTokens');

/** A closed loop from 1 s to 11 s with one request in it, whose response ends at 10.9 s. */
function loop(): PhaseBuilder {
  return new PhaseBuilder('load')
    .stage('closed', 1000, 11_000)
    .request({ purpose: 'load', sentMs: 1000, chunksMs: [1100, 10_900] });
}

/** A counter of prompt tokens at some times. */
function tokens(at: Readonly<Record<number, number>>): Pick<Scraped, 'series'> {
  return { series: [{ quantity: 'promptTokens', at }] };
}

describe('a counter of the server', () => {
  it('is of each stage between the edges around it, and of no request of another', () => {
    const phase = loop()
      .stage('open', 12_000, 12_800)
      .request({ purpose: 'load', sentMs: 12_000, chunksMs: [12_500] });
    const counted = scraped(phase, {
      edgesMs: [900, 11_100, 11_900, 12_900],
      ...tokens({ 900: 10, 11_100: 50, 11_900: 57, 12_900: 60 }),
    }).build(13_000);
    expect(streamsOfStages(counted).map((stage) => measure(metric, stage).avg)).toEqual([40, 3]);
    const shared = scraped(loop().stage('open', 12_000, 12_800), {
      edgesMs: [900, 12_900],
      ...tokens({ 900: 10, 12_900: 60 }),
    })
      .request({ purpose: 'load', sentMs: 12_000, chunksMs: [12_500] })
      .build(13_000);
    for (const stage of streamsOfStages(shared)) {
      expect(measure(metric, stage).reason).toContain('other requests of the phase ran');
    }
  });

  it('sums the parts of a stage, and leaves out what ran between them', () => {
    const phase = new PhaseBuilder('cross-model')
      .stage('sequential', 1000, 2000)
      .request({ purpose: 'sequential', sentMs: 1000, chunksMs: [1900] })
      .modelSwitch('a', 'b', 2200, 2600)
      .stage('sequential', 3000, 4000)
      .request({ purpose: 'sequential', sentMs: 3000, chunksMs: [3900] });
    const counted = scraped(phase, {
      edgesMs: [900, 2100, 2900, 4100],
      ...tokens({ 900: 10, 2100: 15, 2900: 115, 4100: 122 }),
    }).build(5000);
    const [stage] = streamsOfStages(counted);
    if (stage === undefined) throw new Error('there is no stage');
    expect(measure(metric, stage).avg).toBe(5 + 7);
  });
});
