import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataRecord } from '../../../../src/workload/dataset/dataset.ts';
import { DATASET_FORMATS } from '../../../../src/workload/dataset/registry.ts';
import { readAll } from './records.ts';

const user = { role: 'user', content: 'one' };
const answer = { role: 'assistant', content: 'two' };
const picture = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } };
const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } };
const body = { model: 'm', messages: [user], max_tokens: 4 };
const choices = ['a', 'b', 'c', 'd'];

/** A good row of each format; `id` makes it unlike the others of its file. */
const GOOD_ROWS: Readonly<Record<string, (id: string) => unknown>> = {
  prompts: (id) => ({ id, messages: [user, { role: 'user', content: [picture] }] }),
  text: (id) => id,
  sharegpt: (id) => ({
    id,
    conversations: [
      { from: 'human', value: 'one' },
      { from: 'gpt', value: 'two' },
    ],
  }),
  'openai-batch': (id) => ({ custom_id: id, method: 'POST', url: '/v1/chat/completions', body }),
  'openai-fine-tuning': (id) => ({ id, messages: [user, answer, user, answer] }),
  'tool-conversations': (id) => ({
    id,
    tools: [{ type: 'function', function: { name: 'f', parameters: {} } }],
    tool_choice: { type: 'function', function: { name: 'f' } },
    messages: [
      user,
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c', content: [{ type: 'text', text: 'three' }] },
      answer,
    ],
  }),
  'aiperf-single-turn': (id) => ({ session_id: id, text: 'one', timestamp: 5, output_length: 3 }),
  'aiperf-multi-turn': (id) => ({
    session_id: id,
    turns: [
      { role: 'system', text: 'one' },
      { texts: ['two'], delay: 5, extra: { seed: 1 } },
    ],
  }),
  'aiperf-random-pool': () => ({
    type: 'random_pool',
    images: [{ name: 'p', contents: ['data:image/png;base64,iVBORw0KGgo='] }],
  }),
  'aiperf-raw-payload': () => body,
  'aiperf-inputs': (id) => ({ session_id: id, payloads: [body, { prompt: 'one', min_tokens: 2 }] }),
  'vllm-custom': () => ({ prompt: 'one', output_tokens: 4 }),
  guidellm: () => ({
    prefix: 'a',
    prompt_0: 'one',
    output_tokens_count_0: 4,
    prompt_1: 'two',
    tools: [{ name: 'f' }],
  }),
  gsm8k: () => ({ question: 'one', answer: '#### 1' }),
  mmlu: () => ({ question: 'one', choices, answer: 1, subject: 's' }),
  'mmlu-original': () => ['one', ...choices, 'B'],
};

/** Places of a value of JSON: the keys that lead to each of its parts. */
function placesOf(value: unknown): string[][] {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [[], ...entries.flatMap(([key, part]) => placesOf(part).map((place) => [key, ...place]))];
}

/** A value with one part replaced; undefined removes it from its object. */
function replaced(value: unknown, [key, ...rest]: readonly string[], part: unknown): unknown {
  if (key === undefined) return part;
  if (Array.isArray(value)) {
    return value.map((one, index) => (String(index) === key ? replaced(one, rest, part) : one));
  }
  return Object.fromEntries(
    Object.entries(typeof value === 'object' && value !== null ? value : {}).map(([name, one]) => [
      name,
      name === key ? replaced(one, rest, part) : one,
    ]),
  );
}

/** A row that is good, has a damaged part, is anything at all, or could not be parsed. */
type RowPlan =
  | { readonly kind: 'good' | 'unparsed' }
  | { readonly kind: 'damaged'; readonly place: number; readonly part: unknown }
  | { readonly kind: 'foreign'; readonly value: unknown };

const planned: fc.Arbitrary<RowPlan> = fc.oneof(
  fc.constant({ kind: 'good' } as const),
  fc.constant({ kind: 'unparsed' } as const),
  fc.record({
    kind: fc.constant('damaged' as const),
    place: fc.nat(),
    part: fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(undefined, '', ' ', -1, 0.5, [], {}, '__proto__', 'constructor'),
    ),
  }),
  fc.record({ kind: fc.constant('foreign' as const), value: fc.jsonValue() }),
);

function recordOf(plan: RowPlan, line: number, good: unknown): DataRecord {
  switch (plan.kind) {
    case 'good':
      return { line, value: good, text: '' };
    case 'unparsed':
      return { line, fault: 'not JSON', text: '' };
    case 'foreign':
      return { line, value: plan.value, text: '' };
    case 'damaged': {
      const places = placesOf(good);
      const place = places[plan.place % places.length] ?? [];
      return { line, value: replaced(good, place, plan.part), text: '' };
    }
  }
}

const TEXT_FORMATS = DATASET_FORMATS.filter(({ name }) => name in GOOD_ROWS);

describe('a damaged data set', () => {
  it('is tried in every format of texts and conversations', () => {
    expect(TEXT_FORMATS).toHaveLength(Object.keys(GOOD_ROWS).length);
  });

  it.each(TEXT_FORMATS.map((format) => [format.name, format] as const))(
    'of %s loses no row: each is sent or named by its line',
    (name, format) => {
      fc.assert(
        fc.property(fc.array(planned, { maxLength: 12 }), (plans) => {
          const rowOf = GOOD_ROWS[name];
          const records = plans.map((plan, index) =>
            recordOf(plan, index * 2 + 1, rowOf?.(`row ${index}`)),
          );
          const { conversations, faults, warnings } = readAll(format, records);
          const sent = new Set(conversations.flatMap((one) => one.turns.map(({ line }) => line)));
          const named = faults.map(({ line }) => line);
          const lines = records.map(({ line }) => line);
          expect([...sent, ...named].toSorted((one, two) => one - two)).toEqual(lines);
          expect(lines).toEqual(expect.arrayContaining(warnings.map(({ line }) => line)));
          for (const { reason } of [...faults, ...warnings]) {
            expect(reason).toMatch(/\S/);
            expect(reason).not.toMatch(/undefined|\[object|NaN/);
          }
          const good = records.filter((_record, index) => plans[index]?.kind === 'good');
          expect([...sent]).toEqual(expect.arrayContaining(good.map(({ line }) => line)));
        }),
        { numRuns: 100 },
      );
    },
  );
});
