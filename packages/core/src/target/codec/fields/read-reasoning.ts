import { isRecord, listOf, textOf } from './json-fields.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** The content of one part of a response. */
export interface PartText {
  /** Text of reasoning. */
  readonly reasoning: string;
  /** Text other than reasoning. */
  readonly response: string;
  /** Whether there is reasoning, even if its text is withheld. */
  readonly isReasoning: boolean;
}

/** Fields of a message that hold its reasoning. Servers repeat it, so only the first non-empty one counts. */
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

/** Types of content parts and blocks that hold reasoning, such as `thinking`, `reasoning.text`, `redacted_thinking`. */
const REASONING_TYPE = /think|reason|thought/i;

/** Fields of a piece that hold its text or its pieces. */
const TEXT_FIELDS = ['text', 'thinking', 'reasoning', 'content', 'summary', 'refusal'] as const;

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

/** Whether a piece of reasoning has no text: encrypted or redacted. */
function isWithheld(piece: unknown): boolean {
  if (Array.isArray(piece)) return piece.some(isWithheld);
  return isRecord(piece) && textOf(piece['data']) !== '';
}

/** Reasoning in the fields of a message or delta, whatever name the server uses. */
function reasoningOf(part: JsonRecord): Pick<PartText, 'reasoning' | 'isReasoning'> {
  for (const field of REASONING_FIELDS) {
    const reasoning = textWithin(part[field]);
    if (reasoning !== '' || isWithheld(part[field])) return { reasoning, isReasoning: true };
  }
  return { reasoning: '', isReasoning: false };
}

/** Content as text, or as a list of parts: text, or reasoning by type. */
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

/** Reasoning and answer of a message or delta. */
export function readPartText(part: JsonRecord): PartText {
  const { reasoning, isReasoning } = reasoningOf(part);
  const content = contentOf(part['content']);
  return {
    reasoning: reasoning + content.reasoning,
    response: content.response + textOf(part['refusal']),
    isReasoning: isReasoning || content.isReasoning,
  };
}
