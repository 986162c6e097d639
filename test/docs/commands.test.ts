import { describe, expect, it } from 'vitest';
import { checkDocs, page } from './support/check-docs.ts';

const CONFIG = [
  '```json [loadcell.config.json]',
  '{ "phases": { "load": { "idle": "20ms", "cooldown": "20ms", "calibration": false } } }',
  '```',
];

describe('the commands of documents', () => {
  it('run on a mock server, recorded runs and the files of their page', async () => {
    const { code, problems, stdout } = await checkDocs({
      'docs/a.md': page(
        ...CONFIG,
        '```sh',
        'npx loadcell run loadcell.config.json --url http://127.0.0.1:8000 --pid auto   # comment',
        'loadcell run --url http://127.0.0.1:8000 \\',
        `  --concurrency 4 --requests 500 --criterion 'ttft.p95<=200ms' --repeat 5`,
        'loadcell run --json | jq .summary.status',
        'loadcell run --against loadcell.config.json --metric p95Ttft',
        'LOADCELL_API_KEY=secret loadcell doctor --url http://localhost:11434',
        'loadcell record --json -- make test | jq .rssBytes.peak',
        'loadcell record --pid 4711',
        'loadcell mock --port 8000 --output-tokens 4',
        'loadcell compare base candidate --fail-on regression --json > comparison.json',
        'loadcell report latest --otlp http://127.0.0.1:4318 && npm test',
        'loadcell init --model models/a.gguf',
        '```',
        '```sh run',
        'loadcell run --quiet --phase load --url http://127.0.0.1:8000 --concurrency 2 --requests 20',
        'npx loadcell report latest --format md > report.md',
        'grep -q load report.md',
        '```',
        // As a run that is unreliable on a busy machine.
        '```sh run',
        'exit 4',
        '```',
        '```text exact',
        'not printed',
        '```',
        '```sh run exit=3',
        'loadcell run --quiet --phase load --url http://127.0.0.1:9464 --concurrency 2 --requests 20',
        '```',
      ),
    });
    expect(problems).toEqual([]);
    expect(code).toBe(0);
    expect(stdout).toContain('1 pages, 6 blocks, 16 commands, 0 not checked, 0 problems');
  });

  it('are reported by their line if they fail', async () => {
    const { code, problems, stderr } = await checkDocs({
      'docs/flag.md': page(
        '```sh',
        'loadcell run \\',
        '  --phase load',
        'loadcell run --ulr x',
        '```',
      ),
      'docs/exit.md': page('```sh exit=3', 'loadcell report missing', '```'),
      'docs/file.md': page('```sh', 'loadcell run other.config.ts', 'node other.mjs', '```'),
      'docs/pipe.md': page('```sh', 'loadcell report base --format json | jq .[', '```'),
      'docs/program.md': page('```sh', 'vllm serve model', 'npm run nothing', '```'),
      'docs/quote.md': page('```sh', `loadcell run --criterion 'ttft`, '```'),
      'docs/run.md': page(
        '```sh run',
        'loadcell report base --format md | grep nothing-like-it',
        '```',
      ),
    });
    expect(code).toBe(1);
    expect(problems).toEqual([
      'docs/exit.md:3: loadcell report missing',
      'docs/file.md:3: loadcell run other.config.ts',
      'docs/file.md:4: node other.mjs',
      'docs/flag.md:5: loadcell run --ulr x',
      'docs/pipe.md:3: loadcell report base --format json',
      'docs/program.md:3: vllm serve model',
      'docs/program.md:4: npm run nothing',
      `docs/quote.md:3: the quote ' is not closed`,
      'docs/run.md:2: exit code 1, expected 0',
    ]);
    expect(stderr).toContain('loadcell run --ulr x --dry-run: exit code 2, expected 0\n');
    expect(stderr).toContain('unknown option "--ulr"; did you mean "--url"?');
    expect(stderr).toContain('vllm is another program; put it into a block with no-check=REASON');
    expect(stderr).toContain('package.json has no script nothing');
    expect(stderr).toMatch(/jq \.\[: exit code \d, expected 0/u);
  });

  it('print what the page says, where that is the same on every machine', async () => {
    const unknown = ['```sh exit=2', 'loadcell run --ulr x', '```'];
    const plan = [
      '```sh',
      'loadcell run --url http://localhost:8000 --rate 5 --requests 300 --dry-run',
      '```',
    ];
    const { problems, stderr } = await checkDocs({
      'docs/good.md': page(
        ...unknown,
        'It prints:',
        '```text',
        'error: unknown option "--ulr"; did you mean "--url"?',
        'help: see loadcell run --help',
        '```',
        ...plan,
        '```text',
        '…',
        'Tokens: prompts and maximum output, setup and warm-up included.',
        '…',
        '```',
        '```sh run',
        'echo "a  "; echo b',
        '```',
        '```text exact',
        'a',
        'b',
        '```',
        '```sh',
        'loadcell report base',
        '```',
        '```text',
        'an excerpt of a run elsewhere',
        '```',
      ),
      'docs/stale.md': page(
        ...unknown,
        '```text',
        'error: unknown option "--ulr"',
        '…',
        '```',
        ...plan,
        '```text',
        'Tokens: prompts and maximum output, setup and warm-up included.',
        '```',
        '```text exact',
        'nothing above',
        '```',
      ),
    });
    expect(problems).toEqual([
      'docs/stale.md:5: the output has no line "error: unknown option "--ulr"" (a line … leaves out lines); it is:',
      'docs/stale.md:12: the output has other lines, or another order (a line … leaves out lines); it is:',
      'docs/stale.md:15: expected a script above an exact output',
    ]);
    expect(stderr).toContain('help: see loadcell run --help');
  });
});
