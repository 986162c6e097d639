import * as z from 'zod';
import { MeasuredNumberSchema } from '../../spec/measured-number.ts';
import { residentSeries } from '../resident-memory.ts';
import { sumOf } from '../server/gauge-levels.ts';
import { readingsOf, seriesOf } from '../server/server-series.ts';
import { stageSpans } from '../server/server-span.ts';
import type { StageStreams } from '../stage/stage-streams.ts';
import { abandonedOutputTokens } from './abandoned-tokens.ts';
import { orphanedTokens } from './orphaned-tokens.ts';

const BeforeAndAfterSchema = z.object({
  before: MeasuredNumberSchema,
  after: MeasuredNumberSchema,
});

/** What requests that were cut on purpose gave, and what they left in the server. What was not read is absent. */
export const CutEffectSchema = z.object({
  /** Output tokens until the cuts. */
  outputTokens: MeasuredNumberSchema,
  /** Output tokens that the server generated for these requests after the cuts, and what was left to generate at most. */
  orphanedTokens: z
    .object({ generated: MeasuredNumberSchema, possible: MeasuredNumberSchema })
    .exactOptional(),
  /** Requests that the server ran once the last request of the client was over. */
  runningAfterDrain: MeasuredNumberSchema.exactOptional(),
  /** Share of the KV cache in use, before the first request and after the last response. */
  kvCacheUsage: BeforeAndAfterSchema.exactOptional(),
  /** RSS of the server at the beginning of the stage and at its end, bytes. */
  residentBytes: BeforeAndAfterSchema.exactOptional(),
});

/** What requests that were cut on purpose gave, and what they left in the server. */
export type CutEffect = z.output<typeof CutEffectSchema>;

/** Reads what the cuts of a stage left behind. Pure. */
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

/** A gauge before the first request of a stage and after its last response; of a share the mean over its series. */
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
