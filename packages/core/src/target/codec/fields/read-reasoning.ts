import { isRecord, listOf, textOf } from './json-fields.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** What a part of a response holds. */
export interface PartText {
  /** Text of reasoning. */
  readonly reasoning: string;
  /** Text of the answer. */
  readonly response: string;
  /** Whether there is reasoning, also where its text is withheld. */
  readonly isReasoning: boolean;
}

/** Fields of a message that hold its reasoning. Servers repeat one in another, so that the first with something counts. */
const REASONING_FIELDS = [
  'reasoning_content',
  'reasoning',
  'reasoning_text',
  'thinking',
  'thinking_content',
  'reasoning_details',
  'thinking_blocks',
  'reasoning_summary',
] as const;

/** Types of content parts and blocks that are reasoning: `thinking`, `reasoning.text`, `redacted_thinking`, `thought`. */
const REASONING_TYPE = /think|reason|thought/i;

/** Fields of a piece that hold its text, or pieces of it. */
const TEXT_FIELDS = ['text', 'thinking', 'reasoning', 'content', 'summary'] as const;

/** Text of a piece: a string, a record with text, or a list of either, nested as servers nest them. */
function textWithin(piece: unknown): string {
  if (typeof piece === 'string') return piece;
  if (Array.isArray(piece)) return piece.map(textWithin).join('');
  if (!isRecord(piece)) return '';
  for (const field of TEXT_FIELDS) {
    const text = textWithin(piece[field]);
    if (text !== '') return text;
  }
  return '';
}

/** Whether a piece of reasoning comes without text: encrypted or redacted. */
function isWithheld(piece: unknown): boolean {
  if (Array.isArray(piece)) return piece.some(isWithheld);
  return isRecord(piece) && textOf(piece['data']) !== '';
}

/** Reasoning in the fields of a message or of a delta, under whichever name its server has for it. */
function reasoningOf(part: JsonRecord): Pick<PartText, 'reasoning' | 'isReasoning'> {
  for (const field of REASONING_FIELDS) {
    const reasoning = textWithin(part[field]);
    if (reasoning !== '' || isWithheld(part[field])) return { reasoning, isReasoning: true };
  }
  return { reasoning: '', isReasoning: false };
}

/** Content as text, or as a list of parts: text, and reasoning by their type. */
function contentOf(content: unknown): PartText {
  if (typeof content === 'string') return { reasoning: '', response: content, isReasoning: false };
  let reasoning = '';
  let response = '';
  let isReasoning = false;
  for (const part of Array.isArray(content) ? listOf(content) : [content]) {
    const fields = isRecord(part) ? part : {};
    const text = textWithin(part);
    if (REASONING_TYPE.test(textOf(fields['type'])) || fields['thought'] === true) {
      reasoning += text;
      isReasoning ||= text !== '' || isWithheld(part);
    } else {
      response += text;
    }
  }
  return { reasoning, response, isReasoning };
}

/** Reasoning and answer of a message or of a delta. */
export function readPartText(part: JsonRecord): PartText {
  const { reasoning, isReasoning } = reasoningOf(part);
  const content = contentOf(part['content']);
  return {
    reasoning: reasoning + content.reasoning,
    response: content.response + textOf(part['refusal']),
    isReasoning: isReasoning || content.isReasoning,
  };
}
