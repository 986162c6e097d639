import { isRecord, listOf } from '../fields/json-fields.ts';
import { itemCodec } from './item-codec.ts';
import { countInputs, inputsOf } from './item-inputs.ts';
import { entriesOf, isFiniteNumber, wrongPlaces } from './results.ts';

/** `/classify` of vLLM: the classes of each input. */
export const classify = itemCodec({
  name: 'classify',
  result: 'result',
  bodyOf: (query) => ({ input: inputsOf(query) }),
  countIn: ({ input }) => countInputs(input),
  resultsIn: (answer) =>
    isRecord(answer) ? entriesOf(answer['data'], (entry) => 'probs' in entry) : undefined,
  check: (results, { items }) =>
    wrongPlaces(results, items, 'result') ?? firstOf(results.map(wrongClasses)),
});

/** They add up to 1 only where the model activates them, so that their sum is not checked. */
function wrongClasses(entry: unknown): string | undefined {
  if (!isRecord(entry)) return 'a result is not an object';
  const probs = listOf(entry['probs']);
  if (probs.length === 0 || !probs.every(isFiniteNumber)) {
    return 'the classes of a result are not finite numbers';
  }
  const { num_classes: count } = entry;
  return typeof count === 'number' && count !== probs.length
    ? `a result has ${probs.length} of ${count} classes`
    : undefined;
}

function firstOf(wrongs: readonly (string | undefined)[]): string | undefined {
  return wrongs.find((wrong) => wrong !== undefined);
}
