import {
  formatBytes,
  formatMs,
  formatNumber,
  formatRatio,
} from '../../metric/format/format-value.ts';
import type { Environment } from '../../spec/environment.ts';
import type { SamplingQuality } from '../../spec/quality/sampling-quality.ts';
import { describeCgroupLimit } from './cgroup-limit.ts';
import { clientLines } from './client-lines.ts';
import type { PhaseResult, RunNonce, RunResults } from '../results/run-results.ts';
import { describedMachine, machineLines } from './machine-lines.ts';
import { windowLines } from './window-lines.ts';

/** How reliable the figures of a phase are: a line each for peak, windows, sampler and client. Stages have their own lines. */
export function dataQualityLines(phase: PhaseResult): string[] {
  return [
    ...peakLines(phase),
    ...windowLines(phase),
    samplingLine(phase.sampling),
    ...phase.notSampled.map((reason) => `Not sampled: ${reason}`),
    ...clientLines(phase),
  ];
}

/** The send delay of each load that has a schedule or concurrency, in one line; none without such a load. */
export function sendDelayGist({ stages }: PhaseResult): string[] {
  const delays = stages.flatMap(({ name, load, level, measurements }) => {
    const delay = measurements['sendDelay'];
    return level !== undefined ||
      load.kind === 'sequential' ||
      delay === undefined ||
      !(delay.count > 0)
      ? []
      : [`${name} p50 ${formatMs(delay.p50)}, p99 ${formatMs(delay.p99)}`];
  });
  return delays.length === 0 ? [] : [`Client: send delay ${delays.join('; ')}.`];
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

function samplingLine(sampling: SamplingQuality | undefined): string {
  if (sampling === undefined) return 'Sampler: nothing was sampled.';
  const { latenessUs, requestedHz, achievedHz, sampleCount } = sampling;
  const lowered =
    sampling.rateReductions > 0
      ? `, lowered to ${formatNumber(sampling.lowestHz)} Hz by its CPU budget`
      : '';
  const tree =
    sampling.processes > 1
      ? ` of ${formatNumber(sampling.processes)} processes, shared pages counted in each`
      : '';
  const timer =
    sampling.source === 'javascript'
      ? `, by a JavaScript timer instead of the native thread (${sampling.sourceReason ?? 'unknown reason'})`
      : '';
  return (
    `Sampler: ${formatNumber(achievedHz)} of ${formatNumber(requestedHz)} Hz${lowered}${timer}; ` +
    `${formatNumber(sampleCount)} samples${tree}, ${formatNumber(sampling.lateTicks)} late, ` +
    `${formatNumber(sampling.missedTicks)} missed, ${formatNumber(sampling.droppedSamples)} dropped; ` +
    `lateness p50 ${us(latenessUs.p50)}, p99 ${us(latenessUs.p99)}, max ${us(latenessUs.max)}; ` +
    `${us(sampling.costPerSampleUs)} CPU per sample, ${formatRatio(sampling.samplerCpuUtilization)} of one core.`
  );
}

/** The sampler's rate and delay in short. */
export function samplingGist(sampling: SamplingQuality): string {
  const { latenessUs, requestedHz, achievedHz, missedTicks, droppedSamples, source } = sampling;
  const timer = source === 'javascript' ? ', by a JavaScript timer' : '';
  return (
    `Sampler: ${formatNumber(achievedHz)} of ${formatNumber(requestedHz)} Hz${timer}; ` +
    `${formatNumber(missedTicks)} missed, ${formatNumber(droppedSamples)} dropped, lateness p99 ${us(latenessUs.p99)}.`
  );
}

function us(microseconds: number): string {
  return formatMs(microseconds / 1000);
}

/** Which part of a run its report is about; none for a whole run. */
export function sliceLines(slice: RunResults['slice']): string[] {
  if (slice === undefined) return [];
  const { index, count } = slice;
  return [
    `Slice ${index}/${count}: one of ${formatNumber(count)} workers. Merge the runs of all to judge the whole load.`,
  ];
}

/** The target and the machines of a run, and the nonce of its prompts; none where they were not recorded. */
export function environmentLines({
  environment,
  nonce,
  slice,
  machines,
}: Pick<RunResults, 'environment' | 'nonce' | 'slice' | 'machines'>): string[] {
  const fleet = [...sliceLines(slice), ...machineLines(machines)];
  if (environment === undefined) return [...fleet, ...nonceLines(nonce, 'full')];
  const { target, models, cpuModel, cpuCount, memoryBytes, kernel, os, arch } = environment;
  const governor = environment.cpuGovernor ?? 'unknown';
  const cgroup = describeCgroupLimit(environment);
  const machine = describedMachine(machines);
  return [
    `Target: ${[target, ...(models.length === 0 ? [] : [`models ${models.join(', ')}`])].join(', ')}${detailsOf(environment)}.`,
    `Machine${machine === '' ? '' : ` ${machine}`}: ${cpuModel}, ${formatNumber(cpuCount)} cores, governor ${governor}, ` +
      `${formatBytes(memoryBytes)} of memory, cgroup limit ${cgroup}; ` +
      `${os} ${kernel} ${arch}, clock ${environment.clockSource ?? 'unknown'}; ` +
      `Node ${environment.node}, Loadcell ${environment.loadcell}.`,
    ...fleet,
    ...nonceLines(nonce, 'full'),
  ];
}

/** The nonce of the prompts. One that was set repeats the prompts of other runs, so it is shown in brief as well. */
export function nonceLines(nonce: RunNonce | undefined, detail: 'brief' | 'full'): string[] {
  if (nonce === undefined) return [];
  if (!nonce.isGiven) return detail === 'full' ? [`Prompts: random nonce ${nonce.text}.`] : [];
  return [
    `Prompts repeat those of nonce ${nonce.text}: every run with this nonce and seed sends the same prompts, and a cache may serve them.`,
  ];
}

function detailsOf({ details = {} }: Environment): string {
  return Object.entries(details)
    .map(([name, value]) => `, ${name} ${String(value)}`)
    .join('');
}
