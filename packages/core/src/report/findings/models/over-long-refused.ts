import { countOf } from '../../../metric/measure/service-requests.ts';
import type { RequestRow } from '../../../stream/rows/request-row.ts';
import { figure, inEachPhase, type FindingDefinition } from '../finding.ts';

function isRefused({ outcome }: RequestRow): boolean {
  return outcome === 'refused';
}

/** Status and message of a rejection, without the sentence around them. */
function responseOf({ errorMessage }: RequestRow): string {
  return errorMessage.replace(/^The server returned /, '').replace(/\.$/, '');
}

export const overLongRefused: FindingDefinition = {
  name: 'over-long-refused',
  meaning: 'The server rejected a prompt that was too long on purpose.',
  section: 'contexts',
  look: inEachPhase(({ streams: { requests } }) => {
    const first = requests.find(isRefused);
    if (first === undefined) return [];
    return [
      {
        severity: 'note',
        finding: 'The server rejects over-long prompts',
        evidence: [
          figure('rejected', 'count', countOf(requests, isRefused)),
          { name: 'response', value: responseOf(first) },
        ],
        advice: 'Users see this error instead of a response to a truncated prompt.',
      },
    ];
  }),
};
