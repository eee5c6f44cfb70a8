import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reconcileAll } from '@/lib/demo/reconcile-all'
import { requestDemo, verificationHours } from '@/lib/demo/request-demo'
import { verifyRequest } from '@/lib/demo/verify-request'
import { findAnalysis, listAnalyses, removeAnalysis, saveAnalysis } from '@/lib/plant/saved-analyses'
import { removeTenantRows } from '@/lib/tenancy/tenant-rows'
import { personOf } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'
import { type Analysis, analysisSchema, largestAnalysis } from '@/lib/tools/analysis'

let system: Awaited<ReturnType<typeof testSystem>>
const chart: Analysis = { kind: 'spc', name: 'Fill weights', fields: { text: '1\n2\n3', chart: 'i-mr' } }

beforeAll(async () => void (system = await testSystem()))
afterAll(() => system.stop())

/** The token of the newest confirmation mail to this address. */
async function tokenFor(to: string): Promise<string> {
  const mail = await system.db.asOperator((tx) => tx.outboxMail.findFirstOrThrow({ where: { to, template: 'verify' }, orderBy: { createdAt: 'desc' } }))
  return (mail.props as { token: string }).token
}

describe('an analysis', () => {
  it('that a visitor worked on waits in the plant, once, and nowhere else', async () => {
    const form = { email: 'visitor@plant.example', industry: 'dairy' as const, source: { utm_source: 'post' }, analysis: chart }
    await requestDemo(system, form)
    const token = await tokenFor(form.email)
    const first = await verifyRequest(system, token)
    expect(await verifyRequest(system, token)).toEqual(first)
    const lease = await system.db.asOperator((tx) => tx.lease.findFirstOrThrow({ where: { email: form.email } }))
    expect(await listAnalyses(system, lease.name)).toMatchObject([{ kind: 'spc', name: 'Fill weights', createdBy: form.email }])
    const [kept] = await listAnalyses(system, lease.name)
    expect(await findAnalysis(system, lease.name, kept!.id)).toMatchObject(chart)
    const request = await system.db.asOperator((tx) => tx.demoRequest.findFirstOrThrow({ where: { email: form.email } }))
    expect(request.source).toEqual({ utm_source: 'post' })
    await removeTenantRows(system.db, lease.name)
    expect(await listAnalyses(system, lease.name)).toEqual([])
  })

  it('is forgotten when the address is never confirmed', async () => {
    await requestDemo(system, { email: 'nobody@plant.example', industry: 'dairy', source: { utm_source: 'post' }, analysis: chart })
    const sourceNow = async () => (await system.db.asOperator((tx) => tx.demoRequest.findFirstOrThrow({ where: { email: 'nobody@plant.example' } }))).source
    await reconcileAll(system)
    expect(await sourceNow()).toHaveProperty('analysis')
    system.clock.advance((verificationHours + 1) * 3_600_000)
    await reconcileAll(system)
    expect(await sourceNow()).toEqual({ utm_source: 'post' })
  })

  it('is kept, changed and removed by its own plant only', async () => {
    const [mine, theirs] = [personOf('demo-mine'), personOf('demo-theirs')]
    const id = await saveAnalysis(system, mine, chart)
    await saveAnalysis(system, mine, { ...chart, name: 'Fill weights, line 2' }, id)
    expect(await listAnalyses(system, mine.tenantId)).toMatchObject([{ id, name: 'Fill weights, line 2' }])
    expect(await findAnalysis(system, theirs.tenantId, id)).toBeNull()
    await expect(saveAnalysis(system, theirs, chart, id)).rejects.toMatchObject({ status: 404 })
    await removeAnalysis(system, theirs, id)
    expect(await listAnalyses(system, mine.tenantId)).toHaveLength(1)
    await removeAnalysis(system, mine, id)
    await removeAnalysis(system, mine, id)
    expect(await listAnalyses(system, mine.tenantId)).toEqual([])
  })

  it('is not kept by who may only look, nor when it is too large', async () => {
    await expect(async () => saveAnalysis(system, personOf('demo-mine', [{ role: 'viewer', nodeId: '' }]), chart)).rejects.toMatchObject({ status: 403 })
    expect(analysisSchema.safeParse({ ...chart, fields: { text: '1'.repeat(largestAnalysis + 1) } }).error?.issues[0]?.message).toContain('fewer rows')
  })
})
