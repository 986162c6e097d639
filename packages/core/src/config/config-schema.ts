import * as z from 'zod';
import { PHASE_NAMES } from '../spec/test-config.ts';
import { ConfigError } from '../spec/errors.ts';
import { parseBytes, parseDurationMs } from './quantity.ts';

/** A number in the base unit, or text with a unit; the text's own error becomes the issue. */
function quantity(parse: (text: string) => number) {
  return z.union([z.number(), z.string()]).transform((value, context) => {
    if (typeof value === 'number') return value;
    try {
      return parse(value);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });
}

const bytes = () => quantity(parseBytes).pipe(z.number().positive());
const durationMs = () => quantity(parseDurationMs).pipe(z.number().positive().max(31 * 86_400_000));
const criteria = () => z.record(z.string(), z.number());

const ModelSchema = z.union([
  z.string().min(1),
  z.strictObject({ name: z.string().min(1), path: z.string().min(1) }),
]);

const TargetSchema = z.strictObject({
  engine: z
    .union([z.literal('llama-cpp'), z.strictObject({ module: z.string().min(1) })])
    .default('llama-cpp')
    .describe('in-process engine: llama-cpp, or a module of your own that exports createEngine'),
  models: z
    .array(ModelSchema)
    .max(16)
    .default([])
    .describe('model files, the first is the main one; two tiny models made here when empty'),
  contextTokens: z.int().min(64).default(512).describe('tokens that one context holds'),
  sequences: z.int().min(1).max(256).default(4).describe('contexts that are served at once'),
  gpu: z
    .union([z.literal(false), z.enum(['auto', 'cuda', 'vulkan', 'metal'])])
    .default(false)
    .describe('where the engine computes'),
  threads: z.int().min(1).max(1024).default(1).describe('threads that the engine computes with'),
  switchPolicy: z
    .enum(['unload-first', 'load-first'])
    .default('unload-first')
    .describe('whether the old model is released before the next is loaded'),
});

const phaseFields = {
  metrics: z.array(z.string()).exactOptional().describe('metrics to report; all when absent'),
  successCriteria: criteria().default({}).describe('thresholds for this phase'),
  idle: durationMs().default(500).describe('idle window before a model is loaded'),
  settle: durationMs().default(500).describe('settle window after everything is released'),
  promptTokens: z.int().min(1).default(24).describe('words in a prompt, one token each or more'),
  outputTokens: z.int().min(2).default(12).describe('tokens that a request generates'),
};

const BaselineSchema = z.strictObject({
  ...phaseFields,
  duration: durationMs().default(4000).describe('how long sequential requests go on'),
  minRequests: z.int().min(1).default(64).describe('sequential requests at the least'),
  contextLoads: z.int().min(1).default(5).describe('fresh contexts that are timed'),
  transitions: z.int().min(1).default(5).describe('context transitions that are timed'),
});

const CrossModelSchema = z.strictObject({
  ...phaseFields,
  duration: durationMs().default(3000).describe('how long switching goes on'),
  minSwitches: z.int().min(2).default(8).describe('switches at the least'),
  requestsPerSwitch: z.int().min(1).default(2).describe('requests on the new model after a switch'),
  continuationTokens: z.int().min(1).default(24).describe('greedy tokens that are compared'),
});

const LoadSchema = z.strictObject({
  ...phaseFields,
  duration: durationMs().default(10_000).describe('how long load goes on: half closed, half open'),
  concurrency: z.int().min(1).max(65_536).default(4).describe('requests under way in the closed loop'),
  rate: z
    .union([z.literal('auto'), z.number().positive()])
    .default('auto')
    .describe('open loop arrivals a second; auto takes utilization times the closed loop throughput'),
  utilization: z.number().gt(0).max(2).default(0.5).describe('share of capacity that rate auto asks for'),
});

const SamplingSchema = z.strictObject({
  hz: z.number().min(1).max(10_000).default(1000).describe('memory samples a second'),
});

const PhasesSchema = z.strictObject({
  baseline: BaselineSchema.prefault({}),
  'cross-model': CrossModelSchema.prefault({}),
  load: LoadSchema.prefault({}),
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
  timeout: durationMs().exactOptional().describe('bound on the whole run'),
  maxMemory: bytes().exactOptional().describe('bound on resident memory of the target'),
  seed: z.int().min(0).max(2 ** 31 - 1).default(1).describe('seed of prompts and schedules'),
  target: TargetSchema.prefault({}).describe('what is measured'),
  sampling: SamplingSchema.prefault({}).describe('how memory is sampled'),
  successCriteria: criteria().exactOptional().describe('thresholds for every phase that measures the metric'),
  phases: PhasesSchema.prefault({}).describe('the phases and what each must reach'),
});

/** What a user may write. */
export type LoadcellConfig = z.input<typeof LoadcellConfigSchema>;

/** A configuration with its defaults. */
export type ParsedConfig = z.output<typeof LoadcellConfigSchema>;

export type TargetConfig = ParsedConfig['target'];
export type BaselineOptions = ParsedConfig['phases']['baseline'];
export type CrossModelOptions = ParsedConfig['phases']['cross-model'];
export type LoadOptions = ParsedConfig['phases']['load'];
