import { textOfContent } from '../../spec/content/chat-message.ts';
import type { LengthSpec } from '../../workload/length-spec.ts';
import type { Prompt } from '../../workload/prompt.ts';
import { UNIQUE_WORDS } from '../../workload/supply/file-prompts.ts';
import { estimateTokens, estimateTokensOfWords } from '../../workload/text/estimate-tokens.ts';
import { amountOf, type Amount } from './amount.ts';

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

/** Tokens of prompts of a dataset and their maximum output, as the limit counts them. @param prompts at least one */
export function tokensOfDataset(
  prompts: readonly Prompt[],
  { outputTokens, uniquePrompts }: FileOptions,
  requests: Amount,
): Amount {
  const begun = uniquePrompts ? estimateTokensOfWords(UNIQUE_WORDS) : 0;
  const output = amountOf(outputTokens);
  const valuesOf = (unsaid: number): number[] =>
    prompts.map((prompt) => {
      const said = prompt.messages.reduce(
        (sum, { content }) => sum + estimateTokens(textOfContent(content)),
        0,
      );
      return begun + said + (Number.isNaN(prompt.outputTokens) ? unsaid : prompt.outputTokens);
    });
  const [least] = inTurn(valuesOf(output.least), requests.least);
  const [, most] = inTurn(valuesOf(output.most), requests.most);
  return { least, most, isAbout: true };
}
