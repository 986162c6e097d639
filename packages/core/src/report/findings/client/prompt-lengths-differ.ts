import { figure, inEachStage, type FindingDefinition } from '../finding.ts';

/** Differences up to this are ignored, tokens: the length of the template is known only to about as many. */
const NEGLIGIBLE_TOKENS = 2;

/** Differences up to this share of a prompt are ignored. */
const SHARE = 0.01;

export const promptLengthsDiffer: FindingDefinition = {
  name: 'prompt-lengths-differ',
  meaning: 'The server read another number of tokens than the prompts were generated with.',
  section: 'latency',
  look: inEachStage(({ result: { promptLengths } }) => {
    if (promptLengths === undefined) return [];
    const { requestedTokens, readTokens, templateTokens } = promptLengths;
    const off = Math.abs(readTokens - templateTokens - requestedTokens);
    if (!(off > Math.max(NEGLIGIBLE_TOKENS, SHARE * requestedTokens))) return [];
    return [
      {
        severity: 'warning',
        finding: `Prompts had ${readTokens} tokens with the chat template instead of the requested ${requestedTokens} without it (p50)`,
        evidence: [figure('tokens of the chat template', 'count', templateTokens)],
        advice:
          'Check that the server reads whole prompts and uses the tokenizer of the model. Latency is that of the tokens read.',
      },
    ];
  }),
};
