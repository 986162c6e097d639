import { outagesOf } from '../../../metric/errors/outages.ts';
import { countOf, isAttempted } from '../../../metric/measure/service-requests.ts';
import { formatMs } from '../../../metric/format/format-value.ts';
import { isBroken, isUnreached } from '../../../stream/rows/failure-kinds.ts';
import type { RequestRow } from '../../../stream/rows/request-row.ts';
import type { Evidence } from '../recommendation.ts';
import { quoted } from '../quoted.ts';
import { figure, inEachPhase, type FindingDefinition, type PhaseFinding } from '../finding.ts';
import type { PhaseView } from '../finding.ts';
import { byReplica } from './by-replica.ts';

export const replicaLost: FindingDefinition = {
  name: 'replica-lost',
  meaning:
    'A replica died, refused or lost its requests. One finding for each outage of each replica, with the share of the requests that it was sent: figures of the others do not stand for all.',
  section: 'errors',
  look: inEachPhase((phase) => [...outages(phase), ...neverServed(phase)]),
};

function outages({ streams }: PhaseView): PhaseFinding[] {
  const rows = byReplica(streams.requests);
  return outagesOf(streams).flatMap((outage) => {
    const { beganNs, endedNs, isOver, requests, cause, message, replica } = outage;
    if (replica === undefined) return [];
    const fromMs = (beganNs - streams.beganNs) / 1e6;
    const when = isOver
      ? `for ${formatMs((endedNs - beganNs) / 1e6)}`
      : `from ${formatMs(fromMs)} to the end`;
    return [
      lost(`The replica ${replica} was lost ${when}${quoted(message)}`, [
        figure('from', 'ms', fromMs),
        figure(`requests lost (${cause})`, 'count', requests),
        ...shares(rows.get(replica) ?? [], streams.requests),
      ]),
    ];
  });
}

/** Replicas of which no request of the phase reached the server. */
function neverServed({ streams: { requests } }: PhaseView): PhaseFinding[] {
  return [...byReplica(requests)].flatMap(([replica, rows]) => {
    const [first] = rows;
    const isLost = rows.every(({ errorKind }) => isUnreached(errorKind) || isBroken(errorKind));
    if (first === undefined || !isLost) return [];
    return [
      lost(`The replica ${replica} served no request${quoted(first.errorMessage)}`, [
        figure(`requests lost (${first.errorKind})`, 'count', rows.length),
        ...shares(rows, requests),
      ]),
    ];
  });
}

function lost(finding: string, evidence: readonly Evidence[]): PhaseFinding {
  return {
    severity: 'critical',
    finding,
    evidence,
    advice:
      'Check the log of this replica. Its failed requests count; figures of successful requests are those of the other replicas.',
  };
}

function isOk({ outcome }: RequestRow): boolean {
  return outcome === 'ok';
}

/** The shares of the replica in the requests that were sent, and in those that succeeded. */
function shares(own: readonly RequestRow[], all: readonly RequestRow[]): Evidence[] {
  return [
    figure('share of requests', 'ratio', countOf(own, isAttempted) / countOf(all, isAttempted)),
    figure('share of successful', 'ratio', countOf(own, isOk) / countOf(all, isOk)),
  ];
}
