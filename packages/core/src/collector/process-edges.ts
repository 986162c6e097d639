import { readProcessEdges, resetPeakRss, SamplerError } from '@loadcell/native';
import { nowNs } from '../stream/clock.ts';
import type { SurveyValue } from '../stream/rows/survey-stream.ts';

/** Values read at an edge of a phase, and those that could not be read. */
export interface ProcessEdge {
  readonly values: readonly SurveyValue[];
  readonly missing: readonly string[];
}

const NOTHING_READ: ProcessEdge = { values: [], missing: [] };

/**
 * Reads what is too expensive to sample, for the edges of a phase: proportional memory, which splits shared pages among
 * their users, and the kernel's own high-water mark. Nothing when the process is gone.
 * @param pid process whose memory is read
 */
export async function readEdge(pid: number): Promise<ProcessEdge> {
  try {
    const { missing, pid: _pid, ...figures } = await readProcessEdges({ pid });
    const timeNs = nowNs();
    const values = Object.entries(figures)
      .filter(([, value]) => !Number.isNaN(value))
      .map(([name, value]) => ({ timeNs, pid, source: 0, column: `edge.${name}`, value }));
    return { values, missing };
  } catch (error) {
    if (error instanceof SamplerError) return { ...NOTHING_READ, missing: [error.message] };
    throw error;
  }
}

/**
 * Resets the kernel's high-water mark of a process to its current size, also for all other readers of the mark.
 * @returns why it failed, or undefined
 */
export async function resetKernelPeak(pid: number): Promise<string | undefined> {
  try {
    await resetPeakRss({ pid });
    return undefined;
  } catch (error) {
    if (error instanceof SamplerError) return error.message;
    throw error;
  }
}
