import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { notebooksRefused } from '@/lib/demo/open-notebook'
import { editionFacts } from '@/lib/licence/edition'
import { seeMoment } from '@/lib/licence/licence-clock'
import { type LicenceStatement, readLicenceFile, writeLicenceFile } from '@/lib/licence/licence-file'
import { licenceKey, trustedLicenceKeys } from '@/lib/licence/licence-key'
import { installLicence, issueLicence, loadStanding } from '@/lib/licence/licences'
import { limitsOf, refuseFeature, refuseMore } from '@/lib/licence/limits'
import { requireFeature, requireRoomFor } from '@/lib/licence/require-licensed'
import { mayGrow, standingOf } from '@/lib/licence/standing'
import { signingKeyId } from '@/lib/signing-key'
import { customerWith, licensed } from '@/lib/testing/customer'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'

const statement = (more: Partial<LicenceStatement> = {}): LicenceStatement => ({
  kind: 'millrace.licence.v1', id: 'lic_0123456789ab', tenantId: 'acme', customer: 'Acme', edition: 'professional', trial: false,
  validFrom: '2026-01-01', validUntil: '2026-12-31', graceDays: 14, issuedAt: '2026-01-01T08:00:00.000Z', issuedBy: 'operator', ...more,
})
function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }) as string
  return { id: signingKeyId(publicPem), publicPem, privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string }
}
const key = newKey()

describe('a licence file', () => {
  it('is what was signed', () => {
    expect(readLicenceFile(writeLicenceFile(statement(), key), [key])).toEqual({ ok: true, statement: statement() })
  })
  it('is refused when a byte of it was changed', () => {
    const forged = writeLicenceFile(statement(), key).replace('professional', 'enterprise')
    expect(readLicenceFile(forged, [key])).toMatchObject({ ok: false, because: 'forged', message: expect.stringContaining('changed after it was signed') })
  })
  it('is refused when somebody else signed it, also under the name of our key', () => {
    const other = newKey()
    expect(readLicenceFile(writeLicenceFile(statement(), other), [key])).toMatchObject({ because: 'unknown-key' })
    expect(readLicenceFile(writeLicenceFile(statement(), { ...other, id: key.id }), [key])).toMatchObject({ because: 'forged' })
  })
  it('that is none says what one looks like', () => {
    for (const text of ['', 'lic_1234', '{}', '{"licence":1}', JSON.stringify({ licence: 'x', keyId: key.id })]) {
      expect(readLicenceFile(text, [key])).toMatchObject({ because: 'not-a-licence' })
    }
  })
})

describe('how a tenant stands', () => {
  const standing = (now: string, more: Partial<Parameters<typeof standingOf>[0]> = {}) =>
    standingOf({ licences: [statement()], tenantCreatedAt: new Date('2026-01-01'), now: new Date(now), lastSeen: null, ...more })
  it.each([
    ['2025-12-31T23:00:00Z', 'not-yet', false],
    ['2026-01-01T00:00:00Z', 'valid', true],
    ['2026-12-31T23:59:59Z', 'valid', true],
    ['2027-01-01T00:00:00Z', 'grace', true],
    ['2027-01-14T23:59:59Z', 'grace', true],
    ['2027-01-15T00:00:00Z', 'expired', false],
  ])('%s: %s', (now, state, grows) => {
    expect(standing(now)).toMatchObject({ state, edition: 'professional' })
    expect(mayGrow(standing(now))).toBe(grows)
  })
  it('a clock that is set back wins no time, and it is said', () => {
    const back = standing('2026-06-01T00:00:00Z', { lastSeen: new Date('2027-02-01T00:00:00Z') })
    expect(back).toMatchObject({ state: 'expired', clockSetBack: { lastSeen: '2027-02-01T00:00:00.000Z' } })
    expect(standing('2026-06-01T00:00:00Z', { lastSeen: new Date('2026-06-01T00:05:00Z') }).clockSetBack).toBeNull()
  })
  it('the newest that runs counts; one for later and one that has ended take nothing away', () => {
    const next = statement({ id: 'lic_next00000000', edition: 'enterprise', validFrom: '2026-07-01', validUntil: '2027-06-30' })
    const short = statement({ id: 'lic_short0000000', edition: 'starter', validUntil: '2026-02-01' })
    expect(standing('2026-03-01T00:00:00Z', { licences: [next, short, statement()] }).edition).toBe('professional')
    expect(standing('2026-07-01T00:00:00Z', { licences: [next, short, statement()] }).edition).toBe('enterprise')
  })
  it('without a licence the first thirty days are a trial', () => {
    expect(standing('2026-01-20T00:00:00Z', { licences: [] })).toMatchObject({ state: 'trial', daysLeft: 12, licenceId: null })
    expect(standing('2026-02-01T00:00:00Z', { licences: [] })).toMatchObject({ state: 'unlicensed' })
  })
})

