import { figure, inEachStage, type FindingDefinition } from '../finding.ts';

/** Reads that are later than this are not those of a client that can run when it has to, ms. */
const LATE_MS = 5;

/** Lateness above this share of the latency lowers the throughput of a closed loop. */
const SHARE = 0.05;

/** Timing errors below this are not in the figures, ms. */
const NEGLIGIBLE_MS = 1;

export const clientStarved: FindingDefinition = {
  name: 'client-starved',
  meaning:
    'The thread of the client was kept from running. Arrival times come from the kernel, but the next requests leave late. A warning where the delay is large relative to the latency.',
  section: 'dataQuality',
  look: inEachStage(({ result: { arrivals, measurements } }) => {
    if (arrivals === undefined) return [];
    const { readLatenessP99Ms, readLatenessMaxMs, firstTokenErrorP99Ms } = arrivals;
    if (!(readLatenessP99Ms > LATE_MS)) return [];
    const latencyMs = measurements['responseLatency']?.p50 ?? Number.NaN;
    return [
      {
        severity: readLatenessP99Ms > SHARE * latencyMs ? 'warning' : 'note',
        finding: 'The client was kept from running',
        evidence: [
          figure('reads late p99', 'ms', readLatenessP99Ms),
          figure('max', 'ms', readLatenessMaxMs),
          figure('TTFT timing error p99', 'ms', firstTokenErrorP99Ms),
          figure('latency p50', 'ms', latencyMs),
        ],
        advice:
          `${inLatency(firstTokenErrorP99Ms)} The next request of a closed loop leaves late, so its throughput is too low. ` +
          'Give the client a free core, its own machine, or real-time priority (CAP_SYS_NICE).',
      },
    ];
  }),
};

function inLatency(timingErrorMs: number): string {
  return timingErrorMs < NEGLIGIBLE_MS
    ? 'Latency has the arrival times of the kernel and does not include this delay.'
    : 'Latency may include some of it: tokens that waited together have the arrival time of the last.';
}
