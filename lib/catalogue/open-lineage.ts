import { createHash } from 'node:crypto'
import { findCatalogueTable } from '@/lib/catalogue/catalogue-tables'
import { type LineageJob, lineageJobs, lineageNode } from '@/lib/catalogue/lineage'
import type { LakeFile } from '@/lib/generated/prisma/client'

type Facets = Record<string, Record<string, unknown>>

export interface OpenLineageDataset {
  namespace: string
  name: string
  facets: Facets
  outputFacets?: Facets
}

/** OpenLineage 2-0-2: a job as it is designed, or one run of it. */
export interface OpenLineageEvent {
  eventTime: string
  producer: string
  schemaURL: string
  eventType?: 'COMPLETE'
  run?: { runId: string; facets: Facets }
  job: { namespace: string; name: string; facets: Facets }
  inputs: OpenLineageDataset[]
  outputs: OpenLineageDataset[]
}

export interface LineageOrigin {
  /** Address of this installation. */
  producer: string
  /** Of jobs and datasets: whose they are. */
  namespace: string
}

const spec = 'https://openlineage.io/spec'

/** A JobEvent for each step, as it is designed; nothing is said of runs that nobody counted. Pure. */
export const jobEvents = (origin: LineageOrigin, now: Date): OpenLineageEvent[] =>
  lineageJobs.map((job) => ({ ...common(origin, now, 'JobEvent'), job: jobOf(origin, job), inputs: job.inputs.map((id) => dataset(origin, id)), outputs: job.outputs.map((id) => dataset(origin, id)) }))

/** A RunEvent for each file of the manifest: what one sealing wrote. Pure. */
export function sealingEvents(origin: LineageOrigin, files: Pick<LakeFile, 'id' | 'kind' | 'rows' | 'bytes' | 'startsAt' | 'endsAt' | 'madeAt'>[]): OpenLineageEvent[] {
  const job = lineageJobs.find(({ name }) => name === 'seal-lakes')!
  return files.map((file) => ({
    ...common(origin, file.madeAt, 'RunEvent'),
    eventType: 'COMPLETE',
    run: { runId: uuidOf(`${origin.namespace}/${file.id}`), facets: { nominalTime: facet(origin, '1-0-1', 'NominalTimeRunFacet', { nominalStartTime: file.startsAt.toISOString(), nominalEndTime: file.endsAt.toISOString() }) } },
    job: jobOf(origin, job),
    inputs: job.inputs.map((id) => dataset(origin, id)),
    outputs: job.outputs.map((id) => ({ ...dataset(origin, id), outputFacets: { outputStatistics: facet(origin, '1-0-2', 'OutputStatisticsOutputDatasetFacet', { rowCount: Number(file.rows), size: Number(file.bytes), fileCount: 1 }) } })),
  }))
}

const common = ({ producer }: LineageOrigin, at: Date, kind: string) => ({ eventTime: at.toISOString(), producer, schemaURL: `${spec}/2-0-2/OpenLineage.json#/$defs/${kind}` })

const facet = ({ producer }: LineageOrigin, version: string, name: string, fields: Record<string, unknown>) => ({ _producer: producer, _schemaURL: `${spec}/facets/${version}/${name}.json#/$defs/${name}`, ...fields })

const jobOf = (origin: LineageOrigin, { name, words }: LineageJob) => ({ namespace: origin.namespace, name, facets: { documentation: facet(origin, '1-1-0', 'DocumentationJobFacet', { description: words }) } })

function dataset(origin: LineageOrigin, id: string): OpenLineageDataset {
  const table = findCatalogueTable(id)
  if (!table) return { namespace: origin.namespace, name: id, facets: { documentation: facet(origin, '1-1-0', 'DocumentationDatasetFacet', { description: lineageNode(id).label }) } }
  return {
    namespace: origin.namespace,
    name: table.fullName,
    facets: {
      documentation: facet(origin, '1-1-0', 'DocumentationDatasetFacet', { description: `${table.title}: ${table.row}` }),
      schema: facet(origin, '1-2-0', 'SchemaDatasetFacet', { fields: table.columns.map(({ name, type, meaning }) => ({ name, type, description: meaning })) }),
    },
  }
}

/** The same file is the same run, however often it is told (RFC 9562, version 8: a hash of our own). */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
