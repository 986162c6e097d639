import * as z from 'zod';

/** The machine and target of a run, kept with its results. */
export interface Environment {
  /** Version of Loadcell. */
  loadcell: string;
  node: string;
  os: string;
  kernel: string;
  arch: string;
  cpuModel: string;
  cpuCount: number;
  memoryBytes: number;
  /** Absent when unknown. */
  cpuGovernor?: string;
  /**
   * The lowest memory limit of the target, of its own cgroup or one above: bytes, or `max` for none. Where the target has
   * no process here, the limit of Loadcell. Absent when unknown.
   */
  cgroupMemoryMax?: string;
  /** The cgroup with that limit: its path below the mount point of cgroups. */
  cgroupMemoryGroup?: string;
  /** Why that limit is unknown. */
  cgroupMemoryUnknown?: string;
  clockSource?: string;
  /** Kind of the target and, if known, its version: `llama-cpp b1234`. */
  target: string;
  /** Configured models, the main one first. */
  models: string[];
  /** Other details of the target, such as the clock of its timestamps. */
  details?: Record<string, string | number | boolean>;
}

export const EnvironmentSchema: z.ZodType<Environment, Environment> = z.object({
  loadcell: z.string(),
  node: z.string(),
  os: z.string(),
  kernel: z.string(),
  arch: z.string(),
  cpuModel: z.string(),
  cpuCount: z.int().positive(),
  memoryBytes: z.number().positive(),
  cpuGovernor: z.string().exactOptional(),
  cgroupMemoryMax: z.string().exactOptional(),
  cgroupMemoryGroup: z.string().exactOptional(),
  cgroupMemoryUnknown: z.string().exactOptional(),
  clockSource: z.string().exactOptional(),
  target: z.string(),
  models: z.array(z.string()),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
});
