import { countOf, isAttempted } from '../../../metric/measure/service-requests.ts';
import { figure, inEachPhase, type Rule } from '../finding.ts';

/** Requests that were sent again because the server had closed their connection: no failures, and their wait is in the latency. */
export const resends: Rule = {
  name: 'resends',
  section: 'errors',
  look: inEachPhase(({ streams: { requests } }) => {
    const again = countOf(requests, (row) => row.resends > 0);
    if (again === 0) return [];
    return [
      {
        severity: 'note',
        finding: 'Requests were sent again: the server closes connections without announcing it',
        evidence: [
          figure('sent again', 'count', again),
          figure('of', 'count', Math.max(again, countOf(requests, isAttempted))),
        ],
        advice:
          'Latency includes the wait, and clients that do not resend fail here. Have the server keep connections, or announce Connection: close.',
      },
    ];
  }),
};
