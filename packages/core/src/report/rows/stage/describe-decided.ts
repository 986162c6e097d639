import { formatNumber } from '../../../metric/format/format-value.ts';
import { describeLoad, describeSize } from '../../../metric/format/describe-load.ts';
import { formatDuration } from '../../../spec/quantity.ts';
import type { StageResult } from '../../results/stage-result.ts';

type EndedStage = Pick<StageResult, 'load' | 'decided' | 'requests'>;

/** The load of a stage, and the end of a stage until decided: `concurrency 4`, `decided after 1,024 requests, 4 looks`. */
export function describeEnded({ load, decided, requests }: EndedStage): string[] {
  if (decided === undefined) return [describeLoad(load)];
  const { endedBy, looks } = decided;
  const size = describeSize(load);
  if (endedBy === 'decided') {
    const count = `${counted(decided.requests, 'request')}, ${counted(looks, 'look')}`;
    return [size, `decided after ${count}`];
  }
  const longestMs = 'maxDurationMs' in load ? load.maxDurationMs : undefined;
  const after = longestMs === undefined ? 'its maximum duration' : formatDuration(longestMs);
  return [size, `undecided after ${after}, ${counted(requests.due, 'request')}`];
}

function counted(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}
