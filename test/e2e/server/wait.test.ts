import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { RawServer } from '../../../packages/core/test/target/server/raw-server.ts';
import { BRIEF, briefRun } from '../support/brief-run.ts';
import { readRunJson, temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { runLoadcell, startLoadcell, type RunningCommand } from '../support/run-loadcell.ts';
import { list, listenRoutes, reply } from '../support/scripted-server.ts';

/** A port without a listener. */
async function closedPort(): Promise<number> {
  const server = await RawServer.listen(() => {});
  const { port } = server;
  await server.close();
  return port;
}

/** Resolves when the output of a command matches. */
async function written({ child }: RunningCommand, wanted: RegExp): Promise<void> {
  let text = '';
  await new Promise<void>((resolve) => {
    child.stderr?.on('data', (more: string) => {
      text += more;
      if (wanted.test(text)) resolve();
    });
  });
}

function startRun(args: readonly string[]): RunningCommand & { readonly cwd: string } {
  const cwd = temporaryFolder();
  writeConfig(cwd, BRIEF);
  return { cwd, ...startLoadcell(['run', ...args], { cwd }) };
}

describe('loadcell run --wait', () => {
  it('measures a server that starts later', async () => {
    const port = await closedPort();
    const url = `http://127.0.0.1:${port}`;
    const run = startRun(['--url', url, '--wait', '5m']);
    await written(run, /connection refused/);
    const mock = startLoadcell(['mock', '--port', String(port)]);
    const { code, stderr } = await run.finished;
    process.kill(mock.pid, 'SIGTERM');
    expect(readRunJson(run.cwd, 'results'), `exit ${code}: ${stderr}`).toMatchObject({
      status: 'complete',
    });
    expect(stderr).toMatch(
      /^Waiting for the server at http:\S+ \(\d+\.\d s of 5 min 00 s\): connection refused$/m,
    );
    expect(stderr).toMatch(/^Server at http:\S+ responded after /m);
  });

  it('exits with 3 and two lines when the time is over', async () => {
    const { url } = await listenRoutes({ '/health': reply(503, '{"error":"Loading model"}') });
    const args = ['--url', url, '--wait', '3s', '--quiet'];
    const { cwd, code, stdout, stderr } = await briefRun(args);
    expect({ code, stdout }).toEqual({ code: EXIT_CODES.targetFailed, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(
        // On a machine too busy for any attempt to end in time, there is no response to quote.
        /^error: (?:GET \/health returned 503: "Loading model"|no response from \S+), for 3 s$/,
      ),
      'help: check the server log, or raise --wait (target.wait); nothing was measured',
    ]);
    expect(readRunJson(cwd, 'report')).toMatchObject({ summary: { status: 'fail' } });
  });

  it('does not wait when the server rejects the key', async () => {
    const { url } = await listenRoutes({ '/v1/models': reply(401, '{"error":"Invalid API key"}') });
    const { code, stderr } = await briefRun(['--url', url, '--wait', '1h']);
    expect(code).toBe(EXIT_CODES.targetFailed);
    expect(stderr.trimEnd().split('\n')).toEqual([
      'error: GET /v1/models returned 401: "Invalid API key"',
      expect.stringMatching(/^help: .*LOADCELL_API_KEY/),
    ]);
  });

  it('adds nothing to the output when the server responds', async () => {
    const { url } = await listenRoutes({ '/v1/models': list() });
    const { code, stderr } = await briefRun(['--url', url, '--wait', '1h']);
    expect(code).toBe(EXIT_CODES.targetFailed);
    expect(stderr).toMatch(/^error: .*lists no models/);
  });

  it('ends on Ctrl-C', async () => {
    const run = startRun(['--url', `http://127.0.0.1:${await closedPort()}`, '--wait', '1h']);
    await written(run, /connection refused/);
    process.kill(run.pid, 'SIGINT');
    const { code, stderr } = await run.finished;
    expect(code, stderr).toBe(EXIT_CODES.interrupted);
  });

  it('ends at the timeout of the whole run', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const { code, stderr } = await briefRun(['--url', url, '--wait', '1h', '--timeout', '1s']);
    expect(code, stderr).toBe(EXIT_CODES.targetFailed);
    expect(stderr).toMatch(/^error: the run timed out after 1(?:\.00)? s/m);
  });

  it('needs a server', async () => {
    const { code, stderr } = await runLoadcell(['run', '--wait', '5m'], { cwd: temporaryFolder() });
    expect(code).toBe(EXIT_CODES.usage);
    expect(stderr).toContain('target.wait needs a server');
  });
});
