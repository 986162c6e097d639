import type { PageData } from '../../src/report/page/page-data.ts';
import { goTo } from './go-to.ts';
import { TimeGroup } from './data/time-group.ts';
import { unpackRequests } from './data/requests.ts';
import { element } from './dom.ts';
import { contextsSection } from './section/contexts.ts';
import { criteriaSection } from './section/criteria.ts';
import { distributionsSection } from './section/distributions.ts';
import { findingsSection } from './section/findings.ts';
import {
  environmentSection,
  errorsSection,
  glossarySection,
  metricsSection,
  trustSection,
} from './section/phases.ts';
import { settingsSection } from './section/settings.ts';
import { sweepsSection } from './section/sweeps.ts';
import { startupSection } from './section/startup.ts';
import { switchesSection } from './section/switches.ts';
import { stagesSection } from './section/stages.ts';
import { memorySection, requestsSection } from './section/over-time/timeline.ts';
import { verdictSection } from './section/verdict.ts';
import { Theme } from './theme.ts';

const LINKS: readonly (readonly [id: string, label: string])[] = [
  ['stages', 'Stages'],
  ['timeline', 'Memory'],
  ['findings', 'Findings'],
  ['criteria', 'Criteria'],
  ['startup', 'Start-up'],
  ['requests', 'Requests'],
  ['latency', 'Latency'],
  ['switches', 'Switches'],
  ['contexts', 'Contexts'],
  ['errors', 'Errors'],
  ['metrics', 'Metrics'],
  ['dataQuality', 'Data quality'],
  ['environment', 'Environment'],
  ['settings', 'Settings'],
  ['definitions', 'Definitions'],
];

/** Builds the report page from its embedded data. */
function buildPage(host: HTMLElement, data: PageData): void {
  const theme = new Theme();
  const group = new TimeGroup(data.durationMs);
  const requests = unpackRequests(data.requests);
  const stages = stagesSection(data, theme);
  const memory = memorySection(data, requests, group, theme);
  const overTime = requestsSection(data, requests, group, theme);
  const distributions = distributionsSection(data, theme);
  const sweeps = sweepsSection(data, theme);
  const contexts = contextsSection(data, theme);
  const links = LINKS.filter(([id]) => id !== 'startup' || data.startups.length > 0).map(
    ([id, label]) => element('li', {}, element('a', { href: `#${id}` }, label)),
  );
  host.replaceChildren(
    element('a', { class: 'skip', href: '#main' }, 'Skip to the report'),
    element(
      'div',
      { class: 'top-bar' },
      element('nav', { 'aria-label': 'Sections' }, element('ul', {}, ...links)),
      theme.toggle(),
    ),
    element(
      'main',
      { id: 'main', tabindex: -1 },
      verdictSection(data),
      stages.root,
      memory.root,
      findingsSection(data),
      criteriaSection(data),
      startupSection(data),
      overTime.root,
      distributions.root,
      ...(sweeps.root === undefined ? [] : [sweeps.root]),
      switchesSection(data),
      contexts.root,
      errorsSection(data),
      metricsSection(data),
      trustSection(data),
      environmentSection(data),
      settingsSection(data),
      glossarySection(data),
    ),
    element(
      'footer',
      {},
      'Made by Loadcell from the recorded data of one run. Works without a network.',
    ),
  );
  // Plots measure their host element, so they are mounted last.
  stages.mount();
  memory.mount();
  overTime.mount();
  distributions.mount();
  sweeps.mount();
  contexts.mount();
  // Closed `details` are not printed.
  addEventListener('beforeprint', () => {
    for (const folded of host.querySelectorAll('details.phase-metrics, details.stage-metrics')) {
      folded.setAttribute('open', '');
    }
  });
  // The anchors did not exist yet when the browser looked for the hash.
  const goToHash = (): void => goTo(location.hash.slice(1), data, group);
  addEventListener('hashchange', goToHash);
  goToHash();
}

const host = document.getElementById('report');
const text = document.getElementById('report-data')?.textContent;
if (host !== null && text !== undefined && text !== null) {
  const data: PageData = JSON.parse(text);
  buildPage(host, data);
}
