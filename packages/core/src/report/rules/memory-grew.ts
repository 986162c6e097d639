import { formatBytes } from '../../metric/format-value.ts';
import { figure, inEachPhase, type Rule } from './rule.ts';

/** Memory that surely grew with requests: the whole confidence interval lies above zero. */
export const memoryGrew: Rule = {
  name: 'memory-grew',
  severity: 'serious',
  section: 'memory',
  look: inEachPhase(({ result: { measurements } }) => {
    const growth = measurements['memoryGrowthPerRequest'];
    const interval = growth?.interval;
    if (growth === undefined || interval === undefined || !(interval.low > 0)) return [];
    const requests = measurements['responseLatency']?.count ?? 0;
    return [
      {
        finding: 'Memory grew with requests, and surely so',
        evidence: [
          figure('per request', 'bytes', growth.avg),
          {
            name: '95 % interval',
            value: `${formatBytes(interval.low)} to ${formatBytes(interval.high)}`,
          },
          figure('requests', 'count', requests),
          figure('together', 'bytes', growth.avg * requests),
        ],
        advice:
          'Run longer to tell a cache that fills from a leak, and bound caches that are meant to fill.',
      },
    ];
  }),
};
