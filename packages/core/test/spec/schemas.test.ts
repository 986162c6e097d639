import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import {
  CrossModelMetricsSchema,
  LoadcellConfigSchema,
  MemoryProfileSchema,
  MetricsSchema,
  PerformanceMetricsSchema,
  ResourceErrorSchema,
  SamplingQualitySchema,
  TestConfigSchema,
  TestErrorSchema,
  TestPhaseSchema,
  TestReportSchema,
  TestResultsSchema,
} from '@loadcell/core';
import {
  crossModelMetrics,
  memoryProfile,
  metrics,
  performanceMetrics,
  samplingQuality,
  testConfig,
  testPhase,
  testReport,
  testResults,
} from './complete-values.ts';

interface Case {
  readonly name: string;
  readonly schema: z.ZodType;
  /** In memory. */
  readonly value: unknown;
}

const CASES: readonly Case[] = [
  { name: 'TestConfig', schema: TestConfigSchema, value: testConfig },
  { name: 'PerformanceMetrics', schema: PerformanceMetricsSchema, value: performanceMetrics },
  { name: 'TestPhase', schema: TestPhaseSchema, value: testPhase },
  { name: 'TestResults', schema: TestResultsSchema, value: testResults },
  { name: 'Metrics', schema: MetricsSchema, value: metrics },
  { name: 'TestReport', schema: TestReportSchema, value: testReport },
  { name: 'MemoryProfile', schema: MemoryProfileSchema, value: memoryProfile },
  { name: 'CrossModelMetrics', schema: CrossModelMetricsSchema, value: crossModelMetrics },
  { name: 'SamplingQuality', schema: SamplingQualitySchema, value: samplingQuality },
  {
    name: 'TestError',
    schema: TestErrorSchema,
    value: { name: 'TestError', message: 'm', code: 'TEST', phase: 'load', threshold: 0 },
  },
  {
    name: 'ResourceError',
    schema: ResourceErrorSchema,
    value: { name: 'ResourceError', message: 'm', resource: 'memory', limit: 1, actual: 2 },
  },
];

function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Every value of an object and what it holds, by path. */
function leaves(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (!isRecord(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

/** A copy with another value at a path. */
function withValue(value: unknown, path: readonly string[], other: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined || !isRecord(value)) return other;
  const inner = withValue(value[key], rest, other);
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === key ? inner : item));
  return { ...value, [key]: inner };
}

describe.each(CASES)('the schema of $name', ({ schema, value }) => {
  const json = throughJson(z.encode(schema, value));

  it('reads back from JSON what was written', () => {
    expect(schema.parse(json)).toEqual(value);
  });

  it('writes the same JSON a second time', () => {
    expect(throughJson(z.encode(schema, schema.parse(json)))).toEqual(json);
  });

  it('rejects every field without a value or with one of another type', () => {
    const taken = leaves(json).filter(
      (path) => schema.safeParse(withValue(json, path, {})).success,
    );
    expect(taken).toEqual([]);
  });

  it('rejects what is not an object', () => {
    for (const wrong of [undefined, null, 0, '', [], true]) {
      expect(schema.safeParse(wrong).success).toBe(false);
    }
  });

  it('gives a JSON Schema of its written form', () => {
    const described = z.toJSONSchema(schema, { io: 'input' });
    expect(described.$schema).toContain('json-schema.org');
    expect(described).not.toEqual({ $schema: described.$schema });
  });
});

describe('JSON Schemas', () => {
  it('show that an unmeasured number is null', () => {
    expect(z.toJSONSchema(PerformanceMetricsSchema, { io: 'input' })).toMatchObject({
      required: ['memoryUsage', 'contextStats', 'modelMetrics'],
      properties: {
        memoryUsage: {
          properties: { peak: { type: ['number', 'null'] } },
        },
      },
    });
  });

  it('can be made of the configuration', () => {
    const described = z.toJSONSchema(LoadcellConfigSchema, { io: 'input' });
    expect(described).toMatchObject({ type: 'object', additionalProperties: false });
    // Everything has a default: nothing must be written.
    expect(described.required ?? []).toEqual([]);
  });
});

describe('numbers that were not measured', () => {
  const unmeasured = {
    memoryUsage: { baseline: Number.NaN, peak: 0, afterRelease: -0 },
    contextStats: { loadTime: Number.NaN, transitionTime: 0.1, compressionRatio: Number.NaN },
    modelMetrics: {
      inferenceTime: Number.NaN,
      responseLatency: Number.POSITIVE_INFINITY,
      contextSwitchTime: 1e300,
    },
  };
  const json = throughJson(z.encode(PerformanceMetricsSchema, unmeasured));

  it('are NaN in memory and null in JSON, and a measured zero stays zero', () => {
    expect(json).toEqual({
      memoryUsage: { baseline: null, peak: 0, afterRelease: 0 },
      contextStats: { loadTime: null, transitionTime: 0.1, compressionRatio: null },
      modelMetrics: { inferenceTime: null, responseLatency: null, contextSwitchTime: 1e300 },
    });
    const { memoryUsage, contextStats } = PerformanceMetricsSchema.parse(json);
    expect(memoryUsage.baseline).toBeNaN();
    expect(memoryUsage.peak).toBe(0);
    expect(contextStats.compressionRatio).toBeNaN();
    expect(contextStats.transitionTime).toBe(0.1);
  });

  it('refuses a ratio outside 0 and 1, both ways', () => {
    for (const compressionRatio of [-0.01, 1.01, Number.POSITIVE_INFINITY]) {
      const wrong = withValue(unmeasured, ['contextStats', 'compressionRatio'], compressionRatio);
      expect(z.safeEncode(PerformanceMetricsSchema, parsedAs(wrong)).success).toBe(false);
      const written = withValue(json, ['contextStats', 'compressionRatio'], compressionRatio);
      expect(PerformanceMetricsSchema.safeParse(written).success).toBe(false);
    }
  });

  it('are never written as text or left out', () => {
    for (const wrong of ['NaN', undefined, '0', false]) {
      const written = withValue(json, ['memoryUsage', 'peak'], wrong);
      expect(PerformanceMetricsSchema.safeParse(written).success).toBe(false);
    }
  });
});

/** Passes a value on as metrics, whatever its numbers are. */
function parsedAs(value: unknown): z.output<typeof PerformanceMetricsSchema> {
  const anyNumber = z.custom<number>((inner) => typeof inner === 'number');
  return z
    .object({
      memoryUsage: z.object({ baseline: anyNumber, peak: anyNumber, afterRelease: anyNumber }),
      contextStats: z.object({
        loadTime: anyNumber,
        transitionTime: anyNumber,
        compressionRatio: anyNumber,
      }),
      modelMetrics: z.object({
        inferenceTime: anyNumber,
        responseLatency: anyNumber,
        contextSwitchTime: anyNumber,
      }),
    })
    .parse(value);
}
