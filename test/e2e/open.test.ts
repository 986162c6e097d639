import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './support/run-folder.ts';
import { runLoadcell } from './support/run-loadcell.ts';

/** A shell that interprets this name would write a file called `pwned`. */
const ODD_NAME = `a b $(touch pwned) & 'c';"d" %s ö`;

/** A working directory with a latest run that has a page. */
function folderWithPage(): { readonly cwd: string; readonly page: string } {
  const cwd = temporaryFolder();
  const results = path.join(cwd, 'loadcell-results');
  mkdirSync(path.join(results, ODD_NAME), { recursive: true });
  symlinkSync(ODD_NAME, path.join(results, 'latest'));
  writeFileSync(path.join(results, ODD_NAME, 'report.html'), '<p>');
  return { cwd, page: path.join(results, 'latest', 'report.html') };
}

const NO_DISPLAY = { DISPLAY: '', WAYLAND_DISPLAY: '', WSL_DISTRO_NAME: '', BROWSER: '' };

describe('loadcell open', () => {
  it('gives the page to the program in BROWSER as one argument', async () => {
    const { cwd } = folderWithPage();
    writeFileSync(path.join(cwd, 'browser'), '#!/bin/sh\nprintf "%s\\n" "$#" "$@" > opened\n', {
      mode: 0o755,
    });
    const env = { ...NO_DISPLAY, BROWSER: `${path.join(cwd, 'missing')}:${cwd}/browser` };
    const named = path.join('loadcell-results', ODD_NAME);
    const { code, stdout, stderr } = await runLoadcell(['open', named], { cwd, env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('Opened ');
    const [count, url = ''] = readFileSync(path.join(cwd, 'opened'), 'utf8').trim().split('\n');
    expect(count).toBe('1');
    expect(fileURLToPath(url)).toBe(path.join(cwd, named, 'report.html'));
    expect(existsSync(path.join(cwd, 'pwned'))).toBe(false);
  });

  it.each([
    ['without a display', NO_DISPLAY],
    ['when the program cannot start', { ...NO_DISPLAY, BROWSER: '/nowhere/browser' }],
    ['when the program fails', { ...NO_DISPLAY, BROWSER: 'false' }],
  ])('prints the path %s', async (_when, env) => {
    const { cwd, page } = folderWithPage();
    expect(await runLoadcell(['open', 'latest'], { cwd, env })).toMatchObject({
      code: 0,
      stdout: `${page}\n`,
    });
  });

  it('reports a run without a page, and where it looked for a run', async () => {
    const cwd = temporaryFolder();
    const none = await runLoadcell(['open', 'latest'], { cwd });
    expect(none.code).toBe(2);
    expect(none.stderr).toContain(`"${cwd}/loadcell-results/latest"`);
    const empty = await runLoadcell(['open', '.'], { cwd });
    expect(empty.code).toBe(2);
    expect(empty.stderr).toContain('"." has no report.html');
    expect(empty.stderr).toContain('help: write it: loadcell report . --format html');
  });
});
