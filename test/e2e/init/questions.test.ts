import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';
import { TerminalSession } from '../support/terminal-session.ts';

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
