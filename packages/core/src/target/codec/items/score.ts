import { isRecord } from '../fields/json-fields.ts';
import { itemCodec } from './item-codec.ts';
import { countInputs, pairsOf } from './item-inputs.ts';
import { entriesOf, isFiniteNumber, wrongPlaces } from './results.ts';

/** Names of the two sides of a pair, as versions of vLLM accept them. */
const SIDES = [
  ['text_1', 'text_2'],
  ['queries', 'documents'],
  ['queries', 'items'],
  ['data_1', 'data_2'],
] as const;

/** `/score` of vLLM: a score for each pair, in the order of the request. */
export const score = itemCodec({
  name: 'score',
  result: 'score',
  bodyOf: (asked) => {
    const { query, documents } = pairsOf(asked);
    // Every version takes these names.
    return { text_1: query, text_2: documents };
  },
  countIn: (body) => {
    const sides = SIDES.find(([one, other]) => one in body && other in body);
    if (sides === undefined) return Number.NaN;
    return Math.max(...sides.map((side) => countInputs(body[side])));
  },
  resultsIn: (answer) =>
    isRecord(answer) ? entriesOf(answer['data'], (entry) => 'score' in entry) : undefined,
  check: (results, { items }) =>
    wrongPlaces(results, items, 'score') ??
    (results.every((entry) => isRecord(entry) && isFiniteNumber(entry['score']))
      ? undefined
      : 'a score is not a finite number'),
});
