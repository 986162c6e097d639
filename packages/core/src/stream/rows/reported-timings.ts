/**
 * What a server reports of one request in its own response, by its own clock; `NaN` where it does not. Durations are whole
 * nanoseconds of 0 or more, counts whole tokens.
 */
export interface ReportedTimings {
  /** Waiting in the server for its turn. */
  readonly serverQueueNs: number;
  /** Loading the model before the prompt was read. */
  readonly serverLoadNs: number;
  /** Reading the prompt, up to the first token. */
  readonly serverPrefillNs: number;
  /** Tokens of the prompt that were read in that time; those from a cache are not among them. */
  readonly serverPrefillTokens: number;
  /** Generating, after the prompt was read. */
  readonly serverDecodeNs: number;
  /** Tokens that this time covers. */
  readonly serverDecodeTokens: number;
  /** From when the server took the request to the end of its response. */
  readonly serverTotalNs: number;
  /** What a gateway added to the time of the server behind it. */
  readonly gatewayOverheadNs: number;
  /** Tokens that speculative decoding proposed. */
  readonly draftTokens: number;
  /** Those of them that were accepted. */
  readonly acceptedDraftTokens: number;
  /** Output tokens that were reasoning. */
  readonly reasoningTokens: number;
}

/** Of a server that reports nothing. */
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
