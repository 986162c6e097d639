import { readBursts } from '../../stream/rows/burst.ts';
import { readCutPrompts } from '../../stream/rows/cut-prompts.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { STREAM_TIMES, type Slos } from '../../stream/rows/request-slos.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { isMeasuredPurpose } from '../../stream/stage/stages.ts';
import { formatNumber, formatRatio } from '../format/format-value.ts';

/** Share of a prompt that a tokenizer's count of it may be off by. */
const EXACT_SHARE = 0.1;

/** The same where tokens are estimated from words. */
const ESTIMATED_SHARE = 0.2;

/**
 * Why times within streams (TTFT, TPOT, ITL) of a stage are not those of the server, so that no criterion on them can pass;
 * nothing where they are.
 */
export function unfitStreamTimes(phase: PhaseStreams): { unfit?: string } {
  return unfitOf(cutRemark(phase) ?? burstRemark(phase));
}

/** The same of all other times of requests: these are the server's own, but of the prompts that it read. */
export function unfitTimes(phase: PhaseStreams): { unfit?: string } {
  return unfitOf(cutRemark(phase));
}

/** The same of what counts requests by their SLOs. */
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

/** A remark that is read once for the same streams: several metrics have it, and a stage may have a million requests. */
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
    `the stream came in bursts, about ${formatNumber(Math.round(eventsPerRead))} events per read in ` +
    `${formatNumber(inBursts)} of ${formatNumber(judged)} responses: the times are those of whatever buffers it`
  );
});

const cutRemark = onceEach((phase) => {
  const { cut, known, offeredTokens, readTokens } = readCutPrompts(
    measuredRows(phase),
    toleratedShare(phase),
  );
  if (cut === 0) return undefined;
  return (
    `the server cut ${formatNumber(cut)} of ${formatNumber(known)} prompts, of one it read ${formatNumber(readTokens)} ` +
    `of ${formatNumber(offeredTokens)} tokens (${formatRatio(readTokens / offeredTokens)})`
  );
});

/** Share of a prompt that its count may be off by on this target. */
export function toleratedShare({ events }: PhaseStreams): number {
  const isEstimated = events.some(
    (event) => event.kind === 'target-described' && event.details['tokenCounts'] === 'calibrated',
  );
  return isEstimated ? ESTIMATED_SHARE : EXACT_SHARE;
}
