import { setTimeout as delay } from 'node:timers/promises';
import { createWire, WIRE_EVENT } from '@loadcell/native';

const DRAIN_MS = 5;
/** Least number of waiting requests, and size of the pieces in which they are staged. */
const PIECE = 4096;

/**
 * Runs `GET /health` over the wire in a closed loop and records every request.
 * @param {string} url
 * @param {number} connections
 * @param {(state: { completed: number, failed: number }) => boolean} goesOn called before every drain
 * @param {(responseNs: number) => void} record receives each request's time from send to end
 * @returns {Promise<{ completed: number, failed: number, durationNs: number }>}
 */
export async function runPlainLoop(url, connections, goesOn, record) {
  const bytes = Buffer.from(`GET /health HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`);
  const wire = createWire({ endpoint: { url }, connections });
  await wire.start();
  // The wire copies requests, so that one list, renumbered for each piece, makes no garbage.
  const piece = Array.from({ length: PIECE }, () => ({ id: 0, bytes }));
  const state = { completed: 0, failed: 0 };
  let staged = 0;
  let firstNs = Infinity;
  let lastNs = 0;
  try {
    while (goesOn(state)) {
      while (staged - state.completed - state.failed < 2 * PIECE) {
        for (const request of piece) request.id = staged++;
        wire.stage(piece);
      }
      await delay(DRAIN_MS);
      const { count, kind, atNs, sentNs } = wire.drain();
      for (let row = 0; row < count; row++) {
        if (kind[row] === WIRE_EVENT.end) {
          state.completed++;
          if (sentNs[row] < firstNs) firstNs = sentNs[row];
          lastNs = atNs[row];
          record(atNs[row] - sentNs[row]);
        } else if (kind[row] > WIRE_EVENT.end) {
          state.failed++;
        }
      }
    }
    return { ...state, durationNs: lastNs - firstNs };
  } finally {
    wire.stop();
  }
}
