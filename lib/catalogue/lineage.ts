import { findCatalogueTable } from '@/lib/catalogue/catalogue-tables'

export type NodeKind = 'source' | 'store' | 'table' | 'chart'

export interface LineageNode {
  /** Of a table the name under which it is asked. */
  id: string
  kind: NodeKind
  label: string
  /** Where it is seen. */
  href: string | null
}

/** A step that makes its outputs of its inputs. */
export interface LineageJob {
  name: string
  /** What it does, for a reader. */
  words: string
  inputs: string[]
  outputs: string[]
}

const table = (id: string): LineageNode => ({ id, kind: 'table', label: id, href: `/catalog/${findCatalogueTable(id)!.fullName}` })
const source = (id: string, label: string): LineageNode => ({ id, kind: 'source', label, href: null })
const chart = (key: string, label: string): LineageNode => ({ id: `chart.${key}`, kind: 'chart', label, href: `/${key}` })

/** From what a plant sends to what people look at. A test holds the steps into gold to what PostgreSQL says of its views. */
export const lineageJobs: LineageJob[] = [
  { name: 'gateway', words: 'takes readings, acknowledges when they are on disk, stores them exactly once', inputs: ['webhook.readings'], outputs: ['store.readings'] },
  { name: 'seal-lakes', words: 'seals what is over into encrypted files; late readings become corrections', inputs: ['store.readings'], outputs: ['bronze.readings'] },
  { name: 'roll-up', words: 'counts, sums, least and greatest of a quarter of an hour', inputs: ['store.readings', 'silver.signals'], outputs: ['silver.signals_15min'] },
  { name: 'alarm-rules', words: 'judges readings in the order in which they came', inputs: ['store.readings', 'silver.signals'], outputs: ['silver.alarms'] },
  { name: 'plant-events', words: 'writes each event of MES and LIMS once', inputs: ['webhook.events'], outputs: ['silver.production_counts', 'silver.runs', 'silver.stops', 'silver.equipment_states', 'silver.lab_results', 'silver.maintenance'] },
  { name: 'plant-records', words: 'keeps what people enter and what comes with the plant', inputs: ['records'], outputs: ['silver.signals', 'silver.batches', 'silver.batch_steps', 'silver.subgroups', 'silver.cost_rates', 'silver.stops'] },
  { name: 'production-days', words: 'the OEE engine, shift by shift of the calendar', inputs: ['silver.production_counts', 'silver.runs', 'silver.stops'], outputs: ['gold.oee'] },
  { name: 'gold-production-volume', words: 'names of lines and products', inputs: ['silver.production_counts'], outputs: ['gold.production_volume'] },
  { name: 'gold-quality', words: 'good is total less rejected', inputs: ['silver.production_counts'], outputs: ['gold.quality'] },
  { name: 'gold-downtime', words: 'reasons in words, open stops until now', inputs: ['silver.stops'], outputs: ['gold.downtime'] },
  { name: 'gold-energy', words: 'mean power times the time that was measured', inputs: ['silver.signals_15min', 'silver.signals'], outputs: ['gold.energy'] },
  { name: 'gold-material-use', words: 'what went in less what came out', inputs: ['silver.batches'], outputs: ['gold.material_use'] },
  { name: 'room-trends', words: 'least and greatest of every pixel', inputs: ['store.readings', 'silver.signals_15min'], outputs: ['chart.trends'] },
  { name: 'room-alarms', words: 'alarms that stand, and their history', inputs: ['silver.alarms'], outputs: ['chart.alarms'] },
  { name: 'room-oee', words: 'time elements, OEE and losses with money', inputs: ['silver.production_counts', 'silver.runs', 'silver.stops', 'silver.cost_rates'], outputs: ['chart.oee'] },
  { name: 'room-downtime', words: 'minutes by reason', inputs: ['silver.stops', 'silver.cost_rates'], outputs: ['chart.downtime'] },
  { name: 'room-quality', words: 'control charts and capability', inputs: ['silver.subgroups'], outputs: ['chart.quality'] },
  { name: 'room-energy', words: 'energy by place and state', inputs: ['silver.signals_15min', 'silver.equipment_states', 'silver.cost_rates'], outputs: ['chart.energy'] },
  { name: 'room-batches', words: 'batches with their records and laboratory', inputs: ['silver.batches', 'silver.batch_steps', 'silver.lab_results'], outputs: ['chart.batches'] },
  { name: 'room-maintenance', words: 'work orders, time between failures', inputs: ['silver.maintenance', 'silver.stops'], outputs: ['chart.maintenance'] },
  { name: 'room-query', words: 'SQL over everything here', inputs: ['bronze.readings'], outputs: ['chart.query'] },
  { name: 'bi-dashboards', words: 'dashboards of a BI tool', inputs: ['gold.oee', 'gold.production_volume', 'gold.quality', 'gold.downtime', 'gold.energy', 'gold.material_use'], outputs: ['chart.dashboards'] },
]

const named = new Map<string, LineageNode>([
  source('webhook.readings', 'POST /v1/readings'),
  source('webhook.events', 'POST /v1/events'),
  source('records', 'Plant model and records'),
  { id: 'store.readings', kind: 'store', label: 'Recent readings', href: '/signals' } satisfies LineageNode,
  chart('trends', 'Trends'), chart('alarms', 'Alarms'), chart('oee', 'OEE and losses'), chart('downtime', 'Downtime'), chart('quality', 'Quality'), chart('energy', 'Energy'),
  chart('batches', 'Batches'), chart('maintenance', 'Maintenance'), chart('query', 'Query'), chart('dashboards', 'Dashboards of a BI tool'),
].map((node) => [node.id, node]))

/** @throws for a name that is none. */
export const lineageNode = (id: string): LineageNode => named.get(id) ?? table(id)

export interface LineageEdge {
  from: string
  to: string
  job: LineageJob
}

export interface Lineage {
  nodes: LineageNode[]
  edges: LineageEdge[]
}

/** Everything, or with a node only what it is made from and what is made of it. Pure. */
export function lineageOf(id?: string): Lineage {
  const all = lineageJobs.flatMap((job) => job.inputs.flatMap((from) => job.outputs.map((to): LineageEdge => ({ from, to, job }))))
  const edges = id === undefined ? all : [...new Set([...follow(all, id, 'to', 'from'), ...follow(all, id, 'from', 'to')])]
  const ids = new Set(edges.flatMap(({ from, to }) => [from, to]))
  if (id !== undefined) ids.add(id)
  return { nodes: [...ids].map(lineageNode), edges }
}

function follow(all: LineageEdge[], id: string, at: 'from' | 'to', next: 'from' | 'to'): LineageEdge[] {
  const found = new Set<LineageEdge>()
  const ends = [id]
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    for (const edge of all) {
      if (edge[at] !== end || found.has(edge)) continue
      found.add(edge)
      ends.push(edge[next])
    }
  }
  return [...found]
}
