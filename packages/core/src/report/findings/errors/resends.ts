import { countOf, isAttempted } from '../../../metric/measure/service-requests.ts';
import { figure, inEachPhase, type FindingDefinition } from '../finding.ts';

export const resends: FindingDefinition = {
  name: 'resends',
  meaning:
    'Requests were resent because the server had closed their connection. They did not fail, but their latency includes the wait.',
  section: 'errors',
  look: inEachPhase(({ streams: { requests } }) => {
    const again = countOf(requests, (row) => row.resends > 0);
    if (again === 0) return [];
    return [
      {
        severity: 'note',
        finding: 'Requests were resent: the server closes connections without announcing it',
        evidence: [
          figure('resent', 'count', again),
          figure('of', 'count', Math.max(again, countOf(requests, isAttempted))),
        ],
        advice:
          "Latency includes the wait, and clients that do not resend fail. Enable keep-alive and raise the server's idle timeout, or have it send Connection: close.",
      },
    ];
  }),
};
