import type { MediaOptions } from '../../media/media-at.ts';
import type { RecordedMessage } from './chat-messages.ts';
import { messagesAt } from './chat-messages.ts';
import { listAt, objectAt } from '../json-fields.ts';

/**
 * Messages of an input in the form of the Responses API: a text, or messages, calls and their results.
 * Recorded reasoning is left out.
 * @throws {RowError} when an item cannot be read
 */
export function responsesInputAt(
  value: unknown,
  at: string,
  options: MediaOptions,
): RecordedMessage[] {
  if (typeof value === 'string') return messagesAt([{ role: 'user', content: value }], at, options);
  const items = listAt(value, at).map((item, index) => objectAt(item, `${at}[${index}]`));
  const messages = items.flatMap((item): readonly unknown[] => {
    switch (item['type']) {
      case 'function_call':
        return [
          {
            role: 'assistant',
            tool_calls: [
              {
                id: item['call_id'],
                function: { name: item['name'], arguments: item['arguments'] },
              },
            ],
          },
        ];
      case 'function_call_output':
        return [{ role: 'tool', tool_call_id: item['call_id'], content: item['output'] }];
      case 'reasoning':
        return [];
      default:
        return [item];
    }
  });
  return messagesAt(messages, at, options);
}
