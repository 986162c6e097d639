import { counter, gauge, histogram, state } from './quantity.ts';

/** Requests: how many there are, how they end, and counts of the HTTP layer. */
export const REQUEST_QUANTITIES = {
  requestsRunning: gauge('requests', 'sum', 'requests in the running batch'),
  requestsWaiting: gauge('requests', 'sum', 'requests in the queue of the engine'),
  requestsWaitingByReason: gauge('requests', 'sum', 'queued requests by reason'),
  requestsPaused: gauge('requests', 'sum', 'requests removed from the batch, to resume later'),
  requestsRunningLimit: gauge('requests', 'sum', 'maximum running requests'),
  frontendRequestsWaiting: gauge('requests', 'sum', 'requests waiting in the frontend'),
  frontendRequestsRouted: gauge(
    'requests',
    'sum',
    'requests that the frontend passed to the engine',
  ),
  preemptions: counter('count', 'preemptions of running requests'),
  preemptionsPerRequest: histogram('count', 'preemptions of a request'),

  requestsReceived: counter('requests', 'requests that arrived'),
  requestsFinished: counter('requests', 'requests that ended, by reason where reported'),
  requestsCompleted: counter('requests', 'requests that ran to their end'),
  requestsSucceeded: counter('requests', 'successful requests'),
  requestsFailed: counter('requests', 'failed requests'),
  requestsAborted: counter('requests', 'aborted requests'),
  requestsRejected: counter('requests', 'requests rejected at admission, by reason'),

  upstreamResponsesSucceeded: counter(
    'requests',
    'successful responses of the server behind the proxy',
  ),
  upstreamResponsesFailed: counter('requests', 'errors of the server behind the proxy'),

  httpRequests: counter('requests', 'HTTP requests, errors included'),
  httpResponses: counter('requests', 'HTTP responses by status'),
  httpRequestsActive: gauge('requests', 'sum', 'HTTP requests in flight'),
  httpRequestDuration: histogram('milliseconds', 'duration of HTTP requests in the server'),

  sleepState: state('sleep state of the engine: 1 for the current one'),
  deploymentState: state('state of an upstream: 0 healthy, 1 partial, 2 outage'),
  startupTime: gauge('milliseconds', 'each', 'duration of a startup phase'),
};
