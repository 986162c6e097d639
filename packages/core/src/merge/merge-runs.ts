import { join } from 'node:path';
import { LoadcellError } from '../spec/error/errors.ts';
import type { RunEvent } from '../stream/events/run-event.ts';
import { EventsFileWriter } from '../stream/files/events-file.ts';
import { RUN_FILES } from '../stream/files/run-directory.ts';
import { alignParts, type AlignedPart } from './clock/align-parts.ts';
import { withFailure } from './events/with-failure.ts';
import { mergeEvents } from './events/merge-events.ts';
import { readersOfServers } from './events/server-metrics.ts';
import { checkCourses, checkStarts } from './likeness/check-courses.ts';
import { checkPlans } from './likeness/check-plans.ts';
import { checkSlices } from './likeness/check-slices.ts';
import type { MergeInput, MergeOptions, MergeSummary } from './merge-options.ts';
import { inOutputFolder } from './output/output-folder.ts';
import { writeMergedRunFile } from './output/merged-run-file.ts';
import { isLoader, type Doubt } from './part/merge-part.ts';
import { numberParts, type NumberedPart } from './part/numbered-part.ts';
import { readParts } from './part/read-part.ts';
import { refuseRepeated } from './part/refuse-repeated.ts';
import { ClientErrors } from './rows/client-errors.ts';
import { mergeRequests } from './rows/merge-requests.ts';
import { mergeSamples } from './rows/merge-samples.ts';
import { mergeSurvey } from './rows/merge-survey.ts';

/**
 * Merges run directories of several machines, slices of one load and recordings of machines that watched, into one run
 * directory, of which every report is made as of any other. The originals stay. Memory does not grow with the number of rows.
 * @param out the merged run directory, which stands complete under its name or not at all
 * @throws {ConfigError} when a directory is not that of a run, is given twice, or `out` exists
 * @throws {LoadcellError} `MERGE` when no directory has a load, or their stages differ; `RUN_UNREADABLE` for damaged ones
 * @throws the reason of the signal when it was aborted
 */
export async function mergeRuns(
  dirs: readonly MergeInput[],
  out: string,
  options: MergeOptions = {},
): Promise<MergeSummary> {
  await refuseRepeated(dirs);
  const parts = numberParts(alignParts(await readParts(dirs)));
  if (!parts.some(isLoader)) {
    throw new LoadcellError('MERGE', 'none of the directories has a load: all are recordings', {
      help: 'pass the run directories of the machines that sent load as well',
    });
  }
  const doubts = [
    ...checkPlans(parts),
    ...checkSlices(parts, options.expected),
    ...checkCourses(parts),
    ...checkStarts(parts),
  ];
  const isMade = options.isDirectoryMade ?? false;
  return await inOutputFolder(out, isMade, async (outDir) => {
    const { requests, unreliable } = await writeStreams(outDir, parts, doubts, options);
    await writeMergedRunFile(outDir, parts);
    return { runDir: out, machines: parts.map(({ machine }) => machine), requests, unreliable };
  });
}

async function writeStreams(
  outDir: string,
  parts: readonly NumberedPart[],
  known: readonly Doubt[],
  { lost = [], failure, signal = new AbortController().signal }: MergeOptions,
): Promise<Pick<MergeSummary, 'requests' | 'unreliable'>> {
  const servers = readersOfServers(parts);
  const errors = new ClientErrors();
  const sent = new Map<string, number>();
  const requests = await mergeRequests(parts, {
    outDir,
    signal,
    onRequest: (row) => {
      errors.record(row);
      sent.set(row.machine, (sent.get(row.machine) ?? 0) + 1);
    },
  });
  await mergeSamples(parts, outDir, signal);
  await mergeSurvey(parts, servers, outDir, signal);
  const doubts = [...known, ...errors.doubts(parts)];
  const events = withFailure(mergeEvents(parts, servers), failure);
  const atNs = events.at(-1)?.atNs ?? 0;
  const facts: RunEvent[] = [
    ...parts.map((part) =>
      machineMerged(part, atNs, sent.get(part.machine) ?? 0, errors.p99Ns(part)),
    ),
    ...lost.map(({ machine, reason }): RunEvent => ({
      kind: 'machine-lost',
      atNs,
      machine,
      reason,
    })),
    ...doubts.map((doubt): RunEvent => ({ kind: 'fleet-unreliable', atNs, ...doubt })),
  ];
  const writer = new EventsFileWriter(join(outDir, RUN_FILES.events));
  try {
    for (const event of [...events, ...facts]) writer.append(event);
  } finally {
    writer.close();
  }
  signal.throwIfAborted();
  return {
    requests,
    unreliable: [
      ...lost.map(({ machine, reason }) => `${machine}: ${reason}`),
      ...doubts.map(({ machine, reason }) =>
        machine === undefined ? reason : `${machine}: ${reason}`,
      ),
    ],
  };
}

function machineMerged(
  { machine, roles, slice, clock }: AlignedPart,
  atNs: number,
  requests: number,
  timingErrorP99Ns: number,
): RunEvent {
  return {
    kind: 'machine-merged',
    atNs,
    machine,
    roles: [...roles],
    ...(slice === undefined ? {} : { slice }),
    requests,
    clock,
    timingErrorP99Ns,
  };
}
