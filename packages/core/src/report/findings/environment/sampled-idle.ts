import { countOf, isSuccessful } from '../../../metric/measure/service-requests.ts';
import { cpuUsedWithin } from '../../../metric/cpu/cpu-used.ts';
import { isWithin, stageWindows } from '../../../metric/measure/windows.ts';
import { figure, inEachPhase, type FindingDefinition } from '../finding.ts';

/** With fewer successful requests, an idle process proves nothing. */
const ENOUGH = 20;

/** No process serves a request in less CPU time, ms: reading a request and writing a response takes more. */
const LEAST_MS_PER_REQUEST = 0.05;

export const sampledIdle: FindingDefinition = {
  name: 'sampled-idle',
  meaning:
    'The sampled process used no CPU while requests were served, so another process serves them.',
  section: 'environment',
  look: inEachPhase(({ streams }) => {
    const windows = stageWindows(streams);
    const served = countOf(
      streams.requests,
      (row) => isSuccessful(row) && windows.some((window) => isWithin(window, row.endNs)),
    );
    const usedMs = windows.reduce((sum, window) => sum + cpuUsedWithin(streams, window), 0) / 1e6;
    if (windows.length === 0 || served < ENOUGH) return [];
    if (!(usedMs < LEAST_MS_PER_REQUEST * served)) return [];
    return [
      {
        severity: 'warning',
        finding: 'The sampled process used no CPU while requests were served',
        evidence: [
          figure('CPU time', 'ms', usedMs),
          figure('successful requests', 'count', served),
        ],
        advice:
          'This process does not serve the requests; it may be a proxy. Pass the PID of the inference process with --pid.',
      },
    ];
  }),
};
