import * as z from 'zod';
import type { SeriesReading } from './server-reading.ts';
import { parseIfJson } from '../spec/parse-json.ts';

const CountSchema = z.number().nonnegative().optional();
const NextTokenSchema = z.object({ n_decoded: CountSchema });

/** The fields of a slot that are read. The prompt, which some builds include, is never kept. */
const SlotSchema = z.object({
  id: z.number(),
  n_ctx: CountSchema,
  /** In upstream builds. */
  is_processing: z.boolean().optional(),
  /** In forks: 0 when idle. */
  state: z.number().optional(),
  n_prompt_tokens: CountSchema,
  n_prompt_tokens_processed: CountSchema,
  n_prompt_tokens_cache: CountSchema,
  next_token: z.union([NextTokenSchema, z.array(NextTokenSchema)]).optional(),
});
type Slot = z.infer<typeof SlotSchema>;

const FAMILY = '/slots';

/**
 * Reads the response of llama.cpp to `GET /slots`: the number of busy slots, and the share of its context that each slot uses,
 * where the build counts tokens. Current builds report the use of the KV cache nowhere else.
 * @param text the body, decoded
 * @returns `requestsRunning` as one series and `kvCacheUsage`, 0 to 1, as one per slot; or what the body is instead
 */
export function readSlots(
  text: string,
): readonly SeriesReading[] | { readonly unreadable: string } {
  const parsed = z.array(SlotSchema).safeParse(parseIfJson(text));
  if (!parsed.success) return { unreadable: 'no list of slots' };
  const slots = parsed.data;
  const running = slots.map(isRunning);
  const series: SeriesReading[] = [];
  if (slots.length > 0 && running.every((one) => one !== undefined)) {
    const value = running.filter(Boolean).length;
    series.push({ quantity: 'requestsRunning', labels: {}, family: FAMILY, quantum: 0, value });
  }
  for (const slot of slots) {
    const tokens = tokensOf(slot);
    if (tokens === undefined || slot.n_ctx === undefined || slot.n_ctx === 0) continue;
    series.push({
      quantity: 'kvCacheUsage',
      labels: { slot: String(slot.id) },
      family: FAMILY,
      quantum: 0,
      value: Math.min(tokens / slot.n_ctx, 1),
    });
  }
  return series.length > 0 ? series : { unreadable: 'slots without a state' };
}

function isRunning({ is_processing, state }: Slot): boolean | undefined {
  return is_processing ?? (state === undefined ? undefined : state !== 0);
}

/** Tokens in the context of a slot. Some builds count only the prompt, others everything in the slot. */
function tokensOf(slot: Slot): number | undefined {
  const { n_prompt_tokens: held, n_prompt_tokens_processed: processed } = slot;
  if (isRunning(slot) !== true || processed === undefined) return held;
  const [next] = [slot.next_token].flat();
  const made = (slot.n_prompt_tokens_cache ?? 0) + processed + (next?.n_decoded ?? 0);
  return Math.max(held ?? 0, made);
}
