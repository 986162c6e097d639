import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ConfigError } from '../../../src/spec/error/errors.ts';
import { readLocalTokenizer } from '../../../src/workload/tokenizer/local-tokenizer.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';

const FIXTURES = fileURLToPath(
  new URL('../../../../../test/fixtures/tokenizers/', import.meta.url),
);

const ExpectedSchema = z.array(z.object({ text: z.string(), ids: z.array(z.number()) }));

/** Texts with the ids that the Python library `tokenizers` gives them. */
function expectedOf(name: string): z.infer<typeof ExpectedSchema> {
  const text = readFileSync(path.join(FIXTURES, name, 'expected.json'), 'utf8');
  return ExpectedSchema.parse(JSON.parse(text));
}

describe.each(['byte-pair', 'word-piece'])('a %s tokenizer', (name) => {
  it('counts exactly as the Python library does', async () => {
    const { tokenize } = await readLocalTokenizer(path.join(FIXTURES, name));
    for (const { text, ids } of expectedOf(name)) expect(tokenize(text), text).toEqual(ids);
  });

  it('is read from its file or its folder', async () => {
    const file = path.join(FIXTURES, name, 'tokenizer.json');
    expect((await readLocalTokenizer(file)).path).toBe(file);
    expect((await readLocalTokenizer(path.join(FIXTURES, name))).path).toBe(file);
  });
});

describe('a tokenizer that cannot be used', () => {
  it.each([
    ['is not there', undefined, /cannot read ".*tokenizer\.json": ENOENT/],
    ['is cut', '{"model": {"type": "BPE"', /invalid tokenizer ".*": not JSON/],
    ['is other JSON', '{"vocab": {}}', /expected a JSON object with "model"/],
    ['is a list', '[]', /expected a JSON object with "model"/],
    [
      'is of an unknown kind',
      '{"model": {"type": "Nope"}, "added_tokens": []}',
      /invalid tokenizer/,
    ],
    ['lacks its vocabulary', '{"model": {"type": "BPE"}, "added_tokens": []}', /invalid tokenizer/],
  ])('is refused where it %s', async (_what, text, message) => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    if (text !== undefined) writeFileSync(path.join(folder, 'tokenizer.json'), text);
    const reading = readLocalTokenizer(folder);
    await expect(reading).rejects.toThrow(ConfigError);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({
      help: expect.stringContaining('tokenizer.json'),
    });
  });
});
