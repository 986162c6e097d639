import * as z from 'zod';
import { inPhase } from './event-place.ts';

/** Uses of server memory, as reported when a model is loaded. */
export const MEMORY_PARTS = [
  'weights',
  'kv-cache',
  'compute-buffers',
  'output-buffers',
  'cuda-graphs',
] as const;

const placeSchema = z.object({
  /** The buffer, device or process, in the server's word. */
  name: z.string(),
  bytes: z.number().positive(),
});

const partSchema = z.object({
  part: z.enum(MEMORY_PARTS),
  /** Sum over all places. */
  bytes: z.number().positive(),
  /** The largest first. */
  places: z.array(placeSchema).min(1),
});

const memoryPartsFields = {
  /** Server whose log lines these are; Ollama runs llama.cpp, whose lines are in its output. */
  source: z.enum(['llama.cpp', 'ollama', 'vllm', 'sglang']),
  /** Number of loaded models, drafts included; unloaded ones still count. */
  loads: z.int().positive(),
  /** In the order of `MEMORY_PARTS`; a part that was not reported is absent. */
  parts: z.array(partSchema).min(1),
  /** Capacity of the KV cache, tokens; of the largest one where models have one each; absent where not reported. */
  kvCacheTokens: z.int().positive().exactOptional(),
};

/** What a server reports its memory is for. */
export const ServerMemorySchema = z.object(memoryPartsFields);

/** What a server reports its memory is for. */
export type ServerMemory = z.output<typeof ServerMemorySchema>;

/** Memory breakdown of a server, from its output so far. */
export const serverMemoryEventSchema = z.object({
  kind: z.literal('server-memory-parts'),
  ...inPhase,
  ...memoryPartsFields,
});
