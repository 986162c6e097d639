import { Buffer } from 'node:buffer';
import * as z from 'zod';

/** One text, one list of token ids, or a list of either. */
const InputsSchema = z.union([
  z.string().transform((text) => [text]),
  z
    .array(z.number())
    .min(1)
    .transform((ids) => [ids]),
  z.array(z.union([z.string(), z.array(z.number())])).min(1),
]);

const ItemRequestSchema = z.looseObject({
  input: InputsSchema.optional(),
  documents: InputsSchema.optional(),
  texts: InputsSchema.optional(),
  text_2: InputsSchema.optional(),
  query: z.string().optional(),
  text_1: z.string().optional(),
  dimensions: z.int().min(1).max(8192).optional(),
  top_n: z.int().min(0).optional(),
  encoding_format: z.string().optional(),
});

const DIMENSIONS = 64;

/** A request for results of inputs. */
interface ItemRequest {
  readonly inputs: readonly (string | readonly number[])[];
  readonly tokens: number;
  readonly hasTexts: boolean;
  readonly topN: number;
  /** The result of one input, of APIs that have one. */
  readonly vectorOf: (input: number) => unknown;
}

type ItemsOf = (request: ItemRequest, model: string) => unknown;

/** The responses by path; results have fixed values in the form and the order of the API. */
const RESPONSES: ReadonlyMap<string, ItemsOf> = new Map<string, ItemsOf>([
  ['/v1/embeddings', listOf((request, index) => ({ embedding: request.vectorOf(index) }))],
  ['/pooling', listOf((request, index) => ({ data: request.vectorOf(index) }))],
  ['/classify', listOf(() => ({ label: 'A', probs: [0.75, 0.25], num_classes: 2 }))],
  ['/score', listOf((_request, index) => ({ score: valueAt(index, 0) }))],
  ['/v1/score', listOf((_request, index) => ({ score: valueAt(index, 0) }))],
  ['/rerank', reranked],
  ['/v1/rerank', reranked],
]);

/** Whether a path is of an API without text. */
export function isItemPath(path: string): boolean {
  return RESPONSES.has(path);
}

/** The body of a response; undefined for a request without inputs. */
export function itemResponse(path: string, body: unknown, model: string): unknown {
  const asked = readItems(body);
  return asked === undefined ? undefined : RESPONSES.get(path)?.(asked, model);
}

function readItems(body: unknown): ItemRequest | undefined {
  const { data } = ItemRequestSchema.safeParse(body);
  const inputs = data?.input ?? data?.documents ?? data?.texts ?? data?.text_2;
  if (data === undefined || inputs === undefined) return undefined;
  const ofQuery = tokensOf(data.query ?? data.text_1 ?? '') * inputs.length;
  const places = Array.from({ length: data.dimensions ?? DIMENSIONS }, (_, place) => place);
  return {
    inputs,
    tokens: inputs.reduce((sum, input) => sum + tokensOf(input), ofQuery),
    hasTexts: data.texts !== undefined,
    topN: Math.min(data.top_n === 0 ? Infinity : (data.top_n ?? Infinity), inputs.length),
    vectorOf: (input) => {
      const vector = places.map((place) => valueAt(input, place));
      if (data.encoding_format !== 'base64') return vector;
      return Buffer.from(Float32Array.from(vector).buffer).toString('base64');
    },
  };
}

function tokensOf(input: string | readonly number[]): number {
  if (typeof input !== 'string') return input.length;
  return input.split(/\s+/).filter((word) => word !== '').length;
}

/** A value between -0.1 and 0.1 that differs from place to place. */
function valueAt(input: number, place: number): number {
  return ((((input + 1) * 7919 + (place + 1) * 104_729) % 20_001) - 10_000) / 1e5;
}

function usageOf({ tokens }: ItemRequest): object {
  return { prompt_tokens: tokens, total_tokens: tokens };
}

function listOf(resultOf: (request: ItemRequest, index: number) => object): ItemsOf {
  return (request, model) => ({
    model,
    object: 'list',
    data: request.inputs.map((_input, index) => ({ index, ...resultOf(request, index) })),
    usage: usageOf(request),
  });
}

/** The best document is the last: the order of results differs from that of the request. */
function reranked(request: ItemRequest, model: string): unknown {
  const { inputs, topN, hasTexts } = request;
  const field = hasTexts ? 'score' : 'relevance_score';
  const results = Array.from({ length: topN }, (_, place) => ({
    index: inputs.length - 1 - place,
    [field]: 1 / (place + 1),
  }));
  return hasTexts ? results : { model, results, usage: usageOf(request) };
}
