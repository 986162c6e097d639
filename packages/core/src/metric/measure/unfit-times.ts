import { readBursts } from '../../stream/rows/burst.ts';
import { readCutPrompts } from '../../stream/rows/cut-prompts.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { STREAM_TIMES, type Slos } from '../../stream/rows/request-slos.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { isMeasuredPurpose } from '../../stream/stage/stages.ts';
import { formatNumber, formatRatio } from '../format/format-value.ts';

/** Tolerated error of a prompt length counted by a tokenizer, as a share. */
const EXACT_SHARE = 0.1;

/** Tolerated error where tokens are estimated from words, as a share. */
const ESTIMATED_SHARE = 0.2;

/**
 * Why streaming metrics (TTFT, TPOT, ITL) of a stage do not represent the server, so that no criterion on them passes;
 * empty where they do.
 */
export function unfitStreamTimes(phase: PhaseStreams): { unfit?: string } {
  return unfitOf(cutRemark(phase) ?? burstRemark(phase));
}

/** Why other latency does not represent the requested prompts; bursts do not affect it. */
export function unfitTimes(phase: PhaseStreams): { unfit?: string } {
  return unfitOf(cutRemark(phase));
}

/** The reason for metrics that count requests by their SLOs. */
export function unfitForSlos(phase: PhaseStreams, slos: Slos): { unfit?: string } {
  const ofStreams = Object.keys(slos).some((name) => STREAM_TIMES.has(name));
  return ofStreams ? unfitStreamTimes(phase) : unfitTimes(phase);
}

function measuredRows({ requests }: PhaseStreams): RequestRow[] {
  return requests.filter(({ purpose }) => isMeasuredPurpose(purpose));
}

function unfitOf(reason: string | undefined): { unfit?: string } {
  return reason === undefined ? {} : { unfit: reason };
}

/** Computes a remark once for the same streams: several metrics have it, and a stage may have a million requests. */
function onceEach(
  read: (phase: PhaseStreams) => string | undefined,
): (phase: PhaseStreams) => string | undefined {
  const known = new WeakMap<PhaseStreams, { readonly remark: string | undefined }>();
  return (phase) => {
    const { remark } = known.get(phase) ?? { remark: read(phase) };
    known.set(phase, { remark });
    return remark;
  };
}

const burstRemark = onceEach((phase) => {
  const { areBursts, inBursts, judged, eventsPerRead } = readBursts(measuredRows(phase));
  if (!areBursts) return undefined;
  return (
    `the stream arrived in bursts, about ${formatNumber(Math.round(eventsPerRead))} events per read in ` +
    `${formatNumber(inBursts)} of ${formatNumber(judged)} responses: latency reflects a buffer, not the server`
  );
});

const cutRemark = onceEach((phase) => {
  const { cut, known, offeredTokens, readTokens } = readCutPrompts(
    measuredRows(phase),
    toleratedShare(phase),
  );
  if (cut === 0) return undefined;
  return (
    `the server truncated ${formatNumber(cut)} of ${formatNumber(known)} prompts; at worst it read ${formatNumber(readTokens)} ` +
    `of ${formatNumber(offeredTokens)} tokens (${formatRatio(readTokens / offeredTokens)})`
  );
});

/** Tolerated error of prompt lengths on this target, as a share. */
export function toleratedShare({ events }: PhaseStreams): number {
  const isEstimated = events.some(
    (event) => event.kind === 'target-described' && event.details['tokenCounts'] === 'calibrated',
  );
  return isEstimated ? ESTIMATED_SHARE : EXACT_SHARE;
}
