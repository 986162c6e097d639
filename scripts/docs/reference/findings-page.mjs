import { code, facts, page, text } from './markdown.mjs';

/** Every finding, in the order of reports. @param findingTexts texts by name, see `finding-texts.mjs` */
export function findingsPage({ FINDINGS, SEVERITIES, findingTexts }) {
  return page(
    'Findings',
    'Reports list findings by severity, with their evidence. The headings are the names, which the API gives as `rule`. **Critical**: the server fails or runs out of something, or figures must not be used. **Warning**: figures mean something else than they seem to, or a criterion or SLO is missed because of it. **Note**: a fact about the server, the load or the machine.',
    'An ellipsis stands for a value of the run.',
    FINDINGS.map(({ name, section, meaning }) => {
      const { severities, findings, advice } = findingTexts.get(name);
      return [
        `## ${name}`,
        text(meaning),
        facts([
          ['Severity', SEVERITIES.filter((one) => severities.includes(one)).join(', ')],
          ['Section', code(section)],
        ]),
        lines('Reported as', findings),
        lines('Advice', advice),
      ];
    }),
  );
}

function lines(title, texts) {
  if (texts.length === 0) return '';
  return [`${title}:\n`, ...texts.map((one) => `- ${text(one.replaceAll(/…+/g, '…'))}`)].join('\n');
}
