import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The CPUs that this process may run on, in two halves, as `taskset` takes them. */
export function halvesOfCpus() {
  const cpus = allowed();
  const middle = Math.floor(cpus.length / 2);
  return [cpus.slice(0, middle).join(','), cpus.slice(middle).join(',')];
}

/**
 * Keeps this process, and what it starts in that time, on CPUs.
 * @template Value
 * @param {string} cpus such as `0,1`
 * @param {() => Promise<Value>} use
 * @returns {Promise<Value>}
 */
export async function onCpus(cpus, use) {
  const before = allowed().join(',');
  moveTo(cpus);
  try {
    return await use();
  } finally {
    moveTo(before);
  }
}

/** @param {string} cpus */
function moveTo(cpus) {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cpus, String(process.pid)], {
    stdio: 'ignore',
  });
}

function allowed() {
  const [, list = ''] =
    /^Cpus_allowed_list:\s+(.+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return list.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
