import { basename, isAbsolute } from 'node:path';
import { LoadcellError } from '../../spec/error/errors.ts';
import { briefDigest, filesRead } from '../../stream/events/files-read.ts';
import { isLoader, type Doubt, type MergePart } from '../part/merge-part.ts';
import { firstDifference } from './first-difference.ts';

/** Parts of run.json that are equal on all machines of one load. */
const ALIKE = ['seed', 'nonce', 'criteria', 'acceptInconclusive', 'slos', 'phases', 'phaseOptions'];

/**
 * Compares what the machines were to send with what the first of them was to.
 * @returns a doubt for each machine with another plan: other seed, nonce, load, criteria, data sets or version
 * @throws {LoadcellError} `MERGE` where the stages differ, so that nothing fits together
 */
export function checkPlans(parts: readonly MergePart[]): Doubt[] {
  const [reference, ...others] = parts.filter(isLoader);
  if (reference === undefined) return [];
  return others.flatMap((part) => {
    refuseOtherStages(part, reference);
    const differences = [
      ...differingPlan(part, reference),
      ...differingLoads(part, reference),
      ...differingVersion(part, reference),
      ...differingData(part, reference),
    ];
    return differences.map((reason) => ({ machine: part.machine, reason }));
  });
}

function refuseOtherStages(part: MergePart, reference: MergePart): void {
  const difference = firstDifference(part.file.stages, reference.file.stages, 'stages');
  if (difference === undefined) return;
  throw new LoadcellError(
    'MERGE',
    `cannot merge "${part.path}" with "${reference.path}": ${describe(difference, reference)}`,
    { help: 'merge slices of one load: the same configuration with another --slice' },
  );
}

function differingPlan({ file }: MergePart, reference: MergePart): string[] {
  return ALIKE.flatMap((key) => {
    const difference = firstDifference(
      withoutFolders(file[key]),
      withoutFolders(reference.file[key]),
      key,
    );
    return difference === undefined ? [] : [describe(difference, reference)];
  });
}

/** Files stand in different folders on different machines; what is in them is compared by what was read. */
function withoutFolders(value: unknown): unknown {
  if (typeof value === 'string') return isAbsolute(value) ? basename(value) : value;
  if (Array.isArray(value)) return value.map(withoutFolders);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutFolders(one)]));
}

/** Loads as they were resolved: the rate of a stage may follow from what another one reached. */
function differingLoads(part: MergePart, reference: MergePart): string[] {
  const [own, others] = [loadsOf(part), loadsOf(reference)];
  const names = Object.keys(own).filter((name) => name in others);
  return names.flatMap((name) => {
    const difference = firstDifference(own[name], others[name], `load of ${name}`);
    return difference === undefined ? [] : [describe(difference, reference)];
  });
}

function loadsOf({ events }: MergePart): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    events.flatMap((event) =>
      event.kind === 'stage-began'
        ? [[`${event.phase}, ${event.stage}`, { ...event.load, seed: event.seed }]]
        : [],
    ),
  );
}

function differingVersion({ file }: MergePart, reference: MergePart): string[] {
  const [own, other] = [file.environment.loadcell, reference.file.environment.loadcell];
  return own === other ? [] : [`Loadcell ${own}, on ${reference.machine} ${other}`];
}

/** What was read from files: equal names may have other content, and equal content may be read in other ways. */
function differingData(part: MergePart, reference: MergePart): string[] {
  const others = new Map(filesRead(reference.events).map((file) => [file.name, file]));
  const contents = filesRead(part.events).flatMap(({ name, sha256 }) => {
    const other = others.get(name);
    if (other === undefined || sha256 === other.sha256) return [];
    const digests = `SHA-256 ${briefDigest(sha256)}, on ${reference.machine} ${briefDigest(other.sha256)}`;
    return [`${name} has other content: ${digests}`];
  });
  if (contents.length > 0) return contents;
  const difference = firstDifference(dataOf(part), dataOf(reference), 'data set');
  return difference === undefined ? [] : [describe(difference, reference)];
}

function dataOf({ events }: MergePart): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    events.flatMap((event) =>
      event.kind === 'dataset-read'
        ? [[basename(event.file), { conversations: event.conversations, requests: event.requests }]]
        : [],
    ),
  );
}

function describe(
  { path, own, other }: NonNullable<ReturnType<typeof firstDifference>>,
  reference: MergePart,
): string {
  return `${path} is ${own}, on ${reference.machine} ${other}`;
}
