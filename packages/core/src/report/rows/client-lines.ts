import { formatMs, formatNumber, formatRatio } from '../../metric/format/format-value.ts';
import type { ClientPath, ClientUsage, ReadStamps } from '../../spec/quality/client-usage.ts';
import type { ClientCalibration, ClientClock } from '../../spec/quality/client-calibration.ts';
import type { NotCalibrated } from '../../spec/quality/client-quality.ts';
import type { PhaseResult } from '../results/run-results.ts';

/** Shorter round trips are not worth words, ms. */
const NEGLIGIBLE_ROUND_TRIP_MS = 1;

/** The client of a phase, a line each: calibration, sweeps, errors. Stages have lines of their client in their blocks. */
export function clientLines(phase: PhaseResult): string[] {
  return [...calibrationLines(phase), ...sweepAccountLines(phase), ...errorLines(phase)];
}

/** Requests of a phase that failed, by kind. */
function errorLines({ failures }: PhaseResult): string[] {
  return failures.map(
    ({ kind, count, example }) =>
      `Errors: ${formatNumber(count)} × ${kind}${example === '' ? '' : `: ${example}`}`,
  );
}

/** The timing error of a client. */
export function calibrationLines({ client }: PhaseResult): string[] {
  if (client === undefined) return [];
  const { calibrations, notCalibrated } = client;
  return [
    ...calibrationLine(calibrations),
    ...(notCalibrated === undefined ? [] : [notCalibratedLine(notCalibrated)]),
  ];
}

/** One line for the levels of a sweep, which are many. */
function sweepAccountLines({ client, stages }: PhaseResult): string[] {
  const sweeps = new Map(stages.map(({ name, level }) => [name, level?.sweep]));
  const accounts = (client?.usage ?? []).flatMap(({ stage, usage: account }) => {
    const sweep = sweeps.get(stage);
    return sweep === undefined ? [] : [{ sweep, account }];
  });
  return [...new Set(accounts.map(({ sweep }) => sweep))].map((name) => {
    const ofSweep = accounts.filter(({ sweep }) => sweep === name).map(({ account }) => account);
    return `${name}, ${formatNumber(ofSweep.length)} levels: ${accountLine(ofSweep)}`;
  });
}

/** The client's account of the loads of a stage. */
export function accountLine(accounts: readonly ClientUsage[]): string {
  const clocks = [...new Set(accounts.map(({ clock }) => clockName(clock)))].join(' and ');
  const sum = (of: (account: ClientUsage) => number): string =>
    formatNumber(accounts.reduce((total, account) => total + of(account), 0));
  const most = (of: (account: ClientUsage) => number): string =>
    formatRatio(Math.max(...accounts.map(of)));
  return (
    `Client: timestamps: ${clocks}${stampsText(accounts)}; connections opened: ` +
    `${sum((one) => one.connectionsOpenedBefore)} before, ${sum((one) => one.connectionsOpenedDuring)} during${sourcesText(accounts)}` +
    `${reuseText(accounts)}${limitText(accounts)}; ` +
    `${pathText(accounts)}${waitText(accounts)}reads delayed ${sum((one) => one.delayedReads)}; timing thread ${most((one) => one.busyRatio)} busy, ` +
    `whole client ${most((one) => one.cpuUtilization)} of one core.`
  );
}

/** How many reads have the kernel's timestamp, and how late the thread's own would have been; empty where it is not asked. */
function stampsText(accounts: readonly ClientUsage[]): string {
  const stamps = accounts.flatMap((one) => one.stamps ?? []);
  const sum = (of: (stamp: ReadStamps) => number): number =>
    stamps.reduce((total, one) => total + of(one), 0);
  const [kernel, thread] = [sum((one) => one.kernelReads), sum((one) => one.threadReads)];
  if (kernel + thread === 0) return '';
  const late = stamps.filter(({ kernelReads }) => kernelReads > 0);
  const latest = (of: (stamp: ReadStamps) => number): string => formatMs(Math.max(...late.map(of)));
  const lateness =
    late.length === 0
      ? ''
      : `, thread late by p99 ${latest((one) => one.latenessP99Ms)}, max ${latest((one) => one.latenessMaxMs)}`;
  const steps = sum((one) => one.clockSteps);
  const stepped = steps === 0 ? '' : `, wall clock stepped ${formatNumber(steps)}×`;
  const own = thread === 0 ? '' : `, time of the thread for ${formatNumber(thread)} reads`;
  return ` (arrival by the kernel for ${formatRatio(kernel / (kernel + thread))} of reads${own}${lateness}${stepped})`;
}

/** How many source addresses connections needed; empty for one. */
function sourcesText(accounts: readonly ClientUsage[]): string {
  const most = Math.max(...accounts.map(({ sourceAddresses = 1 }) => sourceAddresses));
  return most > 1 ? `, from ${formatNumber(most)} source addresses` : '';
}

