import { join } from 'node:path';
import * as z from 'zod';
import { LoadcellError } from '../../spec/error/errors.ts';
import { systemErrorCode } from '../../spec/error/system-error.ts';
import { fitClock } from '../../stats/clock/fit-clock.ts';
import { MACHINE_ROLES, MachineSliceSchema } from '../../stream/events/fleet-event.ts';
import type { RunEvent } from '../../stream/events/run-event.ts';
import { isIntactArrowFile } from '../../stream/files/arrow-reader.ts';
import { readEventsFile } from '../../stream/files/events-file.ts';
import { RUN_FILES } from '../../stream/files/run-directory.ts';
import { readRunFile, type RunFile } from '../../stream/files/run-file.ts';
import { COPY_HELP } from '../../stream/other-version.ts';
import type { MergeInput } from '../merge-options.ts';
import { isLoader, type MergePart } from './merge-part.ts';

/** What a run.json says about its machine; a run alone says nothing. */
const WorkerSchema = z.object({
  machine: z.string().min(1).exactOptional(),
  bootId: z.string().min(1).exactOptional(),
  roles: z.array(z.enum(MACHINE_ROLES)).min(1).exactOptional(),
  slice: MachineSliceSchema.exactOptional(),
});

/**
 * Reads the directories of machines, without their rows.
 * @throws {ConfigError} when one is not a run directory
 * @throws {LoadcellError} `RUN_UNREADABLE` when a file of one is missing or damaged
 */
export async function readParts(inputs: readonly MergeInput[]): Promise<MergePart[]> {
  const parts: MergePart[] = [];
  // One after the other, so that the first unreadable one is named.
  for (const input of inputs) parts.push(await readPart(input));
  return namedApart(parts.toSorted(byPlace));
}

/** Slices in order, then machines that only watch. */
function byPlace(one: MergePart, other: MergePart): number {
  return placeOf(one) - placeOf(other);
}

function placeOf(part: MergePart): number {
  return isLoader(part) ? (part.slice?.index ?? 0) : Infinity;
}

async function readPart({ path, machine }: MergeInput): Promise<MergePart> {
  const file = await readRunFile(path);
  const worker = readWorker(file, path);
  const { events, isIntact } = await readEvents(path);
  const began = events.find((event) => event.kind === 'run-began');
  if (began?.kind !== 'run-began') {
    throw new LoadcellError(
      'RUN_UNREADABLE',
      `"${path}" has no recorded data: ${RUN_FILES.events} has no run-began event.`,
      { help: COPY_HELP },
    );
  }
  const endedNs = events.reduce((lastNs, { atNs }) => Math.max(lastNs, atNs), began.atNs);
  const exchanges = events.filter((event) => event.kind === 'clock-exchanged');
  const exchanged = fitClock(exchanges, { fromNs: began.atNs, toNs: endedNs });
  const isRecording = file['recording'] !== undefined;
  const roles = worker.roles ?? [isRecording ? 'watch' : 'load'];
  const { bootId, slice } = worker;
  return {
    path,
    machine: machine ?? worker.machine ?? path,
    ...(bootId === undefined ? {} : { bootId }),
    roles,
    ...(roles.includes('load') ? { slice: slice ?? { index: 0, count: 1 } } : {}),
    file,
    events: events.filter(({ kind }) => kind !== 'clock-exchanged'),
    ...(exchanged === undefined ? {} : { exchanged }),
    damagedFiles: [...(await cutOffFiles(path)), ...(isIntact ? [] : [RUN_FILES.events])],
    beganNs: began.atNs,
    endedNs,
    clockEpochMs: began.epochMs - began.atNs / 1e6,
  };
}

function readWorker(file: RunFile, path: string): z.output<typeof WorkerSchema> {
  const parsed = WorkerSchema.safeParse(file['worker'] ?? {});
  if (parsed.success) return parsed.data;
  throw new LoadcellError(
    'RUN_UNREADABLE',
    `"${join(path, RUN_FILES.run)}" has an invalid worker: ${z.prettifyError(parsed.error)}`,
    { help: COPY_HELP, cause: parsed.error },
  );
}

async function readEvents(path: string): Promise<{ events: RunEvent[]; isIntact: boolean }> {
  return await explained(path, () => readEventsFile(join(path, RUN_FILES.events)));
}

async function cutOffFiles(path: string): Promise<string[]> {
  const cutOff: string[] = [];
  for (const file of [RUN_FILES.samples, RUN_FILES.survey, RUN_FILES.requests]) {
    const isIntact = await explained(path, () => isIntactArrowFile(join(path, file)));
    if (!isIntact) cutOff.push(file);
  }
  return cutOff;
}

async function explained<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    throw new LoadcellError('RUN_UNREADABLE', `"${path}" lacks a file of its recorded data.`, {
      help: COPY_HELP,
      cause: error,
    });
  }
}

/** Names that several parts have get their slice, or their place: reports name machines. */
function namedApart(parts: readonly MergePart[]): MergePart[] {
  const taken = new Set<string>();
  return parts.map((part) => {
    const isShared = parts.some((other) => other !== part && other.machine === part.machine);
    const base = isShared && part.slice !== undefined ? withSlice(part) : part.machine;
    let machine = base;
    for (let count = 2; taken.has(machine); count += 1) machine = `${base} (${count})`;
    taken.add(machine);
    return { ...part, machine };
  });
}

function withSlice({ machine, slice }: MergePart): string {
  return slice === undefined ? machine : `${machine} ${slice.index}/${slice.count}`;
}
