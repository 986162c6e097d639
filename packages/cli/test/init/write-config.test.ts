import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseConfig, type RunConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { anchorPaths, namesServer } from '../../src/config/anchor-paths.ts';
import { loadConfigFile } from '../../src/config/load-config-file.ts';
import { EXIT_CODES } from '../../src/exit-codes.ts';
import { QuestionsInterrupted, type Questions } from '../../src/init/questions/questions.ts';
import { writeConfig } from '../../src/init/write-config.ts';
import { FakeTerminal } from '../fake-terminal.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Answers in order; an invalid one is thrown, since the real questions would be asked again. */
class ScriptedQuestions implements Questions {
  readonly said: string[] = [];
  readonly asked: string[] = [];
  readonly #answers: string[];
  isClosed = false;

  constructor(answers: readonly string[]) {
    this.#answers = [...answers];
  }

  async ask<Answer>(
    question: string,
    read: (answer: string) => Answer,
    fallback?: string,
  ): Promise<Answer> {
    this.asked.push(question);
    const answer = this.#answers.shift();
    if (answer === undefined) throw new QuestionsInterrupted('interrupted');
    return await Promise.resolve(read(answer === '' ? (fallback ?? '') : answer));
  }

  say(line: string): void {
    this.said.push(line);
  }

  close(): void {
    this.isClosed = true;
  }
}

/** A folder with a model file and an engine module. */
function workingFolder(): string {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'a.gguf'), '');
  writeFileSync(path.join(folder, 'mine.mjs'), '');
  return folder;
}

interface Line {
  readonly file?: string;
  readonly flags?: Readonly<Record<string, readonly string[]>>;
  readonly trailing?: readonly string[];
  readonly questions?: ScriptedQuestions;
}

async function init(folder: string, { file, flags = {}, trailing, questions }: Line) {
  const terminal = new FakeTerminal(folder);
  const code = await writeConfig(
    {
      operands: file === undefined ? [] : [file],
      flags: new Map(Object.entries(flags)),
      terminal,
      ...(trailing === undefined ? {} : { trailing }),
    },
    () => questions,
  );
  return { code, terminal, stdout: terminal.stdout.text };
}

/** A run without the criteria as written: those that apply are in its phases. */
function withoutWritten({ phaseOptions, ...run }: RunConfig): object {
  const options = Object.entries(phaseOptions).map(([name, { successCriteria: _own, ...rest }]) => [
    name,
    rest,
  ]);
  return { ...run, phaseOptions: Object.fromEntries(options) };
}

/** The run of a configuration. */
function runWith(config: object): object {
  return withoutWritten(parseConfig(config));
}

/** The run that `loadcell run` makes of a file. */
async function runOf(folder: string, name: string): Promise<object> {
  const file = path.join(folder, name);
  const written = await loadConfigFile(file);
  return withoutWritten(
    parseConfig(
      anchorPaths(written, path.dirname(file), folder, { hasServer: namesServer(written) }),
    ),
  );
}

const FORMATS = ['x.ts', 'x.mjs', 'x.json', 'x.yaml', 'sub ö/x.ts'];

