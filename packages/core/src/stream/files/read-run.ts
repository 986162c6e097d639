import { join } from 'node:path';
import { LoadcellError } from '../../spec/error/errors.ts';
import { systemErrorCode } from '../../spec/error/system-error.ts';
import { isIntactArrowFile } from './arrow-reader.ts';
import { readEventsFile } from './events-file.ts';
import { COPY_HELP } from '../other-version.ts';
import type { PhaseStreams, RunStreams } from '../phase-streams.ts';
import type { RequestRow } from '../rows/request-row.ts';
import { readRequestsFile } from './requests-file.ts';
import { RUN_FILES } from './run-directory.ts';
import type { EventOf, RunEvent } from '../events/run-event.ts';
import { samplesBetween, type SampleColumns } from '../columns/sample-columns.ts';
import { readSamplesFile } from './samples-file.ts';
import { readSurveyFile } from './survey-file.ts';
import { fleetFacts } from '../machines/fleet-facts.ts';
import { stagesOf } from '../stage/stages.ts';
import { surveyBetween, type SurveyStream } from '../rows/survey-stream.ts';

interface WholeStreams {
  readonly samples: SampleColumns;
  readonly survey: SurveyStream;
  readonly requests: readonly RequestRow[];
  readonly events: readonly RunEvent[];
  readonly damagedFiles?: readonly string[];
}

/** The last timestamp of the recorded data: the end of a killed run. */
function lastSeenNs(streams: WholeStreams, fallbackNs: number): number {
  const lastSample = streams.samples.timeNs.at(-1) ?? fallbackNs;
  const lastEvent = streams.events.at(-1)?.atNs ?? fallbackNs;
  return streams.requests.reduce(
    // A request without an end has no timestamp.
    (lastNs, { endNs }) => (endNs > lastNs ? endNs : lastNs),
    Math.max(fallbackNs, lastSample, lastEvent),
  );
}

function phaseOf(
  began: EventOf<'phase-began'>,
  until: number,
  clockEpochMs: number,
  streams: WholeStreams,
  requests: ReadonlyMap<string, readonly RequestRow[]>,
): PhaseStreams {
  const name = began.phase;
  const ended = streams.events.find(
    (event) => event.kind === 'phase-ended' && event.phase === name,
  );
  const endedNs = ended?.atNs ?? until;
  const rows = requests.get(name) ?? [];
  const events = streams.events.filter((event) => 'phase' in event && event.phase === name);
  return {
    name,
    beganNs: began.atNs,
    endedNs,
    clockEpochMs,
    ended: ended !== undefined,
    samples: samplesBetween(streams.samples, began.atNs, endedNs),
    survey: surveyBetween(streams.survey, began.atNs, endedNs),
    requests: rows,
    events,
    stages: stagesOf(events, rows, endedNs),
  };
}

/** Requests by the name of their phase, in one pass: a run may have millions. */
function byPhase(requests: readonly RequestRow[]): Map<string, RequestRow[]> {
  const byName = new Map<string, RequestRow[]>();
  for (const row of requests) {
    const ofPhase = byName.get(row.phase);
    if (ofPhase === undefined) byName.set(row.phase, [row]);
    else ofPhase.push(row);
  }
  return byName;
}

function isKind<Kind extends RunEvent['kind']>(kind: Kind) {
  return (event: RunEvent): event is EventOf<Kind> => event.kind === kind;
}

/** Sorts whole streams into phases. Pure. @throws when there is no event that begins a run */
export function assembleRun(streams: WholeStreams): RunStreams {
  const began = streams.events.find(isKind('run-began'));
  if (began === undefined) {
    throw new LoadcellError(
      'RUN_UNREADABLE',
      `the run directory has no recorded data: ${RUN_FILES.events} has no run-began event.`,
      { help: COPY_HELP },
    );
  }
  const ended = streams.events.find(isKind('run-ended'));
  const untilNs = ended?.atNs ?? lastSeenNs(streams, began.atNs);
  const clockEpochMs = began.epochMs - began.atNs / 1e6;
  const requests = byPhase(streams.requests);
  const fleet = fleetFacts(streams.events);
  return {
    timestamp: new Date(began.epochMs).toISOString(),
    beganNs: began.atNs,
    endedNs: untilNs,
    status: ended?.status ?? 'killed',
    ...(ended?.error === undefined ? {} : { error: ended.error }),
    damagedFiles: streams.damagedFiles ?? [],
    phases: streams.events
      .filter(isKind('phase-began'))
      .map((event) => phaseOf(event, untilNs, clockEpochMs, streams, requests)),
    skipped: streams.events
      .filter(isKind('phase-skipped'))
      .map(({ phase, reason, isOfOtherWorker }) => ({
        phase,
        reason,
        ...(isOfOtherWorker === undefined ? {} : { isOfOtherWorker }),
      })),
    ...(fleet === undefined ? {} : { fleet }),
  };
}

/** Names of the files of rows without the end that their writer adds. */
async function cutOffFiles(runDir: string): Promise<string[]> {
  const files = [RUN_FILES.samples, RUN_FILES.survey, RUN_FILES.requests];
  const intact = await Promise.all(files.map((file) => isIntactArrowFile(join(runDir, file))));
  return files.filter((_, index) => intact[index] !== true);
}

/** Explains a missing file: a run makes all files with its directory. */
function explainMissing(error: unknown): unknown {
  if (systemErrorCode(error) !== 'ENOENT' || !(error instanceof Error)) return error;
  const file = 'path' in error ? `"${String(error.path)}"` : 'a file of the run';
  return new LoadcellError(
    'RUN_UNREADABLE',
    `${file} is missing, so the recorded data is incomplete.`,
    { help: COPY_HELP, cause: error },
  );
}

/**
 * Reads the streams of a run directory, also of a run that was killed.
 * @throws {LoadcellError} `RUN_UNREADABLE` when a file is missing or was not written by Loadcell
 */
export async function readRun(runDir: string): Promise<RunStreams> {
  try {
    return await readStreams(runDir);
  } catch (error) {
    throw explainMissing(error);
  }
}

async function readStreams(runDir: string): Promise<RunStreams> {
  const [samples, survey, requests, { events, isIntact }, cutOff] = await Promise.all([
    readSamplesFile(join(runDir, RUN_FILES.samples)),
    readSurveyFile(join(runDir, RUN_FILES.survey)),
    readRequestsFile(join(runDir, RUN_FILES.requests)),
    readEventsFile(join(runDir, RUN_FILES.events)),
    cutOffFiles(runDir),
  ]);
  const damagedFiles = [...cutOff, ...(isIntact ? [] : [RUN_FILES.events])];
  return assembleRun({ samples, survey, requests, events, damagedFiles });
}
