import type { ArrivalBounds } from './arrival-bounds.ts';
import type { PathFacts } from './path-facts.ts';
import type { ReportedTimings } from './reported-timings.ts';
import type { RequestKind } from './request-kind.ts';

/** Purposes of requests; metrics select by them. */
export const REQUEST_PURPOSES = [
  'warm-up',
  'model-load',
  'context-load',
  'sequential',
  'context-transition',
  'over-long',
  'model-switch',
  'continuation',
  /** A measured request of a load. */
  'load',
  /** A measured request of a level of a sweep, which may fail; criteria do not apply to it. */
  'probe',
] as const;

/** One of {@link REQUEST_PURPOSES}. */
export type RequestPurpose = (typeof REQUEST_PURPOSES)[number];

/** How a request ended. */
export const REQUEST_OUTCOMES = [
  'ok',
  'error',
  'timeout',
  'dropped',
  /** Ended by the run itself, as in an interruption. */
  'cancelled',
  /** Canceled by the client on purpose, at the configured time after its send. */
  'abandoned',
  /** An over-long prompt sent as a test, which the server rejected for its length. */
  'refused',
] as const;

/** One of {@link REQUEST_OUTCOMES}. */
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

/** Whether the client ended a request, in an interruption or on purpose. Such a request shows nothing about the server. */
export function isEndedByClient(outcome: RequestOutcome): boolean {
  return outcome === 'cancelled' || outcome === 'abandoned';
}

/** Where the token counts of a request come from. */
export const TOKEN_COUNT_SOURCES = ['usage', 'tokenizer', 'chunks'] as const;

/** One of {@link TOKEN_COUNT_SOURCES}. */
export type TokenCountSource = (typeof TOKEN_COUNT_SOURCES)[number];

/**
 * One request. Timestamps are CLOCK_MONOTONIC nanoseconds; `NaN` where the request did not get there.
 * Counts are `NaN` where the target did not report them.
 */
export interface RequestRow extends ReportedTimings, ArrivalBounds, PathFacts, RequestKind {
  readonly id: number;
  readonly phase: string;
  readonly purpose: RequestPurpose;
  /** Name of its stage, warm-up included; empty outside of stages. */
  readonly stage: string;
  readonly model: string;
  /** Label of its context; empty when it had its own. */
  readonly context: string;
  /** Scheduled start. */
  readonly scheduledNs: number;
  /** Send: when its first byte was handed to the socket, or the request to the engine. */
  readonly sentNs: number;
  /** End of connecting; only where it opened a connection. */
  readonly connectedNs: number;
  readonly firstByteNs: number;
  /** First event with content: text, reasoning or a tool call. */
  readonly firstTokenNs: number;
  /** First event with content other than reasoning. */
  readonly firstAnswerNs: number;
  readonly lastTokenNs: number;
  readonly endNs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Requested maximum of output tokens. */
  readonly maxOutputTokens: number;
  readonly tokenCountSource: TokenCountSource;
  /** Prompt tokens served from a cache. */
  readonly cachedTokens: number;
  /** Tokens that were offered as context. */
  readonly offeredTokens: number;
  /** Offered tokens that the target kept. */
  readonly residentTokens: number;
  /** When each content event arrived, in order. */
  readonly chunkNs: Float64Array;
  /** Resends on a fresh connection, because the server had closed the one in use. */
  readonly resends: number;
  readonly outcome: RequestOutcome;
  /** Stable kind of the failure; empty when ok. */
  readonly errorKind: string;
  /** Error message; empty when ok. */
  readonly errorMessage: string;
}
