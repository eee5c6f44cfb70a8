import Papa from 'papaparse'
import { z } from 'zod'
import { Refusal } from '@/lib/http/problem'
import { requireRoomFor } from '@/lib/licence/require-licensed'
import { type Invited, invitePersonIn } from '@/lib/people/invite'
import { type TenantRole, tenantRoles } from '@/lib/people/role-words'
import type { System } from '@/lib/system'

export interface InviteReport {
  /** Rows that hold, and what is done for each. */
  rows: { row: number; email: string; what: string }[]
  /** Rows that are wrong, with what to write instead. With one of these nobody is invited. */
  broken: { row: number; email: string; because: string }[]
  done: boolean
}

const mostRows = 1000
const heads = ['email', 'name', 'role', 'place']

/**
 * Invites everybody in a file with the columns email, name, role, place (a path of the plant or empty). All rows are
 * checked first: with one broken row nobody is invited and every broken row is named. `dry` only checks.
 */
export async function invitePeople(system: System, tenantId: string, csv: string, { dry, actor }: { dry: boolean; actor: string }): Promise<InviteReport> {
  const parsed = Papa.parse<Record<string, string>>(csv.trim(), { header: true, skipEmptyLines: true, transformHeader: (head) => head.trim().toLowerCase() })
  const missing = ['email', 'role'].filter((head) => !parsed.meta.fields?.includes(head))
  if (missing.length > 0) throw new Refusal(422, 'Not valid', `The first line must name the columns ${heads.join(', ')}; ${missing.join(' and ')} is missing.`)
  if (parsed.data.length > mostRows) throw new Refusal(422, 'Too many', `The file has ${parsed.data.length} rows; send at most ${mostRows} at once.`)
  const { nodes, accounts } = await system.db.asOperator(async (tx) => ({
    nodes: await tx.plantNode.findMany({ where: { tenantId }, select: { id: true, path: true } }),
    accounts: await tx.account.findMany({ where: { email: { in: parsed.data.map(({ email }) => (email ?? '').trim().toLowerCase()) } }, select: { email: true, tenantId: true } }),
  }))
  const seen = new Set<string>()
  const report: InviteReport = { rows: [], broken: [], done: false }
  const wanted: Invited[] = []
  for (const [i, raw] of parsed.data.entries()) {
    const row = i + 2
    const email = (raw.email ?? '').trim().toLowerCase()
    const nodeId = placeOf(raw.place, nodes)
    const problem = problemOf(email, raw.role, nodeId, raw.place, seen, accounts.find((one) => one.email === email)?.tenantId, tenantId)
    seen.add(email)
    if (problem) report.broken.push({ row, email, because: problem })
    else {
      const invited = { email, name: raw.name?.trim() ?? '', role: storedRole(raw.role)!, nodeId: nodeId! }
      wanted.push(invited)
      report.rows.push({ row, email, what: accounts.some((one) => one.email === email) ? 'gets the role at once' : 'is sent an invitation' })
    }
  }
  if (dry || report.broken.length > 0) return report
  await system.db.asOperator(async (tx) => {
    const coming = wanted.filter(({ email }) => !accounts.some((one) => one.email === email)).length
    if (coming > 0) await requireRoomFor(system, tx, tenantId, 'users', coming)
    for (const invited of wanted) await invitePersonIn(system, tx, tenantId, invited, actor)
  })
  return { ...report, done: true }
}

const storedRole = (words: string | undefined): TenantRole | undefined => {
  const role = (words ?? '').trim().toLowerCase().replaceAll(/[ -]+/g, '_')
  const known: Record<string, TenantRole> = { administrator: 'admin', engineer: 'data_engineer', analyst: 'data_analyst' }
  return known[role] ?? tenantRoles.find((one) => one === role)
}

function placeOf(place: string | undefined, nodes: { id: string; path: string }[]): string | undefined {
  const wanted = (place ?? '').trim()
  if (!wanted) return ''
  return nodes.find(({ id, path }) => path === wanted || id === wanted)?.id
}

function problemOf(email: string, role: string | undefined, nodeId: string | undefined, place: string | undefined, seen: Set<string>, holder: string | undefined, tenantId: string): string | null {
  if (!z.email().safeParse(email).success) return 'This is no address. Write it as name@company.com.'
  if (seen.has(email)) return 'This address stands in the file twice.'
  if (holder && holder !== tenantId) return 'This address has an account in another tenant.'
  if (!storedRole(role)) return `There is no role "${role ?? ''}". Write administrator, engineer, analyst or viewer.`
  if (nodeId === undefined) return `There is no place "${place}". Write a path of the plant, or nothing for the whole of it.`
  return null
}
