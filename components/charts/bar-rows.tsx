import Link from 'next/link'
import { formatNumber } from '@/components/ui/format'

export type BarRowView = { key: string; label: string; /** Null is not defined, with the reason. */ value: number | null; undefinedBecause?: string; note?: string; href?: string }

type Props = { rows: BarRowView[]; unit: string; digits?: number; /** Names what is compared. */ label: string; /** Value of a full bar; default the largest. */ full?: number }

/** One quantity for several places: name, bar from zero, value. The unit stands once, above. */
export function BarRows({ rows, unit, digits = 0, label, full }: Props) {
  const whole = full ?? Math.max(...rows.map(({ value }) => value ?? 0), 0)
  return (
    <table className="bar-rows">
      <caption className="sr-only">{label}</caption>
      <thead>
        <tr>
          <th scope="col" className="sr-only">Place</th>
          <th aria-hidden />
          <th scope="col">{unit}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label: name, value, undefinedBecause, note, href }) => (
          <tr key={key}>
            <th scope="row">
              {href ? <Link href={href} className="link">{name}</Link> : name}
              {note && <small>{note}</small>}
            </th>
            <td aria-hidden>{value !== null && whole > 0 && <i className="cell-bar" data-state="series" style={{ width: `${Math.max(0, (value / whole) * 100)}%` }} />}</td>
            <td>{value === null ? `— ${undefinedBecause ?? 'not defined'}` : formatNumber(value, digits)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
