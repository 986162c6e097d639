import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EXIT_CODES } from '../../packages/cli/src/exit-codes.ts';
import { readCertificate } from '../../packages/core/test/target/transport/certificate.ts';
import { BRIEF, briefRun } from './support/brief-run.ts';
import { readRunJson, temporaryFolder, writeConfig } from './support/run-folder.ts';
import { runLoadcell } from './support/run-loadcell.ts';
import { list, listenRoutes, reply, type Routes } from './support/scripted-server.ts';

const CHAT = '/v1/chat/completions';

/** A run that ended before its first phase: two lines, nothing on stdout, and the error in the run directory. */
function expectNotStarted(
  { cwd, code, stdout, stderr }: Awaited<ReturnType<typeof briefRun>>,
  error: RegExp,
  help: RegExp,
): void {
  expect({ code, stdout }, stderr).toEqual({ code: EXIT_CODES.targetFailed, stdout: '' });
  const [first = '', second = '', ...rest] = stderr.trimEnd().split('\n');
  expect(first).toMatch(error);
  expect(first).toMatch(/^error: /);
  expect(second).toMatch(help);
  expect(second).toMatch(/^help: .*; nothing was measured$/);
  expect(rest).toEqual([]);
  expect(readRunJson(cwd, 'report')).toMatchObject({
    summary: { status: 'fail', passedPhases: 0 },
    phases: [{ errors: [expect.stringContaining(first.replace('error: ', ''))] }],
  });
}

/** Invalid input: two lines, and no run directory. */
function expectTypedWrong(
  { cwd, code, stdout, stderr }: Awaited<ReturnType<typeof briefRun>>,
  error: RegExp,
  help: RegExp,
): void {
  expect({ code, stdout }, stderr).toEqual({ code: EXIT_CODES.usage, stdout: '' });
  expect(stderr).toMatch(error);
  expect(stderr).toMatch(help);
  expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  expect(existsSync(path.join(cwd, 'loadcell-results'))).toBe(false);
}

async function silentPort(onConnect: Parameters<typeof createServer>[1]): Promise<string> {
  const server: Server = createServer(onConnect);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

async function closedPort(): Promise<string> {
  const server = await listenRoutes({});
  const { url } = server;
  await server.close();
  return url;
}

const REFUSED: readonly (readonly [string, Routes, readonly string[], RegExp, RegExp])[] = [
  [
    'wants a key for the list',
    { '/v1/models': reply(401, '{"error":{"message":"Invalid API key"}}') },
    [],
    /GET \/v1\/models returned 401: "Invalid API key"$/,
    /LOADCELL_API_KEY/,
  ],
  [
    'wants a key for the list and for requests, with a model named',
    { '/v1/models': reply(401, '{"error":"no key"}'), [CHAT]: reply(401, '{"error":"no key"}') },
    ['--model', 'm'],
    /POST \/v1\/chat\/completions returned 401: "no key"$/,
    /LOADCELL_API_KEY/,
  ],
  ['lists no model', { '/v1/models': list() }, [], /lists no models at \/v1\/models$/, /--model/],
  [
    'returns 500 for the list',
    { '/v1/models': reply(500, 'Internal Server Error', 'text/plain') },
    [],
    /GET \/v1\/models returned 500: "Internal Server Error"$/,
    /--model/,
  ],
  [
    'returns HTML for the list',
    { '/v1/models': reply(200, '<html></html>', 'text/html') },
    [],
    /returned 200 with text\/html, not JSON$/,
    /--model/,
  ],
  [
    'has none of the paths',
    {},
    ['--model', 'm'],
    /POST \/v1\/chat\/completions returned 404: "no such path"$/,
    /--url, target\.api and --model/,
  ],
  [
    'speaks another API',
    { '/api/tags': reply(200, '{"models":[{"name":"m:latest"}]}') },
    [],
    /\/v1\/models returned 404.*but \/api\/tags responds$/,
    /target\.api to "ollama-chat"/,
  ],
  [
    'is loading forever',
    { '/health': reply(503, '{"error":"Loading model"}') },
    [],
    /GET \/health returned 503: "Loading model", for 1 s$/,
    /target\.requestTimeout/,
  ],
];

describe('a server that cannot be measured ends the run before its first phase', () => {
  it.each(REFUSED)('when it %s', async (what, routes, args, error, help) => {
    const server = await listenRoutes(routes);
    const target = what.includes('loading') ? { target: { requestTimeout: '1s' } } : {};
    const result = await briefRun(['--url', server.url, ...args], { ...BRIEF, ...target });
    expectNotStarted(result, error, help);
  });

  it('when nothing listens', async () => {
    const url = await closedPort();
    expectNotStarted(
      await briefRun(['--url', url]),
      /cannot reach the server at http:.*: connection refused$/,
      /start the server, or check the host and port in --url/,
    );
  });

  it('when its name has no address', async () => {
    const result = await briefRun(['--url', 'http://no-such-host.invalid:80']);
    expectNotStarted(result, /no address found for no-such-host\.invalid$/, /host name in --url/);
  });

  it('when it accepts and never responds, within a bound that the error names', async () => {
    const url = await silentPort(() => {});
    expectNotStarted(
      await briefRun(['--url', url, '--connect-timeout', '300ms']),
      /no response to GET \/v1\/models within 300 ms \(target\.connectTimeout\)$/,
      /raise target\.connectTimeout/,
    );
  });

  it('when it speaks TLS and the URL starts with http', async () => {
    const server = await listenRoutes({}, { tls: readCertificate() });
    const result = await briefRun(['--url', server.url.replace('https:', 'http:'), '--model', 'm']);
    expectNotStarted(result, /it speaks TLS$/, /use https:\/\/127\.0\.0\.1:\d+/);
  });

  it('when it does not speak TLS and the URL starts with https', async () => {
    const server = await listenRoutes({});
    const result = await briefRun(['--url', server.url.replace('http:', 'https:')]);
    expectNotStarted(result, /does not speak TLS/, /use http:\/\/127\.0\.0\.1:\d+/);
  });

  it('when it closes every connection without TLS and sends nothing', async () => {
    const url = await silentPort((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end());
    });
    const result = await briefRun(['--url', url, '--model', 'm']);
    expectNotStarted(result, /closed the connection without a response$/, /http or https/);
    expect(readRunJson(result.cwd, 'results')).toMatchObject({
      phases: [
        { errors: expect.arrayContaining([expect.objectContaining({ code: 'closed-early' })]) },
      ],
    });
  });

  it('and prints one JSON report with the error', async () => {
    const cwd = temporaryFolder();
    writeConfig(cwd, BRIEF);
    const args = ['run', '--json', '--url', await closedPort()];
    const { code, stdout } = await runLoadcell(args, { cwd });
    expect(code).toBe(EXIT_CODES.targetFailed);
    expect(JSON.parse(stdout)).toMatchObject({ summary: { status: 'fail' } });
    expect(stdout).toContain('connection refused');
  });

  it('and --repeat does not retry it', async () => {
    const result = await briefRun(['--repeat', '3', '--url', await closedPort()]);
    expect(result.code).toBe(EXIT_CODES.targetFailed);
    expect(result.stderr.match(/^error: /gm)).toHaveLength(1);
  });
});

