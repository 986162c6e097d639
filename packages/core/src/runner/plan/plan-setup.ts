import { FEW_CONTEXTS, type ContextCounts } from '../../phase/step/begin-phase.ts';
import { TEMPLATE_WORDS } from '../../phase/step/measure-template.ts';
import { MOVED_CONTEXTS, turnWordsOf } from '../../phase/step/transition-contexts.ts';
import { estimateTokensOfWords } from '../../workload/text/estimate-tokens.ts';
import { about, exactly, type Amount } from './amount.ts';

/** What a phase is planned to send beside its stages. */
export interface PlannedSetup {
  /** What it is in a few words. */
  readonly load: string;
  readonly requests: Amount;
  /** Tokens of prompts and of responses at most; at most so many, where a host leaves requests out. */
  readonly tokens: Amount;
}

/** Requests that are alike. */
interface Alike {
  readonly count: number;
  readonly words: number;
  readonly outputTokens: number;
}

/** Lengths of requests that set a phase up. */
interface SetupLengths {
  readonly promptTokens: number;
  readonly outputTokens: number;
}

/** Of a context before a switch there and back, as control and after it: its greedy continuations. */
const CONTINUATIONS = 3;

function sumOf(load: string, requests: readonly Alike[]): PlannedSetup {
  return {
    load,
    requests: exactly(requests.reduce((sum, { count }) => sum + count, 0)),
    tokens: about(
      requests.reduce(
        (sum, { count, words, outputTokens }) =>
          sum + count * (estimateTokensOfWords(words) + outputTokens),
        0,
      ),
    ),
  };
}

/** What `beginPhase` sends, but for the prompt that is longer than the context. */
function beginning(
  { promptTokens, outputTokens }: SetupLengths,
  { contextLoads, transitions }: ContextCounts,
): Alike[] {
  // The first request after the load of the model, the fresh contexts and those that are moved between.
  const opened = 1 + contextLoads + MOVED_CONTEXTS;
  return [
    { count: opened, words: promptTokens, outputTokens: 1 },
    { count: 1, words: promptTokens, outputTokens },
    { count: 1, words: TEMPLATE_WORDS, outputTokens: 1 },
    { count: transitions, words: turnWordsOf(promptTokens), outputTokens: 1 },
  ];
}

/** Switches there and back, with the continuations of a context that are compared. */
function switching(pairs: number, { promptTokens, outputTokens }: SetupLengths): Alike[] {
  return [
    { count: 2 * pairs, words: promptTokens, outputTokens: 1 },
    { count: CONTINUATIONS * pairs, words: promptTokens, outputTokens },
  ];
}

/**
 * What baseline and load send beside their stages.
 * @param hasSwitches whether there is another model to switch to
 */
export function setupOfPhase(
  lengths: SetupLengths,
  hasSwitches: boolean,
  counts: ContextCounts = FEW_CONTEXTS,
): PlannedSetup {
  const begins = beginning(lengths, counts);
  return hasSwitches
    ? sumOf('contexts and model switches', [...begins, ...switching(1, lengths)])
    : sumOf('contexts', begins);
}

/** What cross-model sends beside its stage: it goes on switching for its time, so that there may be more. */
export function setupOfCrossModel(
  options: SetupLengths & { readonly continuationTokens: number; readonly minSwitches: number },
): PlannedSetup {
  const { promptTokens, continuationTokens, minSwitches } = options;
  const continued = { promptTokens, outputTokens: continuationTokens };
  const { load, requests, tokens } = sumOf('contexts and model switches', [
    ...beginning(options, FEW_CONTEXTS),
    ...switching(Math.ceil(minSwitches / 2), continued),
  ]);
  return {
    load,
    requests: { ...requests, most: Infinity },
    tokens: { ...tokens, most: Infinity },
  };
}
