import { checkIds, type CheckId, type RehearsalResult } from '../result';
import { comparisonSentence } from './comparisonText';
import { count, milliseconds } from './figures';
import { failureSections } from './htmlFailures';
import { planSections } from './htmlPlans';
import { timelineSections } from './htmlTimeline';
import { statementSections } from './htmlStatements';
import { html, nothing, type Markup } from './markup';
import { projectionSentences, scorecardEntries } from './scorecard';
import { sharedFindings } from './sharedFindings';
import {
  groupVerdict,
  middleOf,
  spokenTenants,
  tenantGroups,
  type GroupVerdict,
  type TenantGroup,
} from './tenantGroups';

export { reportStylesheet } from './reportStylesheet';

/**
 * A report for people as the content of an HTML `body`: without script and style of its own, everything that comes from
 * the result escaped. Used with `reportStylesheet`, in a file of its own and in the editor's panel.
 */
export function renderReportBody(result: RehearsalResult): string {
  return html`<main class="report">
    ${header(result)} ${sinceLast(result)} ${scorecard(result)} ${verdictTable(result)}
    ${failureSections(result)} ${statementSections(result)} ${timelineSections(result)}
    ${planSections(result)} ${seededTables(result)} ${notChecked(result)} ${inputs(result)}
  </main>`.text;
}

/** A page's title for the result: `V2__x.sql: failed`. */
export function reportTitle({ migration, verdict }: RehearsalResult): string {
  return `${migration}: ${verdict}`;
}

function header(result: RehearsalResult): Markup {
  const seconds = (Date.parse(result.finishedAt) - Date.parse(result.startedAt)) / 1000;
  return html`<header>
    <h1>${result.migration} <span class="badge ${result.verdict}">${result.verdict}</span></h1>
    <dl class="facts">
      ${fact('Rollback', result.rollback ?? 'none')} ${fact('Tenancy', `${result.model} model`)}
      ${fact('Server', `PostgreSQL ${result.server}`)}
      ${fact('Run', `${result.startedAt.slice(0, 19).replace('T', ' ')} UTC, ${seconds.toFixed(1)} s`)}
    </dl>
  </header>`;
}

function sinceLast({ comparison }: RehearsalResult): Markup {
  if (comparison === undefined) return nothing;
  return html`<section aria-labelledby="since-last">
    <h2 id="since-last">Since the last run</h2>
    <p>${comparisonSentence(comparison)}</p>
    <ul>
      ${comparison.changes.map((change) => html`<li>${change}</li> `)}
    </ul>
  </section>`;
}

