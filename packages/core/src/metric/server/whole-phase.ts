import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { edgesOf, type ServerSpans } from './server-span.ts';

/** From the first edge scrape of an endpoint to its last: all requests of the phase lie between. */
export function wholePhase(phase: PhaseStreams, endpoint: number): ServerSpans {
  const edges = edgesOf(phase, endpoint);
  const [first] = edges;
  const last = edges.at(-1);
  if (first === undefined || last === undefined || first === last) {
    return { kind: 'open', reason: 'the server was not scraped both before and after the phase' };
  }
  const isOutside = phase.requests.some(
    ({ sentNs, endNs }) => sentNs < first.scrapedNs || endNs > last.sentNs,
  );
  if (isOutside) {
    return {
      kind: 'open',
      reason: 'requests of the phase ran before the first or after the last scrape',
    };
  }
  const span = {
    endpoint,
    fromNs: first.scrapedNs,
    toNs: last.scrapedNs,
    loadFromNs: first.scrapedNs,
  };
  return { kind: 'spans', spans: [span] };
}
