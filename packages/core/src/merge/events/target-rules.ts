import { all, first, ruleOf } from './event-rule.ts';

/** Rules for the target and its models: every machine reaches the same server, so that of the first is kept. */
export const TARGET_RULES = {
  'target-started': ruleOf('target-started', { watched: 'by-time', combine: all }),
  'target-exited': ruleOf('target-exited', { watched: 'by-time', combine: all }),
  'target-described': ruleOf('target-described', { combine: first }),
  'server-settings': ruleOf('server-settings', { key: ({ read }) => read, combine: first }),
  'model-loading': ruleOf('model-loading', { key: ({ model }) => model, combine: first }),
  'model-loaded': ruleOf('model-loaded', { key: ({ model }) => model, combine: first }),
  'model-unloaded': ruleOf('model-unloaded', { key: ({ model }) => model, combine: first }),
  'context-opened': ruleOf('context-opened', {
    key: ({ model, context }) => `${model} ${context}`,
    combine: first,
  }),
  'context-closed': ruleOf('context-closed', {
    key: ({ model, context }) => `${model} ${context}`,
    combine: first,
  }),
  'switch-began': ruleOf('switch-began', {
    key: ({ from, to }) => `${from} ${to}`,
    combine: first,
  }),
  'switch-ended': ruleOf('switch-ended', {
    key: ({ from, to }) => `${from} ${to}`,
    combine: first,
  }),
  'continuation-compared': ruleOf('continuation-compared', { combine: all }),
  'template-measured': ruleOf('template-measured', { key: ({ model }) => model, combine: first }),
  'server-launched': ruleOf('server-launched', { combine: first }),
  'server-listening': ruleOf('server-listening', { combine: first }),
  'server-healthy': ruleOf('server-healthy', { combine: first }),
  'server-responded': ruleOf('server-responded', { combine: first }),
  'page-cache-dropped': ruleOf('page-cache-dropped', { combine: first }),
  'server-memory-parts': ruleOf('server-memory-parts', {
    watched: 'every-phase',
    combine: first,
  }),
  'server-metrics-found': ruleOf('server-metrics-found', {
    watched: 'every-phase',
    combine: all,
  }),
  'server-metrics-absent': ruleOf('server-metrics-absent', {
    watched: 'every-phase',
    combine: all,
  }),
  'server-series': ruleOf('server-series', { watched: 'every-phase', combine: all }),
  'server-edge': ruleOf('server-edge', { watched: 'by-time', combine: all }),
} as const;
