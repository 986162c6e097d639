import { brokenObjectives, isGood } from '../../stream/rows/request-slos.ts';
import type { MetricDefinition } from '../metric.ts';
import { NO_OBJECTIVES, objectivesOf } from './slos.ts';
import { noteOf, readingOfOne, unmeasured } from '../measure/reading.ts';
import { isAttempted, noServiceReason } from '../measure/service-requests.ts';
import { unfitForObjectives } from '../measure/unfit-times.ts';

/** Share of requests that were good enough. */
export const sloAttainment: MetricDefinition = {
  name: 'sloAttainment',
  aliases: [],
  of: 'stage',
  unit: 'ratio',
  isShare: true,
  isShareOfRequests: true,
  better: 'higher',
  defaultAggregate: 'avg',
  description: 'Share of the requests attempted that kept every objective.',
  formula:
    'requests that were answered and kept every objective / attempted; errors, timeouts and drops are attempted and not good',
  read: (phase) => {
    const objectives = objectivesOf(phase);
    if (objectives === undefined) return unmeasured(NO_OBJECTIVES);
    let attempted = 0;
    let good = 0;
    const broken = new Map(['answer', ...Object.keys(objectives)].map((name) => [name, 0]));
    for (const row of phase.requests) {
      if (!isAttempted(row)) continue;
      attempted += 1;
      const names = row.outcome === 'ok' ? brokenObjectives(row, objectives) : ['answer'];
      if (names.length === 0) good += 1;
      for (const name of names) broken.set(name, (broken.get(name) ?? 0) + 1);
    }
    const counts = Array.from(broken, ([name, count]) => ({
      name: name === 'answer' ? 'not answered' : `over ${name}`,
      count,
    }));
    const told = counts.filter(({ count }) => count > 0);
    return readingOfOne(good / attempted, noServiceReason(phase), {
      ...noteOf(
        `${good} of ${attempted} requests`,
        ...told.map(({ name, count }) => `${count} ${name}`),
      ),
      ...unfitForObjectives(phase, objectives),
      hits: () =>
        Uint8Array.from(phase.requests.filter(isAttempted), (row) =>
          isGood(row, objectives) ? 1 : 0,
        ),
    });
  },
};
