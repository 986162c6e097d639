import type { MergeOptions } from '../../../merge/merge-options.ts';
import type { LoadcellError } from '../../../spec/error/errors.ts';
import type { ConductedEnd } from '../course/conduct-run.ts';
import type { Fetched } from './fetch-directories.ts';

/** A machine whose part of the run is missing or incomplete. */
export type Loss = NonNullable<MergeOptions['lost']>[number];

/** Failures that no directory of an agent explains. */
const OF_FLEET = /^(?:FLEET|BUS)/;

/**
 * The machines that were lost, with the reason. One that failed is no loss where its directory says why, and neither is one that
 * stopped because the run was aborted: its data ends where that of all others ends.
 */
export function lossesOf({ agents, aborted }: ConductedEnd, fetched: readonly Fetched[]): Loss[] {
  return agents.flatMap(({ name, failure }): Loss[] => {
    const found = fetched.find(({ agent }) => agent === name);
    const isFetched = found !== undefined && found.error === undefined;
    const wasStopped = failure !== aborted && isRelayed(failure, aborted);
    if (isFetched && (failure === undefined || wasStopped || !OF_FLEET.test(failure.code))) {
      return [];
    }
    // The reason of the abort is that of another machine.
    const error = (wasStopped ? undefined : failure) ?? found?.error;
    const nothing = wasStopped ? 'it was stopped before it recorded' : 'it stored no run directory';
    return [{ machine: name, reason: error === undefined ? nothing : reasonOf(name, error) }];
  });
}

/** Whether an agent repeats why the run was aborted. */
export function isRelayed(
  failure: LoadcellError | undefined,
  aborted: LoadcellError | undefined,
): boolean {
  if (failure === undefined || aborted === undefined) return false;
  return failure.code === aborted.code && failure.summary.endsWith(aborted.summary);
}

/** What happened, without the name of the machine. */
function reasonOf(name: string, { summary }: LoadcellError): string {
  const prefix =
    [`${name} was lost: `, `machine ${name}: `].find((one) => summary.startsWith(one)) ?? '';
  return summary.slice(prefix.length);
}
