import * as z from 'zod';
import { DurationMsSchema } from '../spec/quantity.ts';
import { commonOptions } from './common-options.ts';

export { MAX_ARRIVALS } from '../workload/schedule.ts';

/** As many each, or evenly distributed between two bounds. */
function lengthSchema(min: number) {
  const tokens = z.int().min(min);
  return z.union([
    tokens,
    z
      .strictObject({ min: tokens, max: tokens })
      .refine((bounds) => bounds.min <= bounds.max, 'expected min to be at most max'),
  ]);
}

const ScheduleSchema = z.strictObject({
  shape: z
    .enum(['constant', 'poisson', 'gamma', 'ramp', 'trace'])
    .default('poisson')
    .describe('how requests of the open loop arrive'),
  rate: z
    .union([z.literal('auto'), z.number().positive()])
    .default('auto')
    .describe('arrivals a second; auto takes utilization times the closed loop throughput'),
  utilization: z
    .number()
    .gt(0)
    .max(2)
    .default(0.5)
    .describe('share of capacity that rate auto asks for'),
  burstiness: z
    .number()
    .positive()
    .exactOptional()
    .describe('of shape gamma: 1 is Poisson, less is burstier, more is steadier'),
  from: z.number().min(0).exactOptional().describe('of shape ramp: arrivals a second at first'),
  to: z.number().min(0).exactOptional().describe('of shape ramp: arrivals a second in the end'),
  trace: z
    .string()
    .min(1)
    .exactOptional()
    .describe('of shape trace: JSONL or CSV file with atMs, inputTokens and outputTokens'),
  speed: z.number().positive().default(1).describe('of shape trace: 2 replays in half the time'),
});

const SweepSchema = z.strictObject({
  over: z.enum(['rate', 'concurrency']).describe('what is raised, level by level'),
  from: z.number().positive().describe('the lowest level, tried first'),
  to: z.number().positive().describe('the highest level that is tried'),
  factor: z.number().gt(1).default(2).describe('from one level to the next, until one breaks'),
  precision: z
    .number()
    .gt(0)
    .max(1)
    .default(0.1)
    .describe('ends when what broke is within this share of what met'),
  stepDuration: DurationMsSchema.prefault('10s').describe('how long a level goes on'),
  minRequests: z.int().min(1).default(100).describe('requests of a level at the least'),
  attainment: z
    .number()
    .gt(0)
    .max(1)
    .default(0.99)
    .describe('share of requests that must keep every objective; 0.99 as in MLPerf Inference'),
});

const CalibrationSchema = z.strictObject({
  requests: z
    .int()
    .min(2)
    .max(100_000)
    .default(64)
    .describe('requests of one calibration at the least'),
  budget: DurationMsSchema.exactOptional().describe(
    "error of the client's stamps at p99 over which times are not trusted; when absent 5 % of the smallest objective or criterion on a time, at least 1 ms",
  ),
});

/** What the load phase takes, with its defaults. */
export const LoadOptionsSchema = z.strictObject({
  ...commonOptions,
  outputTokens: lengthSchema(2)
    .default(12)
    .describe('tokens that a request generates, a number or { min, max }'),
  duration: DurationMsSchema.prefault('10s').describe(
    'how long load goes on, shared by its loops; a trace is as long as it is',
  ),
  loops: z
    .array(z.enum(['closed', 'open']))
    .min(1)
    .default(['closed', 'open'])
    .describe('closed: so many requests at once; open: as they arrive by the schedule'),
  minRequests: z.int().min(1).default(64).describe('requests of the closed loop at the least'),
  concurrency: z
    .int()
    .min(1)
    .max(65_536)
    .default(4)
    .describe('requests under way in the closed loop'),
  schedule: ScheduleSchema.prefault({}).describe('arrivals of the open loop'),
  warmUp: z
    .int()
    .min(0)
    .default(0)
    .describe('requests at that concurrency before anything is measured'),
  prompts: z
    .string()
    .min(1)
    .exactOptional()
    .describe('JSONL file of prompts (default: unique synthetic prompts)'),
  uniquePrompts: z
    .boolean()
    .default(false)
    .describe(
      'begin each prompt of the file with words of the nonce, so that no cache serves it; sent as they are without',
    ),
  inputTokens: lengthSchema(1)
    .exactOptional()
    .describe("tokens of a prompt by the host's own tokenizer, in place of promptTokens words"),
  sharedPrefix: z
    .strictObject({
      tokens: z.int().min(1).describe('tokens of a beginning, on top of those of the prompt'),
      groups: z.int().min(1).default(1).describe('beginnings that there are'),
    })
    .exactOptional()
    .describe('beginnings that prompts share, as those of users of one application do'),
  sessions: z
    .strictObject({
      turns: lengthSchema(1).default(3).describe('turns of a conversation'),
      thinkTime: DurationMsSchema.prefault('1s').describe(
        'mean time from an answer to the next turn, exponentially distributed',
      ),
    })
    .exactOptional()
    .describe('conversations in place of single requests: the schedule brings their first turns'),
  sweep: SweepSchema.exactOptional().describe(
    'raises the load until the objectives break, and finds the highest that meets them',
  ),
  calibration: z
    .union([z.literal(false), CalibrationSchema])
    .prefault({})
    .describe(
      'how the client is held against a server of known timing before a load over HTTP; false to leave it out',
    ),
});

/** Options of the load phase, complete. */
export type LoadOptions = z.output<typeof LoadOptionsSchema>;
