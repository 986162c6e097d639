import * as z from 'zod';

/** The phases of the contract, in the order of a run. */
export const PHASE_NAMES = ['baseline', 'cross-model', 'load'] as const;

/** One of {@link PHASE_NAMES}. */
export type PhaseName = (typeof PHASE_NAMES)[number];

/** Configuration of a test run. */
export interface TestConfig {
  /** Folder in which each run makes its directory. */
  outputDir: string;
  /** Whether to report every step instead of every phase. */
  verbose: boolean;
  /** The only phase to run; all of them when absent. */
  phase?: 'baseline' | 'cross-model' | 'load';
  /** Time limit for the run, milliseconds. */
  timeout?: number;
  /** Maximum RSS of the target, bytes. */
  maxMemory?: number;
}

/** JSON form of {@link TestConfig}. */
export const TestConfigSchema: z.ZodType<TestConfig, TestConfig> = z.object({
  outputDir: z.string().min(1),
  verbose: z.boolean(),
  phase: z.enum(PHASE_NAMES).exactOptional(),
  timeout: z.number().positive().exactOptional(),
  maxMemory: z.number().positive().exactOptional(),
});
