import { createServer, type IncomingHttpHeaders } from 'node:http';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseConfig, type LoadcellConfig } from '@loadcell/core';
import { createTargetFactory } from '../../../src/config/target/create-target.ts';
import { RequestError } from '../../../src/target/server/failure/request-error.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';
import { useCleanup } from '../../target/transport/transport-run.ts';

const onCleanup = useCleanup();

afterEach(() => {
  vi.unstubAllEnvs();
});

interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A server that lists one model, keeps what it was asked, and says no to every request for text, with its own key in it. */
async function startServer(): Promise<{ readonly url: string; readonly asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      asked.push({ path: request.url ?? '', headers: request.headers, body });
      const isListing = request.url === '/v1/models';
      response.writeHead(isListing ? 200 : 403, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          isListing
            ? { data: [{ id: 'a' }] }
            : { error: { message: `no entry with ${String(request.headers['x-pass'])}` } },
        ),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onCleanup(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('it does not listen');
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

function targetConfig(target: LoadcellConfig['target']) {
  return parseConfig({ target }).target;
}

async function askOnce(target: LoadcellConfig['target']): Promise<unknown> {
  const made = (await createTargetFactory(targetConfig(target)))();
  onCleanup(() => made.stop());
  await made.start();
  const request = { model: 'a', prompt: 'Why?', maxTokens: 2, greedy: true };
  return await made.generate(request).catch((error: unknown) => error);
}

describe('a server as a target', () => {
  it('sends the configured headers and body keys, and records none of them', async () => {
    vi.stubEnv('PASS_OF_TEST', 'open-sesame');
    const { url, asked } = await startServer();
    const error = await askOnce({
      url,
      headers: { 'x-team': 'blue', 'X-Pass': { env: 'PASS_OF_TEST' }, 'user-agent': 'mine' },
      extraBody: { ignore_eos: true, nested: { deep: [1] } },
    });
    for (const { headers } of asked) {
      expect(headers).toMatchObject({
        'x-team': 'blue',
        'x-pass': 'open-sesame',
        'user-agent': 'mine',
      });
    }
    const [text] = asked.filter((one) => one.path === '/v1/chat/completions');
    expect(text?.body).toMatchObject({ ignore_eos: true, nested: { deep: [1] }, max_tokens: 2 });
    expect(error).toBeInstanceOf(RequestError);
    expect(String(error)).toMatch(/no entry with \[redacted\]/);
  });

  it('is not sent the default key where an authorization header is set', async () => {
    vi.stubEnv('LOADCELL_API_KEY', 'default-key');
    vi.stubEnv('PASS_OF_TEST', 'Bearer other');
    const { url, asked } = await startServer();
    await askOnce({ url, headers: { authorization: { env: 'PASS_OF_TEST' } } });
    expect(new Set(asked.map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer other']),
    );
  });

  it('is refused when a variable for a header is not set', async () => {
    const headers = { 'x-pass': { env: 'UNSET_OF_TEST' } };
    await expect(
      createTargetFactory(targetConfig({ url: 'http://127.0.0.1:1', headers })),
    ).rejects.toThrow(/UNSET_OF_TEST.*header "x-pass".*not set/);
  });

  it('is refused when a certificate is invalid or missing', async () => {
    const good = fileURLToPath(
      new URL('../../target/transport/fixtures/test-only-certificate.pem', import.meta.url),
    );
    const bad = path.join(temporaryFolder(), 'bad.pem');
    writeFileSync(bad, 'nonsense');
    const url = 'https://127.0.0.1:1';
    const make = (caCertificates: string[]) =>
      createTargetFactory(targetConfig({ url, caCertificates }));
    await expect(make([good])).resolves.toBeTypeOf('function');
    await expect(make([good, bad])).rejects.toThrow(
      /invalid certificate ".*bad\.pem" in target\.caCertificates: .*PEM files with CA/,
    );
    await expect(make(['/nowhere.pem'])).rejects.toThrow(
      /^cannot read "\/nowhere\.pem" in target\.caCertificates: ENOENT\. .*PEM files with CA/,
    );
  });
});
