import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { EventOf } from '../../stream/events/run-event.ts';
import type { SurveySeries, SurveyStream } from '../../stream/rows/survey-stream.ts';

/** A recorded series of a quantity. */
export type ServerSeries = EventOf<'server-series'>;

/** The series of a quantity in a phase, over all endpoints. */
export function seriesOf(phase: PhaseStreams, quantity: string): ServerSeries[] {
  return phase.events.flatMap((event) =>
    event.kind === 'server-series' && event.quantity === quantity ? [event] : [],
  );
}

/** One value of a series, in its unit, and the time of its reading, CLOCK_MONOTONIC nanoseconds. */
export interface ServerReadingAt {
  readonly atNs: number;
  readonly value: number;
}

/** A part of a series: the value of a gauge or counter, the sum or count of a histogram, the rounding unit, the start. */
export type SeriesPart = '' | '.sum' | '.count' | '.quantum' | '.createdSeconds';

/** The values of a part of a series between two timestamps, both included, in order of time. */
export function readingsOf(
  phase: PhaseStreams,
  { quantity, series }: Pick<ServerSeries, 'quantity' | 'series'>,
  part: SeriesPart,
  span: { readonly fromNs: number; readonly toNs: number },
): ServerReadingAt[] {
  return valuesOf(surveyOf(phase).get(`server.${quantity}${part}`), series, span);
}

/** Start time of the process of an endpoint, as reported at each scrape, Unix seconds; empty where it does not report it. */
export function startsOf(
  phase: PhaseStreams,
  endpoint: number,
  span: { readonly fromNs: number; readonly toNs: number },
): ServerReadingAt[] {
  return valuesOf(surveyOf(phase).get('serverScrape.startSeconds'), endpoint, span);
}

/** The survey of the whole phase: scrapes at the edges of a stage lie outside the stage. */
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

/** Why a phase has no series of a quantity. */
export function whyAbsent({ events }: PhaseStreams): string {
  if (events.some((event) => event.kind === 'server-metrics-found')) {
    return 'the server does not report it';
  }
  const absent = events.find((event) => event.kind === 'server-metrics-absent');
  return absent === undefined
    ? 'no server metrics were read'
    : `the server reports no metrics: ${absent.reason}`;
}
