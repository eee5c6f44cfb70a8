import { CertificateCheck } from '@/components/site/certificate-check'
import { VerifyYourself } from '@/components/site/verify-yourself'
import { system } from '@/lib/system'
import { siteMetadata } from '@/lib/site/site-pages'

export const metadata = siteMetadata('/certificates')

export default function CertificatesPage() {
  return (
    <main id="content" className="mx-auto w-full max-w-[820px] px-4 py-10">
      <h1 className="text-section">Verify a deletion certificate</h1>
      <p className="mt-4 max-w-[68ch]">
        When a demo plant is deleted, a signed certificate says what each system listed afterwards. Paste one to check that it is unchanged and was signed here.
        Nothing that you paste is kept.
      </p>
      <CertificateCheck />
      <VerifyYourself certificateUrl={`${system().settings.portalUrl}/api/certificates/ID`} />
    </main>
  )
}
