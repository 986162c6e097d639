import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  EndpointScraper,
  type ScrapeOutcome,
} from '../../../src/scrape/scraper/endpoint-scraper.ts';
import { startMetricsServer, vllmText } from './metrics-server.ts';

/** A scraper of a server whose metrics path is searched. */
async function scraperOf(
  listener: RequestListener,
  path = '',
): Promise<{
  readonly scrape: () => Promise<ScrapeOutcome>;
  readonly server: Awaited<ReturnType<typeof startMetricsServer>>;
}> {
  const server = await startMetricsServer(listener);
  let count = 0;
  const scraper = new EndpointScraper(
    {
      url: server.url + path,
      isBase: true,
      headers: { Authorization: 'Bearer secret' },
      caCertificates: [],
    },
    () => {
      count += 1;
      return count - 1;
    },
  );
  return { scrape: () => scraper.scrape(), server };
}

function promptTokensOf(outcome: ScrapeOutcome): number | undefined {
  if (outcome.outcome !== 'scraped') return undefined;
  return outcome.values.find(({ column }) => column === 'server.promptTokens')?.value;
}

/** Returns metrics at one path, and 404 elsewhere. */
function only(path: string, text = vllmText(7)): RequestListener {
  return (request, response) => {
    response.statusCode = request.url === path ? 200 : 404;
    response.setHeader('Content-Type', 'text/plain; version=0.0.4');
    response.end(request.url === path ? text : 'no');
  };
}

