import { describe, expect, it } from 'vitest';
import { BRIEF, briefRun } from '../support/brief-run.ts';
import { expectTwoLines } from './expect-two-lines.ts';
import { temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';

/** Nothing listens there. */
const DEAD = 'http://127.0.0.1:9';

/** As other programs read it; the last one makes Node's own client use a proxy, from version 24 on. */
const PROXIED = {
  HTTP_PROXY: DEAD,
  HTTPS_PROXY: DEAD,
  ALL_PROXY: DEAD,
  http_proxy: DEAD,
  NO_PROXY: '',
  no_proxy: '',
  NODE_USE_ENV_PROXY: '1',
};

describe('a proxy in the environment', () => {
  it('carries no request of a run', async () => {
    const { url } = await startMock();
    const cwd = temporaryFolder();
    writeConfig(cwd, BRIEF);
    const { code, stderr } = await runLoadcell(['run', '--url', url], { cwd, env: PROXIED });
    expect(code, stderr).toBe(0);
  });

  it('is named where a server cannot be reached without it', async () => {
    const cwd = temporaryFolder();
    const args = ['run', '--url', 'http://no-such-host.invalid'];
    expectTwoLines(await runLoadcell(args, { cwd, env: PROXIED }), {
      code: 3,
      error: /no address found for no-such-host\.invalid$/,
      help: /^help: correct the host name in --url; HTTP_PROXY is set, but Loadcell connects directly, not through a proxy; nothing was measured$/,
    });
    const { stderr } = await briefRun(['--url', DEAD]);
    expect(stderr).not.toContain('PROXY');
  });
});
