import { appendFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { canMount, fill, mountSmallFilesystem } from '../../stream/files/small-filesystem.ts';
import {
  COUNTED,
  offered,
  planOf,
  startAgent,
  startedBus,
  waiting,
} from '../support/agent-on-bus.ts';

const PAGE_BYTES = 4096;

it.skipIf(!canMount())(
  'an agent puts the reason on the bus when its disk is full, even where only its clock is recorded, and waits again',
  async () => {
    const disk = await mountSmallFilesystem(6 * 2 ** 20);
    onTestFinished(() => disk.remove());
    const { server, bus } = await startedBus();
    const agent = startAgent(server.url, { outputDir: join(disk.path, 'out') });
    await waiting(agent);
    const plan = planOf(COUNTED, { idle: '1h' });
    const { states } = await offered(bus, plan);
    const events = join(disk.path, 'out', 'latest', 'events.jsonl');
    await expect.poll(() => readFile(events, 'utf8').catch(String)).toContain('"window-began"');
    // Its last page has room, too.
    appendFileSync(events, ' '.repeat(PAGE_BYTES - (statSync(events).size % PAGE_BYTES)));
    fill(disk.path);
    await expect
      .poll(() => states.at(-1))
      .toMatchObject({
        kind: 'failed',
        error: { code: 'RECORDING', message: expect.stringMatching(/the disk is full.*ENOSPC/u) },
      });
    expect(agent.notes.at(-1)).toMatch(/^Run \w+ failed: .*the disk is full.*keeps/u);
    const next = await offered(bus, plan);
    expect(next.reply).toEqual({ accepted: true });
    await expect
      .poll(() => next.states.at(-1))
      .toMatchObject({
        kind: 'failed',
        error: { message: expect.stringContaining('its disk is full') },
      });
  },
);
