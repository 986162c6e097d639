import { ByteStream } from './byte-stream.mjs';
import { readMessages } from './http-messages.mjs';

/** An event and the blank line that ends it. */
const EVENT = /([\s\S]*?)(?:\r\n\r\n|\n\n)/g;

/**
 * A streamed response as captured; times since the epoch.
 * @typedef {object} Exchange
 * @property {number} sentNs first byte of the request out
 * @property {number[]} contentNs packets with the content events in, one for each event
 */

/**
 * Finds requests for a streamed response, and their responses.
 * @param {readonly import('./pcap.mjs').Segment[]} segments
 * @param {number} serverPort
 * @returns {Exchange[]} in send order
 */
export function findExchanges(segments, serverPort) {
  const exchanges = connectionsOf(segments, serverPort).flatMap(({ requests, responses }) => {
    const received = readMessages(responses);
    return readMessages(requests).flatMap((request, index) => {
      const response = received[index];
      if (response === undefined || !isStreamRequest(request)) return [];
      return [{ sentNs: request.beganNs, contentNs: contentTimes(response) }];
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
    // The client can reuse a port.
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

/** @param {import('./http-messages.mjs').Message} response */
function contentTimes({ body, bodyNs }) {
  // One byte per character, so that positions in the text are positions in the body.
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
