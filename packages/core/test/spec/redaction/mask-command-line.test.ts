import { describe, expect, it } from 'vitest';
import { maskCommandLine } from '../../../src/spec/redaction/mask-command-line.ts';

const R = '[redacted]';

describe('maskCommandLine', () => {
  it.each([
    ['a flag and its value', ['--api-key', 'abc'], ['--api-key', R]],
    [
      'a flag of several keys',
      ['--api-key', 'a1', 'b2', '--port', '1'],
      ['--api-key', R, R, '--port', '1'],
    ],
    ['a value behind =', ['--api-key=abc'], [`--api-key=${R}`]],
    ['a value that begins with a dash', ['--hf-token', '-abc'], ['--hf-token', R]],
    ['a short flag of llama.cpp', ['-hft', 'abc', '-c', '4096'], ['-hft', R, '-c', '4096']],
    [
      'a variable before the command',
      ['HF_TOKEN=abc', 'vllm', 'serve'],
      [`HF_TOKEN=${R}`, 'vllm', 'serve'],
    ],
    [
      'a variable of a container',
      ['docker', 'run', '-e', 'HF_TOKEN=abc'],
      ['docker', 'run', '-e', `HF_TOKEN=${R}`],
    ],
    ['a variable in a flag', ['--env=HF_TOKEN=abc'], [`--env=HF_TOKEN=${R}`]],
    ['a user of a URL', ['https://me:pw@host/x'], [`https://${R}@host/x`]],
    ['a password with @ in it', ['postgres://me:p@w@host:1/x'], [`postgres://${R}@host:1/x`]],
    [
      'a parameter of a URL',
      ['http://host:8000/?api_key=abc&n=1'],
      [`http://host:8000/?api_key=${R}&n=1`],
    ],
    ['a header', ['-H', 'Authorization: Bearer abc.def'], ['-H', `Authorization: ${R}`]],
    [
      'a header with a scheme of two words',
      ['-H', 'Authorization: Basic bWU6cHc='],
      ['-H', `Authorization: ${R}`],
    ],
    ['a header of another name', ['-HX-Api-Key: abc'], [`-HX-Api-Key: ${R}`]],
    ['a bearer token without a header', ['bearer abcdef'], [`bearer ${R}`]],
    [
      'a command of a shell',
      ['sh', '-c', 'cd /x && HF_TOKEN=a1 vllm serve m --api-key "b 2" --port 1'],
      ['sh', '-c', `cd /x && HF_TOKEN=${R} vllm serve m --api-key "${R}" --port 1`],
    ],
    [
      'JSON in an argument',
      ['--extra', '{"access_token": "a b", "n": 1}'],
      ['--extra', `{"access_token": "${R}", "n": 1}`],
    ],
    ['what Python prints', ["Args(api_key='a b', port=1)"], [`Args(api_key='${R}', port=1)`]],
    ['a key that is known by its form', ['run', 'sk-0123456789abcdefXYZ'], ['run', R]],
    ['a user', ['--user', 'me:pw', 'http://host'], ['--user', R, 'http://host']],
    [
      'what was masked before',
      ['--api-key', R, '-p', `A_KEY=${R}`],
      ['--api-key', R, '-p', `A_KEY=${R}`],
    ],
  ])('masks %s', (_what, argv, masked) => {
    expect(maskCommandLine(argv)).toEqual(masked);
  });

  it.each([
    [['vllm', 'serve', 'org/model', '--max-num-batched-tokens', '8192']],
    [['--max-num-batched-tokens=8192', '--tokenizer', 'org/model', '--tokenizer-mode=auto']],
    [['llama-server', '-m', '/models/a.gguf', '-c', '4096', '--parallel', '2', '-ngl', '99']],
    [['--host', '0.0.0.0', '--port', '8000', '--url', 'http://127.0.0.1:8000/v1']],
    [['--compilation-config', '{"level": 3, "max_tokens": 5, "cudagraph": [1, 2]}']],
    [['--override-kv', 'tokenizer.ggml.add_bos_token_id=int:1']],
    [['python', '-u', 'server.py', '--task-name', 'sk-1', 'hf_small', 'a@b']],
    [['--ssl-keyfile', '/etc/ssl/host.pem', '--num-key-value-heads', '8', '']],
    [['--api-key']],
    [['--hf-token', '--port', '8000']],
    [['git@host:a/b', 'ssh://host/a@b', 'C:\\models\\a.gguf']],
  ])('leaves %j', (argv) => {
    expect(maskCommandLine(argv)).toEqual(argv);
  });

  it('masks values that are known wherever they stand, the longest first', () => {
    const masked = maskCommandLine(
      ['--x', 'my-value-2', '--path=/a/my-value', 'abc'],
      ['my-value', 'my-value-2', 'abc'],
    );
    // What is too short to be a key stays.
    expect(masked).toEqual(['--x', R, `--path=/a/${R}`, 'abc']);
  });

  const flags = ['--api-key', '--hf-token', '--password', '--client-secret', '--ssl-key', '--team'];
  const values = ['v', 'a=b', 'a:b', '-x', 'x y', '"q', "it's", 'ünï', '[redacted', '0', 'a&b'];
  it.each(flags.flatMap((flag) => values.map((value) => [flag, value] as const)))(
    'keeps nothing of %s %s in either form',
    (flag, value) => {
      expect(maskCommandLine([flag, value])).toEqual([flag, R]);
      expect(maskCommandLine([`${flag}=${value}`])).toEqual([`${flag}=${R}`]);
    },
  );

  it('takes time in proportion to the text', () => {
    const long = 'a'.repeat(200_000);
    expect(maskCommandLine([long, `${long}=b`, `http://${long}`])).toHaveLength(3);
  });
});
