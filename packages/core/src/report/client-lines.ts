import { formatMs, formatNumber, formatRatio, formatValue } from '../metric/format-value.ts';
import type { ClientCalibration, ClientClock } from '../spec/client-calibration.ts';
import type { ClientHonesty, NotCalibrated } from '../spec/client-honesty.ts';
import type { PhaseResult } from './run-results.ts';

/** What is known of the client that sent the requests of a phase and took their times, a line each. */
export function clientLines({ measurements, client, failures }: PhaseResult): string[] {
  const lag = measurements['sendLag'];
  const cache = measurements['cacheHitRatio'];
  const hit = cache?.avg ?? Number.NaN;
  return [
    ...(lag !== undefined && lag.count > 0
      ? [`Client: sends were late by ${formatMs(lag.p50)} p50, ${formatMs(lag.p99)} p99.`]
      : []),
    ...(client === undefined ? [] : honestyLinesOf(client)),
    `Cache: ${Number.isNaN(hit) ? `hit ratio not known (${cache?.reason ?? 'no value'})` : `${formatValue('ratio', hit)} of the prompt tokens came from it`}.`,
    ...failures.map(
      ({ kind, count, example }) =>
        `Failed requests: ${formatNumber(count)} of kind ${kind}${example === '' ? '' : `: ${example}`}`,
    ),
  ];
}

function honestyLinesOf({ calibrations, notCalibrated, accounts }: ClientHonesty): string[] {
  return [
    ...calibrations.map(calibrationLine),
    ...(notCalibrated === undefined ? [] : [notCalibratedLine(notCalibrated)]),
    ...accounts.map(
      ({ window, account }) =>
        `Client, ${window}: stamps by ${clockName(account.clock)}, ` +
        `${formatNumber(account.connectionsOpenedBefore)} connections opened before and ` +
        `${formatNumber(account.connectionsOpenedDuring)} while the clock ran, ` +
        `${formatNumber(account.delayedReads)} reads delayed; stamping thread busy ${formatRatio(account.busyRatio)}, ` +
        `all of the client ${formatRatio(account.cpuUtilization)} of a core.`,
    ),
  ];
}

function calibrationLine(calibration: ClientCalibration): string {
  const { clock, concurrency, requests, tokens, gapMs, budget, attempts } = calibration;
  const { firstTokenErrorMs, gapErrorMs } = calibration;
  const tls = clock === 'undici-worker' ? ', over plain http' : '';
  const [first] = attempts;
  const repeated =
    attempts.length > 1 && first !== undefined
      ? ` It was repeated; the first attempt had ${formatMs(first.firstTokenErrorMs.p99)} and ${formatMs(first.gapErrorMs.p99)} p99.`
      : '';
  return (
    `Client calibrated: held against a server of known timing on this machine${tls}, stamps by ${clockName(clock)} were off by at most ` +
    `${formatMs(firstTokenErrorMs.p50)} p50, ${formatMs(firstTokenErrorMs.p99)} p99 for first tokens and ` +
    `${formatMs(gapErrorMs.p50)} p50, ${formatMs(gapErrorMs.p99)} p99 for gaps ` +
    `(${formatNumber(requests)} requests of ${formatNumber(tokens)} tokens every ${formatMs(gapMs)}, ${formatNumber(concurrency)} at once, ` +
    `the server's own delays included); ${budgetText(budget)}.${repeated}`
  );
}

function budgetText({ firstTokenMs, gapMs, reason }: ClientCalibration['budget']): string {
  const bounds = [
    ...(Number.isNaN(firstTokenMs) ? [] : [`${formatMs(firstTokenMs)} for first tokens`]),
    ...(Number.isNaN(gapMs) ? [] : [`${formatMs(gapMs)} for gaps`]),
  ];
  return bounds.length === 0 ? `no budget: ${reason}` : `budget ${bounds.join(', ')}: ${reason}`;
}

function notCalibratedLine({ cause, reason }: NotCalibrated): string {
  switch (cause) {
    case 'switched-off':
      return `Client not calibrated: ${reason}; how far off its stamps are is not known.`;
    case 'failed':
      return `Client not calibrated: ${reason}`;
  }
}

function clockName(clock: ClientClock): string {
  switch (clock) {
    case 'native':
      return 'a native thread';
    case 'undici-worker':
      return 'JavaScript in a worker thread';
  }
}
