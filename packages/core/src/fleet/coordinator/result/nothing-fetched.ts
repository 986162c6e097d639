import { LoadcellError } from '../../../spec/error/errors.ts';
import type { ConductedEnd } from '../course/conduct-run.ts';
import { few } from '../few.ts';
import { isRelayed, type Loss } from './losses-of.ts';

/** Why a run has no data: the reason of its end, with every agent that failed by itself; else why no directory is there. */
export function nothingFetched(
  { agents, aborted }: ConductedEnd,
  lost: readonly Loss[],
): LoadcellError {
  if (aborted === undefined) {
    const reasons = lost.map(({ machine, reason }) => `${machine}: ${reason}`);
    return new LoadcellError('FLEET_FETCH', few(reasons, '; '), {
      help: 'copy the run directories from the agents, and merge with loadcell merge',
    });
  }
  const failures = agents.flatMap(({ failure }) => {
    const isOwn = failure === aborted || !isRelayed(failure, aborted);
    return failure === undefined || !isOwn ? [] : [failure];
  });
  // The user, or a limit of the run, ended it.
  if (!failures.includes(aborted) || failures.length === 1) return aborted;
  const { code, help } = aborted;
  const summaries = few(
    failures.map(({ summary }) => summary),
    '; ',
  );
  return new LoadcellError(code, summaries, help === undefined ? {} : { help });
}
