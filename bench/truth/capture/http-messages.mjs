const HEAD_END = '\r\n\r\n';

/**
 * An HTTP/1.1 message.
 * @typedef {object} Message
 * @property {string} startLine
 * @property {number} beganNs time of the packet with its first byte
 * @property {Buffer} body decoded
 * @property {(place: number) => number} bodyNs time of the packet with a byte of the decoded body
 */

/**
 * Reads the messages of one direction of a connection, without one that the end of the capture cuts.
 * @param {import('./byte-stream.mjs').ByteStream} stream
 * @returns {Message[]}
 */
export function readMessages(stream) {
  const { bytes } = stream;
  const messages = [];
  for (let at = 0; at < bytes.length;) {
    const headEnd = bytes.indexOf(HEAD_END, at, 'latin1');
    if (headEnd < 0) break;
    const [startLine, ...lines] = bytes.toString('latin1', at, headEnd).split('\r\n');
    const body = readBody(bytes, headEnd + HEAD_END.length, headersOf(lines));
    if (body === undefined) break;
    if (!/^HTTP\/1\.1 1\d\d/.test(startLine)) {
      messages.push({
        startLine,
        beganNs: stream.atNs(at),
        body: Buffer.concat(body.parts.map(({ from, to }) => bytes.subarray(from, to))),
        bodyNs: (place) => stream.atNs(placeIn(body.parts, place)),
      });
    }
    at = body.end;
  }
  return messages;
}

/** @param {string[]} lines */
function headersOf(lines) {
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/** Positions of the parts of a body and of the end of the message; undefined when the end was not captured. */
function readBody(bytes, from, headers) {
  if (headers.get('transfer-encoding')?.toLowerCase().includes('chunked')) {
    return readChunks(bytes, from);
  }
  const end = from + Number(headers.get('content-length') ?? 0);
  return end > bytes.length ? undefined : { parts: [{ from, to: end }], end };
}

function readChunks(bytes, from) {
  const parts = [];
  for (let at = from; ;) {
    const lineEnd = bytes.indexOf('\r\n', at, 'latin1');
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const begin = lineEnd + 2;
    const end = begin + size + 2;
    if (!(end <= bytes.length)) return undefined;
    if (size === 0) return { parts, end };
    parts.push({ from: begin, to: begin + size });
    at = end;
  }
}

/** Position in the stream of a byte of the decoded body. */
function placeIn(parts, place) {
  let left = place;
  for (const { from, to } of parts) {
    if (left < to - from) return from + left;
    left -= to - from;
  }
  return Number.POSITIVE_INFINITY;
}
