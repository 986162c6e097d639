import { describe, expect, test } from 'vitest';
import { GROUPINGS } from '../../../src/metric/group/groupings.ts';
import { groupsOf, measureGroups } from '../../../src/metric/group/measure-groups.ts';
import { measureStage } from '../../../src/metric/measure/measure.ts';
import { streamsOfStages } from '../../../src/metric/measure/stage-streams.ts';
import { scraped } from '../server/scraped-phase.ts';
import { PhaseBuilder, type BuiltRequest } from '../../stream/built/phase-builder.ts';

/** A stage of one second with these requests, one every 10 ms. */
function stageOf(requests: readonly Partial<BuiltRequest>[]) {
  const phase = new PhaseBuilder('load').stage('closed', 0, 1000);
  for (const [index, given] of requests.entries()) {
    const sentMs = index * 10;
    phase.request({ purpose: 'load', sentMs, chunksMs: [sentMs + 5, sentMs + 9], ...given });
  }
  const [streams] = streamsOfStages(phase.build(1000));
  if (streams === undefined) throw new Error('no stage');
  return streams;
}

const groupingOf = (by: string) => {
  const grouping = GROUPINGS.find((one) => one.by === by);
  if (grouping === undefined) throw new Error(`no grouping by ${by}`);
  return grouping;
};

describe('groupsOf', () => {
  test('has no group where all measured requests are of one', () => {
    const { requests } = stageOf([
      { model: 'a' },
      { model: 'a' },
      { purpose: 'warm-up', model: 'b' },
    ]);
    expect(groupsOf(requests, groupingOf('model')).size).toBe(0);
  });

  test('keeps names in the order in which they appear, and turns in order of number', () => {
    const { requests } = stageOf([
      { model: '9b', turn: 10 },
      { model: '7b', turn: 2 },
      { model: '9b', turn: 1 },
    ]);
    expect([...groupsOf(requests, groupingOf('model')).keys()]).toEqual(['9b', '7b']);
    expect([...groupsOf(requests, groupingOf('turn')).keys()]).toEqual(['1', '2', '10']);
  });

  test('bounds the number of turns, the long conversations last', () => {
    const { requests } = stageOf([30, 2, 17, 16].map((turn) => ({ turn })));
    const groups = groupsOf(requests, groupingOf('turn'));
    expect([...groups].map(([name, rows]) => [name, rows.length])).toEqual([
      ['2', 1],
      ['16', 1],
      ['17+', 2],
    ]);
  });

  test('tells first turns from later ones and from requests of no conversation', () => {
    const { requests } = stageOf([{}, { turn: 1 }, { turn: 2 }, { turn: 5 }]);
    const groups = groupsOf(requests, groupingOf('conversation'));
    expect([...groups].map(([name, rows]) => [name, rows.length])).toEqual([
      ['single request', 1],
      ['first turn', 1],
      ['later turn', 2],
    ]);
  });
});

describe('measureGroups', () => {
  test('measures each group over its own requests, failed ones counted', () => {
    const slow = { model: 'slow', chunksMs: [500, 900] };
    const groups = measureGroups(
      stageOf([{ model: 'fast' }, slow, { model: 'fast' }, { model: 'slow', chunksMs: [] }]),
    );
    expect(groups.map(({ by, name, requests }) => [by, name, requests])).toEqual([
      ['model', 'fast', { due: 2, successful: 2, failed: 0 }],
      ['model', 'slow', { due: 2, successful: 1, failed: 1 }],
    ]);
    const [fast, other] = groups.map(({ measurements }) => measurements['timeToFirstToken']);
    expect([fast?.p50, fast?.count]).toEqual([5, 2]);
    expect([other?.p50, other?.leftOut?.requests]).toEqual([490, 1]);
    expect(groups.map(({ measurements }) => measurements['requestThroughput']?.avg)).toEqual([
      2, 1,
    ]);
  });

  test('does not credit a group with the cache hits that the server counted for all', () => {
    const phase = new PhaseBuilder('load').stage('closed', 100, 1000);
    for (const [index, model] of ['a', 'b'].entries()) {
      const sentMs = 100 + index * 10;
      const stamps = { sentMs, chunksMs: [sentMs + 5] };
      phase.request({ purpose: 'load', model, cachedTokens: Number.NaN, ...stamps });
    }
    const counter = (quantity: string, to: number) => ({ quantity, at: { 50: 0, 1100: to } });
    scraped(phase, {
      edgesMs: [50, 1100],
      series: [counter('prefixCacheQueryTokens', 48), counter('prefixCacheHitTokens', 12)],
    });
    const [streams] = streamsOfStages(phase.build(1200));
    if (streams === undefined) throw new Error('no stage');
    expect(measureStage(streams)['cacheHitRate']?.avg).toBe(0.25);
    for (const { measurements } of measureGroups(streams)) {
      expect(measurements['cacheHitRate']).toMatchObject({ count: 0, avg: Number.NaN });
    }
  });

  test('measures each API apart, with no first token where there is none', () => {
    const groups = measureGroups(
      stageOf([
        { api: 'openai-chat' },
        { api: 'embeddings', firstAnswerNs: Number.NaN, chunksMs: [], endMs: 40, outcome: 'ok' },
      ]),
    ).filter(({ by }) => by === 'api');
    expect(groups.map(({ name }) => name)).toEqual(['openai-chat', 'embeddings']);
    expect(groups.map(({ measurements }) => measurements['timeToFirstToken']?.count)).toEqual([
      1, 0,
    ]);
    expect(groups.map(({ measurements }) => measurements['responseLatency']?.p50)).toEqual([9, 30]);
  });
});
