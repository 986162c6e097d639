import type { JsonObject } from './json-value.ts';

/** Bytes of a picture, a recording or a video in a message, encoded before the clock starts; or a URL, which the server fetches. */
export type MediaSource =
  | { readonly mediaType: string; readonly base64: string }
  | { readonly url: string };

/** A part of a message. The order of parts matters. */
export type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'image' | 'audio' | 'video';
      readonly source: MediaSource;
      /** How closely the model looks at a picture: `auto`, `low`, `high`; that of the server when absent. */
      readonly detail?: string;
    }
  /** A part of another kind, sent as the data set has it. */
  | { readonly type: 'raw'; readonly part: JsonObject };

/** A tool that the model called. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text, as the model wrote it. */
  readonly arguments: string;
}

/** One message of a conversation. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string | readonly ContentPart[];
  /** Of an assistant's message. */
  readonly toolCalls?: readonly ToolCall[];
  /** Of a tool's message: the call that it answers. */
  readonly toolCallId?: string;
}

/** A tool that the model may call. */
export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** JSON schema of its arguments. */
  readonly parameters?: JsonObject;
}

/** Tools of a request. */
export interface RequestTools {
  readonly definitions: readonly ToolDefinition[];
  /** `auto`, `none`, `required` or the name of a tool. */
  readonly choice?: string | { readonly name: string };
  readonly isParallel?: boolean;
}

/** The structure that an answer must have. */
export interface OutputSchema {
  readonly name: string;
  readonly schema: JsonObject;
}

/** The text of a message, without its media. */
export function textOfContent(content: ChatMessage['content']): string {
  if (typeof content === 'string') return content;
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}
