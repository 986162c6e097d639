import type { CgroupLimit } from '../runner/environment.ts';

/** What sampling this process for a moment gave. */
export interface SelfSample {
  readonly sampleCount: number;
  readonly peakRssBytes: number;
  readonly achievedHz: number;
  /** Whether the thread that samples runs under real-time priority. */
  readonly isRealTime: boolean;
}

/** What the checks look at. Folders and probes are given, so that a test can stand in for any machine. */
export interface Machine {
  /** `/proc`, or what stands in for it. */
  readonly procDir: string;
  /** `/sys`, or what stands in for it. */
  readonly sysDir: string;
  /** Where run directories go. */
  readonly outputDir: string;
  /** Where models that are made here are kept. */
  readonly cacheDir: string;
  /** Version of Node without a leading v. */
  readonly nodeVersion: string;
  /** Processors that this process may use. */
  readonly processors: number;
  /** Bytes free for us on the file system of a folder. */
  readonly freeBytes: (folder: string) => Promise<number>;
  /** The limit that cgroups put on the memory of this process. */
  readonly cgroupLimit: () => CgroupLimit;
  /** Loads the addon and samples this process with it. */
  readonly sampleSelf: () => Promise<SelfSample>;
  /** Starts the embedded engine in its child process and ends it. @returns its version */
  readonly startEngine: () => Promise<string>;
}
