import * as z from 'zod';
import { PHASES } from '../phase/registry.ts';
import { BytesSchema, DurationMsSchema } from '../spec/quantity.ts';
import { API_NAMES } from '../spec/api-name.ts';
import { TelemetrySchema } from './telemetry-schema.ts';
import { PHASE_NAMES } from '../spec/contract/test-config.ts';
import { serverOptions } from './server-options.ts';
import { SlosSchema } from './slos/slos-schema.ts';
import { CommandSchema, startedServerOptions } from './started-server-schema.ts';

const ModelSchema = z.union([
  z.string().min(1),
  z.strictObject({ name: z.string().min(1), path: z.string().min(1) }),
]);

/** Models that each have a server of their own, by name. */
const StartedModelsSchema = z
  .record(z.string().min(1), z.strictObject({ command: CommandSchema }))
  .transform((models) => Object.entries(models).map(([name, { command }]) => ({ name, command })));

/** What is measured. */
export const TargetSchema = z.strictObject({
  engine: z
    .union([z.literal('llama-cpp'), z.strictObject({ module: z.string().min(1) })])
    .default('llama-cpp')
    .describe('in-process engine: llama-cpp, or a module of your own that exports createEngine'),
  models: z
    .union([z.array(ModelSchema).max(16), StartedModelsSchema])
    .default([])
    .describe(
      'model files, or names of models of a server, the first is the main one; two tiny models made here when empty; { a: { command }, b: { command } } where each has a server of its own to start',
    ),
  contextTokens: z.int().min(64).default(512).describe('tokens that one context holds'),
  parallel: z
    .int()
    .min(1)
    .max(256)
    .default(4)
    .describe('concurrent contexts, as llama.cpp --parallel'),
  gpu: z
    .union([z.literal(false), z.enum(['auto', 'cuda', 'vulkan', 'metal'])])
    .default(false)
    .describe('where the engine computes'),
  threads: z.int().min(1).max(1024).default(1).describe('threads that the engine computes with'),
  url: z
    .string()
    .min(1)
    .exactOptional()
    .describe('server to measure, such as http://127.0.0.1:8000; no engine is started then'),
  api: z.enum(API_NAMES).default('openai-chat').describe('API of the server'),
  stream: z.boolean().default(true).describe('whether responses are streamed'),
  pid: z
    .union([z.int().positive(), z.literal('auto')])
    .exactOptional()
    .describe('process of the server, auto to find it by its port; watched, never signalled'),
  apiKeyEnv: z
    .string()
    .min(1)
    .exactOptional()
    .describe('environment variable that holds the key of the server'),
  ...startedServerOptions,
  ...serverOptions,
  maxConcurrency: z
    .int()
    .min(1)
    .max(65_536)
    .exactOptional()
    .describe('most requests in flight; as many as the limit on open files allows unless set'),
  connectTimeout: DurationMsSchema.prefault('10s').describe('time limit for opening a connection'),
  requestTimeout: DurationMsSchema.prefault('10m').describe('time limit for one request'),
  switchPolicy: z
    .enum(['unload-first', 'load-first'])
    .default('unload-first')
    .describe('whether the old model is released before the next is loaded'),
});

const SamplingSchema = z.strictObject({
  hz: z.number().min(1).max(10_000).default(1000).describe('memory samples per second'),
  cpuBudget: z
    .number()
    .gt(0)
    .max(1)
    .default(0.1)
    .describe('share of a core that sampling may use; the rate is lowered before it uses more'),
  resetPeak: z
    .boolean()
    .default(false)
    .describe("whether the kernel's own high-water mark of the target is reset at each phase"),
});

const PhasesSchema = z.strictObject({
  baseline: PHASES.baseline.options.prefault({}),
  'cross-model': PHASES['cross-model'].options.prefault({}),
  load: PHASES.load.options.prefault({}),
});

/** What a user may write in a configuration file. Every default of the product stands here, and only here. */
export const LoadcellConfigSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'expected letters, digits, dots, dashes and underscores')
    .max(64)
    .default('run')
    .describe('label of the run, part of its directory name'),
  outputDir: z.string().min(1).default('loadcell-results').describe('folder for run directories'),
  verbose: z.boolean().default(false).describe('report every step'),
  phase: z.enum(PHASE_NAMES).exactOptional().describe('the only phase to run'),
  timeout: DurationMsSchema.exactOptional().describe('time limit for the run'),
  maxMemory: BytesSchema.exactOptional().describe(
    'maximum memory of the target: resident, swap, huge pages',
  ),
  warnMemory: BytesSchema.exactOptional().describe(
    'memory from which the run warns (default: 0.9 of maxMemory)',
  ),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1)
    .describe('seed of lengths and arrivals'),
  nonce: z
    .string()
    .min(1)
    .max(128)
    .exactOptional()
    .describe(
      'text that decides the words of prompts; the same seed and nonce repeat them (default: random)',
    ),
  target: TargetSchema.prefault({}).describe('what is measured'),
  sampling: SamplingSchema.prefault({}).describe('how memory is sampled'),
  slos: SlosSchema.prefault({}).describe(
    'time limits for each request, by metric, such as { ttft: 200 }; goodput and sloAttainment count by them',
  ),
  successCriteria: z
    .record(z.string(), z.number())
    .exactOptional()
    .describe(
      'thresholds for every phase that measures the metric, or for a stage: stages.NAME.metric',
    ),
  acceptInconclusive: z
    .boolean()
    .default(false)
    .describe('whether the value itself is compared where a criterion is inconclusive'),
  maxTokens: z
    .int()
    .min(1)
    .exactOptional()
    .describe('limit on tokens requested by the run: prompts and maximum output'),
  phases: PhasesSchema.prefault({}).describe('the phases and what each must reach'),
  telemetry: TelemetrySchema.prefault({}).describe('where figures go during a run'),
});

/** What a user may write. */
export type LoadcellConfig = z.input<typeof LoadcellConfigSchema>;

/** A configuration with its defaults. */
export type ParsedConfig = z.output<typeof LoadcellConfigSchema>;

/** What is measured, with its defaults. */
export type TargetConfig = ParsedConfig['target'];
