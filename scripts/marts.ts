import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { system } from '@/lib/system'
import { martSteps, runMartStep } from '@/lib/transformations/mart-steps'
import { installDbt } from './dbt/install-dbt'

const usage = `npm run marts -- ${martSteps.join('|')} --tenant ID --folder FOLDER --to TIME [--by NAME]   one step of a run of dbt, for a scheduler; see platform/airflow and platform/argo`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tenant: { type: 'string' }, folder: { type: 'string' }, to: { type: 'string' }, by: { type: 'string', default: 'command line' } },
})
const wish = z.object({ step: z.enum(martSteps), tenantId: z.string().min(1), folder: z.string().min(1), to: z.iso.datetime({ offset: true }), by: z.string().min(1).max(60) })

const asked = wish.safeParse({ step: positionals[0], tenantId: values.tenant, folder: values.folder, to: values.to, by: values.by })
if (!asked.success) {
  console.error(`${z.prettifyError(asked.error)}\n${usage}`)
  process.exit(2)
}
const { step, tenantId, folder, to, by } = asked.data
const { settings, db } = system()
const python = async () => (settings.dbtPython && existsSync(settings.dbtPython) ? settings.dbtPython : installDbt())
try {
  if (!(await db.asOperator((tx) => tx.tenant.findUnique({ where: { id: tenantId } })))) throw new Error(`There is no plant "${tenantId}".`)
  await runMartStep(system(), step, { tenantId, folder: path.resolve(folder), to: new Date(to), by, python })
  console.log(`${step}: done for ${tenantId} up to ${to}`)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
} finally {
  await db.close()
}
