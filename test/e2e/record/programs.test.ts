import { execFileSync } from 'node:child_process';
import { getuid } from 'node:process';
import { describe, expect, it } from 'vitest';
import { runBothWays } from '../support/both-ways.ts';
import { PROGRAMS, type ProgramCase } from './programs.ts';

/** Whether a shell succeeds at this. */
function can(script: string): boolean {
  try {
    execFileSync('sh', ['-c', script], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Why this program cannot run here. */
function obstacleTo({ needs, probe, asRoot }: ProgramCase): string | undefined {
  if (!can(`command -v ${needs}`)) return `there is no ${needs} on this machine`;
  if (asRoot === true && getuid?.() !== 0) return 'root alone may do this';
  if (probe !== undefined && !can(probe)) return `this fails here without us: ${probe}`;
  return undefined;
}

describe('a recorded program', () => {
  it.for(Object.entries(PROGRAMS))(
    '%s behaves as it does without a recorder',
    async ([, one], { skip }) => {
      const obstacle = obstacleTo(one);
      skip(obstacle !== undefined, obstacle);
      const { plain, recorded } = await runBothWays(one.script);
      expect(plain.stdout).toContain(one.prints);
      expect(recorded).toEqual(plain);
    },
  );
});
