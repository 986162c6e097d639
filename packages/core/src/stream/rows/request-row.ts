import type { ReportedTimings } from './reported-timings.ts';

/** Why a request was made; metrics select by it. */
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
  /** The same in a level of a sweep, which is made to break: criteria leave it alone. */
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
  /** Ended by the run itself, such as by an interruption. */
  'cancelled',
  /** Cancelled by the client on purpose, at the configured time after its send. */
  'abandoned',
  /** An over-long prompt that was sent to see what the server does with it, and that it refused for its length. */
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
 * One request. Stamps are CLOCK_MONOTONIC nanoseconds; `NaN` where it never got there.
 * Counts are `NaN` where the host did not tell.
 */
export interface RequestRow extends ReportedTimings {
  readonly id: number;
  readonly phase: string;
  readonly purpose: RequestPurpose;
  /** Name of the stage that it belongs to, its warm-up included; empty for a request of none. */
  readonly stage: string;
  readonly model: string;
  /** Label of the context that it ran on; empty when it had one of its own. */
  readonly context: string;
  /** When the schedule wanted it sent. */
  readonly scheduledNs: number;
  /** When its first byte was handed to the socket, or it was handed to the engine. */
  readonly sentNs: number;
  /** When its connection stood; only for a connection made for it. */
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
  /** Output tokens that were requested at most. */
  readonly maxOutputTokens: number;
  readonly tokenCountSource: TokenCountSource;
  /** Tokens of the prompt that a cache served. */
  readonly cachedTokens: number;
  /** Tokens that were offered as context. */
  readonly offeredTokens: number;
  /** Tokens of those offered that the engine kept. */
  readonly residentTokens: number;
  /** When each content event arrived, in order. */
  readonly chunkNs: Float64Array;
  /** Times it was sent again on a fresh connection, because the server had closed the one it was sent on. */
  readonly resends: number;
  readonly outcome: RequestOutcome;
  /** Stable kind of the failure; empty when ok. */
  readonly errorKind: string;
  /** The failure in words; empty when ok. */
  readonly errorMessage: string;
}
