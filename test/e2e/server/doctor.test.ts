import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ServerReportSchema } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { latestRun, temporaryFolder } from '../support/run-folder.ts';
import { BRIEF, briefRun } from '../support/brief-run.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { list, listenRoutes, reply } from '../support/scripted-server.ts';
import { startMock } from '../support/start-mock.ts';

describe('loadcell doctor --url', () => {
  it('reports on a server as text and as JSON that matches its schema, and leaves no run behind', async () => {
    const mock = await startMock();
    const cwd = temporaryFolder();
    const args = ['doctor', '--url', mock.url, '--pid', String(mock.pid)];
    const text = await runLoadcell(args, { cwd });
    expect({ code: text.code, stderr: text.stderr }).toEqual({ code: EXIT_CODES.pass, stderr: '' });
    expect(text.stdout).toMatch(/^server {5}Loadcell mock server at .*owned_by "loadcell"/);
    expect(text.stdout).toMatch(new RegExp(`process {4}PID ${mock.pid}, confirmed`));
    expect(text.stdout).toMatch(/^round trip [\d.]+ [µm]s, shortest by the kernel$/m);
    expect(text.stdout).toMatch(/streamed +ok +[\d.]+ ms/);
    expect(text.stdout).toMatch(/Ready to run\.\n$/);
    const json = await runLoadcell([...args, '--json'], { cwd });
    expect(ServerReportSchema.parse(JSON.parse(json.stdout))).toMatchObject({
      ready: true,
      model: 'mock',
      process: { pid: mock.pid, status: 'confirmed', canBeSampled: true },
      roundTripMs: expect.any(Number),
      machine: { ready: true, purposes: [{ purpose: 'server' }] },
    });
    expect(existsSync(path.join(cwd, 'loadcell-results'))).toBe(false);
  });

  it('exits with 3 and two lines where no run could work', async () => {
    const server = await listenRoutes({
      '/v1/models': list('m'),
      '/v1/chat/completions': reply(401, '{"error":"no key"}'),
    });
    const { code, stdout } = await runLoadcell(['doctor', '--url', server.url]);
    expect(code).toBe(EXIT_CODES.targetFailed);
    expect(stdout).toMatch(
      /^error: .*401.*no key.*\nhelp: .*LOADCELL_API_KEY.*\nNot ready to run\.\n$/m,
    );
  });

  it('exits with 3 where this machine cannot run, and shows the fix', async () => {
    const mock = await startMock();
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'file'), '');
    const { code, stdout } = await runLoadcell(
      ['doctor', '--url', mock.url, '--output-dir', 'file/results'],
      { cwd },
    );
    expect(code).toBe(EXIT_CODES.targetFailed);
    expect(stdout).toMatch(/^This machine\n +PROBLEM +output directory.*\n +-> .*--output-dir/m);
    expect(stdout).toMatch(/Not ready to run\.\n$/);
  });

  it('exits with 2 for a model that the server does not have, and for flags without a URL', async () => {
    const server = await listenRoutes({ '/v1/models': list('m') });
    const wrong = await runLoadcell(['doctor', '--url', server.url, '--model', 'n']);
    expect(wrong.code).toBe(EXIT_CODES.usage);
    expect(wrong.stderr).toMatch(/^error: unknown model "n"/);
    const lost = await runLoadcell(['doctor', '--model', 'n']);
    expect(lost).toMatchObject({
      code: EXIT_CODES.usage,
      stderr: 'error: --model needs --url\nhelp: add --url, or remove the flag\n',
    });
  });
});

describe('the newest run', () => {
  it('is found under the name latest, and compared under the names of the runs', async () => {
    const mock = await startMock();
    const { cwd } = await briefRun(['--url', mock.url], BRIEF);
    const first = latestRun(cwd);
    expect((await runLoadcell(['report', 'latest', '--json'], { cwd })).stdout).toContain('"load"');
    const exported = await runLoadcell(['export', 'latest', '--format', 'csv'], { cwd });
    expect(exported, exported.stderr).toMatchObject({ code: EXIT_CODES.pass });
    await runLoadcell(['run', '--url', mock.url], { cwd });
    const args = ['compare', first, 'latest', '--allow-mismatch'];
    const compared = await runLoadcell(args, { cwd });
    expect(compared.stdout, compared.stderr).toContain(path.basename(first));
    expect(compared.stdout).toContain(path.basename(realpathSync(latestRun(cwd))));
    expect(compared.stdout).not.toMatch(/latest against latest/);
  });
});