describe('a limit', () => {
  const valid = standingOf({ licences: [statement({ edition: 'starter' })], tenantCreatedAt: new Date(), now: new Date('2026-03-01'), lastSeen: null })
  const ended = { ...valid, state: 'expired' as const }
  it('that comes near is said before it is reached', () => {
    expect(limitsOf(valid, { users: 40, sites: 1, storedBytes: 2e12 }).map(({ what, level, isHard }) => [what, level, isHard])).toEqual([['sites', 'reached', true], ['users', 'near', true], ['storedBytes', 'over', false]])
  })
  it('refuses by naming the rule and what to do', () => {
    expect(refuseMore(valid, 'users', 50, 1)).toBe('The Starter licence covers 50 users; there are 50. Disable somebody who has left, or install a licence of a larger edition.')
    expect(refuseMore(valid, 'users', 49, 1)).toBeNull()
    expect(refuseMore(valid, 'sites', 1, 1)).toContain('covers 1 site; there is 1')
    expect(refuseMore({ ...valid, edition: 'enterprise' }, 'users', 5000, 1000)).toBeNull()
    expect(refuseFeature(valid, 'ml')).toBe('Machine learning in notebooks is part of Professional; this plant has Starter. An administrator can install a licence of Professional.')
  })
  it('of a licence that has ended refuses what is new and says what goes on', () => {
    expect(refuseMore(ended, 'users', 1, 1)).toContain('readings, alarms and everything that is there go on')
    expect(refuseFeature({ ...ended, edition: 'enterprise' }, 'ml')).toContain('readings, alarms')
  })
  it('editions cover what the price page says', () => {
    expect(editionFacts).toMatchObject({
      starter: { sites: 1, users: 50, storedBytes: 1e12, features: [] },
      professional: { sites: null, users: 200, storedBytes: 1e13, features: ['ml'] },
      enterprise: { sites: null, users: null, storedBytes: null, features: ['ml', 'dedicated', 'on-premises'] },
    })
  })
})

