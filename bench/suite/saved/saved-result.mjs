import * as z from 'zod';

/** Raised when files of before can no longer be compared. */
const FORMAT = 1;

const TargetSchema = z.union([
  z.strictObject({ comparison: z.enum(['at least', 'at most']), value: z.number() }),
  z.strictObject({ comparison: z.literal('between'), value: z.number(), and: z.number() }),
]);

const SpreadSchema = z.strictObject({
  count: z.int().min(1),
  min: z.number(),
  p25: z.number(),
  p75: z.number(),
  max: z.number(),
});

const FigureSchema = z.strictObject({
  name: z.string().min(1),
  unit: z.string().min(1),
  value: z.number().nullable(),
  reason: z.string().optional(),
  spread: SpreadSchema.optional(),
  better: z.enum(['lower', 'higher']).optional(),
  target: TargetSchema.optional(),
  holds: z.boolean().nullable().optional(),
});

const SectionSchema = z.strictObject({
  name: z.string().min(1),
  durationMs: z.number(),
  failure: z.string().optional(),
  figures: z.array(FigureSchema),
});

/** No host name, no user, no paths. */
const MachineSchema = z.strictObject({
  cpuModel: z.string(),
  cpuCount: z.int(),
  memoryBytes: z.number(),
  kernel: z.string(),
  distribution: z.string(),
  architecture: z.string(),
  pageBytes: z.int(),
  node: z.string(),
  v8: z.string(),
  transparentHugePages: z.string(),
  loadAverage: z.array(z.number()),
});

const SavedResultSchema = z.strictObject({
  format: z.literal(FORMAT),
  suite: z.string().min(1),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  commit: z.strictObject({ hash: z.string(), isDirty: z.boolean() }).nullable(),
  options: z.strictObject({
    mode: z.enum(['quick', 'default', 'long']),
    sections: z.array(z.string()),
    /** Names only: values can be paths and URLs. */
    settings: z.array(z.string()),
  }),
  machine: MachineSchema,
  loadAverageAtEnd: z.array(z.number()),
  sections: z.array(SectionSchema),
});

/** @typedef {z.infer<typeof SavedResultSchema>} SavedResult */

/**
 * What is kept of a report: figures and what they depend on, without the texts that a suite has anyway.
 * @param {import('../report/report.mjs').BenchReport} report
 * @returns {SavedResult}
 */
export function toSavedResult({ suite, startedAt, durationMs, commit, options, ...report }) {
  const { machine, loadAverageAtEnd, sections } = report;
  return {
    format: FORMAT,
    suite,
    startedAt,
    durationMs: Math.round(durationMs),
    commit,
    options,
    machine,
    loadAverageAtEnd,
    sections: sections.map((section) => ({
      name: section.name,
      durationMs: Math.round(section.durationMs),
      ...(section.failure === undefined ? {} : { failure: withoutPlaces(section.failure) }),
      figures: section.figures.map((figure) => toSavedFigure(figure)),
    })),
  };
}

/**
 * @param {string} text of a file
 * @returns {SavedResult}
 * @throws {z.ZodError | SyntaxError} when it is not a saved result
 */
export function parseSavedResult(text) {
  return SavedResultSchema.parse(JSON.parse(text));
}

/** JSON with a figure a line: a change of one figure is a change of one line. @param {SavedResult} result */
export function serializeResult({ sections, ...rest }) {
  const head = JSON.stringify(rest, null, 2).replace(/\n\}$/, ',');
  const parts = sections.map(({ figures, ...section }) => {
    const fields = JSON.stringify(section).slice(0, -1);
    const lines = figures.map((figure) => `        ${JSON.stringify(figure)}`);
    return `    ${fields}, "figures": [\n${lines.join(',\n')}\n      ]}`;
  });
  return `${head}\n  "sections": [\n${parts.join(',\n')}\n  ]\n}\n`;
}

/** The spread of a single value is that value. @param {import('../report/figure.mjs').Figure} figure */
function toSavedFigure({ spread, reason, ...figure }) {
  return {
    ...figure,
    ...(reason === undefined ? {} : { reason: withoutPlaces(reason) }),
    ...(spread === undefined || spread.count === 1 ? {} : { spread }),
  };
}

/** First line of a message, without the paths and hosts of this machine. @param {string} message */
function withoutPlaces(message) {
  return message
    .split('\n', 1)[0]
    .replaceAll(/\b(https?:\/\/)[^\s/]+/g, '$1…')
    .replaceAll(/(?<![\w:/.…])(?:\/[\w.@+-]+){2,}/g, '…');
}
