import { describe, expect, test } from 'vitest';
import { findMetric, METRICS, metricNamed, metricNames } from '../../src/metric/registry.ts';
import { ConfigError } from '../../src/spec/error/errors.ts';

describe('the registry', () => {
  test('has one metric for each name and alias', () => {
    const names = metricNames();
    expect(new Set(names).size).toBe(names.length);
  });

  test('has one metric for each label', () => {
    const labels = METRICS.map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels).not.toContain('');
  });

  test('has names in camelCase, a description that is a sentence, and a formula', () => {
    for (const { name, description, formula } of METRICS) {
      expect(name).toMatch(/^[a-z][A-Za-z]+$/u);
      expect(description).toMatch(/\.$/u);
      expect(formula).not.toBe('');
    }
  });

  test('finds a metric by its alias', () => {
    expect(findMetric('responseTime')?.name).toBe('responseLatency');
    expect(metricNamed('responseTime').name).toBe('responseLatency');
  });

  test('suggests the nearest metric for an unknown name', () => {
    expect(findMetric('memoryUse')).toBeUndefined();
    expect(() => metricNamed('memoryUse')).toThrow(ConfigError);
    expect(() => metricNamed('memoryUse')).toThrow('unknown metric "memoryUse". Use "memoryUsage"');
    expect(() => metricNamed('completelyDifferentThings')).toThrow(
      /serverSpecDecodeAcceptance\.$/u,
    );
  });
});
