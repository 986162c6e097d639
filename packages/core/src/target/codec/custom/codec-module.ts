import * as z from 'zod';
import type { JsonObject } from '../../../spec/content/json-value.ts';
import type { RequestContent } from '../../../spec/content/request-content.ts';

/** A request to a model, as a codec of the user gets it. */
export interface CodecQuery extends RequestContent {
  readonly model: string;
  /** Maximum number of output tokens, at least 1. */
  readonly maxTokens: number;
  /** Whether to generate exactly that many, where the server can. */
  readonly isLengthDemanded?: boolean;
  /** Whether to pick the most probable token always. */
  readonly isGreedy: boolean;
  readonly seed?: number;
  /** Whether the response is streamed. */
  readonly isStreamed: boolean;
  /** `target.extraBody`: fields to add to the body. */
  readonly extraBody?: JsonObject;
}

/** A request as a codec of the user writes it. Loadcell adds Host, Content-Length, the API key and the configured headers. */
export interface CodecRequest {
  /** Begins with a slash. */
  readonly path: string;
  /** Content-Type is `application/json` unless it is set here. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes are sent as they are, any other value as JSON. */
  readonly body: unknown;
}

/** What one event of a response says, as a codec of the user reads it. */
export interface CodecReading {
  /** Generated text, without reasoning. */
  readonly text?: string;
  readonly reasoning?: string;
  /** Why the response ended, in the word of the server; `length` where the limit on tokens ended it. */
  readonly finishReason?: string;
  /** Whether nothing follows. */
  readonly isEnd?: boolean;
  /** Token counts as the server reports them; left out where it does not. */
  readonly usage?: {
    readonly inputTokens?: number;
    readonly outputTokens?: number;
    readonly cachedTokens?: number;
  };
  /** The error that the event reports. */
  readonly error?: string;
}

/**
 * A codec of the user: `target.codec` names a module that exports these, or an object with them as default. It must be pure:
 * requests are made ahead, and sent in another order after failures.
 */
export interface CodecModule {
  /** Name in reports; the name of the file when absent. */
  readonly name?: string;
  /** Writes a request. An error that it throws fails that request. */
  readonly encode: (query: CodecQuery) => CodecRequest;
  /**
   * Reads one event: the JSON of one event of `text/event-stream`, of one line of NDJSON, or of a whole body. Nothing, or an
   * object without text, for an event without content. An error that it throws fails the request.
   */
  readonly read: (event: unknown) => CodecReading | undefined;
}

/** Checks what a module exports. */
export const CodecModuleSchema = z.object({
  name: z.string().min(1).exactOptional(),
  encode: z.custom<CodecModule['encode']>(
    (value) => typeof value === 'function',
    'expected a function',
  ),
  read: z.custom<CodecModule['read']>(
    (value) => typeof value === 'function',
    'expected a function',
  ),
});

/** Checks what `encode` returns. */
export const CodecRequestSchema = z.strictObject({
  path: z.string().startsWith('/', 'expected a leading slash'),
  headers: z.record(z.string(), z.string()).exactOptional(),
  body: z.unknown(),
});

const CountSchema = z.int().nonnegative().exactOptional();

/** Checks what `read` returns. */
export const CodecReadingSchema = z
  .strictObject({
    text: z.string().exactOptional(),
    reasoning: z.string().exactOptional(),
    finishReason: z.string().exactOptional(),
    isEnd: z.boolean().exactOptional(),
    usage: z
      .strictObject({
        inputTokens: CountSchema,
        outputTokens: CountSchema,
        cachedTokens: CountSchema,
      })
      .exactOptional(),
    error: z.string().exactOptional(),
  })
  .nullish();
