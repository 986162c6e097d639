import { figure, inEachStage, type Rule } from '../finding.ts';

/** A difference that is never reported, tokens: the template is known to about as many. */
const NEGLIGIBLE_TOKENS = 2;

/** Share of a prompt that is never reported. */
const SHARE = 0.01;

/** Prompts that the server read with another number of tokens than they were made with. */
export const promptLengthsOff: Rule = {
  name: 'prompt-lengths-off',
  section: 'latency',
  look: inEachStage(({ result: { promptLengths } }) => {
    if (promptLengths === undefined) return [];
    const { requestedTokens, readTokens, templateTokens } = promptLengths;
    const off = Math.abs(readTokens - templateTokens - requestedTokens);
    if (!(off > Math.max(NEGLIGIBLE_TOKENS, SHARE * requestedTokens))) return [];
    return [
      {
        severity: 'warning',
        finding: `Prompts had ${readTokens} tokens where ${requestedTokens} were requested (p50)`,
        evidence: [figure('around every prompt', 'count', templateTokens)],
        advice:
          'Check that the server reads whole prompts, and that its tokenizer is that of the model; latency is that of the tokens read.',
      },
    ];
  }),
};
