import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Modes by which a program has the keyboard to itself, and the one by which the terminal stops other processes that write. */
const TAKEN = /(?:^|\s)(?:-icanon|-echo|tostop)(?=[\s;]|$)/;

/** Whether the modes of a terminal, as `stty -a` lists them, are of one that a program has for itself. */
export function areTaken(modes: string): boolean {
  return TAKEN.test(modes);
}

/**
 * Whether a program has the terminal behind a descriptor for itself: an editor, a pager, the prompt for a password. It asks
 * `stty`, since Node does not know the modes; without it, false.
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
 * @param stat as /proc has it for this process
 */
export function isForeground(stat: string = readFileSync('/proc/self/stat', 'utf8')): boolean {
  // The name of the program may hold anything; the group is the third field after it, that of the foreground the sixth.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[2] === fields[5];
}
