import { missedSlos, isGood } from '../../stream/rows/request-slos.ts';
import type { MetricDefinition } from '../metric.ts';
import { sloLabel } from './slo-label.ts';
import { NO_SLOS, slosOf } from './slos.ts';
import { noteOf, readingOfOne, unmeasured } from '../measure/reading.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { isAttempted } from '../measure/service-requests.ts';
import { hitsOf, SHARE_OF_REQUESTS } from '../measure/share-of-requests.ts';
import { unfitForSlos } from '../measure/unfit-times.ts';

/** Share of requests that met every SLO. */
export const sloAttainment: MetricDefinition = {
  name: 'sloAttainment',
  label: 'SLO attainment',
  aliases: [],
  ...SHARE_OF_REQUESTS,
  better: 'higher',
  description: 'Share of attempted requests that met every SLO.',
  formula:
    'successful requests that met every SLO / attempted; errors, timeouts and drops count as attempted and as misses',
  read: (phase) => {
    const slos = slosOf(phase);
    if (slos === undefined) return unmeasured(NO_SLOS);
    let attempted = 0;
    let good = 0;
    const missed = new Map(['success', ...Object.keys(slos)].map((name) => [name, 0]));
    for (const row of phase.requests) {
      if (!isAttempted(row)) continue;
      attempted += 1;
      const names = row.outcome === 'ok' ? missedSlos(row, slos) : ['success'];
      if (names.length === 0) good += 1;
      for (const name of names) missed.set(name, (missed.get(name) ?? 0) + 1);
    }
    const counts = Array.from(missed, ([name, count]) => ({
      name: name === 'success' ? 'failed' : `missed the ${sloLabel(name)} SLO`,
      count,
    }));
    const reasons = counts.filter(({ count }) => count > 0);
    return readingOfOne(good / attempted, noServiceReason(phase), {
      ...noteOf(
        `${good} of ${attempted} requests`,
        ...reasons.map(({ name, count }) => `${count} ${name}`),
      ),
      ...unfitForSlos(phase, slos),
      hits: () => hitsOf(phase.requests.filter(isAttempted), (row) => isGood(row, slos)),
    });
  },
};
