import * as z from 'zod';
import { median } from '../../stats/quantile.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { MeasuredNumberSchema, type MeasuredJson } from '../../spec/measured-number.ts';
import { isSuccessful } from '../measure/service-requests.ts';
import { templateTokens } from './template-tokens.ts';

/** What prompts were to have of tokens, and what the server read of them: medians over successful requests. */
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
 * Holds the prompts of a phase that were made with a number of tokens against what the server reports that it read.
 * @returns undefined where no prompt was made so, or the server does not report it
 */
export function promptLengths(phase: PhaseStreams): PromptLengths | undefined {
  const exact = new Set(
    phase.stages.flatMap(({ name, prompts }) => (prompts === 'tokenizer' ? [name] : [])),
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
