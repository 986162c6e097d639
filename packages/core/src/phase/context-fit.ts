import { ConfigError } from '../spec/errors.ts';
import type { LengthSpec } from '../workload/length-spec.ts';
import type { LoadFiles } from '../workload/load-files.ts';
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

function demandOf(options: LoadOptions, traces: LoadFiles['traces']): Demand {
  const { promptTokens, inputTokens, sharedPrefix, outputTokens, stages } = options;
  const prefix = sharedPrefix?.tokens ?? 0;
  const own = {
    name: inputTokens === undefined ? 'promptTokens' : 'inputTokens',
    prompt: inputTokens === undefined ? promptTokens : most(inputTokens),
    output: most(outputTokens),
    turns: 1,
  };
  const demands = [
    own,
    ...stages.map((stage) => {
      if (stage.kind === 'sessions') return { ...own, turns: most(stage.turns) };
      if (stage.kind !== 'sweep') return own;
      const { parameter, to } = stage;
      if (parameter === 'inputTokens') return { ...own, name: parameter, prompt: to };
      return parameter === 'outputTokens' ? { ...own, output: to } : own;
    }),
  ].map(({ name, prompt, output, turns }) => ({
    tokens: prefix + turns * (prompt + output),
    terms: [
      ...(prefix === 0 ? [] : [`sharedPrefix.tokens ${prefix}`]),
      turns === 1
        ? `${name} ${prompt} + outputTokens ${output}`
        : `${turns} turns of ${name} ${prompt} + outputTokens ${output}`,
    ].join(' + '),
  }));
  const rows = [...traces.values()].flat().map(({ inputTokens: read, outputTokens: written }) => ({
    tokens: prefix + read + written,
    terms: `${read} + ${written} tokens of a request of the trace`,
  }));
  return [...demands, ...rows].reduce((longest, one) =>
    one.tokens > longest.tokens ? one : longest,
  );
}

/**
 * Refuses a load that does not fit the context of the target, before anything is measured: the server would cut its
 * prompts or refuse them. Prompts of a file are left to the server: their tokens are not known.
 * @param contextTokens of one context; `NaN` where the target does not tell
 * @throws {ConfigError} with the sum that does not fit
 */
export function checkContextFits(
  options: LoadOptions,
  traces: LoadFiles['traces'],
  contextTokens: number,
): void {
  const demand = demandOf(options, traces);
  if (options.prompts !== undefined || !(demand.tokens > contextTokens)) return;
  throw new ConfigError(
    `phases.load: ${demand.terms} do not fit the context of ${contextTokens} tokens that a request has. ` +
      'Lower them, or give a request more context: raise -c or lower -np of llama-server, raise --max-model-len of vLLM, or set target.contextTokens of an embedded engine.',
  );
}
