import type { Check, CheckOutcome } from './check.ts';
import { addonCheck } from './checks/addon.ts';
import { cacheDirCheck, outputDirCheck } from './checks/directories.ts';
import { cgroupMemoryCheck } from './checks/cgroup-memory.ts';
import { childProcessesCheck } from './checks/child-processes.ts';
import { clientThreadCheck } from './checks/client-thread.ts';
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
import { judgePurpose, resultOf, type JudgedCheck } from './judge-purposes.ts';
import type { MachineReport } from './machine-report.ts';
import type { Machine } from './machine.ts';
import { PURPOSE_NAMES, type Purpose } from './purposes.ts';

/** Every check in the order of the report: requirements of a run come first. */
export const DOCTOR_CHECKS: readonly Check[] = [
  nodeVersionCheck,
  addonCheck,
  clientThreadCheck,
  childProcessesCheck,
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

async function runCheck(check: Check, machine: Machine): Promise<CheckOutcome> {
  try {
    return await check.run(machine);
  } catch (error) {
    // An unexpected error in one check must not hide the results of the others.
    const message = error instanceof Error ? error.message : String(error);
    return {
      status: 'problem',
      found: `check failed: ${message}`,
      remedy: 'fix the cause, or report a bug in Loadcell',
    };
  }
}

/** What to check. */
export interface DoctorOptions {
  /** All when absent. */
  readonly purposes?: readonly Purpose[];
  readonly checks?: readonly Check[];
}

/** Checks a machine for some purposes. The checks run one after another, so that none disturbs another. */
export async function runDoctor(
  machine: Machine,
  { purposes = PURPOSE_NAMES, checks = DOCTOR_CHECKS }: DoctorOptions = {},
): Promise<MachineReport> {
  const judged: JudgedCheck[] = [];
  for (const check of checks) {
    if (!check.purposes.some((purpose) => purposes.includes(purpose))) continue;
    judged.push({ check, outcome: await runCheck(check, machine) });
  }
  const verdicts = purposes.map((purpose) => judgePurpose(purpose, judged));
  return {
    schema: 'loadcell/doctor-machine/1',
    ready: verdicts.some(({ ready }) => ready),
    purposes: verdicts,
    checks: judged.map((one) => resultOf(one, purposes)),
  };
}
