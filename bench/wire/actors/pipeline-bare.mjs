/**
 * Plain chats over the wire, with the least that a client on one JavaScript thread must do: make a unique prompt and its
 * bytes, parse the response, keep two times and a count. No schedule, no failures, no live view, no file.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createWire, WIRE_EVENT } from '@loadcell/native';
import { readOptions, report } from './report.mjs';

const DRAIN_MS = 2;
/** Requests are made in pieces of this size; two of them wait for connections. */
const PIECE = 256;
const PROMPT_WORDS = 24;
const WORDS = 'time year people way day man thing woman life child world school'.split(' ');

const { url, connections, requests, outputTokens } = await readOptions();
const { host } = new URL(url);
const HEAD = `POST /v1/chat/completions HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n`;

function promptOf(number) {
  let text = `request ${number}`;
  let state = number + 1;
  for (let word = 2; word < PROMPT_WORDS; word++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += ` ${WORDS[(state >>> 16) % WORDS.length]}`;
  }
  return text;
}

function bytesOf(number) {
  const messages = [{ role: 'user', content: promptOf(number) }];
  const body = JSON.stringify({ model: 'mock', messages, max_tokens: outputTokens });
  return Buffer.from(`${HEAD}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function pieceFrom(first) {
  const size = Math.min(PIECE, requests - first);
  return Array.from({ length: size }, (_, place) => {
    const id = first + place;
    return { id, bytes: bytesOf(id) };
  });
}

/** CPU time of this thread so far, ns. */
function threadCpuNs() {
  const [cpuNs] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(cpuNs);
}

const sentNs = new Float64Array(requests);
const endNs = new Float64Array(requests);
const tokens = new Float64Array(requests);
let ended = 0;

function take(batch) {
  const bytes = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset, batch.bytes.byteLength);
  for (let row = 0; row < batch.count; row++) {
    const id = batch.requestId[row];
    if (batch.kind[row] === WIRE_EVENT.body) {
      const text = bytes.toString('utf8', batch.byteStart[row], batch.byteEnd[row]);
      tokens[id] = JSON.parse(text).usage.completion_tokens;
    } else if (batch.kind[row] === WIRE_EVENT.end) {
      sentNs[id] = batch.sentNs[row];
      endNs[id] = batch.atNs[row];
      ended++;
    } else if (batch.kind[row] > WIRE_EVENT.end) {
      throw new Error(`request ${id} failed`);
    }
  }
}

const wire = createWire({ endpoint: { url }, connections });
await wire.start();
const beganNs = threadCpuNs();
try {
  for (let staged = 0; ended < requests;) {
    while (staged < requests && staged - ended < 2 * PIECE) {
      const piece = pieceFrom(staged);
      wire.stage(piece);
      staged += piece.length;
    }
    await delay(DRAIN_MS);
    take(wire.drain());
  }
} finally {
  wire.stop();
}
const cpuUs = (threadCpuNs() - beganNs) / requests / 1e3;
report({ cpuUs, complete: tokens.filter((count) => count === outputTokens).length });
