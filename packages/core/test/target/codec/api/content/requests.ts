import { Buffer } from 'node:buffer';
import type { ApiName } from '../../../../../src/spec/api-name.ts';
import type { ChatMessage } from '../../../../../src/spec/content/chat-message.ts';
import type { Query } from '../../../../../src/target/codec/codec.ts';
import type { HttpOrigin, HttpRequest } from '../../../../../src/target/codec/http-request.ts';
import { CODECS } from '../../../../../src/target/codec/registry.ts';

const QUERY: Query = {
  model: 'm',
  messages: [{ role: 'user', content: 'High tide?' }],
  maxTokens: 12,
  isGreedy: true,
  isStreamed: true,
};

/** A request of an API with these changes. */
export function requestOf(
  api: ApiName,
  change: Partial<Query>,
  origin: Partial<HttpOrigin> = {},
): HttpRequest {
  return CODECS[api].encode({ host: 'a:1', basePath: '', ...origin }, { ...QUERY, ...change });
}

/** The body of that request. */
export function bodyOf(api: ApiName, change: Partial<Query>): unknown {
  return JSON.parse(Buffer.from(requestOf(api, change).body).toString('utf8'));
}

/** A conversation with two parallel calls of tools and their results. */
export const TOOL_TURNS: readonly ChatMessage[] = [
  { role: 'system', content: 'Be short.' },
  { role: 'user', content: 'High tide?' },
  {
    role: 'assistant',
    content: '',
    toolCalls: [
      { id: 'c1', name: 'tide', arguments: '{"h":9}' },
      { id: 'c2', name: 'moon', arguments: '' },
    ],
  },
  { role: 'tool', content: 'at 9', toolCallId: 'c1' },
  { role: 'tool', content: 'new', toolCallId: 'c2' },
  { role: 'user', content: 'Sure?' },
];
