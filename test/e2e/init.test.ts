import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureTinyModels } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { expectPassed } from './support/expect-passed.ts';
import { temporaryFolder } from './support/run-folder.ts';
import { LOADCELL, runLoadcell } from './support/run-loadcell.ts';
import { startMock, startMockWith } from './support/start-mock.ts';
import { TerminalSession } from './support/terminal-session.ts';

const ENGINE = fileURLToPath(new URL('../../examples/engine.mjs', import.meta.url));
const FAST = ['--time-to-first-token=2ms', '--inter-token-latency=1ms', '--output-tokens=12'];

/** A folder whose name a shell would split, with an engine module and its model. */
function folderWithEngine(): string {
  const folder = path.join(temporaryFolder(), 'my models ö');
  mkdirSync(folder);
  copyFileSync(ENGINE, path.join(folder, 'engine.mjs'));
  writeFileSync(path.join(folder, 'model.bin'), '');
  return folder;
}

/** Writes a configuration and runs it unchanged; flags keep the run short. */
async function initAndRun(
  cwd: string,
  file: string,
  args: readonly string[],
  extent: readonly string[] = ['--duration', '500ms'],
): Promise<string> {
  const { code, stdout, stderr } = await runLoadcell(['init', file, ...args], { cwd });
  expect(code, stderr).toBe(0);
  expect(stdout).toContain(`\nNext: loadcell run ${file}\n`);
  const before = readFileSync(path.join(cwd, file), 'utf8');
  expectPassed(await runLoadcell(['run', file, ...extent], { cwd }), cwd);
  expect(readFileSync(path.join(cwd, file), 'utf8')).toBe(before);
  return before;
}

describe('a configuration of loadcell init', () => {
  it('passes for a server, whose model it names', async () => {
    const { url } = await startMockWith(...FAST, '--model=tiny-mock');
    const text = await initAndRun(temporaryFolder(), 'server.ts', ['--url', `${url}/v1`]);
    expect(text).toContain(`url: '${url}'`);
    expect(text).toContain("models: ['tiny-mock']");
  });

  it('passes for a server that Loadcell starts', async () => {
    const command = [process.execPath, LOADCELL, 'mock', '--port', '{port}', ...FAST];
    await initAndRun(temporaryFolder(), 'command.yaml', ['--', ...command]);
  });

  it('passes for a model file in the embedded engine', async () => {
    const [{ path: model }] = await ensureTinyModels();
    // With all cores, the engine is slow on a busy machine.
    const extent = ['--phase', 'load', '--requests', '4'];
    await initAndRun(temporaryFolder(), 'embedded.json', ['--model', model], extent);
  });

  it('passes for the tiny models, with the criteria that only they have', async () => {
    const text = await initAndRun(temporaryFolder(), 'tiny.ts', ['--for', 'embedded']);
    expect(text).toContain('p95ResponseTime: 5000');
  });

  it('passes for a model in an engine module', async () => {
    const args = ['--engine', './engine.mjs', '--model', 'model.bin'];
    await initAndRun(folderWithEngine(), 'module.mjs', args);
  });
});

describe('loadcell init', () => {
  it('writes a file for a server that is not running, and reports why its model is unknown', async () => {
    const cwd = temporaryFolder();
    const args = ['init', 'server.json', '--url', '127.0.0.1:1'];
    const { code, stderr } = await runLoadcell(args, { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^The models of the server are unknown \(connection refused\); /);
    expect(JSON.parse(readFileSync(path.join(cwd, 'server.json'), 'utf8')).target).toEqual({
      url: 'http://127.0.0.1:1',
      api: 'openai-chat',
    });
  });

  it('writes the API that a URL ends in', async () => {
    const cwd = temporaryFolder();
    await runLoadcell(['init', 'o.json', '--url', 'http://127.0.0.1:1/api/chat'], { cwd });
    expect(JSON.parse(readFileSync(path.join(cwd, 'o.json'), 'utf8')).target).toEqual({
      url: 'http://127.0.0.1:1',
      api: 'ollama-chat',
    });
  });

  it.each([
    [['--url', 'http://'], /^error: invalid server URL "http:\/\/": .*\nhelp: write it as /],
    [['--model', 'no.gguf'], /^error: the model file .*no\.gguf does not exist\nhelp: correct /],
    [['--for', 'server'], /^error: --for server needs --url\nhelp: pass --url /],
    [['missing/x.ts'], /^error: cannot write .*missing\/x\.ts: ENOENT.*\nhelp: check that /],
  ])('rejects %j in two lines and writes nothing', async (args, text) => {
    const cwd = temporaryFolder();
    const { code, stdout, stderr } = await runLoadcell(['init', ...args], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(text);
    expect(stderr.trim().split('\n')).toHaveLength(2);
    expect(existsSync(path.join(cwd, 'loadcell.config.ts'))).toBe(false);
  });
});

describe('loadcell init on a terminal', () => {
  const SCREEN = { columns: 100, rows: 30 };

  it('asks for the kind and the URL, and again after an invalid answer', async () => {
    const { url } = await startMock('--model=tiny-mock');
    const cwd = temporaryFolder();
    const session = new TerminalSession(['init'], { cwd, ...SCREEN });
    await session.waitFor(/^Kind \[1\]:/);
    session.pressEnter();
    await session.waitFor(/^URL \[http:\/\/127\.0\.0\.1:8000\]:/);
    session.type('nowhere');
    session.pressEnter();
    await session.waitFor(/^help: write it as http/);
    session.type(url);
    session.pressEnter();
    const { code, lines } = await session.end();
    expect(code).toBe(0);
    expect(lines).toContain('  2  command   a server that Loadcell starts');
    expect(lines.slice(-3)).toEqual([
      'The server runs tiny-mock.',
      'Wrote loadcell.config.ts for a running server.',
      'Next: loadcell run',
    ]);
    expect(readFileSync(path.join(cwd, 'loadcell.config.ts'), 'utf8')).toContain(`url: '${url}'`);
  });

  it('writes nothing after Ctrl-C', async () => {
    const cwd = temporaryFolder();
    const session = new TerminalSession(['init'], { cwd, ...SCREEN });
    await session.waitFor(/^Kind \[1\]:/);
    session.pressCtrlC();
    const { code, lines } = await session.end();
    expect(code).toBe(130);
    expect(lines.at(-1)).toBe('Interrupted. Nothing was written.');
    expect(existsSync(path.join(cwd, 'loadcell.config.ts'))).toBe(false);
  });
});
