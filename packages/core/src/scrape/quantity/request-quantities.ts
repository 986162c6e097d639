import { counter, gauge, histogram, state } from './quantity.ts';

/** Requests: how many there are, how they end, and what the HTTP layer counts. */
export const REQUEST_QUANTITIES = {
  requestsRunning: gauge('requests', 'sum', 'requests in the running batch'),
  requestsWaiting: gauge('requests', 'sum', 'requests in the queue of the engine'),
  requestsWaitingByReason: gauge('requests', 'sum', 'parts of the queue by reason'),
  requestsPaused: gauge('requests', 'sum', 'requests taken out of the batch, to resume later'),
  requestsRunningLimit: gauge('requests', 'sum', 'most requests that may run'),
  frontendRequestsWaiting: gauge('requests', 'sum', 'requests in front of the engine'),
  frontendRequestsRouted: gauge('requests', 'sum', 'requests that the frontend gave to the engine'),
  preemptions: counter('count', 'times that a running request lost its place'),
  preemptionsPerRequest: histogram('count', 'preemptions of a request'),

  requestsReceived: counter('requests', 'requests that arrived'),
  requestsFinished: counter('requests', 'requests that ended, by reason where the server says it'),
  requestsCompleted: counter('requests', 'requests that ran to their end'),
  requestsSucceeded: counter('requests', 'requests that ended well'),
  requestsFailed: counter('requests', 'requests that failed'),
  requestsAborted: counter('requests', 'requests that were aborted'),
  requestsRejected: counter('requests', 'requests refused at a limit of the queue'),

  upstreamResponsesSucceeded: counter('requests', 'good responses of the server behind the proxy'),
  upstreamResponsesFailed: counter('requests', 'errors of the server behind the proxy'),

  httpRequests: counter('requests', 'HTTP requests, errors included'),
  httpResponses: counter('requests', 'HTTP responses by status'),
  httpRequestsActive: gauge('requests', 'sum', 'HTTP requests in flight'),
  httpRequestDuration: histogram('milliseconds', 'duration of HTTP requests in the server'),

  sleepState: state('sleep state of the engine: 1 for the one that holds'),
  deploymentState: state('state of an upstream: 0 healthy, 1 partial, 2 outage'),
  startupTime: gauge('milliseconds', 'each', 'duration of a phase of the start'),
};
