import { ByteStream } from './byte-stream.mjs';
import { readMessages } from './http-messages.mjs';

/** An event and the blank line that ends it. */
const EVENT = /([\s\S]*?)(?:\r\n\r\n|\n\n)/g;

/**
 * A streamed response as the network saw it; times since the epoch.
 * @typedef {object} Exchange
 * @property {number} sentNs first byte of the request out
 * @property {number[]} contentNs packets with the content events in, one for each event
 */

/**
 * Finds the requests for a streamed response and the responses to them.
 * @param {readonly import('./pcap.mjs').Segment[]} segments
 * @param {number} serverPort
 * @returns {Exchange[]} in order of their sending
 */
export function findExchanges(segments, serverPort) {
  const exchanges = connectionsOf(segments, serverPort).flatMap(({ requests, responses }) => {
    const answers = readMessages(responses);
    return readMessages(requests).flatMap((request, index) => {
      const answer = answers[index];
      if (answer === undefined || !isStreamRequest(request)) return [];
      return [{ sentNs: request.beganNs, contentNs: contentTimes(answer) }];
    });
  });
  return exchanges.toSorted((one, other) => one.sentNs - other.sentNs);
}

/** @param {readonly import('./pcap.mjs').Segment[]} segments @param {number} serverPort */
function connectionsOf(segments, serverPort) {
  const connections = [];
  const open = new Map();
  for (const segment of segments) {
    const isRequest = segment.toPort === serverPort;
    const clientPort = isRequest ? segment.fromPort : segment.toPort;
    // A port of the client can be used again.
    const isNew = isRequest && segment.isSyn && (open.get(clientPort)?.hasOpened ?? true);
    if (isNew || !open.has(clientPort)) {
      const connection = {
        requests: new ByteStream(),
        responses: new ByteStream(),
        hasOpened: false,
      };
      open.set(clientPort, connection);
      connections.push(connection);
    }
    const connection = open.get(clientPort);
    if (!isRequest) connection.hasOpened = true;
    (isRequest ? connection.requests : connection.responses).take(segment);
  }
  return connections;
}

/** @param {import('./http-messages.mjs').Message} request */
function isStreamRequest({ startLine, body }) {
  if (!/^POST \S*\/completions\b/.test(startLine)) return false;
  return JSON.parse(body.toString('utf8')).stream === true;
}

/** @param {import('./http-messages.mjs').Message} answer */
function contentTimes({ body, bodyNs }) {
  // One byte for one character, so that places in the text are places in the body.
  const text = body.toString('latin1');
  return [...text.matchAll(EVENT)].flatMap(({ index, 1: event }) =>
    hasContent(event) ? [bodyNs(index + event.length - 1)] : [],
  );
}

/** @param {string} event */
function hasContent(event) {
  const data = /^data: ?(.*)$/m.exec(event)?.[1];
  if (data === undefined || data === '[DONE]') return false;
  const [choice] = JSON.parse(data).choices ?? [];
  const { content, reasoning_content: reasoning } = choice?.delta ?? {};
  return [content, reasoning, choice?.text].some((piece) => (piece ?? '') !== '');
}
