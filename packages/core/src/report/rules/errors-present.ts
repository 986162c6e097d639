import type { RequestFailures } from '../run-results.ts';
import { figure, inEachPhase, type Rule } from './rule.ts';

/** What this process ran short of, and not the host. */
const OWN_KIND = 'too-many-files';

const OF_CLIENT = `Those of kind ${OWN_KIND} met a limit of this client: raise it (ulimit -n), or use fewer connections.`;
const OF_HOST = "Read the host's log of that time; times of answered requests alone flatter it.";

const isOfClient = ({ kind }: RequestFailures): boolean => kind === OWN_KIND;

/** Requests that failed. */
export const errorsPresent: Rule = {
  name: 'errors-present',
  severity: 'serious',
  section: 'errors',
  look: inEachPhase(({ result: { failures } }) => {
    if (failures.length === 0) return [];
    const example = failures[0]?.example ?? '';
    return [
      {
        finding: 'Requests failed',
        evidence: [
          ...failures.map(({ kind, count }) => figure(kind, 'count', count)),
          ...(example === '' ? [] : [{ name: 'the first with', value: `"${example}"` }]),
        ],
        advice: [
          ...(failures.some(isOfClient) ? [OF_CLIENT] : []),
          ...(failures.every(isOfClient) ? [] : [OF_HOST]),
        ].join(' '),
      },
    ];
  }),
};
