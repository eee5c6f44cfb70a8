import { ArrowDown, ArrowUp } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { RangePicker } from '@/components/portal/range-picker'
import { TakeAlong } from '@/components/portal/take-along'
import { formatNumber } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { type ComparedLine, loadComparison, type Measure, measures } from '@/lib/plant/views/comparison-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Compare lines' }

interface Props {
  searchParams: Promise<{ range?: string; sort?: string; dir?: string }>
}

export default async function ComparePage({ searchParams }: Props) {
  const person = await requirePerson('plant.view')
  const { range, sort, dir } = await searchParams
  const view = await loadComparison(system(), person, range)
  const currencies = new Set(view.lines.map(({ currency }) => currency))
  const currency = currencies.size === 1 ? [...currencies][0] : null
  const shown = measures.filter(({ of, unit }) => view.lines.some((line) => of(line) !== null) && (unit !== 'money' || currency))
  const by = shown.find(({ key }) => key === sort) ?? shown[0]
  const descending = dir ? dir === 'desc' : by?.best === 'most'
  const lines = by ? view.lines.toSorted((a, b) => compare(by.of(a), by.of(b), descending)) : view.lines
  const href = (key: string, isNow: boolean) => `/compare?${new URLSearchParams({ range: view.period.key, sort: key, dir: isNow === descending ? 'asc' : 'desc' })}`
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <p className="crumbs">{view.model.tenant.name}</p>
          <h1 className="text-page">Compare lines</h1>
          <p>{by && lines[0] ? `By ${/^[A-Z]{2}/.test(by.label) ? by.label : by.label.toLowerCase()}, ${view.period.words}: ${lines.map(({ node }) => node.name).join(', ')}.` : 'No line has figures in this period.'}</p>
        </div>
        <RangePicker current={view.period.key} basePath="/compare" />
      </div>
      <Panel title="Lines" note={view.period.words} flush foot="The best of each column is underlined and says so. Lines make different things: differences of energy and pieces are no ranking. Not defined is a dash.">
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Lines compared">
          <table className="table" data-head="plain">
            <caption className="sr-only">Lines compared</caption>
            <thead>
              <tr>
                <th scope="col">Line</th>
                {shown.map(({ key, label, unit }) => (
                  <th key={key} scope="col" data-align="right" aria-sort={by?.key === key ? (descending ? 'descending' : 'ascending') : 'none'}>
                    <Link href={href(key, by?.key === key)} scroll={false} className="inline-flex items-center gap-1 whitespace-nowrap">
                      {label}, {unit === 'money' ? currency : unit}
                      {by?.key === key && (descending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
                    </Link>
                  </th>
                ))}
                <th scope="col" data-align="right">Good pieces</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.node.id}>
                  <th scope="row" className="whitespace-nowrap">
                    <Link href={`/oee/${line.node.path}?range=${view.period.key}`}>{line.node.name}</Link>
                  </th>
                  {shown.map((measure) => (
                    <td key={measure.key} data-align="right">
                      <Value measure={measure} line={line} all={view.lines} />
                    </td>
                  ))}
                  <td data-align="right" className="whitespace-nowrap">
                    {formatNumber(line.oee.good)} {line.countUnit ? `${line.countUnit}s` : ''}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
      <TakeAlong tables={{ oee: 'OEE as CSV' }} place={view.model.nodes.find(({ level }) => level === 'site')!.path} query={{ range: view.period.key }} />
    </div>
  )
}

const compare = (a: number | null, b: number | null, descending: boolean) => (a === null ? 1 : b === null ? -1 : descending ? b - a : a - b)

function Value({ measure: { of, digits, best, unit }, line, all }: { measure: Measure; line: ComparedLine; all: ComparedLine[] }) {
  const value = of(line)
  if (value === null) return '—'
  const values = all.flatMap((one) => of(one) ?? [])
  const isBest = unit !== 'kWh' && values.length > 1 && value === (best === 'most' ? Math.max(...values) : Math.min(...values))
  const most = Math.max(...values)
  return (
    <span className="compare-value" title={isBest ? 'The best of these lines' : undefined}>
      <i className="cell-bar" data-state="series" style={{ width: `${most > 0 ? ((value / most) * 100).toFixed(1) : 0}%` }} aria-hidden />
      {isBest ? (
        <b className="underline">
          {formatNumber(value, digits)}
          <span className="sr-only"> best</span>
        </b>
      ) : (
        formatNumber(value, digits)
      )}
    </span>
  )
}
