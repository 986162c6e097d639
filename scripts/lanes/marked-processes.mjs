import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** Lists the marks of a process, which its children inherit. */
const VARIABLE = 'LOADCELL_LANE_STEPS';

/** The environment of this process, with one mark more. */
export function markedEnvironment(mark) {
  return { ...process.env, [VARIABLE]: [process.env[VARIABLE], mark].filter(Boolean).join(' ') };
}

function hasMark(pid, mark) {
  try {
    const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return variables.some((one) => one.startsWith(`${VARIABLE}=`) && one.includes(mark));
  } catch {
    // It has ended, or belongs to another user.
    return false;
  }
}

/**
 * Processes that inherited a mark, whichever group or parent they have now. Without /proc, none are found.
 * @returns {readonly number[]} ids
 */
export function markedProcesses(mark) {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name) && hasMark(name, mark))
    .map(Number);
}
