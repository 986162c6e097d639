import { countOf, isSuccessful } from '../../../metric/measure/service-requests.ts';
import { isEmptyResponse } from '../../../stream/rows/empty-response.ts';
import { figure, inEachStage, type FindingDefinition } from '../finding.ts';

export const emptyResponsesPresent: FindingDefinition = {
  name: 'empty-responses',
  meaning:
    'Successful responses ended without text, as of models whose first token ends the response.',
  section: 'errors',
  look: inEachStage(({ streams: { requests } }) => {
    const empty = countOf(requests, (row) => isSuccessful(row) && isEmptyResponse(row));
    if (empty === 0) return [];
    return [
      {
        severity: 'note',
        finding: 'Some responses ended without text',
        evidence: [
          figure('empty', 'count', empty),
          figure('of', 'count', countOf(requests, isSuccessful)),
        ],
        advice: 'They are successful and have no TTFT, TPOT and ITL.',
      },
    ];
  }),
};