describe('licences of an installation', () => {
  let system: TestSystem
  let acme: string
  let n = 0
  beforeAll(async () => void (system = await testSystem()))
  beforeEach(async () => void (acme = await customerWith(system, `acme-${++n}`, { users: 49 })))
  afterAll(() => system.stop())
  const stands = (id = acme) => system.db.asOperator(async (tx) => (await loadStanding(system, tx, id)).standing)
  const wish = () => ({ tenantId: acme, edition: 'starter' as const, trial: false, validFrom: '2026-03-01', validUntil: '2026-03-31', graceDays: 7 })

  it('are issued, installed once and audited', async () => {
    const { id, file } = await issueLicence(system, wish(), 'operator@example.com')
    expect((await stands()).licenceId).toBeNull()
    await Promise.all([installLicence(system, file, 'a@example.com'), installLicence(system, file, 'a@example.com')])
    expect(await stands()).toMatchObject({ state: 'valid', edition: 'starter', licenceId: id })
    const entries = await system.db.asOperator((tx) => tx.auditEntry.findMany({ where: { subject: acme }, orderBy: { seq: 'asc' } }))
    expect(entries.map(({ action }) => action)).toEqual(['licence.issued', 'licence.installed'])
  })

  it('that were written into the table by hand count for nothing', async () => {
    await licensed(system, acme, wish())
    const file = writeLicenceFile(statement({ tenantId: acme, id: 'lic_forged000000', edition: 'enterprise' }), { ...newKey(), id: licenceKey(system.settings.varDir).id })
    await system.db.asOperator((tx) => tx.licence.create({ data: { tenantId: acme, id: 'lic_forged000000', file, installedAt: new Date('2026-03-09T13:00:00Z'), installedBy: 'nobody' } }))
    const other = await customerWith(system, `other-${n}`)
    const { file: foreign } = await system.db.asOperator((tx) => tx.licence.findFirstOrThrow({ where: { tenantId: acme, id: { not: 'lic_forged000000' } } }))
    await system.db.asOperator((tx) => tx.licence.create({ data: { tenantId: other, id: 'lic_copied000000', file: foreign, installedAt: new Date('2026-03-09T13:00:00Z'), installedBy: 'nobody' } }))
    expect(await stands()).toMatchObject({ edition: 'starter' })
    expect(await stands(other)).toMatchObject({ licenceId: null })
  })

  it('that have ended, are forged or belong elsewhere are not installed, and nothing changes', async () => {
    await licensed(system, acme, wish())
    const ended = await issueLicence(system, { ...wish(), edition: 'enterprise', validFrom: '2025-01-01', validUntil: '2025-12-31' }, 'x')
    await expect(installLicence(system, ended.file, 'x')).rejects.toMatchObject({ status: 422, detail: expect.stringContaining('ended on 2025-12-31') })
    await expect(installLicence(system, ended.file.replace('2025-12-31', '2027-12-31'), 'x')).rejects.toMatchObject({ status: 422, detail: expect.stringContaining('changed after it was signed') })
    await expect(installLicence(system, writeLicenceFile(statement({ tenantId: 'elsewhere' }), licenceKey(system.settings.varDir)), 'x')).rejects.toMatchObject({ detail: expect.stringContaining('no customer tenant elsewhere') })
    await expect(issueLicence(system, { ...wish(), validUntil: '2026-02-01' }, 'x')).rejects.toMatchObject({ status: 422 })
    expect(await stands()).toMatchObject({ edition: 'starter', state: 'valid' })
  })

  it('of a key that was laid into licence-trusted are taken', async () => {
    const vendor = newKey()
    const file = writeLicenceFile(statement({ tenantId: acme, edition: 'enterprise' }), vendor)
    await expect(installLicence(system, file, 'x')).rejects.toMatchObject({ detail: expect.stringContaining('does not trust') })
    const folder = path.join(system.settings.varDir, 'keys/licence-trusted')
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, 'vendor.pem'), vendor.publicPem)
    expect(trustedLicenceKeys(system.settings.varDir)).toHaveLength(2)
    await installLicence(system, file, 'x')
    expect(await stands()).toMatchObject({ edition: 'enterprise' })
  })

  it('let people be added up to the limit, also when two are added at once', async () => {
    await licensed(system, acme, wish())
    const add = (i: number) =>
      system.db.asOperator(async (tx) => {
        await requireRoomFor(system, tx, acme, 'users')
        await tx.account.create({ data: { tenantId: acme, id: `${acme}-new-${i}`, email: `new-${i}@${acme}.example.com`, name: 'New' } })
      })
    const results = await Promise.allSettled([add(1), add(2)])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { status: 402, detail: expect.stringContaining('covers 50 users') } })
    await expect(system.db.asOperator((tx) => requireFeature(system, tx, acme, 'ml'))).rejects.toMatchObject({ status: 402 })
    expect(await notebooksRefused(system, acme)).toContain('part of Professional')
  })

  it('judge by the latest moment that was seen, which never goes back', async () => {
    await licensed(system, acme, wish())
    await system.db.asOperator(async (tx) => {
      await seeMoment(tx, new Date('2026-04-20T00:00:00Z'))
      await seeMoment(tx, new Date('2026-03-10T00:00:00Z'))
    })
    expect(await stands()).toMatchObject({ state: 'expired', clockSetBack: { lastSeen: '2026-04-20T00:00:00.000Z' } })
    await expect(system.db.asOperator((tx) => requireRoomFor(system, tx, acme, 'sites'))).rejects.toMatchObject({ detail: expect.stringContaining('clock was set back') })
    await system.db.asOperator((tx) => tx.licenceClock.deleteMany({}))
  })

  it('do not bind a demo', async () => {
    await system.db.asOperator((tx) => tx.tenant.create({ data: { id: `demo-${n}`, kind: 'demo', name: 'Demo' } }))
    await system.db.asOperator((tx) => requireFeature(system, tx, `demo-${n}`, 'ml'))
    await system.db.asOperator((tx) => requireRoomFor(system, tx, `demo-${n}`, 'users', 1000))
  })
})
