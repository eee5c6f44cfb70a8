import PostalMime from 'postal-mime'

/** What became of one recipient of a mail, as the receiving side reports it. */
export interface DeliveryOutcome {
  /** `failed` is final, `delayed` is still being tried. */
  action: string
  /** X.Y.Z of RFC 3463. */
  status: string
  /** What the last server said, e.g. `550 5.1.1 User unknown`; the status when it said nothing. */
  diagnostic: string
}

export interface DeliveryReport {
  /** The addresses that the report itself came to: one of them is the return path of the mail that it is about. */
  to: string[]
  recipients: DeliveryOutcome[]
}

/** Addresses in the fields that servers write the receiving address into. */
const addressFields = ['to', 'delivered-to', 'x-original-to', 'envelope-to']

/** A delivery status notification (RFC 3464); null for a mail that is none, such as an answer of an absent reader. */
export async function readDeliveryReport(raw: string): Promise<DeliveryReport | null> {
  const mail = await PostalMime.parse(raw, { attachmentEncoding: 'utf8' })
  const status = mail.attachments.find(({ mimeType }) => mimeType === 'message/delivery-status')
  if (!status) return null
  // The first group is about the reporting server, each further one about one recipient.
  const [, ...recipients] = fieldGroups(String(status.content))
  const to = mail.headers.filter(({ key }) => addressFields.includes(key)).flatMap(({ value }) => value.match(/[^\s<>,;:"]+@[^\s<>,;:"]+/g) ?? [])
  return { to, recipients: recipients.flatMap(readRecipient) }
}

function readRecipient(fields: Map<string, string>): DeliveryOutcome[] {
  const [action, status] = [fields.get('action')?.toLowerCase(), /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0]]
  // `smtp; 550 5.1.1 …`: the type of the code is not for people.
  const diagnostic = fields.get('diagnostic-code')?.replace(/^[\w-]+;\s*/, '')
  return action && status ? [{ action, status, diagnostic: diagnostic || status }] : []
}

/** Groups of `Name: text` lines, parted by empty ones; a line that begins with a blank goes on with the one before. */
function fieldGroups(text: string): Map<string, string>[] {
  const groups = text.replace(/\r\n/g, '\n').replace(/\n[ \t]+/g, ' ').split(/\n{2,}/)
  return groups.map((group) => group.split('\n').filter((line) => line.includes(':'))).filter((lines) => lines.length > 0).map(
    (lines) =>
      new Map(
        lines.map((line) => {
          const cut = line.indexOf(':')
          return [line.slice(0, cut).trim().toLowerCase(), line.slice(cut + 1).trim()]
        }),
      ),
  )
}
