import type { RequestRow } from '../../stream/rows/request-row.ts';
import { isMeasuredPurpose } from '../../stream/stage/stages.ts';
import { measure } from '../measure/measure.ts';
import { countOf, isAttempted, isSuccessful } from '../measure/service-requests.ts';
import type { StageStreams } from '../measure/stage-streams.ts';
import { METRICS } from '../registry.ts';
import type { GroupResult } from './group-result.ts';
import { GROUPINGS, type Grouping } from './groupings.ts';

/** The metrics of each group. */
const GROUP_METRICS: ReadonlySet<string> = new Set([
  'timeToFirstToken',
  'timePerOutputToken',
  'responseLatency',
  'inputSequenceLength',
  'outputSequenceLength',
  'cacheHitRate',
  'requestThroughput',
  'outputTokenThroughput',
  'itemThroughput',
]);

/**
 * The rows of each group of a grouping, warm-up included, in order.
 * @returns no group where all measured requests are in one
 */
export function groupsOf(
  rows: readonly RequestRow[],
  { groupOf, isNumbered }: Grouping,
): ReadonlyMap<string, readonly RequestRow[]> {
  const groups = new Map<string, { readonly rows: RequestRow[]; isMeasured: boolean }>();
  for (const row of rows) {
    const name = groupOf(row);
    if (name === '') continue;
    const group = groups.get(name) ?? { rows: [], isMeasured: false };
    groups.set(name, group);
    group.rows.push(row);
    group.isMeasured ||= isMeasuredPurpose(row.purpose);
  }
  const measured = [...groups].filter(([, { isMeasured }]) => isMeasured);
  if (measured.length < 2) return new Map();
  const ordered =
    isNumbered === true
      ? measured.toSorted(([one], [other]) => Number.parseInt(one, 10) - Number.parseInt(other, 10))
      : measured;
  return new Map(ordered.map(([name, group]) => [name, group.rows]));
}

/** The figures of each group of a stage, for each grouping that has more than one. Pure. */
export function measureGroups(streams: StageStreams): GroupResult[] {
  return GROUPINGS.flatMap((grouping) =>
    [...groupsOf(streams.requests, grouping)].map(([name, rows]) =>
      measureGroup(streams, grouping.by, name, rows),
    ),
  );
}

function measureGroup(
  streams: StageStreams,
  by: string,
  name: string,
  requests: readonly RequestRow[],
): GroupResult {
  const stage = { ...streams.stage, requests };
  // The counters of a server are of all groups together.
  const survey = new Map();
  const whole = { ...streams.whole, survey };
  const own: StageStreams = { ...streams, requests, stage, stages: [stage], survey, whole };
  const due = countOf(requests, isAttempted);
  const successful = countOf(requests, isSuccessful);
  return {
    by,
    name,
    requests: { due, successful, failed: due - successful },
    measurements: Object.fromEntries(
      METRICS.filter((metric) => GROUP_METRICS.has(metric.name)).map((metric) => [
        metric.name,
        measure(metric, own),
      ]),
    ),
  };
}
