import { describe, expect, test } from 'vitest';

import { cacheDistorts } from '../../../../src/report/findings/stream/cache-distorts.ts';
import { emptyResponsesPresent } from '../../../../src/report/findings/stream/empty-responses-present.ts';
import { promptsCut } from '../../../../src/report/findings/stream/prompts-cut.ts';
import { streamInBursts } from '../../../../src/report/findings/stream/stream-in-bursts.ts';
import { tokensByChunks } from '../../../../src/report/findings/stream/tokens-by-chunks.ts';
import { builtBaseline, builtLoad } from '../../../stream/built/built-phases.ts';
import type { BuiltStage } from '../../../stream/built/built-stage.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { concluded } from '../../concluded.ts';
import { advice, severities } from '../advice.ts';

describe('cache-distorts', () => {
  const cached = (cachedTokens: number, inputTokens = 24, options: BuiltStage = {}): PhaseBuilder =>
    new PhaseBuilder('p')
      .stage('sequential', 0, 100, options)
      .request({ purpose: 'sequential', sentMs: 0, chunksMs: [9], inputTokens, cachedTokens });

  test('is a warning on prompts that a cache served in part', () => {
    expect(advice(cacheDistorts, cached(12))[0]).toContain(
      'prefix cache hit rate without the template 50.0%',
    );
    expect(severities(cacheDistorts, cached(12))).toEqual(['warning']);
  });

  test('does not count the chat template, which all prompts share', () => {
    const around = (cachedTokens: number): PhaseBuilder =>
      cached(cachedTokens, 40).event(0, (place) => ({
        kind: 'template-measured',
        ...place,
        model: 'small',
        tokens: 16,
      }));
    expect(advice(cacheDistorts, around(16))).toEqual([]);
    expect(advice(cacheDistorts, around(39))[0]).toContain('95.8%');
  });

  test('is a note on prompts that share a prefix by design', () => {
    const shared = cached(12, 24, { sharing: 'prefix' });
    expect(severities(cacheDistorts, shared)).toEqual(['note']);
    expect(advice(cacheDistorts, shared)[0]).not.toContain('ideal');
  });

  test('gives the hit rate of an endless cache beside that of the server', () => {
    const prompts = { inputTokens: 24, offeredTokens: 24, cachedTokens: 12, sharedTokens: 18 };
    const shared = new PhaseBuilder('p')
      .stage('sequential', 0, 100, { sharing: 'prefix' })
      .request({ purpose: 'sequential', sentMs: 0, chunksMs: [9], ...prompts });
    expect(advice(cacheDistorts, shared)[0]).toContain(
      'prefix cache hit rate 50.0%, ideal prefix cache hit rate 75.0%',
    );
  });

  test('reports nothing when it served next to none, and when it is not known', () => {
    expect(advice(cacheDistorts, cached(1))).toEqual([]);
    expect(advice(cacheDistorts, cached(Number.NaN))).toEqual([]);
  });
});

describe('stream-in-bursts', () => {
  const streaming = (stampMs: (event: number) => number): PhaseBuilder => {
    const phase = new PhaseBuilder('p').stage('closed', 0, 5000);
    for (let index = 0; index < 10; index += 1) {
      const sentMs = index * 450;
      const chunksMs = Array.from({ length: 40 }, (_, event) => sentMs + stampMs(event));
      phase.request({ purpose: 'load', stage: 'closed', sentMs, chunksMs });
    }
    return phase;
  };

  test('is a warning where all of a response came in one read', () => {
    const buffered = streaming(() => 400);
    expect(severities(streamInBursts, buffered)).toEqual(['warning']);
    expect(advice(streamInBursts, buffered)[0]).toMatch(
      /responses in bursts 10 of 10, events per read 40/u,
    );
    expect(advice(streamInBursts, buffered)[0]).toContain('proxy_buffering off');
  });

  test('names the CPU where tasks waited for one', () => {
    const contended = streaming(() => 400)
      .surveyed('pressure.cpuSomeNs', 0, 0)
      .surveyed('pressure.cpuSomeNs', 5000, 2e9);
    expect(severities(streamInBursts, contended)).toEqual(['warning']);
    expect(advice(streamInBursts, contended)[0]).toMatch(
      /CPU pressure 40\.0%.*CPU contention makes a server write several events together/u,
    );
  });

  test('reports nothing for a stream that arrived token by token', () => {
    expect(
      advice(
        streamInBursts,
        streaming((event) => 100 + event * 5),
      ),
    ).toEqual([]);
    expect(advice(streamInBursts, builtLoad())).toEqual([]);
  });
});

describe('prompts-cut', () => {
  const reading = (residentTokens: number): PhaseBuilder => {
    const phase = new PhaseBuilder('p').stage('open', 0, 1000);
    for (let index = 0; index < 5; index += 1) {
      phase.request({
        purpose: 'load',
        stage: 'open',
        sentMs: index * 100,
        chunksMs: [index * 100 + 50],
        offeredTokens: 1000,
        residentTokens,
      });
    }
    return phase;
  };

  test('is critical, with what was offered and what was read', () => {
    expect(severities(promptsCut, reading(165))).toEqual(['critical']);
    expect(advice(promptsCut, reading(165))[0]).toContain(
      'truncated 5 of 5 prompts, tokens sent 1,000, tokens read 165',
    );
  });

  test('reports nothing for a count that differs by some tokens, and for a prompt that was over-long on purpose', () => {
    expect(advice(promptsCut, reading(980))).toEqual([]);
    expect(advice(promptsCut, builtBaseline())).toEqual([]);
  });
});

describe('empty-responses', () => {
  test('is a note with how many', () => {
    const phase = builtBaseline().request({
      purpose: 'sequential',
      sentMs: 900,
      endMs: 920,
      outcome: 'ok',
      errorKind: '',
      errorMessage: '',
    });
    expect(severities(emptyResponsesPresent, phase)).toEqual(['note']);
    expect(advice(emptyResponsesPresent, phase)[0]).toContain('empty 1, of 101');
  });

  test('reports nothing where each had text', () => {
    expect(advice(emptyResponsesPresent, builtBaseline())).toEqual([]);
  });
});

describe('tokens-by-chunks', () => {
  const counted = (tokenCountSource: 'chunks' | 'usage'): PhaseBuilder =>
    new PhaseBuilder('p')
      .stage('sequential', 0, 100)
      .request({ purpose: 'sequential', sentMs: 0, chunksMs: [9], tokenCountSource })
      .request({ purpose: 'sequential', sentMs: 20, chunksMs: [29] });

  test('is a note on tokens estimated from events', () => {
    expect(advice(tokensByChunks, counted('chunks'))[0]).toContain('share of requests 50.0%');
  });

  test('is a warning where a criterion is about tokens', () => {
    expect(severities(tokensByChunks, counted('chunks'))).toEqual(['note']);
    const { recommendations } = concluded([counted('chunks').build(100)], {
      criteria: { p50TimePerOutputToken: 10 },
    });
    expect(recommendations).toContainEqual(
      expect.objectContaining({ rule: 'tokens-by-chunks', severity: 'warning' }),
    );
  });

  test('reports nothing when the server reported them', () => {
    expect(advice(tokensByChunks, counted('usage'))).toEqual([]);
  });
});
