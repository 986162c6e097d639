/** Body of a streamed chat, the same for every client. */
export const CHAT = {
  model: 'mock',
  stream: true,
  stream_options: { include_usage: true },
  messages: [{ role: 'user', content: 'Tell me a story about the sea.' }],
};

/** Time from a client's schedule to its first request, ms. */
export const LEAD_MS = 100;
/** Streams start evenly over this time, ms. */
export const SPREAD_MS = 1000;
