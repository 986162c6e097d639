import type {
  ChatMessage,
  ContentPart,
  RequestTools,
} from '../../../../spec/content/chat-message.ts';
import { textOfContent } from '../../../../spec/content/chat-message.ts';
import { parsedArguments } from '../content/parsed-arguments.ts';
import { isPlainMessage } from '../content/plain-message.ts';
import { refuse } from '../content/refusal.ts';
import { toolChoiceOf } from '../content/tool-choice.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

const API = 'anthropic-messages';

/** The conversation: system messages apart, and results of tools as blocks of a user's message. */
export function toMessagesInput(messages: readonly ChatMessage[]): JsonRecord {
  const system = messages
    .filter(({ role }) => role === 'system')
    .map(({ content }) => textOfContent(content));
  const said = messages.filter(({ role }) => role !== 'system');
  return {
    ...(system.length === 0 ? {} : { system: system.join('\n\n') }),
    messages: said.every(isPlainMessage) ? said : joinResults(said),
  };
}

/** Messages with blocks. The results of parallel calls belong into one message. */
function joinResults(messages: readonly ChatMessage[]): readonly unknown[] {
  const joined: { role: string; content: string | unknown[] }[] = [];
  let results: unknown[] | undefined;
  for (const message of messages) {
    if (message.toolCallId === undefined) {
      results = undefined;
      joined.push(toMessage(message));
      continue;
    }
    const result = toResult(message, message.toolCallId);
    if (results === undefined) {
      results = [];
      joined.push({ role: 'user', content: results });
    }
    results.push(result);
  }
  return joined;
}

function toResult({ content }: ChatMessage, id: string): unknown {
  return {
    type: 'tool_result',
    tool_use_id: id,
    content: typeof content === 'string' ? content : content.map(toBlock),
  };
}

function toMessage(message: ChatMessage): { role: string; content: string | unknown[] } {
  const { role, content, toolCalls = [] } = message;
  if (isPlainMessage(message)) return { role, content: message.content };
  const text = typeof content === 'string' ? [{ type: 'text', text: content } as const] : content;
  const blocks = text.filter((part) => part.type !== 'text' || part.text !== '').map(toBlock);
  const calls = toolCalls.map((call) => ({
    type: 'tool_use',
    id: call.id,
    name: call.name,
    input: parsedArguments(API, call),
  }));
  return { role, content: [...blocks, ...calls] };
}

function toBlock(part: ContentPart): unknown {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'image': {
      const { source } = part;
      return {
        type: 'image',
        source:
          'url' in source
            ? { type: 'url', url: source.url }
            : { type: 'base64', media_type: source.mediaType, data: source.base64 },
      };
    }
    case 'audio':
    case 'video':
      return refuse(API, 'recordings and videos', 'use api openai-chat');
    case 'raw':
      return part.part;
  }
}

const MODES = { auto: 'auto', none: 'none', required: 'any' } as const;

/** Fields of a request for its tools. */
export function toMessagesTools({ definitions, choice, isParallel }: RequestTools): JsonRecord {
  const picked = toolChoiceOf(choice ?? 'auto');
  const isStated = choice !== undefined || isParallel === false;
  return {
    tools: definitions.map(({ name, description, parameters = { type: 'object' } }) => ({
      name,
      ...(description === undefined ? {} : { description }),
      input_schema: parameters,
    })),
    ...(isStated
      ? {
          tool_choice: {
            ...(picked.kind === 'mode'
              ? { type: MODES[picked.mode] }
              : { type: 'tool', name: picked.name }),
            ...(isParallel === false ? { disable_parallel_tool_use: true } : {}),
          },
        }
      : {}),
  };
}
