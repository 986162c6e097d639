import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { findEngineProcess } from '../../../src/target/engine/engine-process-path.ts';

const folders: string[] = [];

afterEach(async () => {
  await Promise.all(
    folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })),
  );
});

it('finds a built file, even from the sources', () => {
  const path = findEngineProcess();
  expect(path).toMatch(/dist[/\\]bundle[/\\]engine-process\.mjs$/);
  expect(existsSync(path)).toBe(true);
});

it('reports how to build the engine process when it is not built', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loadcell-not-built-'));
  folders.push(folder);
  const exports = { './engine-process': { default: './dist/main.js' } };
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: '@loadcell/core', type: 'module', exports }),
  );
  const from = pathToFileURL(join(folder, 'src', 'x.js')).href;
  expect(() => findEngineProcess(from)).toThrow(
    expect.objectContaining({
      code: 'ENGINE_PROCESS_NOT_BUILT',
      help: expect.stringContaining('npm run build'),
    }),
  );
});
