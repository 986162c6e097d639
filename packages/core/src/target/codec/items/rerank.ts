import type { JsonObject } from '../../../spec/content/json-value.ts';
import type { Codec, Query } from '../codec.ts';
import { isRecord } from '../fields/json-fields.ts';
import { itemCodec } from './item-codec.ts';
import { countInputs, pairsOf } from './item-inputs.ts';
import { entriesOf, isFiniteNumber, wrongPlaces } from './results.ts';

/** Rerank as in vLLM, llama.cpp, Jina and Cohere. */
export const rerank = rerankCodec('rerank', 'documents');

/** Rerank of Text Embeddings Inference: texts, a bare list of results, and always all of them. */
export const teiRerank = rerankCodec('tei-rerank', 'texts');

function rerankCodec(name: 'rerank' | 'tei-rerank', field: 'documents' | 'texts'): Codec {
  return itemCodec({
    name,
    result: 'result',
    bodyOf: (query) => bodyOf(query, field),
    countIn: (body) => countInputs(body[field]),
    countExpected: ({ top_n: topN }, count) =>
      typeof topN === 'number' && topN > 0 ? Math.min(topN, count) : count,
    resultsIn: (answer) => {
      const list = isRecord(answer) ? (answer['results'] ?? answer['data']) : answer;
      return entriesOf(list, (entry) => scoreOf(entry) !== undefined);
    },
    check: (results, { items }) => wrongPlaces(results, items, 'result') ?? wrongScores(results),
  });
}

function bodyOf(query: Query, field: 'documents' | 'texts'): JsonObject {
  const { query: asked, documents } = pairsOf(query);
  const { topN } = query.results ?? {};
  return {
    query: asked,
    [field]: documents,
    ...(topN === undefined || field === 'texts' ? {} : { top_n: topN }),
  };
}

function scoreOf(entry: unknown): unknown {
  return isRecord(entry) ? (entry['relevance_score'] ?? entry['score']) : undefined;
}

/** Scores may be logits, so that only their order has a meaning: the best come first. */
function wrongScores(results: readonly unknown[]): string | undefined {
  let before = Infinity;
  for (const entry of results) {
    const score = scoreOf(entry);
    if (!isFiniteNumber(score)) return 'a score is not a finite number';
    if (score > before) return `results are not sorted: score ${score} follows ${before}`;
    before = score;
  }
  return undefined;
}
