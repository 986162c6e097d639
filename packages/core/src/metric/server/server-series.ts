import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { EventOf } from '../../stream/events/run-event.ts';
import type { SurveySeries, SurveyStream } from '../../stream/rows/survey-stream.ts';

/** A series of a quantity, as the phase recorded it. */
export type ServerSeries = EventOf<'server-series'>;

/** The series of a quantity in a phase, of all endpoints. */
export function seriesOf(phase: PhaseStreams, quantity: string): ServerSeries[] {
  return phase.events.flatMap((event) =>
    event.kind === 'server-series' && event.quantity === quantity ? [event] : [],
  );
}

/** One value of a series: when it was read, CLOCK_MONOTONIC nanoseconds, and what it was, in the unit of the series. */
export interface ServerReadingAt {
  readonly atNs: number;
  readonly value: number;
}

/** A part of a series: the value of a gauge or counter, of a histogram its sum or count; what its digits leave open. */
export type SeriesPart = '' | '.sum' | '.count' | '.quantum' | '.createdSeconds';

/** The values of a part of a series between two stamps, both included, in order of time. */
export function readingsOf(
  phase: PhaseStreams,
  { quantity, series }: Pick<ServerSeries, 'quantity' | 'series'>,
  part: SeriesPart,
  span: { readonly fromNs: number; readonly toNs: number },
): ServerReadingAt[] {
  return valuesOf(surveyOf(phase).get(`server.${quantity}${part}`), series, span);
}

/** When the process of an endpoint started, as it said at each scrape, Unix seconds; nothing where it does not say. */
export function startsOf(
  phase: PhaseStreams,
  endpoint: number,
  span: { readonly fromNs: number; readonly toNs: number },
): ServerReadingAt[] {
  return valuesOf(surveyOf(phase).get('serverScrape.startSeconds'), endpoint, span);
}

/** Of the whole phase: the readings at the edges of a stage lie outside of it. */
function surveyOf(phase: PhaseStreams): SurveyStream {
  return (phase.whole ?? phase).survey;
}

function valuesOf(
  column: SurveySeries | undefined,
  source: number,
  { fromNs, toNs }: { readonly fromNs: number; readonly toNs: number },
): ServerReadingAt[] {
  const readings: ServerReadingAt[] = [];
  if (column === undefined) return readings;
  for (const [index, atNs] of column.timeNs.entries()) {
    if (column.source[index] !== source || atNs < fromNs || atNs > toNs) continue;
    readings.push({ atNs, value: column.value[index] ?? Number.NaN });
  }
  return readings;
}

/** Why a phase has nothing of a quantity. */
export function whyAbsent({ events }: PhaseStreams): string {
  if (events.some((event) => event.kind === 'server-metrics-found')) {
    return 'the server does not report it';
  }
  const absent = events.find((event) => event.kind === 'server-metrics-absent');
  return absent === undefined
    ? 'no metrics of the server were read'
    : `the server reports no metrics: ${absent.reason}`;
}
