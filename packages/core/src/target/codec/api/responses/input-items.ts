import type {
  ChatMessage,
  ContentPart,
  OutputSchema,
  RequestTools,
} from '../../../../spec/content/chat-message.ts';
import { textOfContent } from '../../../../spec/content/chat-message.ts';
import { audioFormatOf, urlOf } from '../content/media.ts';
import { isPlainMessage } from '../content/plain-message.ts';
import { refuse } from '../content/refusal.ts';
import { toolChoiceOf } from '../content/tool-choice.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** The conversation: a leading system message apart, then messages, calls of tools and their results as items. */
export function toResponsesInput(messages: readonly ChatMessage[]): JsonRecord {
  const [first, ...rest] = messages;
  if (first?.role !== 'system') return { input: messages.flatMap(toItems) };
  return { instructions: textOfContent(first.content), input: rest.flatMap(toItems) };
}

function toItems(message: ChatMessage): readonly unknown[] {
  const { role, content, toolCalls = [], toolCallId } = message;
  if (toolCallId !== undefined) {
    return [{ type: 'function_call_output', call_id: toolCallId, output: textOfContent(content) }];
  }
  if (isPlainMessage(message)) return [{ role, content }];
  const said = typeof content === 'string' ? content : content.map((part) => toPart(part, role));
  const calls = toolCalls.map(({ id, name, arguments: json }) => ({
    type: 'function_call',
    call_id: id,
    name,
    arguments: json,
  }));
  return said.length === 0 ? calls : [{ role, content: said }, ...calls];
}

function toPart(part: ContentPart, role: ChatMessage['role']): unknown {
  switch (part.type) {
    case 'text':
      return { type: role === 'assistant' ? 'output_text' : 'input_text', text: part.text };
    case 'image':
      return { type: 'input_image', image_url: urlOf(part.source), detail: part.detail ?? 'auto' };
    case 'audio': {
      const { source } = part;
      if ('url' in source) return refuse('openai-responses', 'recordings by URL', HELP);
      const input = { data: source.base64, format: audioFormatOf(source.mediaType) };
      return { type: 'input_audio', input_audio: input };
    }
    case 'video':
      return refuse('openai-responses', 'videos', HELP);
    case 'raw':
      return part.part;
  }
}

const HELP = 'use api openai-chat';

/** Fields of a request for its tools, whose definitions are flat. */
export function toResponsesTools({ definitions, choice, isParallel }: RequestTools): JsonRecord {
  const picked = choice === undefined ? undefined : toolChoiceOf(choice);
  return {
    tools: definitions.map((definition) => ({ type: 'function', ...definition })),
    ...(picked === undefined
      ? {}
      : {
          tool_choice:
            picked.kind === 'mode' ? picked.mode : { type: 'function', name: picked.name },
        }),
    ...(isParallel === undefined ? {} : { parallel_tool_calls: isParallel }),
  };
}

/** The field that demands a structure of the answer. */
export function toTextFormat({ name, schema }: OutputSchema): JsonRecord {
  return { format: { type: 'json_schema', name, schema, strict: true } };
}
