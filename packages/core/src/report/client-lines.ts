import { formatMs, formatNumber, formatRatio, formatValue } from '../metric/format-value.ts';
import type { ClientAccount } from '../spec/client-account.ts';
import type { ClientCalibration, ClientClock } from '../spec/client-calibration.ts';
import type { ClientHonesty, NotCalibrated } from '../spec/client-honesty.ts';
import type { PhaseResult } from './results/run-results.ts';

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
  const windows = [...new Set(accounts.map(({ window }) => window))];
  return [
    ...calibrationLine(calibrations),
    ...(notCalibrated === undefined ? [] : [notCalibratedLine(notCalibrated)]),
    ...windows.map((window) =>
      accountLine(
        window,
        accounts.filter((one) => one.window === window).map(({ account }) => account),
      ),
    ),
  ];
}

/** One line for the loads of a window: the levels of a sweep are many. */
function accountLine(window: string, accounts: readonly ClientAccount[]): string {
  const clocks = [...new Set(accounts.map(({ clock }) => clockName(clock)))].join(' and ');
  const sum = (of: (account: ClientAccount) => number): string =>
    formatNumber(accounts.reduce((total, account) => total + of(account), 0));
  const most = (of: (account: ClientAccount) => number): string =>
    formatRatio(Math.max(...accounts.map(of)));
  const loads = accounts.length > 1 ? `, ${formatNumber(accounts.length)} loads` : '';
  return (
    `Client, ${window}${loads}: stamps by ${clocks}; connections opened before ` +
    `${sum((one) => one.connectionsOpenedBefore)}, while the clock ran ${sum((one) => one.connectionsOpenedDuring)}` +
    `${reuseText(accounts)}${limitText(accounts)}; ` +
    `${waitText(accounts)}reads delayed ${sum((one) => one.delayedReads)}; stamping thread busy ${most((one) => one.busyRatio)}, ` +
    `all of the client ${most((one) => one.cpuUtilization)} of a core.`
  );
}

function waitText(accounts: readonly ClientAccount[]): string {
  const waitMs = accounts.reduce((sum, one) => sum + one.promptWaitMs, 0);
  return waitMs > 0 ? `connections idle for want of a prompt ${formatMs(waitMs)}; ` : '';
}

/** What the server's own closing of connections cost; empty where it keeps them. */
function reuseText(accounts: readonly ClientAccount[]): string {
  const sum = (of: (account: ClientAccount) => number): number =>
    accounts.reduce((total, account) => total + of(account), 0);
  const fresh = sum((one) => one.freshConnections);
  const resends = sum((one) => one.resends);
  return [
    fresh > 0 ? ` (${formatNumber(fresh)} because the server needs fresh ones)` : '',
    resends > 0 ? `; requests sent again on a fresh connection ${formatNumber(resends)}` : '',
  ].join('');
}

/** The limit of the client that requests waited for; empty where none did. */
function limitText(accounts: readonly ClientAccount[]): string {
  const limited = accounts.map(({ limit }) => limit).filter(({ cause }) => cause !== 'none');
  const [first] = limited;
  if (first === undefined) return '';
  const requests = limited.reduce((total, limit) => total + limit.requests, 0);
  const longestMs = Math.max(...limited.map(({ longestWaitMs }) => longestWaitMs));
  const name = first.cause === 'descriptors' ? 'open files (ulimit -n)' : 'target.maxConnections';
  return (
    `; ${formatNumber(requests)} requests waited for the limit on ${name}, reached at ` +
    `${formatNumber(first.connections)} in flight, for up to ${formatMs(longestMs)}`
  );
}

/** Every check of a phase in one line, with the worst errors of them. */
function calibrationLine(calibrations: readonly ClientCalibration[]): string[] {
  const [first] = calibrations;
  if (first === undefined) return [];
  const { clock, tokens, budget } = first;
  const worst = (of: (calibration: ClientCalibration) => number): number =>
    Math.max(...calibrations.map(of));
  const requests = calibrations.reduce((sum, one) => sum + one.requests, 0);
  const atOnce = calibrations.map((one) => formatNumber(one.concurrency)).join(', ');
  const gapsMs = calibrations.map((one) => one.gapMs);
  const gap = [...new Set([Math.min(...gapsMs), Math.max(...gapsMs)].map(formatMs))].join(' to ');
  const tls = clock === 'undici-worker' ? ', over plain http' : '';
  const several = calibrations.length > 1 ? ', the worst of them' : '';
  return [
    `Client calibrated: held against a server of known timing on this machine${tls}, stamps by ${clockName(clock)} were off by ` +
      `${errorText(
        worst((one) => one.firstTokenErrorMs.p50),
        worst((one) => one.firstTokenErrorMs.p99),
      )} for first tokens and ` +
      `${errorText(
        worst((one) => one.gapErrorMs.p50),
        worst((one) => one.gapErrorMs.p99),
      )} for gaps ` +
      `(${formatNumber(requests)} requests of ${formatNumber(tokens)} tokens every ${gap}, ${atOnce} at once${several}; ` +
      `the server's own delays included); ${budgetText(budget)}.${calibrations.map(repeatText).join('')}`,
  ];
}

function errorText(p50Ms: number, p99Ms: number): string {
  return `${formatMs(p50Ms)} p50, ${formatMs(p99Ms)} p99`;
}

function repeatText({ attempts, concurrency }: ClientCalibration): string {
  const [first] = attempts;
  if (first === undefined || attempts.length < 2) return '';
  const { firstTokenErrorMs, gapErrorMs } = first;
  return (
    ` At ${formatNumber(concurrency)} at once it was repeated; the first attempt had ` +
    `${formatMs(firstTokenErrorMs.p99)} and ${formatMs(gapErrorMs.p99)} p99.`
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
