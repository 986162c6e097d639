import { namedEvent, nowNs, textOf, wordOf, type MockAnswer, type MockDialect } from './dialect.ts';

/** Events before the first token. */
const START_EVENTS = 4;

/** `/v1/responses`. */
export const responsesDialect: MockDialect = {
  start: (answer) => {
    const response = { ...opening(answer), status: 'in_progress', output: [], usage: null };
    const part = { type: 'output_text', annotations: [], text: '' };
    return [
      numbered('response.created', 0, { response }),
      numbered('response.in_progress', 1, { response }),
      numbered('response.output_item.added', 2, { output_index: 0, item: itemOf(answer, false) }),
      numbered('response.content_part.added', 3, { ...placeOf(answer), part }),
    ].join('');
  },
  token: (answer, index) =>
    numbered('response.output_text.delta', START_EVENTS + index, {
      ...placeOf(answer),
      delta: wordOf(index),
      sent_ns: nowNs(),
    }),
  end: (answer) => {
    const first = START_EVENTS + answer.tokens;
    const place = placeOf(answer);
    const last = answer.isCut ? 'response.incomplete' : 'response.completed';
    return [
      numbered('response.output_text.done', first, { ...place, text: textOf(answer) }),
      numbered('response.content_part.done', first + 1, { ...place, part: partOf(answer) }),
      numbered('response.output_item.done', first + 2, {
        output_index: 0,
        item: itemOf(answer, true),
      }),
      numbered(last, first + 3, { response: wholeOf(answer) }),
    ].join('');
  },
  whole: (answer) => ({ ...wholeOf(answer), sent_ns: nowNs() }),
};

function numbered(type: string, number: number, fields: object): string {
  return namedEvent(type, { sequence_number: number, ...fields });
}

function opening({ ordinal, model }: MockAnswer): object {
  return { id: `mock-${ordinal}`, object: 'response', created_at: 0, model };
}

function placeOf({ ordinal }: MockAnswer): object {
  return { item_id: `item-${ordinal}`, output_index: 0, content_index: 0 };
}

function partOf(answer: MockAnswer): object {
  return { type: 'output_text', annotations: [], text: textOf(answer) };
}

function itemOf(answer: MockAnswer, isWhole: boolean): object {
  return {
    type: 'message',
    id: `item-${answer.ordinal}`,
    role: 'assistant',
    status: isWhole ? 'completed' : 'in_progress',
    content: isWhole ? [partOf(answer)] : [],
  };
}

function wholeOf(answer: MockAnswer): object {
  const { promptTokens, tokens, isCut } = answer;
  return {
    ...opening(answer),
    status: isCut ? 'incomplete' : 'completed',
    incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
    output: [itemOf(answer, true)],
    usage: {
      input_tokens: promptTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: tokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: promptTokens + tokens,
    },
  };
}
