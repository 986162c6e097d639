import { formatMs } from '../../../metric/format/format-value.ts';
import { outagesOf, type Outage } from '../../../metric/errors/outages.ts';
import { quoted } from '../quoted.ts';
import { figure, inEachPhase, type FindingDefinition, type PhaseView } from '../finding.ts';

export const outage: FindingDefinition = {
  name: 'outage',
  meaning:
    'The server had responded before and then could not be reached, or lost every request. One finding for each outage, however many requests it lost.',
  section: 'errors',
  look: inEachPhase(({ streams }) =>
    ofOneServer(streams).map(({ beganNs, endedNs, isOver, requests, cause, message }) => ({
      severity: 'critical',
      finding: isOver
        ? `The server was unreachable for ${formatMs((endedNs - beganNs) / 1e6)}${quoted(message)}`
        : `The server was unreachable from ${formatMs((beganNs - streams.beganNs) / 1e6)} to the end${quoted(message)}`,
      evidence: [
        figure('from', 'ms', (beganNs - streams.beganNs) / 1e6),
        figure(`requests lost (${cause})`, 'count', requests),
      ],
      advice: isOver
        ? 'Check the server log for a restart. Requests sent before and after are measured.'
        : 'Check whether the server crashed or was stopped. What was measured before is kept.',
    })),
  ),
};

/** Those of a replica are a finding of their own. */
function ofOneServer(streams: PhaseView['streams']): Outage[] {
  return outagesOf(streams).filter(({ replica }) => replica === undefined);
}
