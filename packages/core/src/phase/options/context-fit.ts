import { ConfigError } from '../../spec/error/errors.ts';
import { lengthBounds, type LengthSpec } from '../../workload/length-spec.ts';
import { SHORT_PROMPT_WORDS } from '../../workload/supply/word-prompts.ts';
import type { NamedLengths } from '../../workload/load-dataset/dataset-survey.ts';
import type { LoadOptions } from './load-options.ts';
import type { StagePlan } from '../stage/options/resolve-stages.ts';

/** The most tokens that a load needs of one context, as a sum. */
interface Demand {
  readonly tokens: number;
  /** With names and values of the options: `inputTokens 1000 + outputTokens 64`. */
  readonly terms: string;
}

function most(length: LengthSpec): number {
  return lengthBounds(length).max;
}

/** Maximum lengths of the requests of a stage, with the options that set them. */
interface Lengths {
  readonly name: string;
  readonly prompt: number;
  readonly output: number;
  /** At its end, a conversation holds all of its turns. */
  readonly turns: number;
}

/** Lengths of a stage: its own, or those of the phase. */
function lengthsOf(stage: StagePlan, phase: Lengths): Lengths {
  if (stage.kind === 'sessions') return { ...phase, turns: most(stage.turns) };
  if (stage.kind !== 'sweep') return phase;
  const { parameter, to } = stage;
  if (parameter === 'inputTokens') return { ...phase, name: parameter, prompt: to };
  return parameter === 'outputTokens' ? { ...phase, output: to } : phase;
}

/** Maximum lengths of each kind of request. */
function lengthsOfPhase({ inputTokens, outputTokens, lengths }: LoadOptions): Lengths[] {
  if (lengths === undefined) {
    const name = inputTokens === undefined ? 'prompt' : 'inputTokens';
    const prompt = most(inputTokens ?? SHORT_PROMPT_WORDS);
    return [{ name, prompt, output: most(outputTokens), turns: 1 }];
  }
  return lengths.map((pair) => ({
    name: 'lengths: inputTokens',
    prompt: most(pair.inputTokens),
    output: most(pair.outputTokens),
    turns: 1,
  }));
}

function demandOf(options: LoadOptions, longest: readonly NamedLengths[]): Demand {
  const { sharedPrefix, stages } = options;
  const prefix = sharedPrefix?.tokens ?? 0;
  const kinds = lengthsOfPhase(options);
  // The prompts of a dataset have lengths of their own.
  const ofPhase = stages.filter(({ kind }) => kind !== 'trace' && options.dataset === undefined);
  const ofStages = ofPhase.flatMap((stage) =>
    kinds.map((phase) => {
      const { name, prompt, output, turns } = lengthsOf(stage, phase);
      const terms = `${name} ${prompt} + outputTokens ${output}`;
      return {
        tokens: prefix + turns * (prompt + output),
        terms: [
          ...(prefix === 0 ? [] : [`sharedPrefix.tokens ${prefix}`]),
          turns === 1 ? terms : `${turns} turns of ${terms}`,
        ].join(' + '),
      };
    }),
  );
  const ofFiles = longest.map(({ line, inputTokens, outputTokens }) => {
    const output = Number.isNaN(outputTokens) ? most(options.outputTokens) : outputTokens;
    return {
      tokens: prefix + inputTokens + output,
      terms: `${inputTokens} + ${output} tokens of a request (line ${line} of its file)`,
    };
  });
  return [...ofStages, ...ofFiles].reduce(
    (largest, demand) => (demand.tokens > largest.tokens ? demand : largest),
    { tokens: 0, terms: '' },
  );
}

/**
 * Refuses a load that does not fit the context of the target before anything is measured: the server would truncate or
 * refuse its prompts. Of a dataset and of traces those requests are checked whose tokens the file states.
 * @param longest the longest such request of each file; empty before they are read
 * @param contextTokens of one context; `NaN` where the target reports none
 * @throws {ConfigError} with the sum that does not fit
 */
export function checkContextFits(
  options: LoadOptions,
  longest: readonly NamedLengths[],
  contextTokens: number,
): void {
  const demand = demandOf(options, longest);
  if (!(demand.tokens > contextTokens)) return;
  throw new ConfigError(
    `phases.load: ${demand.terms} do not fit the context of ${contextTokens} tokens`,
    {
      help: 'lower them, or enlarge the context: raise -c or lower -np of llama-server, raise --max-model-len of vLLM, or set target.contextTokens of the embedded engine',
    },
  );
}
