import type { RehearsalResult, StatementResult } from '../result';
import { bytes, count, milliseconds } from './figures';
import { html, nothing, type Markup } from './markup';

/** The run with all tenants in one database, in the row model. */
const together = '*';

/** What each statement locked and how long others stood still: the run with all tenants first, the others folded. */
export function statementSections({ statements, tenants }: RehearsalResult): Markup {
  if (statements.length === 0) return nothing;
  const runs = [together, ...tenants.map(({ name }) => name)]
    .map((tenant) => ({ tenant, statements: statements.filter((statement) => statement.tenant === tenant) }))
    .filter((run) => run.statements.length > 0);
  const [first, ...others] = runs;
  if (first === undefined) return nothing;
  return html`<section aria-labelledby="statements">
    <h2 id="statements">Statements, locks and stalls</h2>
    ${runTable(first.tenant, first.statements)}
    ${others.map(
      (run) =>
        html`<details>
          <summary>${titleOf(run.tenant)}</summary>
          ${runTable(run.tenant, run.statements)}
        </details> `,
    )}
  </section>`;
}

function titleOf(tenant: string): string {
  return tenant === together ? 'All tenants in one database' : `Tenant ${tenant} alone`;
}

function runTable(tenant: string, statements: readonly StatementResult[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${titleOf(tenant)}, statements">
    <table class="statements">
      <caption>
        ${titleOf(tenant)}
      </caption>
      <thead>
        <tr>
          <th scope="col">Statement</th>
          <th scope="col">Time</th>
          <th scope="col">Locks</th>
          <th scope="col">Held</th>
          <th scope="col">Writers waited</th>
          <th scope="col">Readers waited</th>
          <th scope="col">Rows</th>
          <th scope="col">WAL</th>
          <th scope="col">Written anew, read in full</th>
          <th scope="col">As predicted</th>
        </tr>
      </thead>
      <tbody>
        ${statements.map(statementRow)}
      </tbody>
    </table>
  </div>`;
}

function statementRow(statement: StatementResult): Markup {
  const { direction, index, ms, locks, heldMs, blockedWritesMs, blockedReadsMs, rowsTouched, walBytes } =
    statement;
  const script = direction === 'up' ? 'migration' : 'rollback';
  return html`<tr>
    <th scope="row">${script} ${index + 1}</th>
    <td class="number">${milliseconds(ms)}</td>
    <td>${locks.map(({ relation, mode }) => html`<div><code>${relation}</code> ${mode}</div>`)}</td>
    <td class="number">
      ${heldMs === null ? '–' : `${milliseconds(heldMs[0])} to ${milliseconds(heldMs[1])}`}
    </td>
    <td class="number">${milliseconds(blockedWritesMs)}</td>
    <td class="number">${milliseconds(blockedReadsMs)}</td>
    <td class="number">${count(rowsTouched)}</td>
    <td class="number">${bytes(walBytes)}</td>
    <td>${storage(statement)}</td>
    <td>${prediction(statement)}</td>
  </tr> `;
}

function storage({ rewrites, scans }: StatementResult): Markup {
  return html`${rewrites.map((relation) => html`<div>wrote <code>${relation}</code></div>`)}${scans.map((relation) => html`<div>read <code>${relation}</code></div>`)}`;
}

function prediction({ predicted }: StatementResult): Markup {
  if (predicted.agrees) return html`yes`;
  return html`<strong>no</strong
    >${predicted.differences.map((difference) => html`<div>${difference}</div>`)}`;
}
