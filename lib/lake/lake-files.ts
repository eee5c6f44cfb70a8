import type { LakeFile } from '@/lib/generated/prisma/client'

export type LakeFileKey = Pick<LakeFile, 'id' | 'day'>

export const dayText = (day: Date): string => day.toISOString().slice(0, 10)

export const lakeFolder = 'lake/'

/** Where a file lies in the tenant's object space. Nothing but the manifest says whether it counts. */
export const lakePath = ({ id, day }: LakeFileKey): string => `${lakeFolder}bronze/readings/day=${dayText(day)}/${id}.parquet`
