import * as z from 'zod';
import { TestError } from '../spec/errors.ts';
import { DurationMsSchema } from '../spec/quantity.ts';
import { commonOptions } from './common-options.ts';
import type { PhaseContext } from './phase.ts';
import { beginPhase } from './step/begin-phase.ts';
import { runClosedLoop } from './step/closed-loop.ts';
import { runOpenLoop } from './step/open-loop.ts';
import { releaseAndSettle } from './step/release.ts';
import { switchAndReturn } from './step/switch-and-return.ts';

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

const LoadOptionsSchema = z.strictObject({
  ...commonOptions,
  duration: DurationMsSchema.prefault('10s').describe(
    'how long load goes on: half closed, half open',
  ),
  minRequests: z.int().min(1).default(64).describe('requests of the closed loop at the least'),
  concurrency: z
    .int()
    .min(1)
    .max(65_536)
    .default(4)
    .describe('requests under way in the closed loop'),
  rate: z
    .union([z.literal('auto'), z.number().positive()])
    .default('auto')
    .describe(
      'open loop arrivals a second; auto takes utilization times the closed loop throughput',
    ),
  utilization: z
    .number()
    .gt(0)
    .max(2)
    .default(0.5)
    .describe('share of capacity that rate auto asks for'),
  calibration: z
    .union([z.literal(false), CalibrationSchema])
    .prefault({})
    .describe(
      'how the client is held against a server of known timing before a load over HTTP; false to leave it out',
    ),
});

type LoadOptions = z.output<typeof LoadOptionsSchema>;

/** The rate of the open loop: as configured, or a share of what the closed loop got through. */
function openRateOf(options: LoadOptions, closedPerSecond: number): number {
  if (options.rate !== 'auto') return options.rate;
  if (closedPerSecond > 0) return closedPerSecond * options.utilization;
  throw new TestError(
    'The closed loop completed no request, so there is no rate for the open loop. Read the errors of its requests, or set phases.load.rate.',
    { phase: 'load' },
  );
}

/** What many users at once cost: a closed loop at a concurrency, then an open loop with Poisson arrivals. */
async function runLoad(phase: PhaseContext, options: LoadOptions): Promise<void> {
  const { promptTokens, outputTokens, concurrency } = options;
  const half = { durationMs: options.duration / 2, promptTokens, outputTokens };
  const model = await beginPhase(phase, options);
  const minRequests = options.minRequests;
  const perSecond = await runClosedLoop(phase, model, { ...half, minRequests, concurrency });
  await runOpenLoop(phase, model, { ...half, ratePerSecond: openRateOf(options, perSecond) });
  await switchAndReturn(phase, model, options);
  await releaseAndSettle(phase, model, options.settle);
}

export const load = {
  name: 'load',
  options: LoadOptionsSchema,
  run: runLoad,
} as const;
