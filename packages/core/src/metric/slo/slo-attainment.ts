import { missedSlos, isGood } from '../../stream/rows/request-slos.ts';
import type { MetricDefinition } from '../metric.ts';
import { NO_SLOS, slosOf } from './slos.ts';
import { noteOf, readingOfOne, unmeasured } from '../measure/reading.ts';
import { isAttempted, noServiceReason } from '../measure/service-requests.ts';
import { unfitForSlos } from '../measure/unfit-times.ts';

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
  description: 'Share of the requests attempted that kept every SLO.',
  formula:
    'requests that were answered and kept every SLO / attempted; errors, timeouts and drops are attempted and not good',
  read: (phase) => {
    const slos = slosOf(phase);
    if (slos === undefined) return unmeasured(NO_SLOS);
    let attempted = 0;
    let good = 0;
    const broken = new Map(['answer', ...Object.keys(slos)].map((name) => [name, 0]));
    for (const row of phase.requests) {
      if (!isAttempted(row)) continue;
      attempted += 1;
      const names = row.outcome === 'ok' ? missedSlos(row, slos) : ['answer'];
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
      ...unfitForSlos(phase, slos),
      hits: () =>
        Uint8Array.from(phase.requests.filter(isAttempted), (row) => (isGood(row, slos) ? 1 : 0)),
    });
  },
};
