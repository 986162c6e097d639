import { formatNumber } from '../../../metric/format/format-value.ts';
import type { Evidence } from '../recommendation.ts';
import { inEachPhase, type FindingDefinition, type PhaseFinding } from '../finding.ts';
import type { RunEvent } from '../../../stream/events/run-event.ts';

type DatasetRead = Extract<RunEvent, { kind: 'dataset-read' }>;

/** Rows named by line for each reason. */
const NAMED = 3;

export const datasetRows: FindingDefinition = {
  name: 'dataset-rows',
  meaning:
    'Rows of a data set were not sent: they cannot be read, were failed requests of a trace, or a rule leaves them out. A warning where rows cannot be read. The report names the first of them by line.',
  section: 'dataQuality',
  look: inEachPhase(({ streams: { events } }) =>
    events.flatMap((event) => (event.kind === 'dataset-read' ? findingsOf(event) : [])),
  ),
};

function findingsOf(event: DatasetRead): PhaseFinding[] {
  const { stage, file, requests, unreadable, failed, filtered, warnings } = event;
  const place = stage === '' ? {} : { stage };
  const left = unreadable.count + failed.count + filtered.count;
  const sent = `${formatNumber(requests)} ${requests === 1 ? 'request' : 'requests'} to send`;
  if (left === 0 && warnings.count === 0) return [];
  const evidence = [
    ...evidenceOf('unreadable', unreadable),
    ...evidenceOf('failed requests', failed),
    ...evidenceOf('left out', filtered),
    ...evidenceOf('warnings', warnings),
  ];
  const rows = `${formatNumber(left)} ${left === 1 ? 'row' : 'rows'}`;
  return [
    {
      ...place,
      severity: unreadable.count > 0 ? 'warning' : 'note',
      finding:
        left === 0
          ? `${file} has doubtful rows, which are sent (${sent})`
          : `${rows} of ${file} are not sent (${sent})`,
      evidence,
      advice:
        unreadable.count > 0
          ? 'Correct these lines, or name the format with --dataset-format.'
          : 'loadcell dataset FILE lists what a file has and what of it is sent.',
    },
  ];
}

function evidenceOf(name: string, { count, first }: DatasetRead['failed']): Evidence[] {
  if (count === 0) return [];
  const named = first.slice(0, NAMED).map(({ line, reason }) => `line ${line}: ${reason}`);
  const more = count > named.length ? ', …' : '';
  return [{ name, value: `${formatNumber(count)} (${named.join('; ')}${more})` }];
}
