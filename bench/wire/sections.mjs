import { measureMemory } from './sections/memory.mjs';
import { measureQueueing } from './sections/queueing.mjs';
import { measureRequestRate } from './sections/request-rate.mjs';
import { measureSendLag } from './sections/send-lag.mjs';
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
 * The sections in the order of the run. Server and clients are processes of their own.
 * @type {readonly Section[]}
 */
export const SECTIONS = [
  {
    name: 'stream-stamps',
    title: 'Error of the stamps of streamed events, and what an event costs',
    method:
      'Chat streams of 40 events a second, begun evenly over a second. Every event bears the time of its sending by the ' +
      'server; the error of a stamp is the time of the client less that. All clients parse the JSON of every event. CPU is ' +
      'that of the whole client process. Rounds of all clients alternate; medians of the rounds.',
    measure: measureStreamStamps,
  },
  {
    name: 'request-rate',
    title: 'Plain requests on loopback, 64 connections',
    method:
      'GET /health as fast as it goes, from a process of its own. Ours stamps and records every request; the bare loop ' +
      'sends and receives on one thread and does nothing else: what the machine allows. Rounds alternate; medians, of the ' +
      'ratios those within a round.',
    measure: measureRequestRate,
  },
  {
    name: 'send-lag',
    title: 'How late requests leave at 5,000 a second',
    method:
      'An open loop at fixed gaps, 64 connections. Lag: first byte handed to the socket (undici: the call) less the ' +
      'intended time. Rounds alternate; medians.',
    measure: measureSendLag,
  },
  {
    name: 'queueing',
    title: 'Response times of requests that queue, against theory',
    method:
      'Arrivals at fixed gaps at a queue before so many slots of fixed service time, at the server or at the cap of our ' +
      'connections. The largest relative distance of the percentiles 1 to 99 from the exact ones; the least of the rounds, ' +
      'since whatever else the machine does only adds to a time.',
    measure: measureQueueing,
  },
  {
    name: 'memory',
    title: 'Memory over a million requests',
    method:
      'Requests are fed in pieces while they run, and every row is drained. Resident memory of the process at the end over ' +
      'that after the first 50,000, both after a garbage collection.',
    measure: measureMemory,
  },
];
