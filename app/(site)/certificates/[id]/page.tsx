import { Braces } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { PrintButton } from '@/components/site/print-button'
import { PublicCertificate } from '@/components/site/public-certificate'
import { VerifyYourself } from '@/components/site/verify-yourself'
import '@/components/site/certificate-print.css'
import { findCertificate, isBeingRemoved } from '@/lib/admin/find-certificate'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Deletion certificate', robots: { index: false } }

/** Public: it names no person, and whoever was given the link may check it. */
export default async function CertificatePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const certificate = await findCertificate(system(), id)
  if (!certificate && (await isBeingRemoved(system(), id))) return <BeingRemoved />
  if (!certificate) notFound()
  const jsonPath = `/api/certificates/${certificate.document.id}`
  return (
    <main id="content" className="certificate-page mx-auto w-full max-w-[820px] px-4 py-10">
      <PublicCertificate certificate={certificate} />
      <div className="no-print mt-4 flex flex-wrap gap-3">
        <PrintButton />
        <a className="button" href={jsonPath} download={`deletion-certificate-${certificate.document.id}.json`}>
          <Braces className="icon" aria-hidden /> JSON
        </a>
      </div>
      <VerifyYourself certificateUrl={`${system().settings.portalUrl}${jsonPath}`} />
    </main>
  )
}

function BeingRemoved() {
  return (
    <main id="content" className="mx-auto w-full max-w-[820px] px-4 py-16">
      <LiveRefresh everySeconds={2} />
      <h1 className="text-section">The plant is being deleted</h1>
      <p className="mt-3 max-w-[68ch] text-ink-2" role="status">
        Sessions have ended and the key is destroyed first; then each system is asked to remove its part, and asked again what it still holds. The certificate appears here when all of them answered: nothing.
      </p>
    </main>
  )
}