function fact(name: string, value: string): Markup {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function verdictTable(result: RehearsalResult): Markup {
  const groups = tenantGroups(result);
  const note = groups.some(({ tenants }) => tenants.length > 1)
    ? html`<p>
        Copies have <code>apply</code> and <code>tenant-drift</code>; all other checks are of the first tenant
        of each shape. Times are those of the middle tenant.
      </p>`
    : nothing;
  return html`<section aria-labelledby="tenants">
    <h2 id="tenants">Tenants and checks</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="tenants">
      <table class="verdicts">
        <caption>
          What each check found on each fixture tenant
        </caption>
        <thead>
          <tr>
            <th scope="col">Check</th>
            ${groups.map(({ title }) => html`<th scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody class="measures">
          ${measureRow('Rows', groups, ({ first }) => count(first.rows))}
          ${measureRow('Migration', groups, (group) => milliseconds(middleOf(group, ({ upMs }) => upMs)))}
          ${measureRow('Rollback', groups, (group) => milliseconds(middleOf(group, ({ downMs }) => downMs)))}
        </tbody>
        <tbody>
          ${checkIds.map((id) => checkRow(id, groups))}
        </tbody>
      </table>
    </div>
    ${note}
  </section>`;
}

function measureRow(
  name: string,
  groups: readonly TenantGroup[],
  measure: (group: TenantGroup) => string,
): Markup {
  const cells = groups.map((group) => html`<td class="number">${measure(group)}</td>`);
  return html`<tr>
    <th scope="row">${name}</th>
    ${cells}
  </tr> `;
}

function checkRow(id: CheckId, groups: readonly TenantGroup[]): Markup {
  const cells = groups.map((group) => verdictCell(groupVerdict(group, id)));
  return html`<tr>
    <th scope="row"><code>${id}</code></th>
    ${cells}
  </tr> `;
}

const signs = { passed: '✓', failed: '✗', skipped: '–', errored: '!' } as const;

function verdictCell({ verdict, share, message }: GroupVerdict): Markup {
  if (message === undefined) return html`<td class="skipped">not made</td>`;
  const some = share === undefined ? '' : ` on ${share}`;
  const sign = html`<span aria-hidden="true">${signs[verdict]}</span> ${verdict}${some}`;
  return html`<td class="${verdict}" title="${message}">${sign}</td>`;
}

function scorecard(result: RehearsalResult): Markup {
  const { projection } = result;
  const entries = scorecardEntries(result).map(
    ({ name, value, meaning }) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td>${value}${meaning === undefined ? nothing : html`<div class="meaning">${meaning}</div>`}</td>
      </tr> `,
  );
  const forecast =
    projection === null
      ? nothing
      : html`<h3>Projection</h3>
          ${projectionSentences(projection).map((sentence) => html`<p>${sentence}</p>`)}`;
  return html`<section aria-labelledby="scorecard">
    <h2 id="scorecard">Scorecard</h2>
    <table class="scorecard">
      <caption>
        What the migration costs
      </caption>
      <tbody>
        ${entries}
      </tbody>
    </table>
    ${forecast}
  </section>`;
}

function seededTables(result: RehearsalResult): Markup {
  const ofGroup = ({ title, first: { name, rows, tables } }: TenantGroup) =>
    html`<details>
      <summary>
        ${title}: ${count(rows)} rows in ${tables.filter(({ seeded }) => seeded).length} of ${tables.length}
        tables
      </summary>
      <table>
        <caption>
          Tables of the tenant ${name}
        </caption>
        <thead>
          <tr>
            <th scope="col">Table</th>
            <th scope="col">Rows</th>
            <th scope="col">Why none</th>
          </tr>
        </thead>
        <tbody>
          ${tables.map(
            ({ relation, rows: own, reason }) =>
              html`<tr>
                <th scope="row"><code>${relation}</code></th>
                <td class="number">${count(own)}</td>
                <td>${reason ?? ''}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </details> `;
  return html`<section aria-labelledby="rows">
    <h2 id="rows">Rows before the migration</h2>
    ${tenantGroups(result).map(ofGroup)}
  </section>`;
}

/** What a reader might take for checked: left out by design, or skipped with a reason. */
function notChecked(result: RehearsalResult): Markup {
  const leftOut = result.notChecked.map(({ what, why }) => html`<li><strong>${what}</strong>: ${why}</li> `);
  const skipped = sharedFindings(result, ['skipped']).map(({ check, tenants }) => {
    const where = tenants.length === result.tenants.length ? '' : ` (${spokenTenants(result, tenants)})`;
    return html`<li>
      <strong><code>${check.id}</code>${where}</strong>: ${check.message}
    </li> `;
  });
  if (leftOut.length + skipped.length === 0) return nothing;
  return html`<section aria-labelledby="not-checked">
    <h2 id="not-checked">Not checked</h2>
    <ul>
      ${leftOut}${skipped}
    </ul>
  </section>`;
}

function inputs(result: RehearsalResult): Markup {
  const rows = Object.entries(result.inputs).map(
    ([name, hash]) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td><code>${hash ?? 'none'}</code></td>
      </tr> `,
  );
  return html`<section aria-labelledby="inputs">
    <h2 id="inputs">What this evidence is about</h2>
    <p>A change of any of these makes it stale.</p>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="inputs">
      <table>
        <caption>
          Hashes of the inputs
        </caption>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}
