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
    case 'saturated': {
      const { inFlight, ttftMs, spanMs } = ending;
      return (
        `${text}. Requests in flight rose from ${whole(inFlight.from)} to ${whole(inFlight.to)} ` +
        `and TTFT from ${seconds(ttftMs.from)} to ${seconds(ttftMs.to)} in the last ${seconds(spanMs)}.`
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
    case 'saturated':
      return 'measure latency at a lower rate';
  }
}

function whenOf({ afterMs, requests }: StageEnding): string {
  return `after ${seconds(afterMs)} and ${counted(requests, 'request')}`;
}

function whyOf(ending: StageEnding): string {
  switch (ending.kind) {
    case 'errors': {
      const { failed, last, maxErrorRate } = ending;
      return maxErrorRate === undefined
        ? `the first ${failed} all failed`
        : `${failed} of the last ${last} failed (maxErrorRate ${percent(maxErrorRate)})`;
    }
    case 'outage':
      return `server unreachable for ${seconds(ending.outageMs)} (maxOutage ${seconds(ending.maxOutageMs)})`;
    case 'saturated':
      return 'over-saturated';
  }
}

function seconds(ms: number): string {
  const isShort = ms < 1000;
  return `${Number((isShort ? ms : ms / 1000).toPrecision(3))} ${isShort ? 'ms' : 's'}`;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))}%`;
}

function whole(value: number): string {
  return Math.max(0, Math.round(value)).toLocaleString('en-US');
}

function counted(count: number, noun: string): string {
  return `${whole(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function quote(message: string): string {
  const text = message.length > QUOTED ? `${message.slice(0, QUOTED - 1)}…` : message;
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
