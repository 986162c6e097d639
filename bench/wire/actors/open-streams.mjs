import { createWire } from '@loadcell/native';
import { CHAT, LEAD_MS, SPREAD_MS } from './chat-request.mjs';
import { nowNs } from './stamp-tally.mjs';

/**
 * A wire with chat streams staged on it, one for each connection; their ids count from 0.
 * @param {{ url: string, streams: number }} options
 * @returns {Promise<import('@loadcell/native').NativeWire>}
 */
export async function openStreams({ url, streams }) {
  const body = JSON.stringify(CHAT);
  const bytes = Buffer.from(
    `POST /v1/chat/completions HTTP/1.1\r\nHost: ${new URL(url).host}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  const wire = createWire({ endpoint: { url }, connections: streams });
  await wire.start();
  const startNs = nowNs() + LEAD_MS * 1e6;
  wire.stage(
    Array.from({ length: streams }, (_, id) => ({
      id,
      bytes,
      scheduledNs: Math.round(startNs + (id / streams) * SPREAD_MS * 1e6),
    })),
  );
  return wire;
}
