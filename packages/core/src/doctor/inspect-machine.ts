import { statfs } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseConfig } from '../config/parse-config.ts';
import { MetricsCollector } from '../profile/metrics-collector.ts';
import { createTargetFactory } from '../config/target/create-target.ts';
import { readCgroupLimit } from '../collector/cgroup-limit.ts';
import { findModelCacheFolder } from '../target/tiny-model/cache-folder.ts';
import type { Machine, SelfSample } from './machine.ts';
import { hasRealTimeThread } from './real-time-thread.ts';

/** Long enough for a few dozen samples at the default rate. */
const SELF_SAMPLE_MS = 60;

/** Node has permissions only where it was started with its permission model. */
function permits(what: 'worker' | 'child'): boolean {
  return !('permission' in process) || process.permission.has(what);
}

/** Excludes space that is reserved for root. */
async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function sampleSelf(): Promise<SelfSample> {
  // Runs need the native thread, so a fallback to the timer must not pass.
  const collector = new MetricsCollector({ sampler: 'native' });
  collector.startCollection();
  try {
    const { memoryProfile, sampling } = await collector.collectMetrics(SELF_SAMPLE_MS);
    const { sampleCount, achievedHz } = sampling;
    const isRealTime = await hasRealTimeThread();
    return { sampleCount, achievedHz, peakRssBytes: memoryProfile.peak, isRealTime };
  } finally {
    collector.stopCollection();
  }
}

async function startEngine(): Promise<string> {
  const makeTarget = await createTargetFactory(parseConfig({}).target);
  const target = makeTarget();
  try {
    await target.start();
    return target.description.version;
  } finally {
    await target.stop();
  }
}

/**
 * This machine, for the checks.
 * @param options outputDir: parent of run directories; the default of the configuration when absent
 */
export function inspectMachine({ outputDir }: { readonly outputDir?: string } = {}): Machine {
  let sampled: Promise<SelfSample> | undefined;
  return {
    procDir: '/proc',
    sysDir: '/sys',
    outputDir: outputDir ?? parseConfig({}).test.outputDir,
    findCacheDir: () => findModelCacheFolder(process.env),
    nodeVersion: process.versions.node,
    processors: availableParallelism(),
    permits,
    freeBytes,
    cgroupLimit: () => readCgroupLimit(process.pid),
    // Shared by several checks.
    sampleSelf: () => (sampled ??= sampleSelf()),
    startEngine,
  };
}
