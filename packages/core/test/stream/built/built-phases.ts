import { MIB, PhaseBuilder } from './phase-builder.ts';

/** Tokens at an even pace: stamps of a request that was sent at a time. */
function tokensMs(sentMs: number, count: number): number[] {
  return Array.from({ length: count }, (_, token) => sentMs + 20 + token * 2);
}

/** What every built phase begins with: idle, load to 200 MiB, contexts, a transition, an over-long prompt. */
function begun(name: string): PhaseBuilder {
  const phase = new PhaseBuilder(name)
    .memory({ fromMs: 0, toMs: 500, rssBytes: 60 * MIB })
    .window('idle', 0, 500)
    .event(500, (place) => ({ kind: 'model-loading', ...place, model: 'small' }))
    .memory({ fromMs: 500, toMs: 600, rssBytes: (ms) => 60 * MIB + (ms - 500) * 1.4 * MIB })
    .event(590, (place) => ({ kind: 'model-loaded', ...place, model: 'small', bytes: 140 * MIB }))
    .request({ purpose: 'model-load', sentMs: 500, chunksMs: [600] });
  for (let index = 0; index < 3; index += 1) {
    const sentMs = 620 + index * 40;
    phase.request({ purpose: 'context-load', sentMs, chunksMs: [sentMs + 15 + index] }).request({
      purpose: 'context-transition',
      sentMs: sentMs + 20,
      chunksMs: [sentMs + 24 + index],
    });
  }
  return phase.request({
    purpose: 'over-long',
    sentMs: 760,
    chunksMs: [795],
    offeredTokens: 768,
    residentTokens: 512,
  });
}

/** What every built phase ends with: release to 62 MiB, settle, the sampler's account. */
function ended(phase: PhaseBuilder, fromMs: number): PhaseBuilder {
  return phase
    .event(fromMs, (place) => ({ kind: 'model-unloaded', ...place, model: 'small' }))
    .memory({ fromMs, toMs: fromMs + 500, rssBytes: 62 * MIB })
    .window('cooldown', fromMs, fromMs + 500)
    .account(fromMs + 500, { rssBytes: 240 * MIB, atMs: 780 });
}

/** One user at a time: 100 requests, one after the other, a switch there and back. Over at 5,900 ms. */
export function builtBaseline(): PhaseBuilder {
  const phase = begun('baseline')
    .memory({ fromMs: 600, toMs: 5200, rssBytes: 200 * MIB })
    .stage('sequential', 800, 4800);
  for (let index = 0; index < 100; index += 1) {
    const sentMs = 800 + index * 40;
    phase.request({ purpose: 'sequential', sentMs, chunksMs: tokensMs(sentMs, 8) });
  }
  phase
    .compared('control', 24, 24)
    .modelSwitch('small', 'large', 4850, 5000)
    .modelSwitch('large', 'small', 5010, 5100)
    .compared('switch', 24, 24);
  return ended(phase, 5400);
}

/** Switches between two models, to and fro. Over at 3,700 ms. */
export function builtCrossModel(): PhaseBuilder {
  const phase = begun('cross-model').memory({ fromMs: 600, toMs: 1000, rssBytes: 200 * MIB });
  for (let index = 0; index < 4; index += 1) {
    const fromMs = 1000 + index * 500;
    const [from, to] = index % 2 === 0 ? ['small', 'large'] : ['large', 'small'];
    const sizeBytes = (index % 2 === 0 ? 230 : 200) * MIB;
    phase
      .modelSwitch(from ?? '', to ?? '', fromMs, fromMs + 100 + index * 10)
      .memory({ fromMs, toMs: fromMs + 200, rssBytes: 240 * MIB })
      .memory({ fromMs: fromMs + 200, toMs: fromMs + 500, rssBytes: sizeBytes })
      .stage('sequential', fromMs + 300, fromMs + 400)
      .request({
        purpose: 'sequential',
        sentMs: fromMs + 300,
        chunksMs: tokensMs(fromMs + 300, 8),
      });
  }
  phase.compared('control', 24, 24).compared('switch', 24, 24);
  return ended(phase, 3200);
}

/** Four at once, then Poisson-like arrivals. Over at 5,500 ms. */
export function builtLoad(): PhaseBuilder {
  const phase = begun('load')
    .memory({ fromMs: 600, toMs: 5000, rssBytes: 210 * MIB })
    .stage('closed', 1000, 3000)
    .stage('open', 3000, 4500);
  for (let slot = 0; slot < 4; slot += 1) {
    for (let sentMs = 1000 + slot; sentMs < 2950; sentMs += 50) {
      phase.request({ purpose: 'load', stage: 'closed', sentMs, chunksMs: tokensMs(sentMs, 8) });
    }
  }
  for (let index = 0; index < 70; index += 1) {
    const scheduledMs = 3000 + index * 20;
    const sentMs = scheduledMs + 0.2;
    phase.request({
      purpose: 'load',
      stage: 'open',
      scheduledMs,
      sentMs,
      chunksMs: tokensMs(sentMs, 8),
    });
  }
  phase
    .compared('control', 12, 12)
    .modelSwitch('small', 'large', 4600, 4700)
    .compared('switch', 12, 12);
  return ended(phase, 5000);
}
