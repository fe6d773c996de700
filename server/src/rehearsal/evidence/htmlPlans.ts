import { shownTenant, type RehearsalResult } from '../result';
import { count, milliseconds } from './figures';
import { html, nothing, type Markup } from './markup';
import { explainedStatements, indexAdvice } from './planAdvice';

/** Plans of the statements that change rows, folded, with what an index would have changed in sight. */
export function planSections(result: RehearsalResult): Markup {
  const explained = explainedStatements(result);
  if (explained.length === 0) return nothing;
  const where = shownTenant(result) === '*' ? 'all tenants in one database' : 'the largest tenant';
  return html`<section aria-labelledby="plans">
    <h2 id="plans">Plans of the statements that change rows</h2>
    <p>EXPLAIN (ANALYZE, BUFFERS) on ${where}.</p>
    ${explained.map(({ index, plan }) => {
      const advice = indexAdvice(plan);
      return html`${advice === undefined ? nothing : html`<p><strong>Statement ${index + 1}</strong>: ${advice}</p>`}
        <details>
          <summary>Statement ${index + 1}: ${milliseconds(plan.ms)}, ${count(plan.pages)} pages read</summary>
          <pre tabindex="0" aria-label="Plan of statement ${index + 1}">${plan.lines.join('\n')}</pre>
        </details> `;
    })}
  </section>`;
}
