import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureTinyModels } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { expectPassed } from '../support/expect-passed.ts';
import { temporaryFolder } from '../support/run-folder.ts';
import { LOADCELL, runLoadcell } from '../support/run-loadcell.ts';
import { startMockWith } from '../support/start-mock.ts';

const ENGINE = fileURLToPath(new URL('../../../examples/engine.mjs', import.meta.url));
const FAST = ['--time-to-first-token=2ms', '--inter-token-latency=1ms', '--output-tokens=12'];

/** All phases, each brief. */
const WHOLE = ['--duration', '500ms'];

/** The load alone: the other phases are alike for every server and engine. */
const LOAD = ['--phase', 'load', ...WHOLE];

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
  extent: readonly string[] = WHOLE,
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
    const text = await initAndRun(temporaryFolder(), 'command.yaml', ['--', ...command], LOAD);
    expect(text).toContain(`command: ${JSON.stringify(command)}`);
  });

  it('passes for a model file in the embedded engine', async () => {
    const [{ path: model }] = await ensureTinyModels();
    // With all cores, the engine is slow on a busy machine.
    const extent = ['--phase', 'load', '--requests', '4'];
    const cwd = temporaryFolder();
    const text = await initAndRun(cwd, 'embedded.json', ['--model', model], extent);
    expect(JSON.parse(text).target.models).toEqual([path.relative(cwd, model)]);
  });

  it('passes for the tiny models, with the criteria that only they have', async () => {
    const text = await initAndRun(temporaryFolder(), 'tiny.ts', ['--for', 'embedded']);
    expect(text).toContain('p95ResponseTime: 5000');
  });

  it('passes for a model in an engine module', async () => {
    const args = ['--engine', './engine.mjs', '--model', 'model.bin'];
    const text = await initAndRun(folderWithEngine(), 'module.mjs', args, LOAD);
    expect(text).toContain("engine: { module: './engine.mjs' }");
  });
});
