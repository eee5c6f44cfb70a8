import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { ApiKeys } from '@/components/admin/api-keys'
import { requireManager } from '@/lib/auth/manager'
import { listApiKeys } from '@/lib/api-keys/api-keys'
import { listPlaces } from '@/lib/plant/model/list-places'
import { system } from '@/lib/system'
import { listSources } from '@/lib/telemetry/ingest-source'

export const metadata: Metadata = { title: 'API keys' }

export default async function KeysPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await requireManager((await params).tenant)
  const [keys, places, sources] = await Promise.all([listApiKeys(system(), tenant.id), listPlaces(system(), tenant.id), listSources(system(), tenant.id)])
  return (
    <AdminPage title="API keys" summary="For programs that read. What sends readings is a source, made in the Data room.">
      <ApiKeys tenantId={tenant.id} keys={keys} sources={sources} places={places} timeZone={tenant.timeZone} now={system().clock.now().toISOString()} />
    </AdminPage>
  )
}
