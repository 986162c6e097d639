import type {
  ChatMessage,
  ContentPart,
  OutputSchema,
  RequestTools,
} from '../../../../spec/content/chat-message.ts';
import { audioFormatOf, urlOf } from './media.ts';
import { isPlainMessage } from './plain-message.ts';
import { toolChoiceOf } from './tool-choice.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** Messages of a chat request; plain ones are sent as they are. */
export function toChatMessages(messages: readonly ChatMessage[]): readonly unknown[] {
  return messages.every(isPlainMessage) ? messages : messages.map(toChatMessage);
}

function toChatMessage(message: ChatMessage): unknown {
  if (isPlainMessage(message)) return message;
  const { role, content, toolCalls, toolCallId } = message;
  return {
    role,
    content: typeof content === 'string' ? textOrNone(content, toolCalls) : content.map(toPart),
    ...(toolCalls === undefined
      ? {}
      : {
          tool_calls: toolCalls.map(({ id, name, arguments: json }) => ({
            id,
            type: 'function',
            function: { name, arguments: json },
          })),
        }),
    ...(toolCallId === undefined ? {} : { tool_call_id: toolCallId }),
  };
}

/** An answer that is nothing but calls has no text, as servers return it. */
function textOrNone(content: string, toolCalls: ChatMessage['toolCalls']): string | null {
  return content === '' && toolCalls !== undefined ? null : content;
}

function toPart(part: ContentPart): unknown {
  switch (part.type) {
    case 'text':
      return part;
    case 'image': {
      const { source, detail } = part;
      const picture = { url: urlOf(source), ...(detail === undefined ? {} : { detail }) };
      return { type: 'image_url', image_url: picture };
    }
    case 'video':
      return { type: 'video_url', video_url: { url: urlOf(part.source) } };
    case 'audio': {
      const { source } = part;
      if ('url' in source) return { type: 'audio_url', audio_url: { url: source.url } };
      const input = { data: source.base64, format: audioFormatOf(source.mediaType) };
      return { type: 'input_audio', input_audio: input };
    }
    case 'raw':
      return part.part;
  }
}

/** Fields of a chat request for its tools. */
export function toChatTools({ definitions, choice, isParallel }: RequestTools): JsonRecord {
  const picked = choice === undefined ? undefined : toolChoiceOf(choice);
  return {
    tools: toChatDefinitions(definitions),
    ...(picked === undefined
      ? {}
      : {
          tool_choice:
            picked.kind === 'mode'
              ? picked.mode
              : { type: 'function', function: { name: picked.name } },
        }),
    ...(isParallel === undefined ? {} : { parallel_tool_calls: isParallel }),
  };
}

/** Definitions of tools, each under `function`. */
export function toChatDefinitions(definitions: RequestTools['definitions']): readonly unknown[] {
  return definitions.map((definition) => ({ type: 'function', function: definition }));
}

/** The field that demands a structure of the answer. */
export function toResponseFormat({ name, schema }: OutputSchema): JsonRecord {
  return { type: 'json_schema', json_schema: { name, schema, strict: true } };
}
