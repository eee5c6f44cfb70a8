import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { AdminPage } from '@/components/admin/admin-page'
import { FramedMonitor } from '@/components/admin/framed-monitor'
import { requirePerson } from '@/lib/auth/current-person'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Monitoring' }

export default async function MonitorPage({ params }: { params: Promise<{ id: string }> }) {
  await requirePerson('admin')
  const { id } = await params
  const { monitoring } = system()
  const dashboard = monitoring?.dashboards.find((one) => one.id === id)
  if (!monitoring || !dashboard) notFound()
  return (
    <AdminPage title={dashboard.name} summary={`${dashboard.summary} Drawn by ${monitoring.title}.`} action={<Link href="/admin/monitoring">All dashboards</Link>}>
      <FramedMonitor id={id} name={`${dashboard.name}, drawn by ${monitoring.title}`} />
    </AdminPage>
  )
}
