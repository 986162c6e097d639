import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Modes in which a program has exclusive use of the keyboard, and the one that stops other processes that write. */
const TAKEN = /(?:^|\s)(?:-icanon|-echo|tostop)(?=[\s;]|$)/;

/** Whether the modes of a terminal, as `stty -a` lists them, give a program exclusive use of it. */
export function areTaken(modes: string): boolean {
  return TAKEN.test(modes);
}

/**
 * Whether a program, such as an editor, a pager or a password prompt, has exclusive use of the terminal of a descriptor. Runs
 * `stty`, since Node does not expose the modes; false without it.
 */
export function isTaken(descriptor: number): boolean {
  const { stdout } = spawnSync('stty', ['-a'], {
    stdio: [descriptor, 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  return areTaken(stdout ?? '');
}

/**
 * Whether the job of this process is in the foreground of its terminal.
 * @param stat the content of /proc/self/stat
 */
export function isForeground(stat: string = readFileSync('/proc/self/stat', 'utf8')): boolean {
  // The program name may contain any character; the group is the third field after it, the foreground group the sixth.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[2] === fields[5];
}
