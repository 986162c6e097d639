import type { ApiName } from '../api-name.ts';
import type { ChatMessage, OutputSchema, RequestTools } from './chat-message.ts';
import type { JsonObject } from './json-value.ts';

/** An input of an embeddings, rerank or score request: a text, or its token ids. */
export type RequestItem = string | readonly number[];

/** What a request asks for, whichever API carries it. */
export interface RequestContent {
  /** The conversation so far; its last message is the one to respond to. Empty where another field has the input. */
  readonly messages: readonly ChatMessage[];
  readonly tools?: RequestTools;
  readonly outputSchema?: OutputSchema;
  /** Inputs of embeddings, or documents to rerank or score. */
  readonly items?: readonly RequestItem[];
  /** What the documents are compared with. */
  readonly query?: string;
  /** The recording to transcribe. */
  readonly audio?: {
    readonly fileName: string;
    readonly mediaType: string;
    readonly base64: string;
    readonly durationMs: number;
  };
  /** The body as recorded; only streaming and usage options are set. */
  readonly body?: JsonObject;
  /** Fields added to the body of this request. */
  readonly fields?: JsonObject;
  /** The API of this request; that of the target when absent. */
  readonly api?: ApiName;
}

/** The content of a request, without anything else that the object has. Optional fields that are absent stay absent. */
export function contentOf(request: RequestContent): RequestContent {
  const { messages, tools, outputSchema, items, query, audio, body, fields, api } = request;
  const content: { -readonly [Field in keyof RequestContent]: RequestContent[Field] } = {
    messages,
  };
  if (tools !== undefined) content.tools = tools;
  if (outputSchema !== undefined) content.outputSchema = outputSchema;
  if (items !== undefined) content.items = items;
  if (query !== undefined) content.query = query;
  if (audio !== undefined) content.audio = audio;
  if (body !== undefined) content.body = body;
  if (fields !== undefined) content.fields = fields;
  if (api !== undefined) content.api = api;
  return content;
}