/** Round trips to the server and what the path lost; empty where both are negligible, as on loopback. */
function pathText(accounts: readonly ClientUsage[]): string {
  const paths = accounts.flatMap((one) => one.path ?? []);
  const sum = (of: (path: ClientPath) => number): number =>
    paths.reduce((total, one) => total + of(one), 0);
  const [again, outOfOrder] = [sum((one) => one.retransmits), sum((one) => one.outOfOrder)];
  const leastMs = Math.min(...paths.map((one) => one.leastRoundTripMs));
  if (paths.length === 0 || (leastMs < NEGLIGIBLE_ROUND_TRIP_MS && again + outOfOrder === 0)) {
    return '';
  }
  const losses =
    again + outOfOrder === 0
      ? ''
      : `, segments sent again ${formatNumber(again)}, received out of order ${formatNumber(outOfOrder)}`;
  const most = (of: (path: ClientPath) => number): string => formatMs(Math.max(...paths.map(of)));
  return (
    `round trip: least ${formatMs(leastMs)}, p50 ${most((one) => one.roundTripP50Ms)}, ` +
    `p99 ${most((one) => one.roundTripP99Ms)}${losses}; `
  );
}

function waitText(accounts: readonly ClientUsage[]): string {
  const waitMs = accounts.reduce((sum, one) => sum + one.promptWaitMs, 0);
  return waitMs > 0 ? `connections idle without a prompt ${formatMs(waitMs)}; ` : '';
}

/** The cost of connections that the server closes; empty where it keeps them open. */
function reuseText(accounts: readonly ClientUsage[]): string {
  const sum = (of: (account: ClientUsage) => number): number =>
    accounts.reduce((total, account) => total + of(account), 0);
  const fresh = sum((one) => one.freshConnections);
  const resends = sum((one) => one.resends);
  return [
    fresh > 0 ? ` (${formatNumber(fresh)} because the server needs fresh ones)` : '',
    resends > 0 ? `; requests resent on a fresh connection ${formatNumber(resends)}` : '',
  ].join('');
}

/** The client's limit that requests waited for; empty where none did. */
function limitText(accounts: readonly ClientUsage[]): string {
  const limited = accounts.map(({ limit }) => limit).filter(({ cause }) => cause !== 'none');
  const [first] = limited;
  if (first === undefined) return '';
  const requests = limited.reduce((total, limit) => total + limit.requests, 0);
  const longestMs = Math.max(...limited.map(({ longestWaitMs }) => longestWaitMs));
  const name = first.cause === 'descriptors' ? 'open files (ulimit -n)' : 'target.maxConcurrency';
  return (
    `; ${formatNumber(requests)} requests waited for the limit on ${name}, reached at ` +
    `${formatNumber(first.connections)} in flight, for up to ${formatMs(longestMs)}`
  );
}

/** All calibrations of a phase in one line, with their worst errors. */
function calibrationLine(calibrations: readonly ClientCalibration[]): string[] {
  const [first] = calibrations;
  if (first === undefined) return [];
  const { clock, tokens, budget } = first;
  const worst = (of: (calibration: ClientCalibration) => number): number =>
    Math.max(...calibrations.map(of));
  const requests = calibrations.reduce((sum, one) => sum + one.requests, 0);
  const concurrencies = calibrations.map((one) => formatNumber(one.concurrency)).join(', ');
  const gapsMs = calibrations.map((one) => one.gapMs);
  const gap = [...new Set([Math.min(...gapsMs), Math.max(...gapsMs)].map(formatMs))].join(' to ');
  const tls = clock === 'undici-worker' ? ', over plain http' : '';
  const several =
    calibrations.length > 1 ? `, worst of ${formatNumber(calibrations.length)} calibrations` : '';
  return [
    `Client calibration (local mock server${tls}, ${clockName(clock)}): timing error ` +
      `${errorText(
        worst((one) => one.firstTokenErrorMs.p50),
        worst((one) => one.firstTokenErrorMs.p99),
      )} for TTFT and ` +
      `${errorText(
        worst((one) => one.gapErrorMs.p50),
        worst((one) => one.gapErrorMs.p99),
      )} for ITL ` +
      `(${formatNumber(requests)} requests of ${formatNumber(tokens)} tokens every ${gap}, concurrency ${concurrencies}${several}; ` +
      `delays of the mock server included); ${budgetText(budget)}.${calibrations.map(repeatText).join('')}`,
  ];
}

function errorText(p50Ms: number, p99Ms: number): string {
  return `p50 ${formatMs(p50Ms)}, p99 ${formatMs(p99Ms)}`;
}

function repeatText({ attempts, concurrency }: ClientCalibration): string {
  const [first] = attempts;
  if (first === undefined || attempts.length < 2) return '';
  const { firstTokenErrorMs, gapErrorMs } = first;
  return (
    ` At concurrency ${formatNumber(concurrency)} it was repeated; the first attempt had p99 ` +
    `${formatMs(firstTokenErrorMs.p99)} and ${formatMs(gapErrorMs.p99)}.`
  );
}

function budgetText({ firstTokenMs, gapMs, reason }: ClientCalibration['budget']): string {
  const bounds = [
    ...(Number.isNaN(firstTokenMs) ? [] : [`${formatMs(firstTokenMs)} for TTFT`]),
    ...(Number.isNaN(gapMs) ? [] : [`${formatMs(gapMs)} for ITL`]),
  ];
  return bounds.length === 0 ? `no budget: ${reason}` : `budget ${bounds.join(', ')}: ${reason}`;
}

function notCalibratedLine({ cause, reason }: NotCalibrated): string {
  switch (cause) {
    case 'switched-off':
      return `Client not calibrated: ${reason}; its timing error is unknown.`;
    case 'failed':
      return `Client not calibrated: ${reason}`;
  }
}

function clockName(clock: ClientClock): string {
  switch (clock) {
    case 'native':
      return 'native thread';
    case 'undici-worker':
      return 'JavaScript worker thread';
  }
}
