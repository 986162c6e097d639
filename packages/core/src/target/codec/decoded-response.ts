/** What can be wrong with the events of an answer, apart from its transport. */
export const RESPONSE_FAULT_KINDS = [
  'error-event',
  'invalid-json',
  'invalid-utf8',
  'event-too-large',
  /** The body is encoded in a way that cannot be decoded. */
  'content-encoding',
  /** The body is something else than a response of the API: a web page, say. */
  'not-an-api',
] as const;

/** One of {@link ANSWER_FAULT_KINDS}. */
export type ResponseFaultKind = (typeof RESPONSE_FAULT_KINDS)[number];

/** Something wrong with an event of an answer. */
export interface ResponseFault {
  readonly kind: ResponseFaultKind;
  /** What the event said, cut to a length that a report can print. */
  readonly example: string;
}

/** Token counts as the server reports them; `NaN` where it does not. */
export interface TokenUsage {
  /** Tokens of the prompt that the server says it was given. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Tokens of the prompt that a cache served. */
  readonly cachedTokens: number;
  /** Output tokens that were reasoning. */
  readonly reasoningTokens: number;
  /** Tokens of a prediction, or of a draft model, that ended up in the output. */
  readonly acceptedPredictionTokens: number;
  /** Tokens of it that did not. */
  readonly rejectedPredictionTokens: number;
}

/** The server's own account of one answer; `NaN` where it does not tell. */
export interface ServerTimings {
  /** Tokens of the prompt that were read for this answer; those from a cache are not among them. */
  readonly promptTokens: number;
  readonly promptMs: number;
  readonly predictedTokens: number;
  readonly predictedMs: number;
  /** Tokens that `predictedMs` covers: a server may count the first one, which comes with the prompt, or not. */
  readonly decodedTokens: number;
  /** Time to load the model before it answered. */
  readonly loadMs: number;
  /** From when the server took the request to the end of its response. */
  readonly totalMs: number;
  /** Tokens that a draft model or a lookup proposed. */
  readonly draftTokens: number;
  /** Those of them that the model accepted. */
  readonly acceptedDraftTokens: number;
  /** Tokens that the context can hold. */
  readonly contextTokens: number;
  /** Tokens of the prompt that came from a cache, where it is told beside `promptTokens`. */
  readonly cachedTokens: number;
  /** Tokens of the prompt that the context held once it was read, after the server cut what did not fit. */
  readonly heldPromptTokens: number;
}

/** What one event of an answer says, whatever the API. */
export interface EventReading {
  /** Generated text, reasoning included. */
  readonly text: string;
  /** Whether the event has content: text, reasoning or a part of a tool call. */
  readonly isContent: boolean;
  /** Whether the event has content other than reasoning. */
  readonly isAnswer: boolean;
  /** The text of that. */
  readonly answerText: string;
  /** Why generation ended, in the server's word; empty before it did. */
  readonly finishReason: string;
  readonly usage?: TokenUsage;
  readonly timings?: ServerTimings;
  /** Ids of the tokens in this event, where the server tells them. */
  readonly tokens?: readonly number[];
  /** Whether the server says that it cut the prompt. */
  readonly isTruncated?: boolean;
  /** Whether the server says that nothing follows. */
  readonly isEnd?: boolean;
  /** The error that the event reports in place of content. */
  readonly error?: string;
}

/** An answer as decoded from stamped bytes. Stamps are those of the read that completed the event. */
export interface DecodedResponse {
  /** One stamp for each event with content, CLOCK_MONOTONIC nanoseconds. */
  readonly contentNs: Float64Array;
  /** First event with content that is not reasoning; `NaN` where there was none. */
  readonly firstAnswerNs: number;
  /** All content, in order. */
  readonly text: string;
  readonly tokens: readonly number[];
  /** Events of any kind but comments; `[DONE]` is one. */
  readonly eventCount: number;
  readonly commentCount: number;
  /** The server's word; empty when it never said. A server can end at the limit and call it `stop`. */
  readonly finishReason: string;
  readonly usage: TokenUsage;
  readonly timings: ServerTimings;
  readonly isTruncated: boolean;
  /** Whether the answer came in events of its own, so that its stamps are those of tokens. */
  readonly isStreamed: boolean;
  /**
   * What ended it: its end mark (`[DONE]`, `done`, or the whole of a body), a finish reason without that, or nothing:
   * the bytes just stopped.
   */
  readonly ending: 'mark' | 'finish-reason' | 'none';
  /** Everything wrong with its events, the first 8; `faultCount` has them all. */
  readonly faults: readonly ResponseFault[];
  readonly faultCount: number;
}

/** An event that says nothing. */
export const NO_READING: EventReading = Object.freeze({
  text: '',
  isContent: false,
  isAnswer: false,
  answerText: '',
  finishReason: '',
});

/** Usage of a server that tells none. */
export const UNREPORTED_USAGE: TokenUsage = Object.freeze({
  inputTokens: Number.NaN,
  outputTokens: Number.NaN,
  cachedTokens: Number.NaN,
  reasoningTokens: Number.NaN,
  acceptedPredictionTokens: Number.NaN,
  rejectedPredictionTokens: Number.NaN,
});

/** Timings of a server that tells none. */
export const UNREPORTED_SERVER_TIMINGS: ServerTimings = Object.freeze({
  promptTokens: Number.NaN,
  promptMs: Number.NaN,
  predictedTokens: Number.NaN,
  predictedMs: Number.NaN,
  decodedTokens: Number.NaN,
  loadMs: Number.NaN,
  totalMs: Number.NaN,
  draftTokens: Number.NaN,
  acceptedDraftTokens: Number.NaN,
  contextTokens: Number.NaN,
  cachedTokens: Number.NaN,
  heldPromptTokens: Number.NaN,
});
