import type { ToolCall } from '../../spec/content/chat-message.ts';
import type { ContentTimes } from './content-stamps.ts';

/** What can be wrong with the events of a response, apart from its transport. */
export const RESPONSE_FAULT_KINDS = [
  'error-event',
  'invalid-json',
  'invalid-utf8',
  'event-too-large',
  'content-encoding',
  'not-an-api',
  'other-api',
  'wrong-items',
  'codec',
] as const;

/** One of {@link RESPONSE_FAULT_KINDS}. */
export type ResponseFaultKind = (typeof RESPONSE_FAULT_KINDS)[number];

/** A fault in an event of a response. */
export interface ResponseFault {
  readonly kind: ResponseFaultKind;
  /** Text of the event, cut to a printable length. */
  readonly example: string;
}

/** Token counts as the server reports them; `NaN` where it does not. */
export interface TokenUsage {
  /** Tokens of the received prompt, as the server reports them. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Prompt tokens served from a cache. */
  readonly cachedTokens: number;
  /** Output tokens that were reasoning. */
  readonly reasoningTokens: number;
  /** Accepted tokens of a prediction or a draft model. */
  readonly acceptedPredictionTokens: number;
  /** Rejected tokens of a prediction or a draft model. */
  readonly rejectedPredictionTokens: number;
}

/** The server's timings of one response; `NaN` where not reported. */
export interface ServerTimings {
  /** Prompt tokens processed for this response, without those from a cache. */
  readonly promptTokens: number;
  readonly promptMs: number;
  readonly predictedTokens: number;
  readonly predictedMs: number;
  /** Tokens that `predictedMs` covers: servers differ on whether the first, computed with the prompt, counts. */
  readonly decodedTokens: number;
  /** Time to load the model before generating. */
  readonly loadMs: number;
  /** From the server's receipt of the request to the end of its response. */
  readonly totalMs: number;
  /** Tokens proposed by a draft model or a lookup. */
  readonly draftTokens: number;
  /** Draft tokens that the model accepted. */
  readonly acceptedDraftTokens: number;
  /** Context length, tokens. */
  readonly contextTokens: number;
  /** Prompt tokens from a cache, where reported along with `promptTokens`. */
  readonly cachedTokens: number;
  /** Prompt tokens in the context after prompt processing, without those the server cut because they did not fit. */
  readonly heldPromptTokens: number;
}

/** A piece of a tool call, as one event has it. */
export interface ToolCallPiece {
  /** The call that it belongs to; calls of one response may be interleaved. A call of its own when empty. */
  readonly key: string;
  /** Empty in all pieces but one. */
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
  /** Whether it repeats the whole call after its pieces, so that it counts only where those are missing. */
  readonly isWhole?: boolean;
}

/** The content of one event of a response, whatever the API. */
export interface EventReading {
  /** Generated text, reasoning included. */
  readonly text: string;
  /** Whether the event has content: text, reasoning or a part of a tool call. */
  readonly isContent: boolean;
  /** Whether the event has content other than reasoning. */
  readonly isAnswer: boolean;
  /** The text of that content. */
  readonly answerText: string;
  /** Finish reason in the server's word; empty before the end. */
  readonly finishReason: string;
  readonly usage?: TokenUsage;
  readonly timings?: ServerTimings;
  /** Pieces of tool calls. */
  readonly toolCalls?: readonly ToolCallPiece[];
  /** Ids of the tokens in this event, where the server reports them. */
  readonly tokens?: readonly number[];
  /** Whether the server reports that it truncated the prompt. */
  readonly isTruncated?: boolean;
  /** Whether the server reports that nothing follows. */
  readonly isEnd?: boolean;
  /** The error that the event reports instead of content. */
  readonly error?: string;
  /** Results of inputs, of an API without text. */
  readonly itemCount?: number;
  /** Why the event is not what the request asked for. */
  readonly fault?: ResponseFault;
}

/** A response decoded from timestamped bytes. Timestamps are those of the read that completed the event. */
export interface DecodedResponse extends ContentTimes {
  /** First event with content other than reasoning; `NaN` if there was none. */
  readonly firstAnswerNs: number;
  /** All content, in order. */
  readonly text: string;
  /** The text without reasoning, whether a field or tags separate it: what the history of a conversation repeats. */
  readonly answerText: string;
  /** The text of the reasoning. */
  readonly reasoningText: string;
  /** Tools that the model called, in the order in which the calls began. */
  readonly toolCalls: readonly ToolCall[];
  readonly tokens: readonly number[];
  /** Events of any kind except comments, `[DONE]` included. */
  readonly eventCount: number;
  readonly commentCount: number;
  /** The server's word; empty if never reported. Some servers report `stop` at the length limit. */
  readonly finishReason: string;
  readonly usage: TokenUsage;
  readonly timings: ServerTimings;
  readonly isTruncated: boolean;
  /** Results of inputs; absent for a response of text. */
  readonly itemCount?: number;
  /** Duration of the audio of the response, milliseconds, `NaN` where unknown; absent for a response that is no audio. */
  readonly audioMs?: number;
  /** Whether the response was a stream of events, so that its timestamps are those of tokens. */
  readonly isStreamed: boolean;
  /**
   * What ended it: the end mark (`[DONE]`, `done`, the last event, or a whole body), a finish reason where the API allows
   * the mark to be absent, or nothing: the bytes just stopped.
   */
  readonly ending: 'mark' | 'finish-reason' | 'none';
  /** The end mark of a stream of this API. */
  readonly endMark: string;
  /** Faults in its events, the first 8; `faultCount` counts all. */
  readonly faults: readonly ResponseFault[];
  readonly faultCount: number;
}

/** An event without any content. */
export const NO_READING: EventReading = Object.freeze({
  text: '',
  isContent: false,
  isAnswer: false,
  answerText: '',
  finishReason: '',
});

/** Usage of a server that reports none. */
export const UNREPORTED_USAGE: TokenUsage = Object.freeze({
  inputTokens: Number.NaN,
  outputTokens: Number.NaN,
  cachedTokens: Number.NaN,
  reasoningTokens: Number.NaN,
  acceptedPredictionTokens: Number.NaN,
  rejectedPredictionTokens: Number.NaN,
});

/** Timings of a server that reports none. */
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
