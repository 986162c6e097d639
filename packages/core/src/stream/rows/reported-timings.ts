/**
 * Timings of one request that a server reports in its response, by its own clock; `NaN` where it does not. Durations are whole
 * nanoseconds of 0 or more, counts whole tokens.
 */
export interface ReportedTimings {
  /** Queue time in the server. */
  readonly serverQueueNs: number;
  /** Time to load the model before prefill. */
  readonly serverLoadNs: number;
  /** Prefill time, up to the first token. */
  readonly serverPrefillNs: number;
  /** Prompt tokens read in that time, without tokens from a cache. */
  readonly serverPrefillTokens: number;
  /** Decode time, after prefill. */
  readonly serverDecodeNs: number;
  /** Tokens generated in that time. */
  readonly serverDecodeTokens: number;
  /** From the arrival of the request in the server to the end of its response. */
  readonly serverTotalNs: number;
  /** Time that a gateway added to that of the server behind it. */
  readonly gatewayOverheadNs: number;
  /** Tokens that speculative decoding proposed. */
  readonly draftTokens: number;
  /** Accepted tokens among those proposed. */
  readonly acceptedDraftTokens: number;
  /** Output tokens that were reasoning. */
  readonly reasoningTokens: number;
}

/** Timings of a server that reports none. */
export const UNREPORTED_TIMINGS: ReportedTimings = Object.freeze({
  serverQueueNs: Number.NaN,
  serverLoadNs: Number.NaN,
  serverPrefillNs: Number.NaN,
  serverPrefillTokens: Number.NaN,
  serverDecodeNs: Number.NaN,
  serverDecodeTokens: Number.NaN,
  serverTotalNs: Number.NaN,
  gatewayOverheadNs: Number.NaN,
  draftTokens: Number.NaN,
  acceptedDraftTokens: Number.NaN,
  reasoningTokens: Number.NaN,
});
