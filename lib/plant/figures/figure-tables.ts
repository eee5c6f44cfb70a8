import { controlPointsTable } from '@/lib/plant/figures/control-points-table'
import { downtimeTable, stopsTable } from '@/lib/plant/figures/downtime-tables'
import { energyTable } from '@/lib/plant/figures/energy-table'
import type { FigureLoader } from '@/lib/plant/figures/figure-table'
import { oeeDaysTable, oeeTable } from '@/lib/plant/figures/oee-tables'
import { yieldTable } from '@/lib/plant/figures/yield-table'

/** Each is made by what its page is made by. */
export const figureTables = {
  oee: oeeTable,
  'oee-days': oeeDaysTable,
  downtime: downtimeTable,
  stops: stopsTable,
  'control-points': controlPointsTable,
  energy: energyTable,
  yield: yieldTable,
} satisfies Record<string, FigureLoader>

export type FigureTableName = keyof typeof figureTables
export const figureTableNames = Object.keys(figureTables) as [FigureTableName, ...FigureTableName[]]
