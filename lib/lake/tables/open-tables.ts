import type { LakeTable } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'

/** Tables that are replaced together: what the models of a run stand on, schema `input`, or all others. */
export type Part = 'input' | 'figures'

/** The rows of one part. */
export const whereOf = (part: Part) => (part === 'input' ? { name: { startsWith: 'input.' } } : { NOT: { name: { startsWith: 'input.' } } })

/** The open tables of a plant that count, by name; none for one who sees a part of it: they are about the whole. */
export const listOpenTables = ({ db }: System, reader: Reader): Promise<LakeTable[]> => db.inTenant(reader, (tx) => tx.lakeTable.findMany({ orderBy: { name: 'asc' } }))

/** Those that people and tools ask: not what only runs of the marts stand on, which is there before the first figures are. */
export const listFigureTables = ({ db }: System, reader: Reader): Promise<LakeTable[]> => db.inTenant(reader, (tx) => tx.lakeTable.findMany({ where: whereOf('figures'), orderBy: { name: 'asc' } }))
