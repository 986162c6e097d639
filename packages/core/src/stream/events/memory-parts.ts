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
  name: z.string().describe("the buffer, device or process, in the server's word"),
  bytes: z.number().positive(),
});

const partSchema = z.object({
  part: z.enum(MEMORY_PARTS),
  bytes: z.number().positive().describe('sum over all places'),
  places: z.array(placeSchema).min(1).describe('the largest first'),
});

const memoryPartsFields = {
  source: z
    .enum(['llama.cpp', 'ollama', 'vllm', 'sglang'])
    .describe(
      'server whose log lines these are; Ollama runs llama.cpp, whose lines are in its output',
    ),
  loads: z
    .int()
    .positive()
    .describe('number of loaded models, drafts included; unloaded ones still count'),
  parts: z.array(partSchema).min(1).describe('a part that was not reported is absent'),
  kvCacheTokens: z
    .int()
    .positive()
    .exactOptional()
    .describe(
      'capacity of the KV cache, tokens; of the largest one where models have one each; absent where not reported',
    ),
};

/** What a server reports its memory is for. */
export const ServerMemorySchema = z.object(memoryPartsFields);

/** What a server reports its memory is for. */
export type ServerMemory = z.output<typeof ServerMemorySchema>;

/** Memory breakdown of a server, from its output so far. */
export const serverMemoryEventSchema = z
  .object({
    kind: z.literal('server-memory-parts'),
    ...inPhase,
    ...memoryPartsFields,
  })
  .describe('Memory breakdown of a server, from its output so far.');
