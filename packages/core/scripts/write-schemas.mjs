/**
 * Writes the JSON Schemas that ship with the package, generated from the zod schemas of the build. They describe
 * what stands in files, so they are the input side of every codec. Run in the folder of the package, after tsc.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { LoadcellConfigSchema } from '../dist/config/config-schema.js';
import { CrossModelMetricsSchema } from '../dist/spec/contract/cross-model-metrics.js';
import { MemoryProfileSchema } from '../dist/spec/contract/memory-profile.js';
import { PerformanceMetricsSchema } from '../dist/spec/contract/performance-metrics.js';
import { TestConfigSchema } from '../dist/spec/contract/test-config.js';
import { TestPhaseSchema } from '../dist/spec/contract/test-phase.js';
import { TestReportSchema } from '../dist/spec/contract/test-report.js';
import { TestResultsSchema } from '../dist/spec/contract/test-results.js';

const schemas = {
  'cross-model-metrics': ['CrossModelMetrics', CrossModelMetricsSchema],
  'loadcell-config': ['LoadcellConfig', LoadcellConfigSchema],
  'memory-profile': ['MemoryProfile', MemoryProfileSchema],
  'performance-metrics': ['PerformanceMetrics', PerformanceMetricsSchema],
  'test-config': ['TestConfig', TestConfigSchema],
  'test-phase': ['TestPhase', TestPhaseSchema],
  'test-report': ['TestReport', TestReportSchema],
  'test-results': ['TestResults', TestResultsSchema],
};

const folder = 'schemas';
mkdirSync(folder, { recursive: true });
const written = new Set();
for (const [name, [title, schema]] of Object.entries(schemas)) {
  const file = `${name}.schema.json`;
  const { $schema, ...body } = z.toJSONSchema(schema, { io: 'input' });
  writeFileSync(
    path.join(folder, file),
    `${JSON.stringify({ $schema, title, ...body }, null, 2)}\n`,
  );
  written.add(file);
}
for (const file of readdirSync(folder)) {
  if (!written.has(file)) rmSync(path.join(folder, file));
}
