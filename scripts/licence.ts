import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { Refusal } from '@/lib/http/problem'
import { editions } from '@/lib/licence/edition'
import { readLicenceFile } from '@/lib/licence/licence-file'
import { trustedLicenceKeys } from '@/lib/licence/licence-key'
import { installLicence, issueLicence } from '@/lib/licence/licences'
import { system } from '@/lib/system'

const usage = `npm run licence -- issue --tenant ID --edition ${editions.join('|')} --from DAY --until DAY [--grace DAYS] [--trial]   writes the file to standard output
npm run licence -- install FILE   checks the signature and lets it count
npm run licence -- verify FILE    says what it is; nothing is changed`

const actor = 'command line'
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tenant: { type: 'string' }, edition: { type: 'string' }, from: { type: 'string' }, until: { type: 'string' }, grace: { type: 'string', default: '14' }, trial: { type: 'boolean', default: false } },
})
const wish = z.object({ tenantId: z.string(), edition: z.enum(editions), validFrom: z.iso.date(), validUntil: z.iso.date(), graceDays: z.coerce.number().int().min(0).max(90), trial: z.boolean() })

async function issue(): Promise<void> {
  const { tenant, from, until, grace, edition, trial } = values
  const asked = wish.safeParse({ tenantId: tenant, edition, validFrom: from, validUntil: until, graceDays: grace, trial })
  if (!asked.success) throw new Refusal(422, 'Not valid', `${z.prettifyError(asked.error)}\n${usage}`)
  process.stdout.write((await issueLicence(system(), asked.data, actor)).file)
}

async function install(file: string): Promise<void> {
  const { id, tenantId, edition, validUntil } = await installLicence(system(), readFileSync(file, 'utf8'), actor)
  process.stdout.write(`${id}: ${edition} for ${tenantId} until ${validUntil} is installed\n`)
}

async function verify(file: string): Promise<void> {
  const read = readLicenceFile(readFileSync(file, 'utf8'), trustedLicenceKeys(system().settings.varDir))
  if (!read.ok) throw new Refusal(422, 'Not valid', read.message)
  process.stdout.write(`${JSON.stringify(read.statement, null, 2)}\n`)
}

const [command, file] = positionals
try {
  if (command === 'issue') await issue()
  else if (command === 'install' && file) await install(file)
  else if (command === 'verify' && file) await verify(file)
  else throw new Refusal(422, 'Usage', usage)
} catch (error) {
  if (!(error instanceof Refusal) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  process.stderr.write(`${error instanceof Refusal ? error.detail : (error as Error).message}\n`)
  process.exitCode = 1
} finally {
  await system().db.close()
}
