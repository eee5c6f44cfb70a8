import { checkLake } from '@/lib/lake/check-lake'
import { system } from '@/lib/system'

const usage = `npm run lake -- check [TENANT]   reads every file of history and holds it against what was written; exit code 1 when one is damaged. One that was brought back counts again.`

async function check(wanted: string | undefined): Promise<number> {
  const sys = system()
  const tenants = await sys.db.asOperator((tx) => tx.lakeProgress.findMany({ where: wanted ? { tenantId: wanted } : {}, orderBy: { tenantId: 'asc' } }))
  if (wanted && tenants.length === 0) throw new Error(`Nothing is sealed of a plant "${wanted}".`)
  let faults = 0
  for (const { tenantId } of tenants) {
    const { files, bytes, damaged, healed } = await checkLake(sys, tenantId)
    faults += damaged.length
    console.log(`${tenantId}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB: ${damaged.length === 0 ? 'as they were written' : `${damaged.length} damaged`}`)
    for (const { path, startsAt, endsAt, why } of damaged) console.log(`  ${path}: ${why}; readings from ${startsAt.toISOString()} to ${endsAt.toISOString()} are left out`)
    for (const id of healed) console.log(`  ${id} is right again and counts`)
  }
  return faults === 0 ? 0 : 1
}

const [command, tenant] = process.argv.slice(2)
if (command !== 'check') {
  console.error(usage)
  process.exit(2)
}
process.exitCode = await check(tenant).catch((error: unknown) => {
  console.error((error as Error).message)
  return 1
})
await system().db.close()
