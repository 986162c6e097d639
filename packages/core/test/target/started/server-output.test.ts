import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { lastLinesOf, ServerOutput } from '../../../src/target/started/server-output.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';

async function written(secrets: readonly string[], ...chunks: readonly (string | Buffer)[]) {
  const file = join(temporaryFolder(), 'server.log');
  const output = new ServerOutput(file, secrets);
  const source = new PassThrough();
  output.follow(source);
  for (const chunk of chunks) source.write(chunk);
  source.end();
  await once(source, 'end');
  await output.close();
  return { bytes: readFileSync(file), tail: output.readTail() };
}

describe('the output of a server', () => {
  it('is kept byte by byte in any encoding', async () => {
    const chunks = [Buffer.from([0xff, 0x00, 0x0a]), Buffer.from('no line end: é')];
    const { bytes } = await written([], ...chunks);
    expect(bytes).toEqual(Buffer.concat(chunks));
  });

  it('has no secret in the file, also if it is split or not ASCII', async () => {
    const { bytes, tail } = await written(
      ['sk-secret', 'clé-secrète'],
      'key sk-se',
      'cret, ',
      'clé-secrète\n',
    );
    expect(bytes.toString()).toBe('key [redacted], [redacted]\n');
    expect(tail).toBe('key [redacted], [redacted]\n');
  });

  it('is complete in the file, even if it exceeds every buffer', async () => {
    const line = `${'x'.repeat(1000)}\n`;
    const { bytes, tail } = await written([], ...Array.from({ length: 500 }, () => line));
    expect(bytes.length).toBe(500 * line.length);
    expect(tail.length).toBeLessThanOrEqual(64 * 1024);
  });
});

describe('the last lines of an output', () => {
  it('are the non-empty ones, without colors and control characters', () => {
    const output = '1\n2\n\n3\r\n4\n5\n\u001B[31mError:\u001B[0m no\tmemory\u0007\n   \n';
    expect(lastLinesOf(output)).toBe('2\n3\n4\n5\nError: no memory');
  });

  it('are truncated where they are long', () => {
    expect(lastLinesOf('y'.repeat(500))).toBe(`${'y'.repeat(200)}…`);
    expect(lastLinesOf('')).toBe('');
  });
});
