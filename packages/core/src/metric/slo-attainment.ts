import { brokenObjectives, isGood } from '../stream/request-objectives.ts';
import type { MetricDefinition } from './metric.ts';
import { NO_OBJECTIVES, objectivesOf } from './objectives.ts';
import { noteOf, readingOfOne, unmeasured } from './reading.ts';
import { attemptedRequests, noServiceReason } from './service-requests.ts';

/** Share of requests that were good enough. */
export const sloAttainment: MetricDefinition = {
  name: 'sloAttainment',
  aliases: [],
  unit: 'ratio',
  better: 'higher',
  defaultAggregate: 'avg',
  description: 'Share of the requests attempted that kept every objective.',
  formula:
    'requests that were answered and kept every objective / attempted; errors, timeouts and drops are attempted and not good',
  read: (phase) => {
    const objectives = objectivesOf(phase);
    if (objectives === undefined) return unmeasured(NO_OBJECTIVES);
    const attempted = attemptedRequests(phase);
    const good = attempted.filter((row) => isGood(row, objectives)).length;
    const broken = new Map(['answer', ...Object.keys(objectives)].map((name) => [name, 0]));
    for (const row of attempted) {
      const names = row.outcome === 'ok' ? brokenObjectives(row, objectives) : ['answer'];
      for (const name of names) broken.set(name, (broken.get(name) ?? 0) + 1);
    }
    const counts = Array.from(broken, ([name, count]) => ({
      name: name === 'answer' ? 'not answered' : `over ${name}`,
      count,
    }));
    const told = counts.filter(({ count }) => count > 0);
    return readingOfOne(
      good / attempted.length,
      noServiceReason(phase),
      noteOf(
        `${good} of ${attempted.length} requests`,
        ...told.map(({ name, count }) => `${count} ${name}`),
      ),
    );
  },
};
