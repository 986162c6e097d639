import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findNatsServer } from '../../../src/fleet/up/find-nats-server.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-nats-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it('finds it in the folders of PATH', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'nats-server');
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  expect(await findNatsServer(folder, '')).toMatchObject({ name: 'nats-server' });
});

it('names the ways to install it where there is none', async () => {
  await expect(findNatsServer(temporaryFolder(), '')).rejects.toMatchObject({
    code: 'BUS',
    summary: 'nats-server was not found on PATH',
    help: expect.stringMatching(/apt install.*brew install.*releases/),
  });
});
