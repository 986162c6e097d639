import { describe, expect, it, vi } from 'vitest';
import type { EndpointOutcome } from '../../../src/scrape/scraper/scrape-round.ts';
import { ServerScraper, type ScrapeEvent } from '../../../src/scrape/scraper/server-scraper.ts';
import type { SurveyValue } from '../../../src/stream/rows/survey-stream.ts';

/** One scrape of one endpoint. */
function scrapedAt(firstByteNs: number, endpoint = 0): EndpointOutcome {
  return {
    endpoint,
    outcome: {
      outcome: 'scraped',
      url: 'http://server/metrics',
      server: 'vllm',
      sentNs: firstByteNs - 1,
      firstByteNs,
      endNs: firstByteNs + 5,
      bytes: 10,
      values: [{ column: 'server.promptTokens', source: 0, value: firstByteNs }],
      found: [],
      buckets: [{ series: 3, counts: [1, 2] }],
    },
  };
}

function scraperOf(scrape: () => Promise<EndpointOutcome[]>): {
  readonly scraper: ServerScraper;
  readonly events: ScrapeEvent[];
  readonly values: SurveyValue[];
} {
  const events: ScrapeEvent[] = [];
  const values: SurveyValue[] = [];
  const scraper = new ServerScraper({
    source: { scrape, close: async () => {} },
    urls: ['http://server'],
    onValues: (some) => values.push(...some),
    onEvent: (event) => events.push(event),
  });
  return { scraper, events, values };
}

describe('ServerScraper', () => {
  it('scrapes once per second, and keeps the buckets at edges', async () => {
    vi.useFakeTimers();
    try {
      let atNs = 100;
      const { scraper, events, values } = scraperOf(async () => [scrapedAt((atNs += 1))]);
      await scraper.start();
      await vi.advanceTimersByTimeAsync(3000);
      await scraper.edge();
      await scraper.stop();
      await vi.advanceTimersByTimeAsync(3000);
      expect(values.filter(({ column }) => column === 'server.promptTokens')).toHaveLength(5);
      expect(events.map(({ kind }) => kind)).toEqual([
        'server-metrics-found',
        'server-edge',
        'server-edge',
      ]);
      expect(events.at(-1)).toMatchObject({
        scrapedNs: 105,
        buckets: [{ series: 3, counts: [1, 2] }],
      });
    } finally {
      vi.useRealTimers();
    }
  });

  it('keeps the duration and the size of each scrape', async () => {
    const { scraper, values } = scraperOf(async () => [scrapedAt(100)]);
    await scraper.start();
    await scraper.stop();
    expect(values).toEqual(
      expect.arrayContaining([
        { timeNs: 100, pid: 0, source: 0, column: 'serverScrape.durationNs', value: 6 },
        { timeNs: 100, pid: 0, source: 0, column: 'serverScrape.sizeBytes', value: 10 },
      ]),
    );
  });

  it('scrapes nothing while the client is calibrated', async () => {
    vi.useFakeTimers();
    try {
      let scrapes = 0;
      const { scraper } = scraperOf(async () => [scrapedAt((scrapes += 1))]);
      await scraper.start();
      await scraper.without(async () => {
        await vi.advanceTimersByTimeAsync(5000);
      });
      expect(scrapes).toBe(1);
      await vi.advanceTimersByTimeAsync(1000);
      expect(scrapes).toBe(2);
      await scraper.stop();
    } finally {
      vi.useRealTimers();
    }
  });

  it('asks a server without metrics once, and reports the reason once', async () => {
    let scrapes = 0;
    const url = 'http://server/metrics';
    const { scraper, events } = scraperOf(async () => {
      scrapes += 1;
      return [
        { endpoint: 0, outcome: { outcome: 'absent', url, reason: 'GET /metrics returned 404' } },
      ];
    });
    await scraper.start();
    await scraper.edge();
    await scraper.edge();
    await scraper.stop();
    expect(scrapes).toBe(1);
    expect(events).toEqual([
      { kind: 'server-metrics-absent', endpoint: 0, url, reason: 'GET /metrics returned 404' },
    ]);
  });

  it('does not fail when its thread exits', async () => {
    const { scraper, events } = scraperOf(() =>
      Promise.reject(new Error('the scraper thread exited')),
    );
    await scraper.start();
    await scraper.edge();
    await scraper.stop();
    expect(events).toMatchObject([
      { kind: 'server-metrics-absent', reason: 'the scraper thread exited' },
    ]);
  });
});
