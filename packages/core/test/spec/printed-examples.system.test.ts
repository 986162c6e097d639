import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MetricsCollector, TestConfigSchema, TestPhaseSchema } from '@loadcell/core';
import { parseConfig } from '../../src/config/parse-config.ts';
import { readPrintedExamples } from './printed-blocks.ts';
import { typeCheck } from './type-check.ts';

const [configExample = '', phaseExample = '', collectorExample = ''] = readPrintedExamples();

const CONFIG_IMPORT = "import type { TestConfig } from '@loadcell/core';\n";
const PHASE_IMPORT = "import type { TestPhase } from '@loadcell/core';\n";
const COLLECTOR_IMPORT = "import { MetricsCollector } from '@loadcell/core';\n";

describe('the usage examples of the specification', () => {
  let folder = '';

  beforeAll(() => {
    // Below the package, where its own name resolves; hidden from the compiler and the linter.
    folder = mkdtempSync(join(dirname(fileURLToPath(import.meta.url)), '.printed-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function run(name: string, text: string): Promise<object> {
    const path = join(folder, name);
    writeFileSync(path, text);
    const module: unknown = await import(/* @vite-ignore */ pathToFileURL(path).href);
    if (typeof module !== 'object' || module === null) throw new Error('not a module');
    return module;
  }

  it('are three', () => {
    expect(readPrintedExamples()).toHaveLength(3);
  });

  it('compile as printed', () => {
    const errors = typeCheck(
      new Map([
        ['config.ts', CONFIG_IMPORT + configExample],
        ['phase.ts', PHASE_IMPORT + phaseExample],
        ['collector.ts', COLLECTOR_IMPORT + collectorExample],
        ['wrong.ts', CONFIG_IMPORT + configExample.replace('verbose: true', "verbose: 'yes'")],
      ]),
    );
    expect([...errors.keys()]).toEqual(['wrong.ts']);
  });

  it('configure a run that the program takes', async () => {
    await run('config.ts', CONFIG_IMPORT + configExample);
    const module = await run(
      'shown-config.ts',
      `${CONFIG_IMPORT}${configExample}\nexport { config };`,
    );
    const config = 'config' in module ? TestConfigSchema.parse(module.config) : undefined;
    expect(config).toEqual({
      outputDir: 'test-results',
      verbose: true,
      phase: 'baseline',
      timeout: 3_600_000,
      maxMemory: 14 * 2 ** 30,
    });
    expect(parseConfig(config).test).toEqual(config);
  });

  it('define a phase whose metrics and criteria exist', async () => {
    await run('phase.ts', PHASE_IMPORT + phaseExample);
    const module = await run(
      'shown-phase.ts',
      `${PHASE_IMPORT}${phaseExample}\nexport { baselinePhase };`,
    );
    const phase =
      'baselinePhase' in module ? TestPhaseSchema.parse(module.baselinePhase) : undefined;
    const { metrics, successCriteria, duration } = phase ?? {};
    const parsed = parseConfig({
      outputDir: 'out',
      phases: { baseline: { metrics, successCriteria, duration } },
    });
    expect(parsed.phases[0]).toMatchObject({
      name: 'baseline',
      duration: 3_600_000,
      metrics: ['memoryUsage', 'responseTime', 'contextPreservation'],
      successCriteria: {
        maxMemoryUsage: 14 * 2 ** 30,
        avgResponseTime: 1000,
        contextPreservation: 0.95,
      },
    });
  });

  it('sample this process for the second that they ask for', async () => {
    const collect = vi.spyOn(MetricsCollector.prototype, 'collectMetrics');
    try {
      await run('collector.ts', COLLECTOR_IMPORT + collectorExample);
      const [outcome] = collect.mock.results;
      if (outcome?.type !== 'return') throw new Error('the example collected nothing');
      const metrics = await outcome.value;
      expect(collect).toHaveBeenCalledExactlyOnceWith(1000);
      expect(metrics.sampling.requestedHz).toBe(1000);
      expect(metrics.sampling.sampleCount).toBeGreaterThan(1);
      expect(metrics.memoryUsage.peak).toBeGreaterThan(20e6);
      expect(metrics.memoryUsage.peak).toBeGreaterThanOrEqual(metrics.memoryProfile.average);
      // Within what the kernel says of this process itself.
      expect(metrics.memoryUsage.peak).toBeLessThan(process.resourceUsage().maxRSS * 1024 * 1.05);
    } finally {
      collect.mockRestore();
    }
  });
});
