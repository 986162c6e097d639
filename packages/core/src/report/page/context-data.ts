import type { RunStreams } from '../../stream/phase-streams.ts';
import type { RequestPurpose, RequestRow } from '../../stream/rows/request-row.ts';
import { selectRequests } from './select-requests.ts';
import type { PageContextCurve } from './page-data.ts';

/** Maximum points per curve. */
const MAX_POINTS = 2000;

const KINDS: readonly (readonly [label: string, purpose: RequestPurpose])[] = [
  ['Fresh context', 'context-load'],
  ['Context transition', 'context-transition'],
  ['Over-long context', 'over-long'],
];

/** TTFT against the tokens in the context at that time. Pure. */
export function contextData({ phases }: RunStreams): PageContextCurve[] {
  return KINDS.flatMap(([label, purpose]) => {
    const answered = phases.flatMap(({ requests }) =>
      requests.filter(
        (row) => row.purpose === purpose && row.outcome === 'ok' && !Number.isNaN(tokensOf(row)),
      ),
    );
    if (answered.length === 0) return [];
    const kept = selectRequests(answered, MAX_POINTS).toSorted((a, b) => tokensOf(a) - tokensOf(b));
    return [
      {
        label,
        tokens: kept.map(tokensOf),
        timesMs: kept.map(
          ({ firstTokenNs, sentNs }) => Math.round((firstTokenNs - sentNs) / 100) / 1e4,
        ),
        recordedCount: answered.length,
      },
    ];
  });
}

/** The tokens that the engine kept of the context; if unknown, the offered tokens, then the input tokens. */
function tokensOf({ residentTokens, offeredTokens, inputTokens }: RequestRow): number {
  if (!Number.isNaN(residentTokens)) return residentTokens;
  return Number.isNaN(offeredTokens) ? inputTokens : offeredTokens;
}
