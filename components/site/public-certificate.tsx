import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { GroupedHash } from '@/components/admin/grouped-hash'
import { CertificateFrame } from '@/components/ui/certificate-frame'
import { formatClock, formatDate } from '@/components/ui/format-time'
import { TermList } from '@/components/ui/term-list'
import type { FoundCertificate } from '@/lib/admin/find-certificate'
import type { DeletionStatement } from '@/lib/demo/certificate'

const moment = (at: string | null) => (at ? `${formatDate(at, 'UTC')}, ${formatClock(at, 'UTC', { seconds: true })} UTC` : '—')

const reasons = { hash: 'The statement does not have this hash: it was changed.', signature: 'The signature is not of this installation’s key.' }

/** The certificate as it is read, printed and filed: on paper it stands alone on its page. */
export function PublicCertificate({ certificate: { document, statement, verdict, chained } }: { certificate: FoundCertificate }) {
  const Icon = verdict.holds ? ShieldCheck : ShieldAlert
  return (
    <CertificateFrame
      level={1}
      title="Deletion certificate"
      mark={
        <>
          <Icon className="icon" aria-hidden /> {verdict.holds ? 'Verified' : 'Does not verify'}
        </>
      }
    >
      {!verdict.holds && <p className="mb-3 text-body font-semibold">{reasons[verdict.because]}</p>}
      <p className="mb-4 max-w-[68ch] text-body">
        {statement.subject === 'tenant' ? 'Tenant' : 'Lease'} {statement.lease} is gone. Its sessions were ended, then the key to its data was destroyed, then everything was removed. Afterwards each system
        was asked what it still holds under this name. {everyAnswer(statement)}
      </p>
      <TermList
        termWidth={150}
        terms={[
          { term: statement.subject === 'tenant' ? 'Made' : 'Ready', detail: statement.readyAt ? moment(statement.readyAt) : '— it was never ready' },
          { term: 'Deadline', detail: statement.deadlineAt ? moment(statement.deadlineAt) : '— it had none' },
          { term: 'Sessions ended', detail: moment(statement.sessionsEndedAt) },
          { term: 'Key destroyed', detail: moment(statement.keyDestroyedAt) },
          { term: 'Gone', detail: moment(statement.goneAt) },
        ]}
      />
      <PartsTable parts={statement.parts} />
      {statement.kept?.map(({ what, count, until, because }) => (
        <p key={what} className="mb-4 max-w-[68ch] text-body">
          Kept until {until} because {because} demands it: {count} {what.charAt(0).toLowerCase() + what.slice(1)}.
        </p>
      ))}
      <TermList
        termWidth={150}
        terms={[
          { term: 'Issued', detail: moment(document.issuedAt) },
          { term: 'Audit entry', detail: `${document.auditSeq} of the platform’s chain${chained ? ', which says the same hash' : '; that entry does not say this hash'}` },
          { term: 'SHA-256', detail: <GroupedHash hash={document.sha256} /> },
          { term: 'Signature', detail: <code className="text-mono break-all">{document.algorithm}, {document.signature}</code> },
          { term: 'Key', detail: <code className="text-mono">{document.keyId}</code> },
        ]}
      />
    </CertificateFrame>
  )
}

function everyAnswer({ parts }: DeletionStatement): string {
  return parts.every(({ listedAfter }) => listedAfter === 0) ? 'Each answered: nothing.' : 'Not each of them answered: nothing.'
}

function PartsTable({ parts }: Pick<DeletionStatement, 'parts'>) {
  return (
    <div className="table-scroll my-4">
      <table className="table text-[13px] leading-[18px]" data-density="dense" data-head="plain">
        <caption className="sr-only">What each system listed afterwards</caption>
        <thead>
          <tr>
            <th scope="col" className="!bg-raised !pl-0">Part</th>
            <th scope="col" className="hidden !bg-raised md:table-cell print:table-cell">System</th>
            <th scope="col" className="!bg-raised">Removed</th>
            <th scope="col" className="!bg-raised !pr-0" data-align="right">Listed afterwards</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ part, system, removedAt, listedAfter }) => (
            <tr key={part}>
              <th scope="row" className="!pl-0 !font-semibold">
                {part}
                <span className="block font-normal text-ink-2 md:hidden print:hidden">{system}</span>
              </th>
              <td className="hidden md:table-cell print:table-cell">{system}</td>
              <td>{removedAt ? `${formatClock(removedAt, 'UTC', { seconds: true })} UTC` : '—'}</td>
              <td className="!pr-0" data-align="right">{listedAfter}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