describe('EndpointScraper', () => {
  it.each([
    ['', '/metrics'],
    ['/v1', '/metrics'],
    ['/proxy/v1', '/proxy/metrics'],
    ['', '/prometheus/metrics'],
    ['', '/v1/metrics'],
  ])('finds the metrics of a server at %j under %s', async (path, place) => {
    const { scrape } = await scraperOf(only(place), path);
    expect(promptTokensOf(await scrape())).toBe(7);
  });

  it('requests a given URL unchanged, and records it without its query', async () => {
    const server = await startMetricsServer(only('/all?token=secret'));
    const options = { headers: {}, caCertificates: [] };
    const scraper = new EndpointScraper(
      { ...options, url: `${server.url}/all?token=secret`, isBase: false },
      () => 0,
    );
    expect(await scraper.scrape()).toMatchObject({ outcome: 'scraped', url: `${server.url}/all` });
  });

  describe('of llama.cpp', () => {
    const text = '# TYPE llamacpp:requests_processing gauge\nllamacpp:requests_processing 1\n';
    const usageOf = (outcome: ScrapeOutcome): number[] =>
      outcome.outcome === 'scraped'
        ? outcome.values.flatMap(({ column, value }) =>
            column === 'server.kvCacheUsage' ? [value] : [],
          )
        : [];

    it('adds the use of the KV cache of its slots', async () => {
      const slots = [{ id: 0, n_ctx: 100, is_processing: false, n_prompt_tokens: 25 }];
      const { scrape } = await scraperOf((request, response) => {
        response.end(request.url === '/slots' ? JSON.stringify(slots) : text);
      });
      expect(usageOf(await scrape())).toEqual([0.25]);
    });

    it('requests slots once where they are refused', async () => {
      const { scrape, server } = await scraperOf((request, response) => {
        response.statusCode = request.url === '/slots' ? 501 : 200;
        response.end(text);
      });
      expect(usageOf(await scrape())).toEqual([]);
      expect(await scrape()).toMatchObject({ outcome: 'scraped' });
      expect(server.requests.map(({ url }) => url)).toEqual(['/metrics', '/slots', '/metrics']);
    });
  });

  it('requests uncompressed text with the key, on one connection that stays open', async () => {
    const { scrape, server } = await scraperOf(only('/metrics'));
    await scrape();
    await scrape();
    expect(server.connections()).toBe(1);
    expect(server.requests[1]?.headers).toMatchObject({
      accept: 'text/plain;version=0.0.4,*/*;q=0.1',
      'accept-encoding': 'identity',
      authorization: 'Bearer secret',
    });
  });

  it('announces a series once, with a timestamp between the send and the end of the scrape', async () => {
    const { scrape } = await scraperOf(only('/metrics'));
    const first = await scrape();
    const second = await scrape();
    if (first.outcome !== 'scraped' || second.outcome !== 'scraped')
      throw new Error('Not scraped.');
    expect(first.found.map(({ quantity }) => quantity)).toEqual(
      expect.arrayContaining(['promptTokens', 'requestsRunning']),
    );
    expect(second.found).toEqual([]);
    expect(second.sentNs).toBeLessThanOrEqual(second.firstByteNs);
    expect(second.firstByteNs).toBeLessThanOrEqual(second.endNs);
    expect(second.bytes).toBe(vllmText(7).length);
  });

  it('reads a body that is compressed although it requested identity', async () => {
    const { scrape } = await scraperOf((_request, response) => {
      response.setHeader('Content-Encoding', 'gzip');
      response.end(gzipSync(vllmText(9)));
    });
    expect(promptTokensOf(await scrape())).toBe(9);
  });

  it('follows a redirect within the origin', async () => {
    const { scrape } = await scraperOf((request, response) => {
      if (request.url === '/metrics/') return response.end(vllmText(3));
      response.writeHead(307, { Location: '/metrics/' });
      return response.end();
    });
    expect(promptTokensOf(await scrape())).toBe(3);
  });

  it('sends no key to another origin', async () => {
    const other = await startMetricsServer(only('/metrics'));
    const { scrape } = await scraperOf((_request, response) => {
      response.writeHead(302, { Location: `${other.url}/metrics` });
      response.end();
    });
    await scrape();
    await scrape();
    expect(await scrape()).toMatchObject({
      outcome: 'absent',
      reason: expect.stringContaining('origin'),
    });
    expect(other.requests).toEqual([]);
  });

  it.each([
    [401, 'returned 401'],
    [403, 'returned 403'],
    [404, 'returned 404'],
    [501, '--metrics'],
    [503, 'returned 503'],
  ])('is absent where the server returns %i', async (status, reason) => {
    const { scrape } = await scraperOf((_request, response) => {
      response.writeHead(status);
      response.end('error');
    });
    expect(await scrape()).toMatchObject({
      outcome: 'absent',
      reason: expect.stringContaining(reason),
    });
  });

  it.each([
    ['an empty body', 'text/plain', '', 'empty body'],
    ['a page', 'text/html', '<html></html>', 'HTML'],
    ['JSON', 'application/json', '[{"a":1}]', ''],
    [
      'metrics of something else',
      'text/plain',
      '# TYPE x counter\nx_total 1\n',
      'no metrics of a known server',
    ],
  ])('is absent where the server responds with %s', async (_case, type, body, reason) => {
    const { scrape } = await scraperOf((_request, response) => {
      response.setHeader('Content-Type', type);
      response.end(body);
    });
    expect(await scrape()).toMatchObject({
      outcome: 'absent',
      reason: expect.stringContaining(reason),
    });
  });

  it('misses a scrape that takes too long, and gives up a server that never responds in time', async () => {
    const { scrape } = await scraperOf(() => {});
    expect(await scrape()).toEqual({ outcome: 'missed' });
    expect(await scrape()).toEqual({ outcome: 'missed' });
    expect(await scrape()).toMatchObject({
      outcome: 'absent',
      reason: expect.stringContaining('900 ms'),
    });
  });

  it.each<[string, RequestListener]>([
    [
      'is cut',
      (_request, response) => {
        response.writeHead(200, { 'Content-Length': '1000' });
        response.write(vllmText(1));
        response.flushHeaders();
        setImmediate(() => response.destroy());
      },
    ],
    ['is larger than 16 MiB', (_request, response) => response.end('#'.repeat(50 * 2 ** 20))],
    [
      'grows beyond 16 MiB',
      (_request, response) => {
        response.setHeader('Content-Encoding', 'gzip');
        response.end(gzipSync('#'.repeat(50 * 2 ** 20)));
      },
    ],
    [
      'is no gzip',
      (_request, response) => {
        response.setHeader('Content-Encoding', 'gzip');
        response.end('plain');
      },
    ],
  ])('misses a scrape whose body %s, and goes on with the next', async (_case, broken) => {
    let isBroken = false;
    const { scrape } = await scraperOf((request, response) => {
      if (isBroken) broken(request, response);
      else response.end(vllmText(5));
    });
    expect(promptTokensOf(await scrape())).toBe(5);
    isBroken = true;
    expect(await scrape()).toEqual({ outcome: 'missed' });
    isBroken = false;
    expect(promptTokensOf(await scrape())).toBe(5);
  });
});