describe('writeConfig', () => {
  it.each(FORMATS)('writes the run of a model file with its default criteria: %s', async (file) => {
    const folder = workingFolder();
    mkdirSync(path.join(folder, 'sub ö'));
    const { code, stdout } = await init(folder, { file, flags: { model: ['a.gguf'] } });
    expect(code).toBe(EXIT_CODES.pass);
    expect(stdout).toMatch(/^Wrote .* for a model file \(GGUF\) in the embedded engine\.\nNext: /);
    const run = await runOf(folder, file);
    expect(run).toEqual(runWith({ target: { models: ['a.gguf'] } }));
  });

  it.each(FORMATS)('writes the run of a command: %s', async (file) => {
    const folder = workingFolder();
    mkdirSync(path.join(folder, 'sub ö'));
    const command = ['serve', "--name=it's", '--port', '{port}', 'C:\\x'];
    await init(folder, { file, trailing: command });
    expect(await runOf(folder, file)).toEqual(runWith({ target: { command } }));
  });

  it.each(FORMATS)('writes the run of an engine module: %s', async (file) => {
    const folder = workingFolder();
    mkdirSync(path.join(folder, 'sub ö'));
    await init(folder, { file, flags: { engine: ['./mine.mjs'], model: ['a.gguf'] } });
    const engine = { module: './mine.mjs' };
    expect(await runOf(folder, file)).toEqual(runWith({ target: { engine, models: ['a.gguf'] } }));
  });

  it('writes the criteria of the tiny models, with their units in comments', async () => {
    const folder = workingFolder();
    await init(folder, { flags: { for: ['embedded'] } });
    expect(await runOf(folder, 'loadcell.config.ts')).toEqual(runWith({}));
    const text = readFileSync(path.join(folder, 'loadcell.config.ts'), 'utf8');
    expect(text).toContain('        // maximum RSS, bytes\n        maxMemoryUsage: 805306368,\n');
    expect(text).toContain(
      '        // maximum TTFT p95, ms\n        // p95TimeToFirstToken: number,',
    );
  });

  it('lists every setting with --all, those of the target with their values', async () => {
    const folder = workingFolder();
    await init(folder, { flags: { all: [''], model: ['a.gguf'] } });
    const text = readFileSync(path.join(folder, 'loadcell.config.ts'), 'utf8');
    expect(text).toContain("    models: ['a.gguf'],\n");
    expect(text).toContain("          // kind: 'sweep',\n");
    expect(text).toContain('        errorRate: 0,\n');
    expect(await runOf(folder, 'loadcell.config.ts')).toEqual(
      runWith({ target: { models: ['a.gguf'] } }),
    );
  });

  it('writes every default without flags and without a terminal', async () => {
    const folder = workingFolder();
    const { stdout } = await init(folder, {});
    expect(stdout).toBe(
      'Wrote loadcell.config.ts. Every setting is at its default; change what you need.\nNext: loadcell run\n',
    );
    expect(await runOf(folder, 'loadcell.config.ts')).toEqual(runWith({}));
  });

  it('prints the command that runs a file with another name, quoted for a shell', async () => {
    const folder = workingFolder();
    const plain = await init(folder, { file: 'x.json', flags: { for: ['embedded'] } });
    expect(plain.stdout).toContain('\nNext: loadcell run x.json\n');
    const odd = await init(folder, { file: "it's a.json", flags: { for: ['embedded'] } });
    expect(odd.stdout).toContain(String.raw`Next: loadcell run 'it'\''s a.json'`);
  });

  it.each<[string, readonly string[], object]>([
    ['a model', ['3', 'a.gguf'], { models: ['a.gguf'] }],
    ['the tiny models', ['embedded', ''], {}],
    ['a command', ['2', 'serve --port {port}'], { command: ['serve', '--port', '{port}'] }],
    [
      'a module',
      ['4', 'mine.mjs', 'a.gguf'],
      { engine: { module: './mine.mjs' }, models: ['a.gguf'] },
    ],
  ])('asks for %s', async (_what, answers, target) => {
    const folder = workingFolder();
    const questions = new ScriptedQuestions(answers);
    expect((await init(folder, { questions })).code).toBe(EXIT_CODES.pass);
    expect(questions.said).toHaveLength(5);
    expect(questions.isClosed).toBe(true);
    expect(await runOf(folder, 'loadcell.config.ts')).toEqual(runWith({ target }));
  });

  it('asks only for what the flags leave open', async () => {
    const folder = workingFolder();
    const questions = new ScriptedQuestions(['a.gguf']);
    await init(folder, { questions, flags: { engine: ['mine.mjs'] } });
    expect(questions.asked).toEqual(['Model file']);
    const none = new ScriptedQuestions([]);
    await init(folder, { file: 'x.json', questions: none, flags: { model: ['a.gguf'] } });
    await init(folder, { file: 'y.json', questions: none, flags: { all: [''] } });
    expect(none.asked).toEqual([]);
  });

  it.each([
    [['5'], 'unknown --for "5"'],
    [['server', 'http://'], 'invalid server URL "http://"'],
    [['3', 'b.gguf'], 'b.gguf does not exist'],
    [['4', './b.mjs'], 'b.mjs does not exist'],
  ])('rejects the last answer of %j', async (answers, message) => {
    const questions = new ScriptedQuestions(answers);
    await expect(init(workingFolder(), { questions })).rejects.toThrow(message);
  });

  it('writes nothing after Ctrl-C', async () => {
    const folder = workingFolder();
    const { code, terminal } = await init(folder, { questions: new ScriptedQuestions(['1']) });
    expect(code).toBe(EXIT_CODES.interrupted);
    expect(terminal.stderr.text).toBe('\nInterrupted. Nothing was written.\n');
    expect(readdirSync(folder).toSorted()).toEqual(['a.gguf', 'mine.mjs']);
  });
});

describe('writeConfig where it may not write', () => {
  it('keeps a file, unless it is forced', async () => {
    const folder = workingFolder();
    const file = path.join(folder, 'loadcell.config.ts');
    writeFileSync(file, 'mine');
    await expect(init(folder, {})).rejects.toMatchObject({
      summary: `${file} already exists and was not changed`,
      help: 'pass --force to overwrite it, or another file name',
    });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    await init(folder, { flags: { force: [''] } });
    expect(readFileSync(file, 'utf8')).toContain('defineConfig');
  });

  it('leaves no folder with two configurations, even if forced', async () => {
    const folder = workingFolder();
    const file = path.join(folder, 'loadcell.config.json');
    writeFileSync(file, '{}');
    await expect(init(folder, { flags: { force: [''] } })).rejects.toMatchObject({
      summary: `${file} already exists and was not changed`,
      help: 'delete it, or pass another file name, such as loadcell init server.config.ts',
    });
    expect((await init(folder, { file: 'x.ts' })).code).toBe(EXIT_CODES.pass);
  });

  it('keeps a file that is created while it asks', async () => {
    const folder = workingFolder();
    const file = path.join(folder, 'loadcell.config.ts');
    class Slow extends ScriptedQuestions {
      override close(): void {}
      override async ask<Answer>(question: string, read: (answer: string) => Answer) {
        writeFileSync(file, 'mine');
        return await super.ask(question, read);
      }
    }
    const questions = new Slow(['3', 'a.gguf']);
    await expect(init(folder, { questions })).rejects.toThrow(`cannot write ${file}: EEXIST`);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it.each([
    ['a folder that does not exist', 'missing/x.ts', /^cannot write .*missing\/x\.ts: ENOENT/],
    ['a file in place of a folder', 'a.gguf/x.ts', /^cannot write .*a\.gguf\/x\.ts: ENOTDIR/],
    ['an unknown extension', 'x.toml', /^invalid configuration file .*x\.toml/],
  ])('rejects %s in two lines', async (_what, file, message) => {
    await expect(init(workingFolder(), { file })).rejects.toMatchObject({
      summary: expect.stringMatching(message),
      help: expect.stringMatching(/./),
    });
  });

  it.skipIf(process.getuid?.() === 0)('rejects a folder without write permission', async () => {
    const folder = workingFolder();
    chmodSync(folder, 0o500);
    await expect(init(folder, {})).rejects.toMatchObject({
      summary: expect.stringMatching(/^cannot write .*: EACCES/),
      help: 'check that the folder exists and is writable',
    });
  });
});
