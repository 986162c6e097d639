import * as z from 'zod';
import type { ControlResponse } from '../session/control-client.ts';

/** A model as the server lists it. */
export interface ListedModel {
  readonly name: string;
  /** Bytes of its weights; `NaN` where unknown. */
  readonly bytes: number;
  /** Context length in tokens; `NaN` where unknown. */
  readonly contextTokens: number;
  /** Whether it generates text; an embedding model does not. */
  readonly generates: boolean;
}

/** A model of which only the name is known. */
export function unlistedModel(name: string): ListedModel {
  return { name, bytes: Number.NaN, contextTokens: Number.NaN, generates: true };
}

/** The content of a list of models. */
export interface ModelListing {
  readonly models: readonly ListedModel[];
  /** Owners of the models; most servers write their own name. */
  readonly owners: ReadonlySet<string>;
}

const text = z.string().min(1);
const texts = z.array(z.string()).optional().catch(undefined);
const amount = z.number().positive().optional().catch(undefined);

const EntrySchema = z.looseObject({
  id: text.optional().catch(undefined),
  name: text.optional().catch(undefined),
  owned_by: text.optional().catch(undefined),
  max_model_len: amount,
  context_length: amount,
  size: amount,
  type: text.optional().catch(undefined),
  capabilities: texts,
  meta: z.looseObject({ size: amount, n_ctx: amount }).optional().catch(undefined),
  details: z.looseObject({ context_length: amount }).optional().catch(undefined),
});

type Entry = z.output<typeof EntrySchema>;

/** OpenAI uses `data`, Ollama `models`, a few gateways a bare list. */
const ListingSchema = z.union([
  z.looseObject({ data: z.array(z.unknown()), models: z.unknown().optional() }),
  z
    .looseObject({ models: z.array(z.unknown()) })
    .transform((one) => ({ ...one, data: one.models })),
  z.array(z.unknown()).transform((data) => ({ data, models: undefined })),
]);

/** Names of models that only embed or rank, where the server states no capabilities. */
const EMBEDDING_NAME = /embed|rerank|reranker|minilm|(?:^|[/_-])(?:bge|gte|e5)[-_]/i;
const EMBEDDING_TYPE = /embed|rerank|score/i;

/** Reads a list of models. @returns undefined when it is invalid, or no entry names a model */
export function readModelList({ json }: ControlResponse): ModelListing | undefined {
  const listing = ListingSchema.safeParse(json).data;
  if (listing === undefined) return undefined;
  const entries = readEntries(listing.data);
  // llama.cpp states the capabilities of its model in a second list.
  const stated = new Map(
    readEntries(Array.isArray(listing.models) ? listing.models : []).map((one) => [
      one.name,
      one.capabilities,
    ]),
  );
  const models = entries.flatMap((entry) => {
    const name = entry.id ?? entry.name;
    return name === undefined ? [] : [modelOf(name, entry, stated.get(name))];
  });
  if (models.length === 0 && listing.data.length > 0) return undefined;
  const owners = new Set(entries.flatMap(({ owned_by: owner }) => owner ?? []));
  return { models, owners };
}

function readEntries(entries: readonly unknown[]): Entry[] {
  return entries.flatMap((entry): Entry[] => {
    const { data } = EntrySchema.safeParse(entry);
    return data === undefined ? [] : [data];
  });
}

function modelOf(name: string, entry: Entry, stated: readonly string[] | undefined): ListedModel {
  const contextTokens =
    entry.max_model_len ??
    entry.meta?.n_ctx ??
    entry.context_length ??
    entry.details?.context_length ??
    Number.NaN;
  return {
    name,
    bytes: entry.meta?.size ?? entry.size ?? Number.NaN,
    contextTokens,
    generates: generates(name, entry, entry.capabilities ?? stated),
  };
}

/** Decides by the server's statement; without one by the name. */
function generates(name: string, { type }: Entry, stated: readonly string[] | undefined): boolean {
  const abilities = stated?.filter((one) => one !== '') ?? [];
  if (abilities.length > 0) return abilities.some((one) => !EMBEDDING_TYPE.test(one));
  if (type !== undefined && type !== 'model') return !EMBEDDING_TYPE.test(type);
  return !EMBEDDING_NAME.test(name);
}

/** Whether a text is a list of models in any of the known forms. */
export function isListOfModels(body: string): boolean {
  try {
    const listing = ListingSchema.safeParse(JSON.parse(body)).data;
    return (
      listing !== undefined && (listing.data.length === 0 || readEntries(listing.data).length > 0)
    );
  } catch {
    return false;
  }
}
