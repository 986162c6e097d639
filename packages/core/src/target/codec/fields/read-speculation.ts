import { UNREPORTED_SERVER_TIMINGS, type ServerTimings } from '../decoded-response.ts';
import { isRecord, listOf, recordOf } from './json-fields.ts';
import { countOf } from './token-usage.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * Drafted and accepted tokens that vLLM and SGLang report where a server option asks for them: in each choice, or of the
 * whole response. Undefined where neither is there.
 */
export function readSpeculation(event: JsonRecord): ServerTimings | undefined {
  const whole = recordOf(recordOf(event['metrics'])?.['speculative_decoding']);
  const choices = listOf(event['choices']).filter(isRecord);
  const ofChoices = choices.map((choice) => recordOf(choice['speculative_decoding_stats']));
  const stats = [whole, ...ofChoices].filter((one) => one !== undefined);
  if (stats.length === 0) return undefined;
  return {
    ...UNREPORTED_SERVER_TIMINGS,
    draftTokens: sumOf(stats, 'num_draft_tokens'),
    acceptedDraftTokens: sumOf(stats, 'num_accepted_draft_tokens'),
  };
}

/** `NaN` if one of them has no such count. */
function sumOf(stats: readonly JsonRecord[], field: string): number {
  return stats.reduce((sum, one) => sum + countOf(one[field]), 0);
}
