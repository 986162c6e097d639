import type { RequestContent } from '../../spec/content/request-content.ts';
import type { Turn } from '../dataset/dataset.ts';

/** Content that not every target takes. */
export type SpecialContent =
  | 'tools'
  | 'media'
  | 'items'
  | 'an audio file'
  | 'a recorded body'
  | 'an output schema'
  | 'another API'
  | 'another model';

/** The special content of a request. */
export function specialOf(turn: Turn, content: RequestContent): SpecialContent[] {
  const { messages, tools, items, audio, body, outputSchema, api } = content;
  const hasCalls = messages.some(
    ({ role, toolCalls }) => role === 'tool' || toolCalls !== undefined,
  );
  const hasMedia = messages.some(
    ({ content: parts }) => typeof parts !== 'string' && parts.some(({ type }) => type !== 'text'),
  );
  const found: readonly (readonly [boolean, SpecialContent])[] = [
    [tools !== undefined || hasCalls, 'tools'],
    [hasMedia, 'media'],
    [items !== undefined, 'items'],
    [audio !== undefined, 'an audio file'],
    [body !== undefined, 'a recorded body'],
    [outputSchema !== undefined, 'an output schema'],
    [(turn.api ?? api) !== undefined, 'another API'],
    [turn.model !== undefined, 'another model'],
  ];
  return found.flatMap(([isPresent, kind]) => (isPresent ? [kind] : []));
}
