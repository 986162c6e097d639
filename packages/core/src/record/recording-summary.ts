import * as z from 'zod';
import type {
  ProportionalFigures,
  SampledProcess,
  TreeFigures,
} from '../collector/sampled-tree.ts';
import { MeasuredNumberSchema, type MeasuredJson } from '../spec/measured-number.ts';
import type { SamplingQuality } from '../spec/quality/sampling-quality.ts';

/**
 * The result of a recording, from the native thread's values: exact even if rows were dropped or not written. Memory is
 * that of all processes together.
 */
export interface RecordingSummary {
  /** Samples taken: one per process and tick. */
  readonly sampleCount: number;
  readonly requestedHz: number;
  readonly achievedHz: number;
  readonly missedTicks: number;
  readonly droppedSamples: number;
  readonly latenessUs: { readonly p50: number; readonly p99: number; readonly max: number };
  /**
   * RSS with huge pages; the average is weighted by time. Pages that several processes map count in each; an address
   * space that several processes share counts once.
   */
  readonly rssBytes: {
    readonly first: number;
    readonly average: number;
    readonly peak: number;
    readonly last: number;
  };
  /**
   * The peak with shared pages counted once, swap and huge pages included: a lower bound from readings of the
   * proportional size. Not measured if there was never more than one process.
   */
  readonly peakProportionalBytes: number;
  /** Number of these readings. */
  readonly proportionalReadings: number;
  /** The largest reading. */
  readonly peakSwapBytes: number;
  readonly peakHugetlbBytes: number;
  /** First time of the memory peak, after the first sample. */
  readonly peakAtMs: number;
  /** CPU time of the tree per elapsed time, including children too short to be sampled; 1 is a whole core. */
  readonly cpuUtilization: number;
  /** CPU time of the sampling threads per elapsed time. */
  readonly samplerCpuUtilization: number;
  /** Sampled processes. */
  readonly processes: number;
  /** Known processes of the tree that were not sampled; the recording lists the reasons. */
  readonly unsampledProcesses: number;
  /** From the first sample to the end. */
  readonly durationMs: number;
  /** Processes that the kernel killed for memory in the cgroup of the subject; absent if there were none. */
  readonly oomKills?: number;
}

/** JSON form of {@link RecordingSummary}. */
export const RecordingSummarySchema: z.ZodType<
  RecordingSummary,
  MeasuredJson<RecordingSummary>
> = z.object({
  sampleCount: MeasuredNumberSchema,
  requestedHz: MeasuredNumberSchema,
  achievedHz: MeasuredNumberSchema,
  missedTicks: MeasuredNumberSchema,
  droppedSamples: MeasuredNumberSchema,
  latenessUs: z.object({
    p50: MeasuredNumberSchema,
    p99: MeasuredNumberSchema,
    max: MeasuredNumberSchema,
  }),
  rssBytes: z.object({
    first: MeasuredNumberSchema,
    average: MeasuredNumberSchema,
    peak: MeasuredNumberSchema,
    last: MeasuredNumberSchema,
  }),
  peakProportionalBytes: MeasuredNumberSchema,
  proportionalReadings: MeasuredNumberSchema,
  peakSwapBytes: MeasuredNumberSchema,
  peakHugetlbBytes: MeasuredNumberSchema,
  peakAtMs: MeasuredNumberSchema,
  cpuUtilization: MeasuredNumberSchema,
  samplerCpuUtilization: MeasuredNumberSchema,
  processes: MeasuredNumberSchema,
  unsampledProcesses: MeasuredNumberSchema,
  durationMs: MeasuredNumberSchema,
  oomKills: z.int().positive().exactOptional(),
});

/** The summary as JSON text; null for values that were not measured. */
export function renderRecordingJson(summary: RecordingSummary): string {
  return `${JSON.stringify(z.encode(RecordingSummarySchema, summary), null, 2)}\n`;
}

/** Input of a recording's summary. */
export interface RecordingFigures {
  readonly figures: TreeFigures;
  readonly proportional: ProportionalFigures;
  readonly account: SamplingQuality;
  /** When it ended, CLOCK_MONOTONIC nanoseconds. */
  readonly endedNs: number;
  /** Processes that the kernel killed for memory; `NaN` if it does not count them. */
  readonly oomKills: number;
}

/** Summarizes a recording. */
export function summarizeRecording({
  figures,
  proportional,
  account,
  endedNs,
  oomKills,
}: RecordingFigures): RecordingSummary {
  const { sampleCount, requestedHz, achievedHz, missedTicks, droppedSamples } = account;
  return {
    sampleCount,
    requestedHz,
    achievedHz,
    missedTicks,
    droppedSamples,
    latenessUs: account.latenessUs,
    rssBytes: figures.rssBytes,
    peakProportionalBytes: proportional.peakBytes,
    proportionalReadings: proportional.readings,
    peakSwapBytes: figures.peakSwapBytes,
    peakHugetlbBytes: figures.peakHugetlbBytes,
    peakAtMs: (figures.peakAtNs - figures.firstAtNs) / 1e6,
    cpuUtilization: figures.cpuNs / (figures.lastAtNs - figures.firstAtNs),
    samplerCpuUtilization: account.samplerCpuUtilization,
    processes: account.processes,
    unsampledProcesses: figures.unsampled,
    durationMs: (endedNs - figures.firstAtNs) / 1e6,
    ...(oomKills > 0 ? { oomKills } : {}),
  };
}

/** A process of a recording, with times relative to its first sample. */
export interface RecordedProcess {
  readonly pid: number;
  /** Its start, in clock ticks since boot: pids are reused. */
  readonly startTicks: number;
  /** The process under which it was found; 0 for the recorded one. */
  readonly parentPid: number;
  /** Program name when it was last seen. */
  readonly program: string;
  readonly foundAtMs: number;
  /** `NaN` if it still ran at the end. */
  readonly exitedAtMs: number;
  /** `NaN` if another process with the same address space accounts for its memory. */
  readonly peakRssBytes: number;
  readonly peakAtMs: number;
  readonly cpuMs: number;
}

export const RecordedProcessSchema: z.ZodType<
  RecordedProcess,
  MeasuredJson<RecordedProcess>
> = z.object({
  pid: z.int(),
  startTicks: z.number(),
  parentPid: z.int(),
  program: z.string(),
  foundAtMs: MeasuredNumberSchema,
  exitedAtMs: MeasuredNumberSchema,
  peakRssBytes: MeasuredNumberSchema,
  peakAtMs: MeasuredNumberSchema,
  cpuMs: MeasuredNumberSchema,
});

/** A process with times relative to the first sample. */
export function describeProcess(process: SampledProcess, firstAtNs: number): RecordedProcess {
  return {
    pid: process.pid,
    startTicks: process.startTicks,
    parentPid: process.parentPid,
    program: process.program,
    // The requested process is found just before its first sample.
    foundAtMs: Math.max(0, process.foundAtNs - firstAtNs) / 1e6,
    exitedAtMs: (process.exitedAtNs - firstAtNs) / 1e6,
    peakRssBytes: process.peakRssBytes,
    peakAtMs: (process.peakAtNs - firstAtNs) / 1e6,
    cpuMs: process.cpuNs / 1e6,
  };
}
