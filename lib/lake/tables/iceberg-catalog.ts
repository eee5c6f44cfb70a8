import { tablesFolder } from '@/lib/adapters/objects/object-path'
import { readSignedId } from '@/lib/auth/signed-id'
import type { LakeTable } from '@/lib/generated/prisma/client'
import { listOpenTables } from '@/lib/lake/tables/open-tables'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'

export interface IcebergAnswer {
  status: number
  body: unknown
}

/**
 * The read part of the Iceberg REST catalogue over the open tables of one plant: schemas are namespaces. It says which
 * metadata counts, as the manifest has it; who reads the files shows the store a key of its own. `path` is what follows `/v1/`.
 */
export async function answerIceberg(system: System, reader: Reader, path: string[]): Promise<IcebergAnswer> {
  const [kind, namespace, what, name, ...more] = path
  if (kind === 'config') return found({ defaults: {}, overrides: {} })
  const tables = await listOpenTables(system, reader)
  const own = tables.filter((table) => table.name.startsWith(`${namespace}.`))
  if (kind !== 'namespaces' || more.length > 0) return missing('NoSuchEndpointException', path.join('/'))
  if (!namespace) return found({ namespaces: [...new Set(tables.map((table) => table.name.split('.')[0]))].map((each) => [each]) })
  // Of a table that is asked for, engines expect to hear that it is missing, also when its schema is.
  if (own.length === 0) return what === 'tables' && name ? missing('NoSuchTableException', `${namespace}.${name}`) : missing('NoSuchNamespaceException', namespace)
  if (!what) return found({ namespace: [namespace], properties: {} })
  if (what === 'views' && !name) return found({ identifiers: [] })
  if (what !== 'tables') return missing('NoSuchViewException', `${namespace}.${name}`)
  if (!name) return found({ identifiers: own.map((table) => ({ namespace: [namespace], name: table.name.slice(namespace.length + 1) })) })
  const table = own.find((each) => each.name === `${namespace}.${name}`)
  return table ? loadTable(system, reader.tenantId, table) : missing('NoSuchTableException', `${namespace}.${name}`)
}

async function loadTable({ objects }: System, tenantId: string, { metadata }: LakeTable): Promise<IcebergAnswer> {
  const got = await objects.get(tenantId, metadata.slice(metadata.lastIndexOf(`/${tablesFolder}`) + 1))
  if (!got.ok) return problem(got.failure.kind === 'refused' ? 500 : 503, 'ServiceFailureException', `the table cannot be read: ${got.failure.message}`)
  return found({ 'metadata-location': metadata, metadata: JSON.parse(got.value.toString('utf8')) as unknown, config: {} })
}

/** The plant for which Trino reads the catalogue; null for everybody else. */
export const plantOfTrino = ({ settings }: System, authorization: string | null): string | null =>
  settings.lake.trino && readSignedId(settings.secret, 'lake-tables', /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1])

const found = (body: unknown): IcebergAnswer => ({ status: 200, body })
const problem = (code: number, type: string, message: string): IcebergAnswer => ({ status: code, body: { error: { message, type, code } } })
const missing = (type: string, name: string) => problem(404, type, `There is no ${name}`)

export const icebergNotSignedIn = problem(401, 'NotAuthorizedException', 'Send an API key as Authorization: Bearer mrk_…, or sign in.')
export const icebergNotAllowed = problem(403, 'ForbiddenException', 'Your role does not take data of the plant.')
