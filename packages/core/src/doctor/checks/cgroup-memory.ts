import path from 'node:path';
import type { Check } from '../check.ts';
import { formatBytes } from '../format-bytes.ts';
import { judgeMemory } from '../judge-memory.ts';
import type { Machine } from '../machine.ts';
import { readProcText } from '../read-proc-text.ts';

/** Version 1 writes a number near 2^63 where there is no limit. */
const NO_LIMIT_BYTES = 2 ** 60;

/** Files that may hold the limit of this process, of both versions, from its own group up to the root. */
async function limitFiles({ procDir, sysDir }: Machine): Promise<string[]> {
  const text = (await readProcText(path.join(procDir, 'self', 'cgroup'))) ?? '';
  return text.split('\n').flatMap((line) => {
    const [, controllers, group] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === undefined || group === undefined) return [];
    const isUnified = controllers === '';
    if (!isUnified && !controllers.split(',').includes('memory')) return [];
    const root = path.join(sysDir, 'fs', 'cgroup', isUnified ? '' : 'memory');
    const name = isUnified ? 'memory.max' : 'memory.limit_in_bytes';
    const steps = group.split('/').filter((step) => step !== '' && step !== '..');
    return steps
      .map((_, index) => path.join(root, ...steps.slice(0, index + 1), name))
      .concat(path.join(root, name));
  });
}

/** The smallest limit that holds for this process; undefined when there is none. */
async function smallestLimit(machine: Machine): Promise<number | undefined> {
  const limits: number[] = [];
  for (const file of await limitFiles(machine)) {
    const text = (await readProcText(file))?.trim();
    if (text !== undefined && /^\d+$/.test(text)) limits.push(Number(text));
  }
  const smallest = Math.min(...limits);
  return smallest < NO_LIMIT_BYTES ? smallest : undefined;
}

/** A container's limit leaves room for a run. */
export const cgroupMemoryCheck: Check = {
  name: 'cgroup memory limit',
  run: async (machine) => {
    const limit = await smallestLimit(machine);
    if (limit === undefined) return { status: 'ok', found: 'no limit' };
    return judgeMemory(
      limit,
      `${formatBytes(limit)} for this process and its children`,
      'raise the memory limit of the container or of the unit',
    );
  },
};
