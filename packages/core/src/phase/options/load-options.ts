import * as z from 'zod';
import { ConfigError } from '../../spec/error/errors.ts';
import { DurationMsSchema } from '../../spec/quantity.ts';
import { isItemApi, isPairApi } from '../../spec/api-name.ts';
import type { LengthSpec } from '../../workload/length-spec.ts';
import type { LengthPair } from '../../workload/lengths/length-pairs.ts';
import type { RequestItems } from '../../workload/supply/item-prompts.ts';
import { commonOptions } from './common-options.ts';
import { contentOptions } from './content-options.ts';
import { ModelMixSchema } from '../stage/mix/model-mix.ts';
import {
  DatasetSchema,
  LengthsFromSchema,
  resolveDataset,
  resolveLengthsFrom,
  type DatasetPlan,
  type LengthsPlan,
} from './dataset-options.ts';
import { lengthSchema } from '../stage/options/length-schema.ts';
import { resolveStages, type StagePlan } from '../stage/options/resolve-stages.ts';
import { StageSchema } from '../stage/options/stage-options.ts';

export { MAX_ARRIVALS } from '../../workload/schedule.ts';

const CalibrationSchema = z.strictObject({
  requests: z
    .int()
    .min(2)
    .max(100_000)
    .default(64)
    .describe('minimum number of requests of a calibration'),
  budget: DurationMsSchema.exactOptional().describe(
    'p99 timing error of the client above which latencies are unreliable (default: 5% of the smallest SLO or latency criterion, at least 1 ms)',
  ),
});

const PairSchema = z.strictObject({
  inputTokens: lengthSchema(1),
  outputTokens: lengthSchema(2),
  share: z.number().gt(0).max(1).exactOptional().describe('share of requests (default: equal)'),
});

/** Rounding of shares such as 0.333. */
const SHARE_TOLERANCE = 0.002;

/** Whether either no pair has a share, or all have one and they make a whole. */
function haveShares(pairs: readonly { readonly share?: number }[]): boolean {
  const shares = pairs.flatMap(({ share }) => share ?? []);
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.length === 0
    ? true
    : shares.length === pairs.length && Math.abs(sum - 1) <= SHARE_TOLERANCE;
}

/** Options of the load phase, with their defaults. */
export const LoadOptionsSchema = z.strictObject({
  ...commonOptions,
  outputTokens: lengthSchema(2)
    .exactOptional()
    .describe(
      'output tokens of each request, a number, { min, max } or a distribution; exact where the server supports it, a maximum with outputSchema (default: at most 12; 256 with outputSchema)',
    ),
  duration: DurationMsSchema.prefault('10s').describe(
    'duration shared evenly by the stages that end by time and set none',
  ),
  stages: z
    .array(StageSchema)
    .min(1)
    .prefault([{ kind: 'closed' }, { kind: 'open' }])
    .describe('the loads, in order'),
  dataset: DatasetSchema.exactOptional().describe(
    'file of requests, conversations or a trace without its times (default: unique synthetic prompts)',
  ),
  uniquePrompts: z
    .boolean()
    .default(false)
    .describe(
      'begin each prompt of the dataset with words of the nonce, so that no cache serves it (default: sent unchanged)',
    ),
  models: ModelMixSchema.exactOptional().describe(
    'weights of models drawn for each request or conversation, such as { base: 3, adapter: 1 } (default: the main model alone); needs a server',
  ),
  inputTokens: lengthSchema(1)
    .exactOptional()
    .describe(
      "prompt length in tokens of the target's tokenizer, a number, { min, max } or a distribution (default: short synthetic prompts)",
    ),
  lengths: z
    .array(PairSchema)
    .min(1)
    .refine(haveShares, 'expected shares that add up to 1, or no shares')
    .exactOptional()
    .describe(
      'kinds of requests by input and output tokens, drawn by share (default: inputTokens and outputTokens)',
    ),
  lengthsFrom: LengthsFromSchema.exactOptional().describe(
    'file whose input and output tokens the requests have, drawn in pairs (default: inputTokens and outputTokens)',
  ),
  itemsPerRequest: lengthSchema(1)
    .exactOptional()
    .describe(
      'inputs of an embeddings or classify request, or documents to rerank or score, a number or { min, max } (default: 1)',
    ),
  sharedPrefix: z
    .strictObject({
      tokens: z.int().min(1).describe('tokens of a prefix, in addition to those of the prompt'),
      groups: z.int().min(1).default(1).describe('number of distinct prefixes'),
      share: z
        .number()
        .gt(0)
        .max(1)
        .default(1)
        .describe('share of prompts that have one; the others are unique'),
      zipf: z
        .number()
        .positive()
        .exactOptional()
        .describe("exponent of Zipf's law over the groups, such as 1.1 (default: in turn)"),
    })
    .exactOptional()
    .describe('prefixes that prompts share, like the system prompt of an application'),
  tokenizer: z
    .string()
    .min(1)
    .exactOptional()
    .describe(
      'tokenizer.json of the model, or its folder, for a server without a tokenizer (default: estimated tokens)',
    ),
  ...contentOptions,
  calibration: z
    .union([z.literal(false), CalibrationSchema])
    .prefault({})
    .describe(
      'calibration of the client against a local mock server, before a load over HTTP; false to skip it',
    ),
});

