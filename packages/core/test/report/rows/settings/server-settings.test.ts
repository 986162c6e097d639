import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../../src/report/markdown/render-markdown.ts';
import { renderTerminal } from '../../../../src/report/terminal/render-terminal.ts';
import { RunResultsSchema } from '../../../../src/report/results/run-results.ts';
import { serverChanged } from '../../../../src/report/findings/server/server-changed.ts';
import { settingsData } from '../../../../src/report/rows/settings/settings-data.ts';
import type { ServerSettings } from '../../../../src/spec/server-settings.ts';
import type { PhaseStreams } from '../../../../src/stream/phase-streams.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { concluded } from '../../concluded.ts';
import { adviceOn } from '../../findings/advice.ts';

const READ: ServerSettings = {
  server: 'vllm',
  version: '0.32.0',
  settings: { 'model.id': 'tiny', 'model.max_model_len': 2048 },
  state: { server_load: 0 },
  unread: { '/load': 'HTTP 404' },
};

/** A phase whose readings are like that one, but for these fields. */
function phaseWith(name: string, ...readings: readonly Partial<ServerSettings>[]): PhaseStreams {
  const phase = new PhaseBuilder(name).stage('sequential', 0, 1000);
  for (const [index, reading] of readings.entries()) {
    const { settings, state, unread, ...rest } = { ...READ, ...reading };
    phase.event(index, (place) => ({
      kind: 'server-settings',
      ...place,
      read: index === 0 ? 'before' : 'after',
      ...rest,
      settings: { ...settings },
      state: { ...state },
      unread: { ...unread },
    }));
  }
  return phase.build(1000);
}

describe('settings in the results', () => {
  it('are those of the first reading, with the last state, and survive results.json', () => {
    const phase = phaseWith('load', {}, { state: { server_load: 2 } });
    const { results } = concluded([phase]);
    expect(results.server).toEqual({
      ...READ,
      state: { server_load: 2 },
      changes: [],
      hasRestarted: false,
    });
    const text = JSON.stringify(RunResultsSchema.encode(results));
    expect(RunResultsSchema.decode(JSON.parse(text)).server).toEqual(results.server);
  });

  it('are absent where none were read', () => {
    const { results } = concluded([phaseWith('load')]);
    expect(results).not.toHaveProperty('server');
    expect(settingsData(results)).toBeNull();
  });
});

describe('server-changed', () => {
  it('reports every setting, the version and the kind that differ between first and last reading', () => {
    const later = {
      version: '0.33.0',
      settings: { 'model.id': 'other', 'model.max_model_len': 2048 },
    };
    const [said, ...rest] = adviceOn(serverChanged, [
      phaseWith('baseline', {}, {}),
      phaseWith('load', {}, later),
    ]);
    expect(rest).toEqual([]);
    expect(said).toMatch(/^The server changed during the run/u);
    expect(said).toContain('version 0.32.0, later 0.33.0');
    expect(said).toContain('model.id tiny, later other');
    expect(said).not.toContain('max_model_len');
  });

  it('lists a few of many differences and counts the others', () => {
    const many = (value: number) =>
      Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`s${index}`, value]));
    const phase = phaseWith('load', { settings: many(1) }, { settings: many(2) });
    expect(adviceOn(serverChanged, [phase])[0]).toContain('more differences 14');
  });

  it.each(['process.start_ticks', 'process_start_time_seconds'])(
    'reports a restart by %s where nothing else differs',
    (name) => {
      const phase = phaseWith('load', { state: { [name]: 1 } }, { state: { [name]: 2 } });
      expect(adviceOn(serverChanged, [phase])[0]).toMatch(/^The server restarted during the run/u);
    },
  );

  it('reports nothing where only state moved, or a place could not be read once', () => {
    const phase = phaseWith(
      'load',
      { state: { server_load: 0 } },
      { version: '', settings: { 'model.id': 'tiny' }, state: { server_load: 7 } },
    );
    expect(adviceOn(serverChanged, [phase])).toEqual([]);
  });
});

describe('settings in reports', () => {
  const evil = { 'a\u001B[31m|b': '<script>\u001B[0m\nx' };
  const conclusion = concluded([
    phaseWith('load', { settings: { ...READ.settings, ...evil } }, { version: '0.33.0' }),
  ]);

  it('are a list on a terminal with --verbose alone, as plain text', () => {
    const brief = renderTerminal(conclusion, { detail: 'brief' });
    expect(brief).not.toContain('max_model_len');
    const full = renderTerminal(conclusion, { detail: 'full' });
    expect(full).toContain('Settings: vllm 0.32.0, 3 settings.\n');
    expect(full).toContain('  model.max_model_len = 2048\n');
    expect(full).toContain('  not read: /load (HTTP 404)\n');
    expect(full).toContain('  a|b = <script> x\n');
  });

  it('are a table in Markdown, escaped', () => {
    const text = renderMarkdown(conclusion);
    expect(text).toMatch(/<summary>Server settings<\/summary>/u);
    expect(text).toContain(String.raw`| model.max\_model\_len | 2048 |`);
    expect(text).not.toContain('<script>');
  });

  it('are a table on the page, with what they were at the end where that differs', () => {
    const changed = concluded([
      phaseWith('load', {}, { settings: { 'model.id': 'tiny', 'model.max_model_len': 4096 } }),
    ]);
    expect(settingsData(changed.results)).toEqual({
      server: 'vllm 0.32.0',
      rows: [
        { name: 'model.id', value: 'tiny', later: '' },
        { name: 'model.max_model_len', value: '2048', later: '4096' },
      ],
      unread: [{ place: '/load', reason: 'HTTP 404' }],
    });
  });
});
