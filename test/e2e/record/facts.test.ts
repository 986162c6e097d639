import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/run-folder.ts';
import { LOADCELL, startProgram } from '../support/run-loadcell.ts';
import { TerminalSession } from '../support/terminal-session.ts';

const FACTS = fileURLToPath(new URL('facts.py', import.meta.url));

/** Prints what a process inherits, plain and recorded, each into a file. `before` precedes both. */
function bothWays(folder: string, before: string, after = ''): string {
  const recorder = `node "${LOADCELL}" record --quiet -o "${folder}/runs" --`;
  return ['plain', 'recorded']
    .map((way) => {
      const record = way === 'plain' ? '' : recorder;
      return `${before} ${record} python3 "${FACTS}" > "${folder}/facts" ${after}; mv "${folder}/facts" "${folder}/${way}"`;
    })
    .join('; ');
}

function readFacts(folder: string, way: 'plain' | 'recorded'): Record<string, unknown> {
  const { 'is recorded': isRecorded, ...facts } = JSON.parse(
    readFileSync(path.join(folder, way), 'utf8'),
  );
  expect(isRecorded).toBe(way === 'recorded');
  return facts;
}

describe('what a recorded process inherits', () => {
  it.each([
    ['plain', ''],
    ['with lower priority', 'nice -n 7'],
    ['on one core', 'taskset -c 0'],
    ['with batch scheduling', 'chrt -b 0'],
    ['with idle disk priority', 'ionice -c 3'],
    ['without new privileges', 'setpriv --no-new-privs'],
    ['first in line for the OOM killer', 'choom -n 500 --'],
    ['at fixed addresses', 'setarch -R'],
    ['with a limit on locked memory', 'prlimit --memlock=65536:65536'],
    ['with descriptors', '3< /dev/null 4> /dev/null 9< . 15<&0 40< /dev/null'],
  ])('is the same as without a recorder: %s', async (_, before) => {
    const cwd = temporaryFolder();
    const [redirections, prefix] = /^\d/.test(before) ? [before, ''] : ['', before];
    const script = bothWays(cwd, `exec 3>&-; umask 037; ${prefix}`, redirections);
    const { code, stderr } = await startProgram('bash', ['-c', script], { cwd }).finished;
    expect(code, stderr).toBe(0);
    expect(readFacts(cwd, 'recorded')).toEqual(readFacts(cwd, 'plain'));
  });

  it.each([
    ['a job', ''],
    ['a job in the background', '& wait'],
    ['a part of a pipeline', '| cat'],
  ])('includes the same terminal as without a recorder: as %s', async (_, after) => {
    const cwd = temporaryFolder();
    const afterwards = bothWays(cwd, '', after);
    const session = new TerminalSession(['--version'], { cwd, columns: 80, rows: 24, afterwards });
    const { text } = await session.end();
    const recorded = readFacts(cwd, 'recorded');
    expect(recorded, text).toEqual(readFacts(cwd, 'plain'));
    expect(recorded['terminal']).toMatchObject({ 'is foreground': after !== '& wait' });
  });
});
