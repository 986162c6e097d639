import { formatNumber } from '../../../metric/format/format-value.ts';
import { toleratedShare } from '../../../metric/measure/unfit-times.ts';
import { readCutPrompts } from '../../../stream/rows/cut-prompts.ts';
import { isMeasuredPurpose } from '../../../stream/stage/stages.ts';
import { figure, inEachStage, type FindingDefinition, type StageFinding } from '../finding.ts';

export const promptsCut: FindingDefinition = {
  name: 'prompts-cut',
  meaning:
    'The server read only a part of prompts and reported no error, so latency is that of shorter prompts.',
  section: 'contexts',
  look: inEachStage(({ streams }) => {
    const { cut, known, offeredTokens, readTokens } = readCutPrompts(
      streams.requests.filter(({ purpose }) => isMeasuredPurpose(purpose)),
      toleratedShare(streams),
    );
    if (cut === 0) return [];
    return [
      {
        severity: 'critical',
        finding: 'The server truncated prompts without an error',
        evidence: [
          { name: 'truncated', value: `${formatNumber(cut)} of ${formatNumber(known)} prompts` },
          figure('tokens sent', 'count', offeredTokens),
          figure('tokens read', 'count', readTokens),
        ],
        advice:
          'Latency is that of the tokens it read. Raise the context length per slot, or set shorter prompts.',
      } satisfies StageFinding,
    ];
  }),
};
