import { ConfigError } from '../spec/errors.ts';
import type { LengthSpec } from '../workload/length-spec.ts';
import type { TraceRow } from '../workload/trace-file.ts';
import type { LoadOptions } from './load-options.ts';

/** What a load asks of one context at most, and how that adds up. */
interface Demand {
  readonly tokens: number;
  /** With names and values of the options: `inputTokens 1000 + outputTokens 64`. */
  readonly terms: string;
}

function most(length: LengthSpec): number {
  return typeof length === 'number' ? length : length.max;
}

function demandOf(options: LoadOptions, trace: readonly TraceRow[] | undefined): Demand {
  const { promptTokens, inputTokens, sharedPrefix, sessions } = options;
  const prompt = inputTokens === undefined ? promptTokens : most(inputTokens);
  const promptName = inputTokens === undefined ? 'promptTokens' : 'inputTokens';
  const output = most(options.outputTokens);
  const turns = sessions === undefined ? 1 : most(sessions.turns);
  const prefix = sharedPrefix?.tokens ?? 0;
  const own = {
    tokens: prefix + turns * (prompt + output),
    terms: [
      ...(prefix === 0 ? [] : [`sharedPrefix.tokens ${prefix}`]),
      turns === 1
        ? `${promptName} ${prompt} + outputTokens ${output}`
        : `${turns} turns of ${promptName} ${prompt} + outputTokens ${output}`,
    ].join(' + '),
  };
  const rows = (trace ?? []).map(({ inputTokens: read, outputTokens: written }) => ({
    tokens: prefix + read + written,
    terms: `${read} + ${written} tokens of a request of the trace`,
  }));
  return rows.reduce((longest, row) => (row.tokens > longest.tokens ? row : longest), own);
}

/**
 * Refuses a load that does not fit the context of the target, before anything is measured: the server would cut its
 * prompts or refuse them. Prompts of a file are left to the server: their tokens are not known.
 * @param contextTokens of one context; `NaN` where the target does not tell
 * @throws {ConfigError} with the sum that does not fit
 */
export function checkContextFits(
  options: LoadOptions,
  trace: readonly TraceRow[] | undefined,
  contextTokens: number,
): void {
  const demand = demandOf(options, trace);
  if (options.prompts !== undefined || !(demand.tokens > contextTokens)) return;
  throw new ConfigError(
    `phases.load: ${demand.terms} do not fit the context of ${contextTokens} tokens that a request has. ` +
      'Lower them, or give a request more context: raise -c or lower -np of llama-server, raise --max-model-len of vLLM, or set target.contextTokens of an embedded engine.',
  );
}
