import type { ChatMessage, ContentPart } from '../../../../spec/content/chat-message.ts';

type Content = ChatMessage['content'];

/** Two contents as one: texts on lines of their own, or the parts of both. */
export function joinContents(one: Content, two: Content): Content {
  if (typeof one !== 'string' || typeof two !== 'string') return [...partsOf(one), ...partsOf(two)];
  return one === '' || two === '' ? one + two : `${one}\n${two}`;
}

/** Whether a content has neither words nor media. */
export function isBlank(content: Content): boolean {
  return partsOf(content).every((part) => part.type === 'text' && part.text.trim() === '');
}

function partsOf(content: Content): readonly ContentPart[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}
