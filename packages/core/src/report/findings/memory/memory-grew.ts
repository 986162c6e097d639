import { formatBytes, formatMs, formatNumber } from '../../../metric/format/format-value.ts';
import type { Measurement } from '../../../metric/measure/measurement.ts';
import type { GrowthCause } from '../../../metric/memory/growth/growth-cause.ts';
import type { MemoryVerdict } from '../../../metric/memory/growth/memory-verdict.ts';
import { figure, inEachPhase, type PhaseFinding, type FindingDefinition } from '../finding.ts';

export const memoryGrew: FindingDefinition = {
  name: 'memory-grew',
  meaning:
    'Memory grew with the number of requests by more than the reporting threshold. Critical where the leak test finds a leak; a note where the run is too short to decide.',
  section: 'memory',
  look: inEachPhase(({ result: { memoryVerdict, measurements } }) => {
    if (memoryVerdict === undefined || !memoryVerdict.matters) return [];
    const { verdict, requests, growth, materialBytes } = memoryVerdict;
    if (verdict === 'no-leak') return [];
    return [
      {
        severity: verdict === 'leak' ? 'critical' : 'note',
        finding: 'Memory grew with the number of requests',
        evidence: [
          { name: 'leak test:', value: verdict },
          ...perRequest(measurements['memoryGrowthPerRequest']),
          figure('requests', 'count', requests),
          figure('total', 'bytes', growth.bytes),
          figure('reporting threshold', 'bytes', materialBytes),
        ],
        advice: adviceOn(memoryVerdict),
      } satisfies PhaseFinding,
    ];
  }),
};

function perRequest(growth: Measurement | undefined): PhaseFinding['evidence'] {
  if (growth === undefined || Number.isNaN(growth.avg)) return [];
  const { avg, interval } = growth;
  const range =
    interval === undefined
      ? ''
      : ` (95% CI ${formatBytes(interval.low)} to ${formatBytes(interval.high)})`;
  return [{ name: 'per request', value: `${formatBytes(avg)}${range}` }];
}

const LEAK =
  'It grew evenly to the end, as a leak does. Find what each request leaves behind, and set a size limit on caches.';

const WITHOUT_CAUSE =
  'Run longer: a cache levels off, a leak does not. Set a size limit on caches.';

const BY_CAUSE: Readonly<Record<GrowthCause, string>> = {
  'prompt-cache':
    'The likely cause is the prompt cache that llama.cpp servers keep in RAM, 8 GiB by default. Set its size with --cache-ram, or rule it out with --cache-ram 0.',
  'kernel-cache':
    'The likely cause is the cache of CPU kernels that oneDNN (in PyTorch) compiles for each batch shape. To rule it out, start the server with ONEDNN_PRIMITIVE_CACHE_CAPACITY=64.',
  queue:
    'Requests in flight grew as well, and each holds memory. Lower the request rate to separate a queue from a leak.',
  heap: 'The JavaScript heap is fully collected only after it has grown by tens of MiB.',
};

function adviceOn(memory: MemoryVerdict): string {
  if (memory.verdict === 'leak') return LEAK;
  const { cause } = memory;
  return `${cause === undefined ? WITHOUT_CAUSE : BY_CAUSE[cause]} ${howLong(memory)}`.trimEnd();
}

/** The length of a run that would decide. */
function howLong({ neededRequests, neededSeconds }: MemoryVerdict): string {
  if (Number.isNaN(neededRequests)) return '';
  return `A run of about ${formatNumber(neededRequests)} requests (${formatMs(neededSeconds * 1000)}) decides.`;
}
