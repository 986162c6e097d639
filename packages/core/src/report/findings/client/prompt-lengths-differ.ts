import { figure, inEachStage, type FindingDefinition, type StageFinding } from '../finding.ts';
import type { PromptLengths } from '../../../metric/tokens/prompt-lengths.ts';

/** Differences up to this are ignored, tokens: the length of the template is known only to about as many. */
const NEGLIGIBLE_TOKENS = 2;

/** Differences up to this share of a prompt are ignored. */
const SHARE = 0.01;

export const promptLengthsDiffer: FindingDefinition = {
  name: 'prompt-lengths-differ',
  meaning: 'The server read another number of tokens than the prompts were generated with.',
  section: 'latency',
  look: inEachStage(({ result, phase }) => {
    const { promptLengths } = result;
    if (promptLengths === undefined) return [];
    const { requestedTokens, readTokens, templateTokens } = promptLengths;
    const off = Math.abs(readTokens - templateTokens - requestedTokens);
    if (!(off > Math.max(NEGLIGIBLE_TOKENS, SHARE * requestedTokens))) return [];
    const stage = phase.streams.stages.find(({ name }) => name === result.name);
    return [
      stage?.prompts === 'local-tokenizer'
        ? ofLocalTokenizer(promptLengths)
        : ofServer(promptLengths),
    ];
  }),
};

function ofServer({ requestedTokens, readTokens, templateTokens }: PromptLengths): StageFinding {
  return {
    severity: 'warning',
    finding: `Prompts had ${readTokens} tokens with the chat template instead of the requested ${requestedTokens} without it (p50)`,
    evidence: [figure('tokens of the chat template', 'count', templateTokens)],
    advice:
      'Check that the server reads whole prompts and uses the tokenizer of the model. Latency is that of the tokens read.',
  };
}

/** A tokenizer of another model has other counts, by a factor that is alike for all prompts. */
function ofLocalTokenizer(lengths: PromptLengths): StageFinding {
  const { requestedTokens, readTokens, templateTokens } = lengths;
  const counted = readTokens - templateTokens;
  return {
    severity: 'warning',
    finding: `The local tokenizer is not that of the model: it counted ${requestedTokens} tokens where the server read ${counted} without the chat template (p50)`,
    evidence: [
      figure('tokens read per local token', 'count', counted / requestedTokens),
      figure('tokens of the chat template', 'count', templateTokens),
    ],
    advice:
      'Pass the tokenizer.json of the served model with --tokenizer. Latency is that of the tokens read.',
  };
}
