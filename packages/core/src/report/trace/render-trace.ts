import type { RunStreams } from '../../stream/phase-streams.ts';
import { sampleCounters, surveyCounters } from './counters.ts';
import { phaseSlices } from './phase-slices.ts';
import { requestSlices } from './request-slices.ts';
import { renderTraceEvent, type TraceEvent } from './trace-event.ts';
import { TraceIds } from './trace-ids.ts';

/** Minimum characters per part: enough for an efficient write, few enough to buffer. */
const PART_LENGTH = 1 << 16;

/**
 * A run in the Trace Event Format, for ui.perfetto.dev and chrome://tracing, in parts: a million requests do not fit
 * into one string. Time 0 is the start of the run.
 */
export function* renderTrace(streams: RunStreams, title: string): Iterable<string> {
  const metadata = { title, timestamp: streams.timestamp, status: streams.status };
  let part = `{"displayTimeUnit":"ms","metadata":${JSON.stringify(metadata)},"traceEvents":[\n`;
  for (const event of traceEvents(streams)) {
    part += renderTraceEvent(event, streams.beganNs);
    if (part.length < PART_LENGTH) continue;
    // The very last comma must be dropped, so each part holds back its end until the next.
    yield part.slice(0, -2);
    part = part.slice(-2);
  }
  yield `${part.slice(0, -2)}\n]}\n`;
}

function* traceEvents(streams: RunStreams): Iterable<TraceEvent> {
  const sampled = new Set(streams.phases.flatMap(pidsOf));
  const ids = new TraceIds(sampled);
  let order = 0;
  for (const phase of streams.phases) {
    const pid = ids.next();
    order += 1;
    yield { kind: 'process-name', pid, name: `phase ${phase.name}`, order };
    yield* phaseSlices(phase, pid, ids);
    yield* requestSlices(phase, pid, ids);
  }
  for (const pid of sampled) {
    order += 1;
    yield { kind: 'process-name', pid, name: `process ${pid}`, order };
  }
  const machinePid = ids.next();
  yield { kind: 'process-name', pid: machinePid, name: 'machine', order: order + 1 };
  for (const { samples, survey } of streams.phases) {
    yield* sampleCounters(samples);
    yield* surveyCounters(survey, machinePid);
  }
}

function pidsOf({ samples, survey }: RunStreams['phases'][number]): number[] {
  const pids = new Set<number>(samples.pid);
  for (const { pid } of survey.values()) for (const one of pid) pids.add(one);
  pids.delete(0);
  return [...pids];
}
