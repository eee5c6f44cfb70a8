import { Drawer } from '@/components/ui/drawer'
import { formatQuantity, formatUndefined } from '@/components/ui/format'
import { TermList } from '@/components/ui/term-list'
import type { Defined } from '@/lib/energy/energy-use'
import type { EnergyExplanation } from '@/lib/energy/explain'

const said = (value: Defined, unit: string, digits: number) => (typeof value === 'number' ? formatQuantity(value, unit, digits) : formatUndefined(value.undefinedBecause))

/** How an energy figure was made, beside the page. */
export function EnergyExplain({ explanation, period, closeHref }: { explanation: EnergyExplanation; period: string; closeHref: string }) {
  const { name, value, unit, digits, formula, inputs, conventions } = explanation
  return (
    <Drawer label="How this figure was made" title={name} closeHref={closeHref}>
      <div className="grid gap-5">
        <p className="text-ink-2">{period}</p>
        <p>
          {name} = {formula}
          <br />= <b>{said(value, unit, digits)}</b>
        </p>
        {inputs.length > 0 && (
          <section>
            <h3 className="text-panel">Inputs</h3>
            <TermList look="figures" terms={inputs.map((input) => ({ term: input.name, termNote: input.source, detail: said(input.value, input.unit, input.digits) }))} />
          </section>
        )}
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
