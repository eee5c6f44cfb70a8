import { Braces, Printer, ShieldAlert, ShieldCheck } from 'lucide-react'
import Link from 'next/link'
import { GroupedHash } from '@/components/admin/grouped-hash'
import { adminZone } from '@/components/admin/lease-cells'
import { Button } from '@/components/ui/button'
import { CertificateFrame } from '@/components/ui/certificate-frame'
import { formatClock, formatDate, formatDuration } from '@/components/ui/format-time'
import { TermList } from '@/components/ui/term-list'
import type { LeaseDetail } from '@/lib/admin/load-lease-detail'

/** Whether the signature held when the page was made. */
export function VerdictMark({ holds }: { holds: boolean }) {
  const Icon = holds ? ShieldCheck : ShieldAlert
  return (
    <>
      <Icon className="icon" aria-hidden /> {holds ? 'Verified' : 'Does not verify'}
    </>
  )
}

/** The proof in the drawer; its public page is one click away. */
export function LeaseCertificate({ lease, certificate }: { lease: LeaseDetail['lease']; certificate: NonNullable<LeaseDetail['certificate']> }) {
  const { issuedAt, tookSeconds, auditSeq, sha256, keyId, verdict } = certificate
  return (
    <div className="mt-6 grid gap-3">
      <CertificateFrame title="Deletion certificate" mark={<VerdictMark holds={verdict.holds} />}>
        <p className="mb-3 text-[13px] text-ink-2">
          Lease {lease.name} is gone. Its sessions were ended, then the key to its data was destroyed, then everything was removed. Afterwards each
          system was asked what it still holds under this name. Each answered: nothing.
        </p>
        <TermList
          termWidth={84}
          terms={[
            { term: 'Issued', detail: `${formatDate(issuedAt, adminZone)}, ${formatClock(issuedAt, adminZone, { seconds: true })} UTC` },
            ...(tookSeconds === null ? [] : [{ term: 'Took', detail: `${formatDuration(tookSeconds)}, limit 5 min` }]),
            { term: 'Audit entry', detail: <Link className="link" href={`/admin/audit?q=${lease.name}`}>{auditSeq}</Link> },
            { term: 'SHA-256', detail: <GroupedHash hash={sha256} /> },
            { term: 'Signature', detail: <span className="text-mono">Ed25519, key {keyId}</span> },
          ]}
        />
      </CertificateFrame>
      <div className="flex flex-wrap items-center gap-3">
        <Button size="small" href={`/certificates/${lease.id}`} icon={<Printer className="icon" aria-hidden />}>
          Open and print
        </Button>
        <Button size="small" href={`/api/certificates/${lease.id}`} prefetch={false} icon={<Braces className="icon" aria-hidden />}>
          JSON
        </Button>
        <Link className="link text-[13px]" href={`/certificates/${lease.id}#verify`}>
          How to verify it yourself
        </Link>
      </div>
    </div>
  )
}
