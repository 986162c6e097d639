import * as z from 'zod';
import { EngineTargetOptionsSchema } from './engine-options.ts';
import { HEAP_READING_LENGTH } from './heap-readings.ts';

/** A number, or `NaN` for what is unknown. */
const CountSchema = z.union([z.number(), z.nan()]);

const callId = { id: z.int().nonnegative() };

/** A call of the runner to the engine process. `id` pairs a call with its reply; `cancel` names the call to cancel, and has no reply. */
export const EngineCallSchema = z.discriminatedUnion('method', [
  z.strictObject({ ...callId, method: z.literal('open'), options: EngineTargetOptionsSchema }),
  z.strictObject({ ...callId, method: z.literal('load'), model: z.string() }),
  z.strictObject({ ...callId, method: z.literal('unload'), model: z.string() }),
  z.strictObject({ ...callId, method: z.literal('openContext'), model: z.string() }),
  z.strictObject({ ...callId, method: z.literal('closeContext'), context: z.string() }),
  z.strictObject({
    ...callId,
    method: z.literal('generate'),
    model: z.string(),
    context: z.string().optional(),
    prompt: z.string(),
    maxTokens: z.int().nonnegative(),
    isLengthDemanded: z.boolean(),
    greedy: z.boolean(),
    cutAfterMs: z.number().positive().optional(),
  }),
  z.strictObject({
    ...callId,
    method: z.literal('countTokens'),
    model: z.string(),
    text: z.string(),
  }),
  z.strictObject({
    ...callId,
    method: z.literal('tokenize'),
    model: z.string(),
    text: z.string(),
  }),
  z.strictObject({ ...callId, method: z.literal('settle') }),
  z.strictObject({ ...callId, method: z.literal('close') }),
  z.strictObject({ ...callId, method: z.literal('cancel') }),
]);

/** One of {@link EngineCallSchema}. */
export type EngineCall = z.output<typeof EngineCallSchema>;

/** An error on its way from the engine process to the runner. */
const EngineFailureSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  help: z.string().exactOptional(),
  /** Whether the call was cancelled, and failed for no other reason. */
  cancelled: z.boolean(),
});

/** One of {@link EngineFailureSchema}. */
export type EngineFailure = z.output<typeof EngineFailureSchema>;

/** A reply of the engine process; the value has the schema of the method, below. */
export const EngineReplySchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...callId, kind: z.literal('done'), value: z.unknown() }),
  z.strictObject({ ...callId, kind: z.literal('failed'), failure: EngineFailureSchema }),
]);

/** One of {@link EngineReplySchema}. */
export type EngineReply = z.output<typeof EngineReplySchema>;

/** Unsolicited message of the engine process: its JavaScript heap over time. */
const HeapMessageSchema = z.strictObject({
  kind: z.literal('heap'),
  readings: z
    .instanceof(Float64Array)
    .refine((readings) => readings.length % HEAP_READING_LENGTH === 0),
});

/** All that the engine process sends. */
export const EngineMessageSchema = z.discriminatedUnion('kind', [
  EngineReplySchema,
  HeapMessageSchema,
]);

/** One of {@link EngineMessageSchema}. */
export type EngineMessage = z.output<typeof EngineMessageSchema>;

/** What `open` gives: the engine, by its own account. */
export const OpenedSchema = z.strictObject({
  kind: z.string(),
  version: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/** What `load` gives. */
export const LoadedSchema = z.object({ bytes: CountSchema, contextTokens: z.number() });

/** What `openContext` gives. */
export const ContextIdSchema = z.string();

/** What `countTokens` gives. */
export const TokenCountSchema = z.number();

/** What `tokenize` gives; undefined where the engine does not report ids. */
export const TokenIdsSchema = z.array(z.number()).optional();

/** What the others give. */
export const NothingSchema = z.undefined();

/** What `generate` gives: one message at the end, so that measuring does not disturb what is measured. */
export const GeneratedSchema = z.object({
  /** CLOCK_MONOTONIC nanoseconds, as are all stamps here. */
  sentNs: z.number(),
  tokenNs: z.instanceof(Float64Array),
  endNs: z.number(),
  /** Whether it was cut on purpose; its counts are then unknown. */
  isCut: z.boolean(),
  inputTokens: CountSchema,
  cachedTokens: CountSchema,
  offeredTokens: CountSchema,
  residentTokens: CountSchema,
  tokens: z.array(z.number()),
  text: z.string(),
});
