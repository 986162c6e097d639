import { cutWhenOverlapping } from '../../../metric/errors/cut-when-overlapping.ts';
import { formatNumber } from '../../../metric/format/format-value.ts';
import { figure, inEachPhase, type PhaseFinding, type FindingDefinition } from '../finding.ts';

export const cutOverlapping: FindingDefinition = {
  name: 'cut-when-overlapping',
  meaning:
    'The server cuts a response in progress when another request arrives, but never one that runs alone.',
  section: 'errors',
  look: inEachPhase(({ streams }) => {
    const found = cutWhenOverlapping(streams.requests);
    if (found === undefined) return [];
    const { overlapped, cut, alone } = found;
    return [
      {
        severity: 'critical',
        finding:
          'The server serves one request at a time: it cut responses when requests overlapped',
        evidence: [
          {
            name: 'cut',
            value: `${formatNumber(cut)} of ${formatNumber(overlapped)} that overlapped`,
          },
          { name: 'alone', value: `0 of ${formatNumber(alone)}` },
          figure('concurrency it serves', 'requests', 1),
        ],
        advice:
          'Measure with --concurrency 1, or have the server queue requests (llama-cpp-python: --interrupt_requests False).',
      } satisfies PhaseFinding,
    ];
  }),
};
