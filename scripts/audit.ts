import { checkpointFile, writeCheckpoints } from '@/lib/admin/audit-checkpoints'
import { sayFault, verifyAudit } from '@/lib/admin/verify-audit'
import { system } from '@/lib/system'

const usage = `npm run audit:trail -- verify       reads every chain; exit code 1 when one has a fault
npm run audit:trail -- checkpoint   keeps the present end of every chain outside the database`

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

async function verify(): Promise<number> {
  const reports = await verifyAudit(system())
  for (const { tenantId, entries, checkpoints, faults } of reports) {
    const against = checkpoints > 0 ? `, held against ${count(checkpoints, 'checkpoint', 'checkpoints')}` : ', no checkpoint to show a cut tail'
    console.log(`${tenantId}: ${count(entries, 'entry', 'entries')}${against}: ${faults.length === 0 ? 'intact' : count(faults.length, 'fault', 'faults')}`)
    for (const fault of faults) console.log(`  ${sayFault(fault)}`)
  }
  return reports.some(({ faults }) => faults.length > 0) ? 1 : 0
}

async function checkpoint(): Promise<number> {
  const written = await writeCheckpoints(system())
  for (const { tenantId, seq, hash } of written) console.log(`${tenantId}: entry ${seq}, ${hash}`)
  console.log(`kept in ${checkpointFile(system().settings.varDir)}`)
  return 0
}

const commands: Record<string, () => Promise<number>> = { verify, checkpoint }

const command = commands[process.argv[2] ?? '']
if (command) {
  process.exitCode = await command()
  await system().db.close()
} else {
  console.error(usage)
  process.exitCode = 2
}
