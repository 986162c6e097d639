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
    const wasStopped = failure !== aborted && failure?.code === aborted?.code;
    if (isFetched && (failure === undefined || wasStopped || !OF_FLEET.test(failure.code))) {
      return [];
    }
    const error = failure ?? found?.error;
    const reason = error === undefined ? 'it stored no run directory' : reasonOf(name, error);
    return [{ machine: name, reason }];
  });
}

/** What happened, without the name of the machine. */
function reasonOf(name: string, { summary }: LoadcellError): string {
  const prefix =
    [`${name} was lost: `, `machine ${name}: `].find((one) => summary.startsWith(one)) ?? '';
  return summary.slice(prefix.length);
}
