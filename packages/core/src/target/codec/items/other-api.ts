import { isRecord, listOf, textOf } from '../fields/json-fields.ts';
import { messageOfBareError, messageOfError } from '../fields/event-error.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

const QUOTED_CHARACTERS = 60;

/** Results of every API without text. */
const RESULT_FIELDS = ['data', 'results', 'embeddings'] as const;

/** The error that a response reports instead of results. */
export function readErrorOf(answer: JsonRecord): string | undefined {
  const stated = messageOfError(answer['error']);
  if (stated !== undefined) return stated;
  const hasResults = RESULT_FIELDS.some((field) => Array.isArray(answer[field]));
  return hasResults || isGenerated(answer) ? undefined : messageOfBareError(answer);
}

/** What a response is that has no results of the requested API. */
export function nameOfOtherApi(answer: unknown): string {
  if (!isRecord(answer)) return `the JSON ${quote(answer)}`;
  if (isGenerated(answer)) return 'generated text';
  const [first] = listOf(answer['data']);
  const object = textOf(isRecord(first) ? first['object'] : undefined) || textOf(answer['object']);
  return object === '' ? `the JSON ${quote(answer)}` : `a JSON object "${object}"`;
}

/** A chat or plain completion, a response of the Responses or the Messages API, or one of Ollama. */
function isGenerated(answer: JsonRecord): boolean {
  if (Array.isArray(answer['choices']) || Array.isArray(answer['output'])) return true;
  return textOf(answer['type']) === 'message' || isRecord(answer['message']);
}

function quote(answer: unknown): string {
  const text = JSON.stringify(answer) ?? String(answer);
  return text.length > QUOTED_CHARACTERS ? `${text.slice(0, QUOTED_CHARACTERS)}…` : text;
}
