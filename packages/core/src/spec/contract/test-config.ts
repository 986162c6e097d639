import * as z from 'zod';

/** The phases that the contract names, in the order in which a run takes them. */
export const PHASE_NAMES = ['baseline', 'cross-model', 'load'] as const;

/** One of the phases that the contract names. */
export type PhaseName = (typeof PHASE_NAMES)[number];

/** What every test run is configured with. */
export interface TestConfig {
  /** Folder below which each run makes its own directory. */
  outputDir: string;
  /** Whether every step is reported, and not only every phase. */
  verbose: boolean;
  /** The only phase to run; all of them when absent. */
  phase?: 'baseline' | 'cross-model' | 'load';
  /** Bound on the whole run, milliseconds. */
  timeout?: number;
  /** Bound on the resident memory of what is under test, bytes. */
  maxMemory?: number;
}

export const TestConfigSchema: z.ZodType<TestConfig, TestConfig> = z.object({
  outputDir: z.string().min(1),
  verbose: z.boolean(),
  phase: z.enum(PHASE_NAMES).exactOptional(),
  timeout: z.number().positive().exactOptional(),
  maxMemory: z.number().positive().exactOptional(),
});
