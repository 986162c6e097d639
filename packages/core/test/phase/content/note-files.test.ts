import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { noteFiles } from '../../../src/phase/content/note-files.ts';
import { readLoadFiles } from '../../../src/workload/load-files.ts';
import { readContentFiles } from '../../../src/workload/media/content-files.ts';
import { picturePool } from '../../../src/workload/media/media-pool.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import { RecordedPhase } from '../recorded-phase.ts';

const TOKENIZER = fileURLToPath(
  new URL('../../../../../test/fixtures/tokenizers/byte-pair/tokenizer.json', import.meta.url),
);

/** Settings of a tokenizer, which stand beside it. */
const SETTINGS = '{"clean_up_tokenization_spaces": false}';

const ROW = '{"atMs": 0, "inputTokens": 4, "outputTokens": 1}\n';

function sha256Of(...contents: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest('hex');
}

describe('the files of a load', () => {
  it('are recorded with what identifies their content', async () => {
    const folder = temporaryFolder();
    const write = (name: string, content: string | Buffer): string => {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    };
    const definition = readFileSync(TOKENIZER);
    const tokenizer = write('words/tokenizer.json', definition);
    write('words/tokenizer_config.json', SETTINGS);
    const one = write('one.jsonl', ROW);
    const other = write('other.jsonl', ROW + ROW);
    const schema = write('city.json', '{ "type": "object" }');
    const pool = picturePool({ width: 8, height: 8 }, { seed: 1, nonce: 'n' });
    const pictures = [0, 1].map((number) => Buffer.from(pool.make(number).source.base64, 'base64'));
    for (const [index, bytes] of pictures.entries()) write(`pictures/${index}.png`, bytes);
    const files = await readLoadFiles({
      dataset: { file: { path: one }, order: 'file', isReused: false, seed: 1 },
      traces: [{ stage: 'replay', file: { path: other }, most: Infinity }],
      tokenizer,
      lengths: { file: { path: other }, order: 'file', seed: 1 },
    });
    const images = { files: path.join(folder, 'pictures') };
    const content = readContentFiles({ images, outputSchema: schema });
    const phase = new RecordedPhase(new ScriptedTarget(), 'unload-first', {
      files: { ...files, content },
    });
    noteFiles(phase.context);
    files.close();
    const ofOther = { file: other, sha256: sha256Of(ROW, ROW), bytesRead: 2 * ROW.length };
    expect(phase.events).toMatchObject([
      { kind: 'dataset-read', stage: '', file: one, sha256: sha256Of(ROW), bytesRead: ROW.length },
      { kind: 'dataset-read', stage: 'replay', ...ofOther, requests: 2 },
      { kind: 'file-read', use: 'lengths', ...ofOther },
      {
        kind: 'file-read',
        use: 'tokenizer',
        sha256: sha256Of(definition, SETTINGS),
      },
      {
        kind: 'file-read',
        use: 'output-schema',
        file: schema,
        sha256: sha256Of('{"type":"object"}'),
      },
      { kind: 'file-read', use: 'images', file: images.files, sha256: sha256Of(...pictures) },
    ]);
  });
});
