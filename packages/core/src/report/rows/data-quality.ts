import {
  formatBytes,
  formatMs,
  formatNumber,
  formatRatio,
} from '../../metric/format/format-value.ts';
import type { Environment } from '../../spec/environment.ts';
import type { SamplingAccount } from '../../spec/account/sampling-account.ts';
import { describeCgroupLimit } from './cgroup-limit.ts';
import { calibrationLines, clientLines, errorLines } from './client-lines.ts';
import type { PhaseResult, RunNonce, RunResults } from '../results/run-results.ts';
import { steadyLine } from './stage/steady-lines.ts';
import { windowLines } from './window-lines.ts';

/** How reliable the figures of a phase are: a line each for windows, sampler and client. Stages have lines of their own. */
export function dataQualityLines(phase: PhaseResult): string[] {
  return [
    ...peakLines(phase),
    ...windowLines(phase),
    samplingLine(phase.sampling),
    ...phase.notSampled.map((reason) => `Not sampled: ${reason}`),
    ...clientLines(phase),
  ];
}

/** The same in short, stages included: the peak, steady states, the sampler, send delays, errors. */
export function briefDataQualityLines(phase: PhaseResult): string[] {
  const stages = phase.stages.filter(({ level }) => level === undefined);
  const delays = stages.flatMap(({ name, load, measurements }) => {
    const delay = measurements['sendDelay'];
    return load.kind === 'sequential' || delay === undefined || !(delay.count > 0)
      ? []
      : [`${name} p50 ${formatMs(delay.p50)}, p99 ${formatMs(delay.p99)}`];
  });
  return [
    ...peakLines(phase),
    ...steadyLine(stages),
    samplingGist(phase.sampling),
    ...(delays.length === 0 ? [] : [`Client: send delay ${delays.join('; ')}.`]),
    ...calibrationLines(phase),
    ...errorLines(phase),
  ];
}

function peakLines({ memoryPeak }: PhaseResult): string[] {
  if (memoryPeak === undefined) return [];
  const { bytes, atMs, models, requestCount, requests, event } = memoryPeak;
  const [first] = requests;
  const inFlight =
    first === undefined
      ? 'no request in flight'
      : `${formatNumber(requestCount)} in flight (first: ${first.id}, ${first.purpose})`;
  const held = models.length === 0 ? '' : `${models.join(', ')} in memory, `;
  const after = event === undefined ? '' : `, after "${event}"`;
  return [`Peak: ${formatBytes(bytes)} at ${formatMs(atMs)}, ${held}${inFlight}${after}.`];
}

function samplingLine(sampling: SamplingAccount | undefined): string {
  if (sampling === undefined) return 'Sampler: nothing was sampled.';
  const { latenessUs, requestedHz, achievedHz, sampleCount } = sampling;
  const lowered =
    sampling.rateReductions > 0
      ? `, lowered to ${formatNumber(sampling.lowestHz)} Hz to stay within its share of CPU`
      : '';
  const tree =
    sampling.processes > 1
      ? ` of ${formatNumber(sampling.processes)} processes, pages that they share counted in each`
      : '';
  const timer =
    sampling.source === 'javascript'
      ? `, by a timer of JavaScript and not the native thread (${sampling.sourceReason ?? 'no reason told'})`
      : '';
  return (
    `Sampler: ${formatNumber(requestedHz)} Hz asked, ${formatNumber(achievedHz)} Hz reached${lowered}${timer}; ` +
    `${formatNumber(sampleCount)} samples${tree}, ${formatNumber(sampling.lateTicks)} late, ` +
    `${formatNumber(sampling.missedTicks)} missed, ${formatNumber(sampling.droppedSamples)} dropped; ` +
    `lateness p50 ${us(latenessUs.p50)}, p99 ${us(latenessUs.p99)}, max ${us(latenessUs.max)}; ` +
    `${us(sampling.costPerSampleUs)} CPU a sample, ${formatRatio(sampling.samplerCpuUtilization)} of a core.`
  );
}

function samplingGist(sampling: SamplingAccount | undefined): string {
  if (sampling === undefined) return samplingLine(sampling);
  const { latenessUs, requestedHz, achievedHz, missedTicks, droppedSamples, source } = sampling;
  const timer = source === 'javascript' ? ', by a timer of JavaScript' : '';
  return (
    `Sampler: ${formatNumber(achievedHz)} of ${formatNumber(requestedHz)} Hz reached${timer}; ` +
    `${formatNumber(missedTicks)} missed, ${formatNumber(droppedSamples)} dropped, late by ${us(latenessUs.p99)} p99.`
  );
}

function us(microseconds: number): string {
  return formatMs(microseconds / 1000);
}

/**
 * What a run ran on, in two lines, and what its prompts were made from; none where nothing was kept of it.
 * @param detail `brief` leaves out what the target tells about itself
 */
export function environmentLines(
  { environment, nonce }: Pick<RunResults, 'environment' | 'nonce'>,
  detail: 'brief' | 'full' = 'full',
): string[] {
  if (environment === undefined) return nonceLine(nonce, detail);
  const { target, models, cpuModel, cpuCount, memoryBytes, kernel, os, arch } = environment;
  const governor = environment.cpuGovernor ?? 'unknown';
  const cgroup = describeCgroupLimit(environment);
  return [
    `Target: ${[target, ...(models.length === 0 ? [] : [`models ${models.join(', ')}`])].join(', ')}${detail === 'full' ? detailsOf(environment) : ''}.`,
    `Machine: ${cpuModel}, ${formatNumber(cpuCount)} cores, governor ${governor}, ` +
      `${formatBytes(memoryBytes)} of memory, cgroup limit ${cgroup}; ` +
      `${os} ${kernel} ${arch}, clock ${environment.clockSource ?? 'unknown'}; ` +
      `Node ${environment.node}, Loadcell ${environment.loadcell}.`,
    ...nonceLine(nonce, detail),
  ];
}

/** What decided the words of the prompts: a nonce that was set repeats those of other runs, which must not be missed. */
function nonceLine(nonce: RunNonce | undefined, detail: 'brief' | 'full'): string[] {
  if (nonce === undefined) return [];
  if (!nonce.isGiven) return detail === 'full' ? [`Prompts: random nonce ${nonce.text}.`] : [];
  return [
    `Prompts repeat those of nonce ${nonce.text}: every run with it and the same seed sends the same, and a cache may serve them.`,
  ];
}

function detailsOf({ details = {} }: Environment): string {
  return Object.entries(details)
    .map(([name, value]) => `, ${name} ${String(value)}`)
    .join('');
}