/** Options of the load phase, as configured, with defaults. */
export type LoadConfig = z.output<typeof LoadOptionsSchema>;

/** Maximum output tokens where none are configured; a model may end earlier. */
const DEFAULT_OUTPUT_TOKENS = 12;

/** The same for responses with a JSON schema, which fewer tokens would cut. */
const STRUCTURED_OUTPUT_TOKENS = 256;

/** Options of the load phase, complete. */
export interface LoadOptions extends Omit<
  LoadConfig,
  'stages' | 'outputTokens' | 'lengths' | 'lengthsFrom' | 'dataset' | 'itemsPerRequest'
> {
  readonly stages: readonly StagePlan[];
  readonly dataset?: DatasetPlan;
  /** 0 where the API generates no text. */
  readonly outputTokens: LengthSpec;
  /** Kinds of requests, whose shares add up to 1; they replace both lengths. */
  readonly lengths?: readonly LengthPair[];
  /** File whose lengths replace both lengths. */
  readonly lengthsFrom?: LengthsPlan;
  /** Inputs of each request, for an API that generates no text. */
  readonly items?: RequestItems;
  /** Whether the output tokens are exact, and not a maximum. */
  readonly isOutputDemanded: boolean;
}

/**
 * Names the stages and adds what a configuration leaves out.
 * @param api of the target; one that generates text when absent
 * @throws {ConfigError} as {@link resolveStages} does, and when lengths are set twice
 */
export function resolveLoad(config: LoadConfig, api: string = ''): LoadOptions {
  const {
    stages,
    outputTokens,
    lengths,
    lengthsFrom,
    duration,
    dataset,
    itemsPerRequest,
    ...rest
  } = config;
  refuseTwoLengths(config);
  const resolved = {
    ...rest,
    duration,
    ...(dataset === undefined ? {} : { dataset: resolveDataset(dataset) }),
    stages: resolveStages(stages, duration),
  };
  if (isItemApi(api)) {
    const items = { perRequest: itemsPerRequest ?? 1, hasQuery: isPairApi(api) };
    return { ...resolved, items, outputTokens: 0, isOutputDemanded: false };
  }
  const isStructured = config.outputSchema !== undefined;
  return {
    ...resolved,
    outputTokens: outputTokens ?? (isStructured ? STRUCTURED_OUTPUT_TOKENS : DEFAULT_OUTPUT_TOKENS),
    ...(lengths === undefined ? {} : { lengths: wholeShares(lengths) }),
    ...(lengthsFrom === undefined ? {} : { lengthsFrom: resolveLengthsFrom(lengthsFrom) }),
    isOutputDemanded: (outputTokens ?? lengths ?? lengthsFrom) !== undefined && !isStructured,
  };
}

function refuseTwoLengths(config: LoadConfig): void {
  const { lengths, lengthsFrom, inputTokens, outputTokens } = config;
  const [whole, other] = [
    ...Object.entries({ lengths, lengthsFrom }),
    ...Object.entries({ inputTokens, outputTokens }),
  ].flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if ((lengths ?? lengthsFrom) === undefined || other === undefined) return;
  throw new ConfigError(`phases.load: ${whole} cannot be combined with ${other}`, {
    help: 'both determine the prompts; remove one',
  });
}

function wholeShares(pairs: NonNullable<LoadConfig['lengths']>): LengthPair[] {
  const sum = pairs.reduce((total, { share = 1 }) => total + share, 0);
  return pairs.map((pair) => ({ ...pair, share: (pair.share ?? 1) / sum }));
}
