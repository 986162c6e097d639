import { formatBytes, formatNumber } from '../../metric/format-value.ts';
import type { Rule } from './rule.ts';

/** Memory that surely grew with requests: the whole confidence interval lies above zero. */
export const memoryGrew: Rule = {
  name: 'memory-grew',
  advise: ({ phases }) =>
    phases.flatMap(({ name, measurements }) => {
      const growth = measurements['memoryGrowthPerRequest'];
      const interval = growth?.interval;
      if (growth === undefined || interval === undefined || !(interval.low > 0)) return [];
      const requests = measurements['responseLatency']?.count ?? 0;
      return [
        `${name}: memory grew by ${formatBytes(growth.avg)} per request ` +
          `(95 % interval ${formatBytes(interval.low)} to ${formatBytes(interval.high)}), ` +
          `${formatBytes(growth.avg * requests)} over ${formatNumber(requests)} requests. ` +
          'Run longer to tell a cache that fills from a leak, and bound caches that are meant to fill.',
      ];
    }),
};
