import type { Check, CheckResult } from './check.ts';
import { addonCheck } from './checks/addon.ts';
import { cacheDirCheck, outputDirCheck } from './checks/directories.ts';
import { cgroupMemoryCheck } from './checks/cgroup-memory.ts';
import { clockSourceCheck } from './checks/clock-source.ts';
import { freeDiskCheck } from './checks/free-disk.ts';
import { engineCheck } from './checks/engine.ts';
import { availableMemoryCheck } from './checks/available-memory.ts';
import { nodeVersionCheck } from './checks/node-version.ts';
import { ephemeralPortsCheck } from './checks/ephemeral-ports.ts';
import { openFilesCheck } from './checks/open-files.ts';
import { processVisibilityCheck } from './checks/process-visibility.ts';
import { processorsCheck } from './checks/processors.ts';
import { ptraceScopeCheck } from './checks/ptrace-scope.ts';
import { threadPriorityCheck } from './checks/thread-priority.ts';
import type { Machine } from './machine.ts';

/** Every check in the order of the report: requirements of a run come first. */
export const DOCTOR_CHECKS: readonly Check[] = [
  nodeVersionCheck,
  addonCheck,
  engineCheck,
  outputDirCheck,
  cacheDirCheck,
  freeDiskCheck,
  availableMemoryCheck,
  cgroupMemoryCheck,
  openFilesCheck,
  ephemeralPortsCheck,
  processVisibilityCheck,
  ptraceScopeCheck,
  processorsCheck,
  threadPriorityCheck,
  clockSourceCheck,
];

/** The result of all checks. */
export interface DoctorReport {
  /** Whether a run can work on this machine: no check found a problem. */
  readonly canRun: boolean;
  readonly checks: readonly CheckResult[];
}

async function runCheck(check: Check, machine: Machine): Promise<CheckResult> {
  try {
    return { name: check.name, ...(await check.run(machine)) };
  } catch (error) {
    // An unexpected error in one check must not hide the results of the others.
    const message = error instanceof Error ? error.message : String(error);
    return {
      name: check.name,
      status: 'problem',
      found: `check failed: ${message}`,
      remedy: 'fix the cause, or report a bug in Loadcell',
    };
  }
}

/** Checks a machine. The checks run one after another, so that none disturbs another. */
export async function runDoctor(
  machine: Machine,
  checks: readonly Check[] = DOCTOR_CHECKS,
): Promise<DoctorReport> {
  const results: CheckResult[] = [];
  for (const check of checks) results.push(await runCheck(check, machine));
  return { canRun: results.every(({ status }) => status !== 'problem'), checks: results };
}
