import { ConfigError } from '../spec/errors.ts';
import type { SweepParameter } from '../stream/stage-load.ts';
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

/** Lengths of the phase, raised to the highest level of a sweep over them. */
function lengthsOf(options: LoadOptions): {
  readonly input: { readonly name: string; readonly tokens: number };
  readonly output: { readonly name: string; readonly tokens: number };
} {
  const { promptTokens, inputTokens, outputTokens, stages } = options;
  const highest = (parameter: SweepParameter): number | undefined =>
    stages
      .flatMap((stage) => (stage.kind === 'sweep' && stage.parameter === parameter ? stage.to : []))
      .toSorted((a, b) => b - a)[0];
  const raise = (
    own: { readonly name: string; readonly tokens: number },
    parameter: SweepParameter,
  ): { readonly name: string; readonly tokens: number } => {
    const to = highest(parameter);
    return to === undefined || to <= own.tokens
      ? own
      : { name: `${parameter} of the sweep`, tokens: to };
  };
  const prompt =
    inputTokens === undefined
      ? { name: 'promptTokens', tokens: promptTokens }
      : { name: 'inputTokens', tokens: most(inputTokens) };
  return {
    input: raise(prompt, 'inputTokens'),
    output: raise({ name: 'outputTokens', tokens: most(outputTokens) }, 'outputTokens'),
  };
}

function demandOf(options: LoadOptions, trace: readonly TraceRow[] | undefined): Demand {
  const { input, output } = lengthsOf(options);
  const turns = Math.max(
    1,
    ...options.stages.map((stage) => (stage.kind === 'sessions' ? most(stage.turns) : 1)),
  );
  const prefix = options.sharedPrefix?.tokens ?? 0;
  const terms = `${input.name} ${input.tokens} + ${output.name} ${output.tokens}`;
  const own = {
    tokens: prefix + turns * (input.tokens + output.tokens),
    terms: [
      ...(prefix === 0 ? [] : [`sharedPrefix.tokens ${prefix}`]),
      turns === 1 ? terms : `${turns} turns of ${terms}`,
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
 * prompts or refuse them. Prompts of a dataset are left to the server: their tokens are not known.
 * @param contextTokens of one context; `NaN` where the target does not tell
 * @throws {ConfigError} with the sum that does not fit
 */
export function checkContextFits(
  options: LoadOptions,
  trace: readonly TraceRow[] | undefined,
  contextTokens: number,
): void {
  const demand = demandOf(options, trace);
  if (options.dataset !== undefined || !(demand.tokens > contextTokens)) return;
  throw new ConfigError(
    `phases.load: ${demand.terms} do not fit the context of ${contextTokens} tokens that a request has.`,
    {
      help: 'lower them, or give a request more context: raise -c or lower -np of llama-server, raise --max-model-len of vLLM, or set target.contextTokens of an embedded engine',
    },
  );
}
