import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { ScrapeOptionsSchema } from './messages.ts';
import { ScrapeRounds } from './scrape-round.ts';

/** Scrapes one round per message; a rejection is a bug and ends the worker. */
function serve(port: MessagePort): void {
  const rounds = new ScrapeRounds(ScrapeOptionsSchema.parse(workerData));
  port.on('message', () => {
    void rounds.scrape().then((round) => port.postMessage(round));
  });
}

if (parentPort === null) throw new Error('this module runs only as a worker thread');
serve(parentPort);
