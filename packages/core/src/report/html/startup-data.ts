import { formatValue } from '../../metric/format-value.ts';
import { measure } from '../../metric/measure.ts';
import { metricNamed } from '../../metric/registry.ts';
import type { PhaseStreams, RunStreams } from '../../stream/phase-streams.ts';
import type { PageStartup } from './page-data.ts';

/** What the page calls the steps of a start, with the metrics that they come from. */
const STEPS = [
  ['listens', 'startupTimeToListening', 'startupMemoryAtListening'],
  ['is healthy', 'startupTimeToHealthy', 'startupMemoryAtHealthy'],
  ['first token', 'startupTimeToFirstToken', 'startupMemoryAtFirstToken'],
] as const;

/** How the servers came up that a run started, phase by phase; those that got nowhere have dashes. Pure. */
export function startupData({ phases }: RunStreams): PageStartup[] {
  return phases.flatMap((phase) => {
    const launched = phase.events.find((event) => event.kind === 'server-launched');
    if (launched === undefined) return [];
    const pageCache = measure(metricNamed('startupTimeToFirstToken'), phase)
      .note?.split('; ')
      .at(-1);
    return [
      {
        phase: phase.name,
        command: launched.command.join(' '),
        facts: [
          `peak until the first token ${format(phase, 'startupPeakMemory')}`,
          `read from storage ${format(phase, 'startupStorageRead')}`,
          ...(pageCache === undefined ? [] : [pageCache]),
          `output in ${launched.outputFile}`,
        ],
        steps: STEPS.map(([name, time, memory]) => ({
          name,
          timeText: format(phase, time),
          memoryText: format(phase, memory),
        })),
      },
    ];
  });
}

function format(phase: PhaseStreams, name: string): string {
  const metric = metricNamed(name);
  return formatValue(metric.unit, measure(metric, phase).max);
}
