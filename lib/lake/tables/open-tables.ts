import type { LakeTable } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'

/** The open tables of a plant that count, by name; none for one who sees a part of it: they are about the whole. */
export const listOpenTables = ({ db }: System, reader: Reader): Promise<LakeTable[]> => db.inTenant(reader, (tx) => tx.lakeTable.findMany({ orderBy: { name: 'asc' } }))
