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

describe('files that a configuration names', () => {
  it('are seen from its folder; what is written is not', () => {
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

  it('stay as they are when it stands where the command runs', () => {
    expect(anchorPaths(WRITTEN, '/work', '/work', { hasServer: false })).toBe(WRITTEN);
  });

  it('are no models of a server, which are names', () => {
    const target = { url: 'http://127.0.0.1:8000', models: ['org/model'] };
    expect(namesServer({ target })).toBe(true);
    expect(namesServer({})).toBe(false);
    expect(anchored({ target }, true)).toEqual({ target });
  });

  it('are no packages', () => {
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
