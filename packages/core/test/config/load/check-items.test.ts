import { parseConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../refusal-of.ts';

const url = 'http://127.0.0.1:9';

function refusal(target: object, load: object = {}, more: object = {}) {
  return refusalOf(() => parseConfig({ target: { url, ...target }, phases: { load }, ...more }));
}

const EMBEDDINGS = { api: 'openai-embeddings' };

describe('an API without text', () => {
  it('has 1 item per request by default, and no output tokens', () => {
    const { phaseOptions } = parseConfig({ target: { url, ...EMBEDDINGS } });
    expect(phaseOptions.load).toMatchObject({
      items: { perRequest: 1, hasQuery: false },
      outputTokens: 0,
    });
    expect(phaseOptions.baseline.outputTokens).toBe(0);
    expect(parseConfig({ target: { url } }).phaseOptions.load.items).toBeUndefined();
  });

  it('has a query where it compares documents', () => {
    const load = { itemsPerRequest: { min: 2, max: 8 } };
    const config = parseConfig({ target: { url, api: 'rerank', topN: 3 }, phases: { load } });
    expect(config.phaseOptions.load.items).toEqual({
      perRequest: { min: 2, max: 8 },
      hasQuery: true,
    });
    expect(config.target.topN).toBe(3);
  });

  it.each([
    [{ outputTokens: 8 }, 'phases.load.outputTokens'],
    [
      { stages: [{ kind: 'sessions', rate: 1 }] },
      'phases.load.stages.0 (sessions): a conversation',
    ],
    [
      { stages: [{ kind: 'sweep', parameter: 'outputTokens', from: 2, to: 4 }] },
      'phases.load.stages.0 (sweep): a sweep over outputTokens',
    ],
    [
      { stages: [{ kind: 'open', rate: 1, stopOverSaturated: true }] },
      'phases.load.stages.0 (open): stopOverSaturated',
    ],
  ])('rejects %j', (load, what) => {
    const { text, help } = refusal(EMBEDDINGS, load);
    expect(text).toBe(`${what} cannot be combined with api "openai-embeddings"`);
    expect(help).toBe('remove it: the API generates no text');
  });

  it('rejects an SLO of a token, and accepts one of the response', () => {
    expect(refusal(EMBEDDINGS, {}, { slos: { ttft: 200 } }).text).toBe(
      'slos.ttft cannot be combined with api "openai-embeddings"',
    );
    const slos = { e2el: 200 };
    expect(() => parseConfig({ target: { url, ...EMBEDDINGS }, slos })).not.toThrow();
  });
});

describe('an API of text', () => {
  it('rejects items per request', () => {
    expect(refusal({}, { itemsPerRequest: 8 })).toEqual({
      text: 'phases.load.itemsPerRequest needs an API of embeddings, scores or classes, and target.api is "openai-chat"',
      help: 'remove it, or set target.api (--api openai-embeddings)',
    });
  });
});

it.each([
  [{ dimensions: 8 }, 'target.dimensions needs api "openai-embeddings" or "pooling"'],
  [
    { api: 'score', encodingFormat: 'base64' },
    'target.encodingFormat needs api "openai-embeddings" or "pooling"',
  ],
  [{ ...EMBEDDINGS, topN: 2 }, 'target.topN needs api "rerank"'],
])('a key of another API is rejected: %j', (target, text) => {
  expect(refusal(target).text).toContain(text);
});
