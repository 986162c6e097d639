/** The body of a streamed chat, the same for every client. */
export const CHAT = {
  model: 'mock',
  stream: true,
  stream_options: { include_usage: true },
  messages: [{ role: 'user', content: 'Tell me a story about the sea.' }],
};

/** How long before a client's first request its schedule is made. */
export const LEAD_MS = 100;
/** Streams begin evenly over so long. */
export const SPREAD_MS = 1000;
