import { plantLineage } from '@/lib/api/plant-lineage'
import { exportLineage } from '@/lib/catalogue/export-lineage'
import { route } from '@/lib/http/route'
import { system } from '@/lib/system'

export const GET = route(plantLineage, ({ person }) => exportLineage(system(), person!))
