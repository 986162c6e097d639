import * as z from 'zod';
import { PHASES } from '../phase/registry.ts';
import { BytesSchema, DurationMsSchema } from '../spec/quantity.ts';
import { API_NAMES, UNPROVEN_API_NAMES } from '../spec/api-name.ts';
import { TelemetrySchema } from './telemetry-schema.ts';
import { PHASE_NAMES } from '../spec/contract/test-config.ts';
import { BALANCES, MOST_REPLICAS } from '../target/server/session/replicas.ts';
import { serverOptions } from './server-options.ts';
import { SlosSchema } from './slos/slos-schema.ts';
import { codecOptions } from './target/codec-options.ts';
import { CommandSchema, startedServerOptions } from './started-server-schema.ts';

const ModelSchema = z.union([
  z.string().min(1),
  z.strictObject({ name: z.string().min(1), path: z.string().min(1) }),
]);

/** Models by name, each with a separate server. */
const StartedModelsSchema = z
  .record(z.string().min(1), z.strictObject({ command: CommandSchema }))
  .transform((models) => Object.entries(models).map(([name, { command }]) => ({ name, command })));

/** The target: an embedded engine or a server. */
export const TargetSchema = z.strictObject({
  engine: z
    .union([z.literal('llama-cpp'), z.strictObject({ module: z.string().min(1) })])
    .default('llama-cpp')
    .describe('embedded engine: llama-cpp, or a module that exports createEngine'),
  models: z
    .union([z.array(ModelSchema).max(16), StartedModelsSchema])
    .default([])
    .describe(
      'model files, or model names of a server, the main one first (default: two tiny models that Loadcell generates); { a: { command }, b: { command } } starts a server per model',
    ),
  contextTokens: z
    .int()
    .min(64)
    .exactOptional()
    .describe(
      'tokens in each parallel context (default: as trained, at most 4,096 and at most what half of the memory beside the weights holds; tiny models: 512)',
    ),
  parallel: z
    .int()
    .min(1)
    .max(256)
    .default(4)
    .describe('concurrent contexts (llama.cpp --parallel)'),
  gpu: z
    .union([z.literal(false), z.enum(['auto', 'cuda', 'vulkan', 'metal'])])
    .default('auto')
    .describe(
      'GPU backend of the engine, false for the CPU; auto: a GPU where there is one (tiny models: the CPU)',
    ),
  threads: z
    .int()
    .min(1)
    .max(1024)
    .exactOptional()
    .describe(
      'compute threads of the engine (default: one per physical core, within the CPU limit of the cgroup; tiny models: 1)',
    ),
  url: z
    .string()
    .min(1)
    .exactOptional()
    .describe('server to measure, such as http://127.0.0.1:8000 (default: the embedded engine)'),
  urls: z
    .array(z.string().min(1))
    .min(1)
    .max(MOST_REPLICAS)
    .exactOptional()
    .describe('like servers that share the load, instead of url'),
  balance: z
    .enum(BALANCES)
    .default('round-robin')
    .describe(
      'how requests are spread over urls: in turn, to the fewest in flight, or each conversation to one of them (fixed)',
    ),
  api: z
    .enum(API_NAMES)
    .default('openai-chat')
    .describe(
      `API of the server (${UNPROVEN_API_NAMES.join(', ')}: tested on the mock server alone)`,
    ),
  stream: z.boolean().default(true).describe('whether responses are streamed'),
  pid: z
    .union([z.int().positive(), z.literal('auto')])
    .exactOptional()
    .describe('process of the server, or auto to find it by port; it is sampled, never signaled'),
  apiKeyEnv: z
    .string()
    .min(1)
    .exactOptional()
    .describe('environment variable with the API key of the server'),
  ...startedServerOptions,
  ...serverOptions,
  ...codecOptions,
  maxConcurrency: z
    .int()
    .min(1)
    .max(65_536)
    .exactOptional()
    .describe('maximum concurrent requests (default: as many as the open-file limit allows)'),
  connectTimeout: DurationMsSchema.prefault('10s').describe('time limit for opening a connection'),
  requestTimeout: DurationMsSchema.prefault('10m').describe('time limit for one request'),
  switchPolicy: z
    .enum(['unload-first', 'load-first'])
    .default('unload-first')
    .describe('whether a switch unloads the old model before it loads the new one, or after'),
});

const SamplingSchema = z.strictObject({
  hz: z.number().min(1).max(10_000).default(1000).describe('memory samples per second'),
  cpuBudget: z
    .number()
    .gt(0)
    .max(1)
    .default(0.1)
    .describe(
      'CPU limit of sampling, as a share of one core; the sampling rate is lowered to stay below',
    ),
  resetPeak: z
    .boolean()
    .default(false)
    .describe("reset the kernel's peak RSS of the target at each phase"),
});

const PhasesSchema = z.strictObject({
  baseline: PHASES.baseline.options.prefault({}),
  'cross-model': PHASES['cross-model'].options.prefault({}),
  load: PHASES.load.options.prefault({}),
});

/** What a user may write in a configuration file. Every default is set here, and only here. */
export const LoadcellConfigSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'expected letters, digits, dots, dashes and underscores')
    .max(64)
    .default('run')
    .describe('name of the run, part of its directory name'),
  outputDir: z.string().min(1).default('loadcell-results').describe('folder for run directories'),
  verbose: z.boolean().default(false).describe('report every step'),
  phase: z.enum(PHASE_NAMES).exactOptional().describe('the only phase to run'),
  timeout: DurationMsSchema.exactOptional().describe('time limit for the run'),
  maxMemory: BytesSchema.exactOptional().describe(
    'maximum memory of the target: RSS, swap and huge pages',
  ),
  warnMemory: BytesSchema.exactOptional().describe(
    'memory at which the run warns (default: 90% of maxMemory)',
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
      'text that determines the words of prompts; the same seed and nonce repeat them (default: random)',
    ),
  target: TargetSchema.prefault({}).describe('the system under test'),
  sampling: SamplingSchema.prefault({}).describe('memory sampling'),
  slos: SlosSchema.prefault({}).describe(
    'per-request SLOs by metric, such as { ttft: 200 }; goodput and sloAttainment are based on them',
  ),
  successCriteria: z
    .record(z.string(), z.number())
    .exactOptional()
    .describe(
      'criteria of every phase that measures the metric, or of one stage: stages.NAME.metric',
    ),
  acceptInconclusive: z
    .boolean()
    .default(false)
    .describe('compare the plain value where a criterion is inconclusive'),
  maxTokens: z
    .int()
    .min(1)
    .exactOptional()
    .describe('limit on the tokens that the run requests: prompts and maximum output'),
  phases: PhasesSchema.prefault({}).describe('options and criteria of the phases'),
  telemetry: TelemetrySchema.prefault({}).describe(
    'export of live figures to OpenTelemetry and Prometheus',
  ),
});

/** What a user may write. */
export type LoadcellConfig = z.input<typeof LoadcellConfigSchema>;

/** A configuration with its defaults. */
export type ParsedConfig = z.output<typeof LoadcellConfigSchema>;

/** The target, with its defaults. */
export type TargetConfig = ParsedConfig['target'];
