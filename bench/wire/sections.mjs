import { measureArrivals } from './sections/arrivals.mjs';
import { measureBounds } from './sections/bounds.mjs';
import { measureFar } from './sections/far.mjs';
import { measureManyStreams } from './sections/many-streams.mjs';
import { measureMemory } from './sections/memory.mjs';
import { measurePipeline } from './sections/pipeline.mjs';
import { measureQueueing } from './sections/queueing.mjs';
import { measureRequestRate } from './sections/request-rate.mjs';
import { measureSendDelay } from './sections/send-delay.mjs';
import { measureSendStamps } from './sections/send-stamps.mjs';
import { measureStreamStamps } from './sections/stream-stamps.mjs';

/**
 * @typedef {object} Section
 * @property {string} name
 * @property {string} title
 * @property {string} method
 * @property {(plan: ReturnType<typeof import('./plan.mjs').planFor>) =>
 *   Promise<import('../suite/report/figure.mjs').Figure[]>} measure
 */

/**
 * Sections in the order of the run. Server and clients run in their own processes.
 * @type {readonly Section[]}
 */
export const SECTIONS = [
  {
    name: 'stream-stamps',
    title: 'Timing error of streamed events, and CPU time per event',
    method:
      'Chat streams of 40 events per second, started evenly over a second. Every event carries its send time at the server; ' +
      'the timing error is the timestamp of the client less that. All clients parse the JSON of every event. CPU time is of ' +
      'the whole client process. Clients alternate within a round; figures are medians of the rounds.',
    measure: measureStreamStamps,
  },
  {
    name: 'arrivals',
    title: 'Timing error of events by the kernel, on an idle and a busy machine',
    method:
      'Chat streams of 40 events per second, started evenly over a second, alone and beside four busy loops. The error is the ' +
      'timestamp less the send time in the event, over events alone in their read that the server sent within 50 µs; of undici and aiohttp, over all events. A ' +
      'bound is violated where an event was sent after its timestamp, or handed over before the lower bound of its read.',
    measure: measureArrivals,
  },
  {
    name: 'bounds',
    title: 'Bounds of ten million events at the limit of the machine',
    method:
      'Chat streams of 100 events per second each, more than the machine can carry, so that events share reads. A bound is violated ' +
      'where an event was sent after its timestamp, or handed over before the lower bound of its read.',
    measure: measureBounds,
  },
  {
    name: 'request-rate',
    title: 'Plain requests on loopback, 64 connections',
    method:
      'GET /health at the maximum rate, each client in its own process. Ours takes timestamps and records every request; the ' +
      'bare loop only sends and receives on one thread, which is what the machine allows. Clients alternate within a round; ' +
      'figures are medians, ratios are within a round.',
    measure: measureRequestRate,
  },
  {
    name: 'send-delay',
    title: 'Send delay at 5,000 req/s',
    method:
      'An open loop at fixed intervals, 64 connections. Send delay is the time at which the socket receives the first byte ' +
      '(undici: the call) less the scheduled start. Clients alternate within a round; figures are medians.',
    measure: measureSendDelay,
  },
  {
    name: 'send-stamps',
    title: "The kernel's timestamps of sends: cost, and distance from ours",
    method:
      'Plain requests on one connection, by a program that only sends and receives; alone and with four busy loops. The delay ' +
      'is from just before the call of send, where the wire takes its timestamp, to that of the kernel. CPU time is of the client, ' +
      'with these timestamps over without.',
    measure: measureSendStamps,
  },
  {
    name: 'queueing',
    title: 'Latencies of requests that queue, against theory',
    method:
      'Arrivals at fixed intervals at a queue for slots of fixed service time, at the server or at the limit of our ' +
      'connections. The error is the largest relative difference of the percentiles 1 to 99 from the exact ones; the least ' +
      'of the rounds, as other load on the machine only adds to a time.',
    measure: measureQueueing,
  },
  {
    name: 'far',
    title: 'Network time of a server 20 ms away, with prompts of 2 and 64 kB',
    method:
      'A program of ours between two network namespaces delays each packet by 10 ms each way. `loadcell run` sends the same ' +
      'closed loop to a mock server on loopback and to one at the other end; the truth is the difference of the median TTFT. ' +
      'The error of each request is its TTFT without network less the median on loopback. At last the line loses each 40th ' +
      'packet with data.',
    measure: measureFar,
  },
  {
    name: 'memory',
    title: 'Memory over a million requests',
    method:
      'Requests are staged in pieces during the run, and every row is drained. The ratio is RSS of the process at the end over ' +
      'RSS after the first 50,000 requests, both after a garbage collection.',
    measure: measureMemory,
  },
  {
    name: 'many-streams',
    title: 'Memory of a stream, from two numbers of streams open at the same time',
    method:
      '`loadcell run` in a closed loop, one request per slot, all in flight together; the mock server has its own process. ' +
      'Memory per stream is the difference of peak RSS over the difference of streams. The native part is that of a wire ' +
      'whose streams no code reads, by RSS after a garbage collection; the rest is JavaScript.',
    measure: measureManyStreams,
  },
  {
    name: 'pipeline',
    title: 'CPU time and memory of loadcell run',
    method:
      '`loadcell run` with its live view on a terminal of its own, against a mock server in another process: plain requests at ' +
      'concurrency 64, then 256 streams of one event every 2 ms, then 256 streams as fast as the server sends. CPU time is ' +
      'by thread, from the beginning of the stage to its end (sending) and to the end of the process, report included; ' +
      'medians of the rounds. The bare loop only makes a unique prompt, parses the response and keeps two times and a count. ' +
      'Memory is the least RSS of the process from the first to the fourth of 10 million events ' +
      '(early), and during the last three (late).',
    measure: measurePipeline,
  },
];
