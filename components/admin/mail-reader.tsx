import { adminZone } from '@/components/admin/lease-cells'
import { LinkedText } from '@/components/admin/linked-text'
import { Drawer } from '@/components/ui/drawer'
import { formatDateClock } from '@/components/ui/format-time'
import { TermList } from '@/components/ui/term-list'
import type { MailContentView } from '@/lib/admin/load-mail'
import { byDay } from '@/lib/mail/by-day'

/** Links of the mail open beside administration, not inside the frame: the frame may run and reach nothing. */
const openBeside = (html: string) => html.replace('<head>', '<head><base target="_blank">')

export function MailReader({ mail, closeHref }: { mail: MailContentView; closeHref: string }) {
  return (
    <Drawer key={mail.id} label="Mail" title={mail.subject} width={560} closeHref={closeHref}>
      <TermList
        termWidth={72}
        terms={[
          { term: 'To', detail: mail.to },
          { term: 'Sent', detail: `${formatDateClock(mail.sentAt, adminZone)} UTC` },
          { term: 'Stream', detail: mail.stream },
          ...(mail.files.length > 0 ? [{ term: 'Files', detail: mail.files.join(', ') }] : []),
          ...(mail.answer ? [{ term: 'Taken', detail: mail.answer }] : []),
          ...(mail.bounce ? [{ term: 'Bounced', detail: mail.bounce }] : []),
        ]}
      />
      {mail.text === '' ? (
        <p className="mt-4 text-ink-2">
          {mail.answer ? 'What it said went to the mail server and is not kept here.' : 'What it said went with the plant that it was about. That it was sent stays.'}
        </p>
      ) : (
        <>
          <h3 className="mt-5 mb-2 text-panel">As text</h3>
          <LinkedText text={mail.text} />
          <h3 className="mt-5 mb-2 text-panel">As sent</h3>
          <iframe
            title={`Mail: ${mail.subject}`}
            srcDoc={openBeside(byDay(mail.html))}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            referrerPolicy="no-referrer"
            className="h-[560px] w-full border border-line bg-raised"
          />
        </>
      )}
    </Drawer>
  )
}
