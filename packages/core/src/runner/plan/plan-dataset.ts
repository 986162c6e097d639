import type { DatasetSurvey } from '../../workload/load-dataset/dataset-survey.ts';
import type { LoadOptions } from '../../phase/options/load-options.ts';
import type { LoadTrace } from '../../workload/load-dataset/load-trace.ts';
import type { LengthSpec } from '../../workload/length-spec.ts';
import { UNIQUE_WORDS } from '../../workload/supply/unique-prefix.ts';
import { estimateTokensOfWords } from '../../workload/text/estimate-tokens.ts';
import { amountOf, atMost, exactly, plus, times, type Amount } from './amount.ts';

/** How prompts of a dataset are sent. */
interface FileOptions {
  readonly outputTokens: LengthSpec;
  readonly uniquePrompts: boolean;
}

/** The smallest and the largest sum of `count` neighbors in a circle of values. */
function sumsOfNeighbors(values: readonly number[], count: number): readonly [number, number] {
  let sum = values.slice(0, count).reduce((total, value) => total + value, 0);
  let least = sum;
  let most = sum;
  for (const [place, value] of values.entries()) {
    sum += (values[(place + count) % values.length] ?? 0) - value;
    least = Math.min(least, sum);
    most = Math.max(most, sum);
  }
  return [least, most];
}

/** Tokens of consecutive requests that go around the dataset from an unknown position. */
function inTurn(values: readonly number[], requests: number): readonly [number, number] {
  if (requests === Infinity) return [Infinity, Infinity];
  const rounds = Math.floor(requests / values.length);
  const whole = rounds * values.reduce((total, value) => total + value, 0);
  const [least, most] = sumsOfNeighbors(values, requests % values.length);
  return [whole + least, whole + most];
}

/** Tokens of requests of a dataset and their maximum output, as the limit counts them. */
export function tokensOfDataset(
  { lengths, hasContent }: Pick<DatasetSurvey, 'lengths' | 'hasContent'>,
  { outputTokens, uniquePrompts }: FileOptions,
  requests: Amount,
): Amount {
  const begun = uniquePrompts ? estimateTokensOfWords(UNIQUE_WORDS) : 0;
  const output = amountOf(outputTokens);
  // The prefix and its prompt are rounded up once together, and twice apart.
  const leastBegun = Math.max(0, begun - 1);
  const shortest = lengths.each(leastBegun, output.least);
  const longest = lengths.each(begun, output.most);
  const isAbout = hasContent || shortest === undefined;
  if (shortest === undefined || longest === undefined) {
    const { least, most } = lengths.extremes;
    return {
      least: requests.least * (leastBegun + least),
      most: requests.most * (begun + most + output.most),
      isAbout,
    };
  }
  const [least] = inTurn(shortest, requests.least);
  const [, most] = inTurn(longest, requests.most);
  return { least, most, isAbout };
}

/** Tokens of a shared prefix, which not every prompt may have. */
export function prefixTokens({ tokens, share }: NonNullable<LoadOptions['sharedPrefix']>): Amount {
  return share === 1 ? exactly(tokens) : atMost(tokens);
}

/** Tokens of a trace and their maximum output: exact where it states its lengths. */
export function tokensOfTrace(
  trace: LoadTrace | undefined,
  { outputTokens, sharedPrefix }: Pick<LoadOptions, 'outputTokens' | 'sharedPrefix'>,
): Amount {
  if (trace === undefined) return exactly(0);
  const { tokens, atNs, unsetOutputs, survey } = trace;
  const own: Amount = { least: tokens, most: tokens, isAbout: survey.hasContent };
  const prefixes =
    survey.hasContent || sharedPrefix === undefined
      ? exactly(0)
      : times(exactly(atNs.length), prefixTokens(sharedPrefix));
  const known = plus(own, prefixes);
  return plus(known, times(exactly(unsetOutputs), amountOf(outputTokens)));
}
