import type { CgroupLimit } from '../collector/cgroup-limit.ts';

/** The result of sampling this process for a moment. */
export interface SelfSample {
  readonly sampleCount: number;
  readonly peakRssBytes: number;
  readonly achievedHz: number;
  /** Whether the sampler thread runs with real-time priority. */
  readonly isRealTime: boolean;
}

/** What the checks read. Folders and probes are injected, so that a test can simulate any machine. */
export interface Machine {
  /** `/proc`, or its replacement in a test. */
  readonly procDir: string;
  /** `/sys`, or its replacement in a test. */
  readonly sysDir: string;
  /** Where run directories go. */
  readonly outputDir: string;
  /** Finds the cache of generated models. @throws {TargetError} when this user has no home */
  readonly findCacheDir: () => string;
  /** Version of Node without a leading v. */
  readonly nodeVersion: string;
  /** Processors that this process may use. */
  readonly processors: number;
  /** Whether the permissions of Node allow threads or child processes. */
  readonly permits: (what: 'worker' | 'child') => boolean;
  /** Bytes on the file system of a folder that this user may use. */
  readonly freeBytes: (folder: string) => Promise<number>;
  /** The cgroup memory limit of this process. */
  readonly cgroupLimit: () => CgroupLimit;
  /** Loads the addon and samples this process with it. */
  readonly sampleSelf: () => Promise<SelfSample>;
  /** Starts the embedded engine in its child process and ends it. @returns its version */
  readonly startEngine: () => Promise<string>;
}
