import { formatMs, formatNumber } from '../../spec/format-quantity.ts';
import { formatDuration } from '../../spec/quantity.ts';
import type { StageEnding } from './stage-ending.ts';

/** Characters of a server message that are quoted. */
const QUOTED = 120;

/** When and why a stage ended itself: `ended early after 2.13 s and 80 requests: 50 of the last 74 failed`. */
export function describeEnding(ending: StageEnding): string {
  return `ended early ${whenOf(ending)}: ${whyOf(ending)}`;
}

/** The early end as a sentence about a stage, with its evidence: the failure, quoted once, or the levels that rose. */
export function explainEnding(stage: string, ending: StageEnding): string {
  const text = `Stage ${stage} ${describeEnding(ending)}`;
  switch (ending.kind) {
    case 'errors': {
      const { isInWarmup, errorKind, errorCount, errorMessage } = ending;
      const where = isInWarmup ? ' in its warm-up, before any measured request ended' : '';
      return `${text}${where}. ${errorKind} × ${errorCount}: ${quote(errorMessage)}`;
    }
    case 'outage':
      return `${text}. First of ${counted(ending.failed, 'failure')}: ${quote(ending.errorMessage)}`;
    case 'exhausted':
      return `${text}. Its criteria are judged by these requests alone.`;
    case 'saturated': {
      const { inFlight, ttftMs, spanMs } = ending;
      return (
        `${text}. Requests in flight rose from ${formatNumber(Math.round(inFlight.from))} to ${formatNumber(Math.round(inFlight.to))} ` +
        `and TTFT from ${formatMs(ttftMs.from)} to ${formatMs(ttftMs.to)} in the last ${formatMs(spanMs)}.`
      );
    }
  }
}

/** What to do about an early end, as the help of an error. */
export function adviseEnding({ kind }: StageEnding): string {
  switch (kind) {
    case 'errors':
      return 'check the server log, or raise maxErrorRate (--max-error-rate; 1 never ends a stage)';
    case 'outage':
      return 'check the server log, and the kernel log for an OOM kill, or raise maxOutage (--max-outage)';
    case 'exhausted':
      return 'pass --reuse-dataset to start over at the end of the file, or use a longer one';
    case 'saturated':
      return 'measure latency at a lower rate';
  }
}

function whenOf({ afterMs, requests }: StageEnding): string {
  return `after ${formatMs(afterMs)} and ${counted(requests, 'request')}`;
}

function whyOf(ending: StageEnding): string {
  switch (ending.kind) {
    case 'errors': {
      const { failed, last, maxErrorRate } = ending;
      return maxErrorRate === undefined
        ? `the first ${failed} all failed`
        : `${failed} of the last ${last} failed (maxErrorRate ${formatNumber(100 * maxErrorRate)}%)`;
    }
    case 'outage':
      return `server unreachable for ${formatMs(ending.outageMs)} (maxOutage ${formatDuration(ending.maxOutageMs)})`;
    case 'exhausted':
      return 'every request of its data set was sent';
    case 'saturated':
      return 'over-saturated';
  }
}

function counted(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function quote(message: string): string {
  const text = message.length > QUOTED ? `${message.slice(0, QUOTED - 1)}…` : message;
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
