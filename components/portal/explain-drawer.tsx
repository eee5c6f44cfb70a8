import { Drawer } from '@/components/ui/drawer'
import { formatNumber, formatQuantity } from '@/components/ui/format'
import { TermList } from '@/components/ui/term-list'
import type { Explanation } from '@/lib/oee/explain'

/** How a figure was made, beside the page. */
export function ExplainDrawer({ explanation, period, closeHref }: { explanation: Explanation; period: string; closeHref: string }) {
  const { name, value, formula, numbers, inputs, conventions } = explanation
  const said = typeof value === 'number' ? `${formatNumber(value * 100, 4)} %` : `— ${value.undefinedBecause}`
  return (
    <Drawer label="How this figure was made" title={typeof value === 'number' ? `${name} ${formatNumber(value * 100, 1)} %` : name} closeHref={closeHref}>
      <div className="grid gap-5">
        <p className="text-ink-2">{period}</p>
        <p>
          {name} = {formula.numerator} ÷ {formula.denominator}
          <br />= {formatNumber(numbers.numerator, 2)} min ÷ {formatNumber(numbers.denominator, 2)} min
          <br />= <b>{said}</b>
        </p>
        <section>
          <h3 className="text-panel">Inputs</h3>
          <TermList look="figures" terms={inputs.map((input) => ({ term: input.name, termNote: input.source, detail: formatQuantity(input.value, input.unit, input.unit ? 1 : 0) }))} />
        </section>
        <section>
          <h3 className="text-panel">Conventions</h3>
          <ul className="grid gap-2 text-small text-ink-2">
            {conventions.map((convention) => (
              <li key={convention}>{convention}</li>
            ))}
          </ul>
        </section>
      </div>
    </Drawer>
  )
}
