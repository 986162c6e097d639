import { isRecord } from '../fields/json-fields.ts';
import { itemCodec, type AskedResults } from './item-codec.ts';
import { countInputs, vectorBody } from './item-inputs.ts';
import { entriesOf, wrongPlaces } from './results.ts';
import { lengthOfVector } from './vector.ts';

/** `/v1/embeddings`: a vector for each input. */
export const openAiEmbeddings = itemCodec({
  name: 'openai-embeddings',
  result: 'vector',
  bodyOf: vectorBody,
  countIn: ({ input }) => countInputs(input),
  resultsIn: (answer) =>
    isRecord(answer) ? entriesOf(answer['data'], (entry) => 'embedding' in entry) : undefined,
  check: (results, asked) =>
    wrongPlaces(results, asked.items, 'vector') ?? wrongLengths(results, asked),
});

/** All vectors have one length: the requested one, where one is. */
function wrongLengths(results: readonly unknown[], { body }: AskedResults): string | undefined {
  const { dimensions } = body;
  let wanted = typeof dimensions === 'number' ? dimensions : undefined;
  for (const entry of results) {
    const length = isRecord(entry) ? lengthOfVector(entry['embedding']) : undefined;
    if (length === undefined) return 'a vector is not a list of finite numbers';
    if (wanted !== undefined && wanted !== length) {
      return typeof dimensions === 'number'
        ? `a vector has ${length} numbers, and ${dimensions} dimensions were requested`
        : `vectors have ${wanted} and ${length} numbers`;
    }
    wanted = length;
  }
  return undefined;
}
