import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { record } from '../../src/record/record.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';

it('a recording contains no secret of the command line', async () => {
  const command = ['sh', '-c', 'exit 0', '--api-key', 'key-of-a-test'];
  const { runDir } = await record({
    subject: { kind: 'command', command, stdoutTo: 'stderr' },
    hz: 500,
    outputDir: temporaryFolder(),
  });
  const [run = '', events] = ['run.json', 'events.jsonl'].map((name) =>
    readFileSync(join(runDir, name), 'utf8'),
  );
  expect(run).not.toContain('key-of-a-test');
  expect(events).not.toContain('key-of-a-test');
  expect(JSON.parse(run)).toMatchObject({
    recording: { command: ['sh', '-c', 'exit 0', '--api-key', '[redacted]'] },
  });
});
