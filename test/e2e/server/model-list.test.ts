import { unwrapped } from '../support/unwrapped.ts';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { briefRun } from '../support/brief-run.ts';
import { readRunJson } from '../support/run-folder.ts';
import {
  compressedList,
  list,
  listenRoutes,
  reply,
  type Routes,
} from '../support/scripted-server.ts';
import { GOOD_ANSWER } from '../support/server-faults.ts';

const CHAT = '/v1/chat/completions';

const GOES_ON: readonly (readonly [string, Routes, readonly string[], RegExp])[] = [
  ['returns 500', { '/v1/models': reply(500, 'no') }, ['--model', 'm'], /returned 500: "no"/],
  [
    'resets the connection',
    { '/v1/models': (_request, socket) => socket.resetAndDestroy() },
    ['--model', 'm'],
    /model m \(not listed: GET \/v1\/models failed/,
  ],
  [
    'returns HTML',
    { '/v1/models': reply(200, '<p>', 'text/html') },
    ['--model', 'm'],
    /text\/html/,
  ],
  [
    'alone needs a key',
    { '/v1/models': reply(401, '{"error":"no key"}') },
    ['--model', 'm'],
    /returned 401: "no key"/,
  ],
  ['is empty', { '/v1/models': list() }, ['--model', 'm'], /model m$/m],
  [
    'has two entries',
    { '/v1/models': list('m', 'n') },
    [],
    /model m \(1 of 2 listed; --model chooses/,
  ],
];

/** The line that names the run and the target, which may be wrapped. */
function lastLine(report: string): string {
  return unwrapped(report.slice(report.lastIndexOf('Loadcell report'))).trim();
}

describe('a server whose list of models', () => {
  it.each(GOES_ON)('%s is still measured', async (_what, routes, args, says) => {
    const server = await listenRoutes({ ...routes, [CHAT]: GOOD_ANSWER });
    const { code, stdout, stderr } = await briefRun(['--url', server.url, ...args]);
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    expect(stderr.split('\n')[0]).toMatch(/^Server: OpenAI-compatible server/);
    expect(stderr).toMatch(says);
    expect(lastLine(stdout)).toMatch(says);
  });

  it('is compressed is still measured, with the whole path of the API as URL', async () => {
    const server = await listenRoutes({
      '/proxy/v1/models': compressedList('m'),
      [`/proxy${CHAT}`]: GOOD_ANSWER,
    });
    const { code, stdout, stderr } = await briefRun(['--url', `${server.url}/proxy${CHAT}/`]);
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
  });
});

describe('a server that refuses every request', () => {
  it.each([
    [401, '{"error":"Missing key"}', /LOADCELL_API_KEY|401/],
    [404, '{"error":"no such route"}', /404/],
    [500, '{"error":"broken"}', /500/],
  ])('with %i is reported in three lines', async (status, body, says) => {
    const server = await listenRoutes({ '/v1/models': list('m'), [CHAT]: reply(status, body) });
    const { code, stdout, stderr, cwd } = await briefRun(['--quiet', '--url', server.url]);
    expect(code, stdout + stderr).toBe(EXIT_CODES.targetFailed);
    expect(stdout).toMatch(/^FAIL {2}0 of 1 phases passed, no request succeeded\n$/);
    expect(stderr.trimEnd().split('\n').length, stderr).toBeLessThanOrEqual(2);
    expect(stderr).toMatch(says);
    expect(readRunJson(cwd, 'report')).toMatchObject({ summary: { status: 'fail' } });
  });
});
