import { cpSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BRIEF } from '../support/brief-run.ts';
import { expectTwoLines } from './expect-two-lines.ts';
import { latestRun, temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';

const NEWER = JSON.stringify({ format: 99, environment: { loadcell: '9.0.0' } });

describe('a run directory of another version, or that is damaged', () => {
  it.each<[string, string, number, RegExp, RegExp]>([
    ['is older', '{"format": 2}', 2, /has format 2, and this version of Loadcell/, /run the test/],
    ['is newer', NEWER, 2, /has format 99 \(Loadcell 9\.0\.0\), and this/, /update Loadcell, or/],
    ['has a run.json that was cut off', '{"format": 4, "na', 2, /is not valid JSON: /, /copy the/],
    ['has a run.json of something else', '[]', 2, /is not a run of Loadcell, or was/, /copy the/],
  ])('%s: report and compare refuse it', async (_what, json, code, error, help) => {
    const cwd = temporaryFolder();
    mkdirSync(path.join(cwd, 'a'));
    writeFileSync(path.join(cwd, 'a', 'run.json'), json);
    for (const args of [
      ['report', 'a'],
      ['compare', 'a', 'b'],
    ]) {
      expectTwoLines(await runLoadcell(args, { cwd }), { code, error, help });
    }
  });

  it('lacks the end of its requests: the report says so, and blames no target', async () => {
    const { url } = await startMock();
    const cwd = temporaryFolder();
    writeConfig(cwd, BRIEF);
    const ran = await runLoadcell(['run', '--url', url], { cwd });
    expect(ran.code, ran.stderr).toBe(0);
    const cut = path.join(cwd, 'cut');
    cpSync(latestRun(cwd), cut, { recursive: true });
    truncateSync(path.join(cut, 'requests.arrows'), 10_000);
    const { code, stdout } = await runLoadcell(['report', 'cut'], { cwd });
    expect(code).toBe(4);
    expect(stdout).toContain('requests.arrows is incomplete or unreadable');
    writeFileSync(path.join(cut, 'requests.arrows'), '<html></html>');
    const error = /requests\.arrows" is not an Arrow stream/;
    const help = /copy the whole run directory again, or rerun$/;
    expectTwoLines(await runLoadcell(['report', 'cut'], { cwd }), { code: 4, error, help });
  });
});
