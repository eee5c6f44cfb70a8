import { formatNumber } from '@/components/ui/format'
import rings from '@/lib/spc/piston-rings.json'
import { spcTool } from '@/lib/tools/spc-tool'

/** The piston rings with limits of phase I, and with limits of everything. */
export function FrozenOrMoving() {
  const rows = [['Frozen from subgroups 1 to 25', 25], ['From all 40', rings.subgroups.length]] as const
  return (
    <figure className="figure">
      <table className="table" data-head="plain">
        <caption className="sr-only">Limits of the piston rings, frozen and moving</caption>
        <thead>
          <tr>
            <th scope="col">Limits</th>
            <th scope="col" data-align="right">Lower, mm</th>
            <th scope="col" data-align="right">Upper, mm</th>
            <th scope="col" data-align="right">Beyond them</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, last]) => (
            <Limits key={name} name={name} last={last} />
          ))}
        </tbody>
      </table>
      <figcaption>Computed when this page was opened. Data: Montgomery, Introduction to Statistical Quality Control.</figcaption>
    </figure>
  )
}

function Limits({ name, last }: { name: string; last: number }) {
  const answer = spcTool({ chart: 'xbar-r', values: rings.subgroups, phaseI: [1, last], rules: 'none' })
  if (!answer.ok) return null
  const { limits, beyondLimits } = answer.value
  if (!limits) return null
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-align="right">{formatNumber(limits.lower, 4)}</td>
      <td data-align="right">{formatNumber(limits.upper, 4)}</td>
      <td data-align="right">{beyondLimits.length === 0 ? 'none' : `subgroup ${beyondLimits.join(', ')}`}</td>
    </tr>
  )
}
