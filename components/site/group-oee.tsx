import { formatNumber, formatPercent } from '@/components/ui/format'

interface Line {
  name: string
  plannedBusyMinutes: number
  /** Ideal time of good units. */
  idealGoodMinutes: number
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

/** Lines, their sums divided, and the mean that people expect. */
export function GroupOee({ lines }: { lines: Line[] }) {
  const busy = sum(lines.map(({ plannedBusyMinutes }) => plannedBusyMinutes))
  const good = sum(lines.map(({ idealGoodMinutes }) => idealGoodMinutes))
  const mean = sum(lines.map(({ plannedBusyMinutes, idealGoodMinutes }) => idealGoodMinutes / plannedBusyMinutes)) / lines.length
  return (
    <figure className="figure">
      <table className="table" data-head="plain">
        <caption className="sr-only">OEE of two lines, of both together, and the mean of both</caption>
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col" data-align="right">Planned busy, min</th>
            <th scope="col" data-align="right">Good at ideal rate, min</th>
            <th scope="col" data-align="right">OEE</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, plannedBusyMinutes, idealGoodMinutes }) => (
            <Row key={name} name={name} busy={plannedBusyMinutes} good={idealGoodMinutes} />
          ))}
          <Row name="Plant" busy={busy} good={good} strong />
        </tbody>
      </table>
      <figcaption>
        The mean of the lines would be {formatPercent(mean)}: {formatNumber((mean - good / busy) * 100, 1)} points too much.
      </figcaption>
    </figure>
  )
}

function Row({ name, busy, good, strong = false }: { name: string; busy: number; good: number; strong?: boolean }) {
  const ratio = formatPercent(good / busy)
  return (
    <tr>
      <th scope="row">{strong ? <b>{name}</b> : name}</th>
      <td data-align="right">{formatNumber(busy)}</td>
      <td data-align="right">{formatNumber(good)}</td>
      <td data-align="right">{strong ? <b>{ratio}</b> : ratio}</td>
    </tr>
  )
}