describe('an engine that cannot start ends the run before its first phase', () => {
  it('when its model file does not exist', async () => {
    const result = await briefRun(['--model', 'gone.gguf']);
    expectNotStarted(result, /file of model "gone" does not exist/, /check the path in --model/);
  });

  it('when its model file is not a model', async () => {
    const cwd = temporaryFolder();
    writeConfig(cwd, BRIEF);
    writeFileSync(path.join(cwd, 'model.gguf'), 'no model');
    const result = await runLoadcell(['run', '--model', 'model.gguf'], { cwd });
    expectNotStarted({ cwd, ...result }, /is not a GGUF file/, /converted for llama\.cpp/);
  });
});

describe('input that does not match the server', () => {
  it('can be a model: the error names the nearest one and counts the rest', async () => {
    const ids = Array.from({ length: 500 }, (_, index) => `model-${index}`);
    const server = await listenRoutes({ '/v1/models': list(...ids, 'llama-3.1-8b') });
    expectTypedWrong(
      await briefRun(['--url', server.url, '--model', 'llama-3.1-8']),
      /^error: unknown model "llama-3\.1-8"; did you mean "llama-3\.1-8b"\?$/m,
      /^help: .*llama-3\.1-8b, model-0, .*\(497 more\)$/m,
    );
  });

  it('can be the PID of another process: the error names the one that listens', async () => {
    const server = await listenRoutes({ '/v1/models': list('m') });
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    onTestFinished(() => void child.kill());
    expectTypedWrong(
      await briefRun(['--url', server.url, '--pid', String(child.pid)]),
      new RegExp(`--pid ${child.pid} is not the server: PID ${process.pid} listens on`),
      new RegExp(`pass --pid ${process.pid}, or --pid auto`),
    );
  });

  it('can be the PID of no process', async () => {
    const server = await listenRoutes({ '/v1/models': list('m') });
    const pid = String(2 ** 22 + 1);
    const result = await briefRun(['--url', server.url, '--pid', pid]);
    expectTypedWrong(result, new RegExp(`no process has PID ${pid}`), /--pid auto/);
  });

  it('can be the path of an API other than the configured one', async () => {
    const config = { ...BRIEF, target: { api: 'openai-chat' } };
    const result = await briefRun(['--url', 'http://127.0.0.1:1/api/chat'], config);
    expectTypedWrong(
      result,
      /^error: loadcell\.config\.json: target\.url ends in "\/api\/chat", the path of api "ollama-chat"; target\.api is "openai-chat"/,
      /remove target\.api/,
    );
  });
});
