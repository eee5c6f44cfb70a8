import Link from 'next/link'
import type { Lineage } from '@/lib/catalogue/lineage'
import { box, layLineage } from '@/lib/catalogue/lineage-layout'

const kinds = { source: 'sent', store: 'kept', table: 'table', chart: 'seen' } as const

/** What is made of what, from left to right. The list beside it says the same. */
export function LineageDrawing({ lineage, marked, label }: { lineage: Lineage; marked?: string; label: string }) {
  const { width, height, nodes, edges } = layLineage(lineage)
  return (
    <div className="lineage" tabIndex={0} role="region" aria-label={label}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${label}: ${nodes.length} places, ${edges.length} steps; the list says the same`}>
        {edges.map(({ from, to, job, path }) => (
          <path key={`${from} ${to} ${job.name}`} d={path} className="lineage-edge" data-near={from === marked || to === marked || undefined}>
            <title>{`${job.name}: ${job.words}`}</title>
          </path>
        ))}
        {nodes.map(({ id, kind, label: name, x, y }) => (
          <g key={id} className="lineage-node" data-kind={kind} data-marked={id === marked || undefined} transform={`translate(${x} ${y})`}>
            <rect width={box.width} height={box.height} />
            <text x={10} y={20}>{name}</text>
            <title>{`${name}, ${kinds[kind]}`}</title>
          </g>
        ))}
      </svg>
    </div>
  )
}

/** The same as words, with the way to each. */
export function LineageList({ lineage: { nodes, edges } }: { lineage: Lineage }) {
  const node = (id: string) => nodes.find((each) => each.id === id)!
  const jobs = [...Map.groupBy(edges, ({ job }) => job)]
  const name = (id: string) => {
    const { label, href } = node(id)
    return href ? <Link href={href}>{label}</Link> : label
  }
  const several = (ids: string[]) => [...new Set(ids)].map((id, i) => <span key={id}>{i > 0 && ', '}{name(id)}</span>)
  return (
    <ul className="rows">
      {jobs.map(([job, own]) => (
        <li key={job.name} className="row lineage-step">
          <span className="text-mono">{job.name}</span>
          <span>
            {several(own.map(({ from }) => from))} <span className="text-ink-3">becomes</span> {several(own.map(({ to }) => to))}
            <small>{job.words}</small>
          </span>
        </li>
      ))}
    </ul>
  )
}
