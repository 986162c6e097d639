import * as z from 'zod';
import { median } from '../../stats/quantile.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { MeasuredNumberSchema, type MeasuredJson } from '../../spec/measured-number.ts';
import { isSuccessful } from '../measure/service-requests.ts';
import { templateTokens } from './template-tokens.ts';

/** Requested and read tokens of prompts: medians over successful requests. */
export interface PromptLengths {
  requestedTokens: number;
  readTokens: number;
  /** Tokens around every prompt, such as a chat template. */
  templateTokens: number;
  requestCount: number;
}

export const PromptLengthsSchema: z.ZodType<PromptLengths, MeasuredJson<PromptLengths>> = z.object({
  requestedTokens: MeasuredNumberSchema,
  readTokens: MeasuredNumberSchema,
  templateTokens: MeasuredNumberSchema,
  requestCount: MeasuredNumberSchema,
});

/**
 * Compares the requested number of tokens of synthetic prompts with the number that the server reports as read.
 * @returns undefined where no prompt was counted by a tokenizer, or the server reports no tokens
 */
export function promptLengths(phase: PhaseStreams): PromptLengths | undefined {
  const exact = new Set(
    phase.stages.flatMap(({ name, prompts }) =>
      prompts === 'tokenizer' || prompts === 'local-tokenizer' ? [name] : [],
    ),
  );
  const isExact = ({ stage }: RequestRow): boolean => exact.has(stage);
  const rows = phase.requests.filter(
    (row) =>
      isSuccessful(row) && isExact(row) && !Number.isNaN(row.inputTokens + row.offeredTokens),
  );
  const [first] = rows;
  if (first === undefined) return undefined;
  return {
    requestedTokens: median(rows.map((row) => row.offeredTokens)),
    readTokens: median(rows.map((row) => row.inputTokens)),
    templateTokens: templateTokens(phase, first.model),
    requestCount: rows.length,
  };
}
