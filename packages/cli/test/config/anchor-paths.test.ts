import { describe, expect, it } from 'vitest';
import { anchorPaths, namesServer } from '../../src/config/anchor-paths.ts';

const WRITTEN = {
  outputDir: 'results',
  target: {
    engine: { module: './engine.mjs' },
    models: ['a.gguf', '/models/b.gguf', { name: 'c', path: '../c.gguf' }],
    caCertificates: ['ca.pem'],
  },
  phases: {
    load: {
      dataset: 'prompts.jsonl',
      stages: [{ kind: 'closed' }, { kind: 'trace', file: 'day.csv' }],
    },
  },
};

function anchored(config: unknown, hasServer = false): unknown {
  return anchorPaths(config, '/work/configs', '/work', { hasServer });
}

describe('paths in a configuration', () => {
  it('are relative to its folder, except for outputs', () => {
    expect(anchored(WRITTEN)).toEqual({
      outputDir: 'results',
      target: {
        engine: { module: './configs/engine.mjs' },
        models: ['configs/a.gguf', '/models/b.gguf', { name: 'c', path: 'c.gguf' }],
        caCertificates: ['configs/ca.pem'],
      },
      phases: {
        load: {
          dataset: 'configs/prompts.jsonl',
          stages: [{ kind: 'closed' }, { kind: 'trace', file: 'configs/day.csv' }],
        },
      },
    });
  });

  it('do not change when it is in the working directory', () => {
    expect(anchorPaths(WRITTEN, '/work', '/work', { hasServer: false })).toBe(WRITTEN);
  });

  it('do not include models of a server, which are names', () => {
    const target = { url: 'http://127.0.0.1:8000', models: ['org/model'] };
    expect(namesServer({ target })).toBe(true);
    expect(namesServer({})).toBe(false);
    expect(anchored({ target }, true)).toEqual({ target });
  });

  it('do not include packages', () => {
    const target = { engine: { module: 'my-engine' } };
    expect(anchored({ target })).toEqual({ target });
  });

  it.each([[undefined], ['text'], [{ target: 7, phases: [null] }], [{ target: { models: 'a' } }]])(
    'leave what the schema will refuse to it: %j',
    (config) => {
      expect(() => anchored(config)).not.toThrow();
    },
  );
});
