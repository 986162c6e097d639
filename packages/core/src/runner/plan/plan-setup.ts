import { FEW_CONTEXTS, type ContextCounts } from '../../phase/step/begin-phase.ts';
import { TEMPLATE_WORDS } from '../../phase/step/measure-template.ts';
import { ALTERNATED_CONTEXTS, turnWordsOf } from '../../phase/step/transition-contexts.ts';
import type { LengthSpec } from '../../workload/length-spec.ts';
import { SHORT_PROMPT_WORDS } from '../../workload/supply/word-prompts.ts';
import { estimateTokensOfWords } from '../../workload/text/estimate-tokens.ts';
import { about, amountOf, exactly, plus, times, type Amount } from './amount.ts';

/** What a phase is planned to send outside of its stages. */
export interface PlannedSetup {
  /** `contexts and model switches`. */
  readonly load: string;
  readonly requests: Amount;
  /** Of prompts and of maximum output. The server may leave requests out, never add any. */
  readonly tokens: Amount;
}

/** Requests of the same lengths. */
interface Alike {
  readonly count: number;
  readonly input: Amount;
  readonly outputTokens: number;
}

/** Lengths of requests that set a phase up. */
interface SetupLengths {
  /** Short prompts when absent. */
  readonly inputTokens?: LengthSpec;
  /** 0 where no text is generated: there are no contexts then. */
  readonly outputTokens: number;
}

/** Greedy continuations of one context: before a switch and back, as a control, and after it. */
const CONTINUATIONS = 3;

const SHORT = about(estimateTokensOfWords(SHORT_PROMPT_WORDS));

function inputOf({ inputTokens }: SetupLengths): Amount {
  return inputTokens === undefined ? SHORT : amountOf(inputTokens);
}

function turnTokensOf(promptLength: number): number {
  return estimateTokensOfWords(turnWordsOf(promptLength));
}

/** Tokens of a turn in a context that begins with a prompt of these lengths. */
function turnOf({ inputTokens = SHORT_PROMPT_WORDS }: SetupLengths): Amount {
  const { least, most } = amountOf(inputTokens);
  return { least: turnTokensOf(least), most: turnTokensOf(most), isAbout: true };
}

function sumOf(load: string, requests: readonly Alike[]): PlannedSetup {
  return {
    load,
    requests: exactly(requests.reduce((sum, { count }) => sum + count, 0)),
    tokens: requests
      .map(({ count, input, outputTokens }) =>
        times(exactly(count), plus(input, exactly(outputTokens))),
      )
      .reduce(plus, exactly(0)),
  };
}

/** What `beginPhase` sends, without the prompt that is longer than the context. */
function beginning(lengths: SetupLengths, { contextLoads, transitions }: ContextCounts): Alike[] {
  const input = inputOf(lengths);
  const template = about(estimateTokensOfWords(TEMPLATE_WORDS));
  const first = [
    // The first request after the load of the model.
    { count: 1, input: SHORT, outputTokens: 1 },
    { count: 1, input, outputTokens: lengths.outputTokens },
  ];
  if (lengths.outputTokens === 0) return first;
  return [
    ...first,
    { count: contextLoads + ALTERNATED_CONTEXTS, input, outputTokens: 1 },
    { count: 1, input: template, outputTokens: 1 },
    { count: transitions, input: turnOf(lengths), outputTokens: 1 },
  ];
}

/** Switches there and back, with the continuations of a context that are compared. */
function switching(pairs: number, lengths: SetupLengths): Alike[] {
  const { outputTokens } = lengths;
  return [
    { count: 2 * pairs, input: SHORT, outputTokens: 1 },
    { count: CONTINUATIONS * pairs, input: inputOf(lengths), outputTokens },
  ];
}

/**
 * What baseline and load send outside of their stages.
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
    : sumOf(lengths.outputTokens === 0 ? 'first requests' : 'contexts', begins);
}

/** What cross-model sends outside of its stage, at least: it continues to switch for its duration. */
export function setupOfCrossModel(
  options: SetupLengths & { readonly continuationTokens: number; readonly minSwitches: number },
): PlannedSetup {
  const { continuationTokens, minSwitches } = options;
  const continued = { ...options, outputTokens: continuationTokens };
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
