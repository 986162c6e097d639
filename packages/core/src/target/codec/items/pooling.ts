import { isRecord } from '../fields/json-fields.ts';
import { itemCodec } from './item-codec.ts';
import { countInputs, vectorBody } from './item-inputs.ts';
import { entriesOf, isNumbers, wrongPlaces } from './results.ts';
import { lengthOfVector } from './vector.ts';

/** `/pooling` of vLLM: what the pooler of the model returns for each input, a list of numbers for each token or in all. */
export const pooling = itemCodec({
  name: 'pooling',
  result: 'result',
  bodyOf: vectorBody,
  countIn: ({ input }) => countInputs(input),
  resultsIn: (answer) =>
    isRecord(answer) ? entriesOf(answer['data'], (entry) => 'data' in entry) : undefined,
  check: (results, { items }) =>
    wrongPlaces(results, items, 'result') ??
    (results.every((entry) => isRecord(entry) && isPooled(entry['data']))
      ? undefined
      : 'a result is not finite numbers'),
});

function isPooled(data: unknown): boolean {
  return typeof data === 'string' ? lengthOfVector(data) !== undefined : isNumbers(data);
}
