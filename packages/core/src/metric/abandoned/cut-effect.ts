import * as z from 'zod';
import { MeasuredNumberSchema } from '../../spec/measured-number.ts';
import { residentSeries } from '../memory/resident-memory.ts';
import { sumOf } from '../server/gauge-levels.ts';
import { readingsOf, seriesOf } from '../server/server-series.ts';
import { stageSpans } from '../server/server-span.ts';
import type { StageStreams } from '../measure/stage-streams.ts';
import { abandonedOutputTokens } from './abandoned-tokens.ts';
import { orphanedTokens } from './orphaned-tokens.ts';

const BeforeAndAfterSchema = z.object({
  before: MeasuredNumberSchema,
  after: MeasuredNumberSchema,
});

/** What requests canceled on purpose received, and what the server did with them. A value that was not read is absent. */
export const CutEffectSchema = z.object({
  /** Output tokens received before cancellation. */
  outputTokens: MeasuredNumberSchema,
  /** Output tokens that the server generated for these requests after cancellation, and the most that remained. */
  orphanedTokens: z
    .object({ generated: MeasuredNumberSchema, possible: MeasuredNumberSchema })
    .exactOptional(),
  /** Requests that the server ran after the last request of the client had ended. */
  runningAfterDrain: MeasuredNumberSchema.exactOptional(),
  /** Share of the KV cache in use, before the first request and after the last response. */
  kvCacheUsage: BeforeAndAfterSchema.exactOptional(),
  /** RSS of the server at the beginning of the stage and at its end, bytes. */
  residentBytes: BeforeAndAfterSchema.exactOptional(),
});

/** What requests canceled on purpose received, and what the server did with them. */
export type CutEffect = z.output<typeof CutEffectSchema>;

/** Reads the effect of a stage's cancellations on the server. Pure. */
export function cutEffect(streams: StageStreams): CutEffect {
  const tokens = orphanedTokens(streams);
  const running = atEdges(streams, 'requestsRunning');
  const kvCacheUsage = atEdges(streams, 'kvCacheUsage');
  const { bytes } = residentSeries(streams);
  const [before] = bytes;
  const after = bytes.at(-1);
  return {
    outputTokens: abandonedOutputTokens(streams.requests),
    ...(tokens === undefined ? {} : { orphanedTokens: { ...tokens } }),
    ...(running === undefined ? {} : { runningAfterDrain: running.after }),
    ...(kvCacheUsage === undefined ? {} : { kvCacheUsage }),
    ...(before === undefined || after === undefined ? {} : { residentBytes: { before, after } }),
  };
}

/** A gauge before the first request of a stage and after its last response, summed over its series; a share is their mean. */
function atEdges(
  streams: StageStreams,
  quantity: 'requestsRunning' | 'kvCacheUsage',
): { before: number; after: number } | undefined {
  const all = seriesOf(streams, quantity);
  const [one] = all;
  if (one === undefined) return undefined;
  const spans = stageSpans(streams, one.endpoint);
  if (spans.kind === 'open') return undefined;
  const fromNs = spans.spans[0]?.fromNs ?? Number.NaN;
  const toNs = spans.spans.at(-1)?.toNs ?? Number.NaN;
  const line = sumOf(all.map((series) => readingsOf(streams, series, '', { fromNs, toNs })));
  const share = quantity === 'kvCacheUsage' ? all.length : 1;
  const before = line[0]?.value ?? Number.NaN;
  const after = line.at(-1)?.value ?? Number.NaN;
  return Number.isNaN(before + after)
    ? undefined
    : { before: before / share, after: after / share };
}
