import { describe, expect, it } from 'vitest';
import { defineConfig, parseConfig } from '@loadcell/core';
import { metricNames } from '../../src/metric/registry.ts';

/** Every object that a value holds, itself included. */
function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

describe('an empty configuration', () => {
  const config = parseConfig({});

  it('runs every phase, in order, on the embedded default', () => {
    expect(config.phases.map((phase) => phase.name)).toEqual(['baseline', 'cross-model', 'load']);
    expect(config.target).toEqual({
      engine: 'llama-cpp',
      balance: 'round-robin',
      models: [],
      parallel: 4,
      gpu: 'auto',
      api: 'openai-chat',
      stream: true,
      env: {},
      ready: { timeout: 1_800_000 },
      cold: false,
      stopGrace: 30_000,
      headers: {},
      extraBody: {},
      maxTokensField: 'max_tokens',
      streamUsage: true,
      manageModels: false,
      serverMetrics: true,
      metrics: [],
      sourceAddresses: [],
      caCertificates: [],
      connectTimeout: 10_000,
      requestTimeout: 600_000,
      switchPolicy: 'unload-first',
    });
    expect(config).toMatchObject({ name: 'run', seed: 1, sampling: { hz: 1000 } });
    expect(config.test).toEqual({ outputDir: 'loadcell-results', verbose: false });
  });

  it('has a default for every option of every phase', () => {
    expect(config.phaseOptions).toMatchObject({
      baseline: { duration: 4000, minRequests: 64, contextLoads: 5, transitions: 5 },
      'cross-model': { duration: 3000, minSwitches: 8, requestsPerSwitch: 2 },
      load: {
        duration: 10_000,
        isOutputDemanded: false,
        stages: [
          {
            kind: 'closed',
            name: 'closed',
            concurrency: 4,
            warmup: 0,
            end: { kind: 'time', durationMs: 5000, minRequests: 64 },
          },
          {
            kind: 'open',
            name: 'open',
            warmup: 0,
            rate: { of: 'closed', share: 0.5 },
            spacing: { shape: 'poisson' },
            end: { kind: 'time', durationMs: 5000, minRequests: 64 },
          },
        ],
      },
    });
    for (const options of Object.values(config.phaseOptions)) {
      expect(options).toMatchObject({
        idle: 500,
        cooldown: 500,
        outputTokens: 12,
      });
    }
  });

  it('collects every metric', () => {
    for (const phase of config.phases) expect(phase.metrics).toEqual(metricNames());
  });
});

describe('a configuration', () => {
  it('runs one phase when one is set', () => {
    const config = parseConfig({ phase: 'load' });
    expect(config.phases.map((phase) => phase.name)).toEqual(['load']);
    expect(config.test.phase).toBe('load');
  });

  it('takes quantities with their units, and numbers in base units', () => {
    const { test, phaseOptions } = parseConfig({
      timeout: '1h',
      maxMemory: '14GiB',
      phases: { baseline: { duration: '1.5s', idle: 20 }, load: { cooldown: '250 ms' } },
    });
    expect(test).toMatchObject({ timeout: 3_600_000, maxMemory: 14 * 2 ** 30 });
    expect(phaseOptions.baseline).toMatchObject({ duration: 1500, idle: 20 });
    expect(phaseOptions.load.cooldown).toBe(250);
    expect(parseConfig({ maxMemory: 1000 }).test.maxMemory).toBe(1000);
  });

  it('takes models as files, or as files with a name', () => {
    const models = ['a.gguf', { name: 'b', path: 'x/b.gguf' }];
    expect(parseConfig({ target: { models } }).target.models).toEqual(models);
    const own = { engine: { module: './mine.mjs' }, models: ['a.bin'] };
    expect(parseConfig({ target: own }).target.engine).toEqual({ module: './mine.mjs' });
  });

  it('refuses an engine module without models', () => {
    expect(() => parseConfig({ target: { engine: { module: './mine.mjs' } } })).toThrow(
      'target.engine: an engine module has no default models',
    );
  });

  it('has the duration and the metrics of each phase in the contract form', () => {
    const { phases } = parseConfig({
      phases: { load: { duration: '2s', metrics: ['memoryUsage', 'responseTime'] } },
    });
    expect(phases[2]).toMatchObject({
      name: 'load',
      duration: 2000,
      metrics: ['memoryUsage', 'responseTime'],
    });
  });

  it('is deeply frozen, and does not change its input', () => {
    const given = {
      target: { models: [{ name: 'a', path: 'a' }] },
      successCriteria: { maxMemoryUsage: 1 },
      phases: { load: { metrics: ['memoryUsage'], successCriteria: { errorRate: 0 } } },
    };
    const copy = structuredClone(given);
    const config = parseConfig(given);
    expect(objectsIn(config).filter((held) => !Object.isFrozen(held))).toEqual([]);
    expect(objectsIn(given).filter((held) => Object.isFrozen(held))).toEqual([]);
    expect(given).toEqual(copy);
  });

  it('is the same however often it is parsed', () => {
    expect(parseConfig({})).toEqual(parseConfig({}));
  });

  it('comes through defineConfig as it was written', () => {
    const written = { phase: 'load', maxMemory: '1GiB' } as const;
    expect(defineConfig(written)).toBe(written);
  });
});
