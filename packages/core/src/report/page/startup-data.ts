import { formatValue } from '../../metric/format/format-value.ts';
import type { Measurements } from '../../metric/measure/measure.ts';
import { metricNamed } from '../../metric/registry.ts';
import type { RunStreams } from '../../stream/phase-streams.ts';
import type { RunResults } from '../results/run-results.ts';
import type { PageStartup } from './page-data.ts';

/** Names of the start-up steps, with the metrics that each shows. */
const STEPS = [
  ['listening', 'startupTimeToListening', 'startupMemoryAtListening'],
  ['healthy', 'startupTimeToHealthy', 'startupMemoryAtHealthy'],
  ['first token', 'startupTimeToFirstToken', 'startupMemoryAtFirstToken'],
] as const;

/** Start-up of each server that the run started, by phase; steps that it did not reach have dashes. Pure. */
export function startupData({ phases }: RunStreams, results: RunResults): PageStartup[] {
  return phases.flatMap((phase) => {
    const measured = results.phases.find(({ name }) => name === phase.name)?.measurements ?? {};
    const launched = phase.events.find((event) => event.kind === 'server-launched');
    if (launched === undefined) return [];
    const pageCache = measured['startupTimeToFirstToken']?.note?.split('; ').at(-1);
    return [
      {
        phase: phase.name,
        command: launched.command.join(' '),
        facts: [
          `peak memory until the first token ${format(measured, 'startupPeakMemory')}`,
          `read from storage ${format(measured, 'startupStorageRead')}`,
          ...(pageCache === undefined ? [] : [pageCache]),
          `output in ${launched.outputFile}`,
        ],
        steps: STEPS.map(([name, time, memory]) => ({
          name,
          timeText: format(measured, time),
          memoryText: format(measured, memory),
        })),
      },
    ];
  });
}

function format(measured: Measurements, name: string): string {
  return formatValue(metricNamed(name).unit, measured[name]?.max ?? Number.NaN);
}
