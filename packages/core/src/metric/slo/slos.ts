import { SLO_NAMES, STREAM_TIMES, type Slos } from '../../stream/rows/request-slos.ts';
import type { MetricDefinition } from '../metric.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';

/** Reason of metrics that need SLOs. */
export const NO_SLOS = 'no SLOs set; set slos: { ttft: 200 }, or pass --slo ttft=200ms';

/** The SLOs of a phase; undefined without any. */
export function slosOf(phase: PhaseStreams): Slos | undefined {
  return phase.events.find((event) => event.kind === 'slos-set')?.slos;
}

/** Whether a metric can have an SLO: whether a single request has a value of it. */
export function isSlo(metric: MetricDefinition): boolean {
  return SLO_NAMES.includes(metric.name);
}

/** Whether an SLO limits a time of tokens, which a response without text does not have. */
export function isOfTokens(name: string): boolean {
  return STREAM_TIMES.has(name);
}
