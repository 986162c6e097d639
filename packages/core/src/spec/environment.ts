import * as z from 'zod';

/** What a run ran on: kept with it, since a number without its machine means little. */
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
  /** Absent where the machine does not tell. */
  cpuGovernor?: string;
  /**
   * The lowest limit of memory over the target, of its own cgroup or one above: bytes, or `max` for none. Where the target has
   * no process here, that over Loadcell. Absent where it is not known.
   */
  cgroupMemoryMax?: string;
  /** The cgroup that has that limit: its path below where cgroups are mounted. */
  cgroupMemoryGroup?: string;
  /** Why that limit is not known. */
  cgroupMemoryUnknown?: string;
  clockSource?: string;
  /** Kind of the target and, where it tells, its version: `llama-cpp b1234`. */
  target: string;
  /** Models that it was configured with, the main one first. */
  models: string[];
  /** What else the target said of itself, such as the clock that stamped its answers. */
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
