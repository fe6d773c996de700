import type { RehearsalResult } from '../result';
import { html, nothing, type Markup } from './markup';
import { sharedFindings, type SharedFinding } from './sharedFindings';
import { spokenTenants } from './tenantGroups';

/** What went wrong: one part for each check and message, with the tenants it holds for. Nothing where all passed. */
export function failureSections(result: RehearsalResult): Markup {
  const failures = sharedFindings(result, ['failed', 'errored']);
  if (failures.length === 0) return nothing;
  return html`<section aria-labelledby="failures">
    <h2 id="failures">What went wrong</h2>
    ${failures.map((failure) => failureSection(result, failure))}
  </section>`;
}

function failureSection(result: RehearsalResult, { check, tenants }: SharedFinding): Markup {
  const { id, verdict, message, statement, relations, sample } = check;
  const script = id.startsWith('rollback-') ? 'rollback' : 'migration';
  const place = statement === null ? nothing : html`<p>Statement ${statement + 1} of the ${script}.</p>`;
  const touched =
    relations.length === 0
      ? nothing
      : html`<p>Tables: ${relations.map((relation) => html`<code>${relation}</code> `)}</p>`;
  const lines =
    sample.length === 0
      ? nothing
      : html`<pre tabindex="0" aria-label="Differences, fixture rows only">${sample.join('\n')}</pre>`;
  return html`<article class="failure ${verdict}">
    <h3><code>${id}</code> ${verdict} on ${spokenTenants(result, tenants)}</h3>
    <p>${message}</p>
    ${place}${touched}${lines}
  </article> `;
}
