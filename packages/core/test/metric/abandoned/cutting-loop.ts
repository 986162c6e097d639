import { PhaseBuilder, type BuiltRequest } from '../../stream/built/phase-builder.ts';
import { scraped, type Scraped } from '../server/scraped-phase.ts';

export const CANCEL = { share: 0.5, afterMs: 500 };

/** Closed loop from 1 s to 11 s at concurrency 2: of each pair one request is successful, the other is cut after half a second. */
export function loop({ tokensPerEvent = 1 } = {}): PhaseBuilder {
  const phase = new PhaseBuilder('load').stage('closed', 1000, 11_000, {
    endedMs: 11_100,
    cancel: CANCEL,
  });
  for (let sentMs = 1000; sentMs < 11_000; sentMs += 1000) {
    phase.request({
      purpose: 'load',
      sentMs,
      chunksMs: [sentMs + 200, sentMs + 900],
      outputTokens: 2 * tokensPerEvent,
      maxOutputTokens: 10,
      tokenCountSource: 'usage',
    });
    phase.request(cutRequest(sentMs));
  }
  return phase;
}

export function cutRequest(sentMs: number, change: Partial<BuiltRequest> = {}): BuiltRequest {
  return {
    purpose: 'load',
    sentMs,
    chunksMs: [sentMs + 200],
    endMs: sentMs + 500,
    inputTokens: Number.NaN,
    offeredTokens: 24,
    outputTokens: 1,
    maxOutputTokens: 10,
    tokenCountSource: 'chunks',
    outcome: 'abandoned',
    ...change,
  };
}

export const EDGES = [900, 11_200];

/** Reads a gauge each half second, 10 ms before and after it for the edges. */
export function gauge(
  quantity: string,
  levelAt: (ms: number) => number,
): Scraped['series'][number] {
  const stamps = [900, ...Array.from({ length: 20 }, (_, index) => 1250 + index * 500), 11_200];
  return {
    quantity,
    kind: 'gauge',
    at: Object.fromEntries(stamps.map((ms) => [ms, levelAt(ms)])),
  };
}

/** The loop on a server that reports these series. */
export function served(...series: Scraped['series'][number][]): PhaseBuilder {
  return scraped(loop(), { edgesMs: EDGES, series });
}

/** Client has two in flight in the first half of a second, one up to 900 ms. */
export const freed = gauge('requestsRunning', (ms) =>
  ms < 1000 || ms > 11_000 ? 0 : ms % 1000 < 500 ? 2 : 1,
);
export const kept = gauge('requestsRunning', (ms) => {
  if (ms < 1000) return 0;
  return ms < 11_000 && ms % 1000 < 500 ? 4 : 3;
});

/** A server whose token counter rises from 5 by this many tokens. */
export function generated(tokens: number): Scraped['series'][number] {
  return { quantity: 'generatedTokens', at: { 900: 5, 11_200: 5 + tokens } };
}
