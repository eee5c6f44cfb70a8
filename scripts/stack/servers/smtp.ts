import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { checkout } from '../../checkout'
import { installPython } from '../install-once'
import type { Site, StackServer } from '../server'
import { startDetached } from '../start-detached'

const platform = path.join(checkout, 'platform/mail')
const requirements = readFileSync(path.join(platform, 'requirements.txt'), 'utf8').split('\n').filter(Boolean)
const folder = `mail-${/aiosmtpd==(.+)/.exec(requirements.join('\n'))![1]}`
const user = 'millrace-portal'
const domain = 'millrace.test'
type Port = 'smtp' | 'mailbox'

/** A mail server that keeps what it takes: STARTTLS, sign-in, DKIM checked, delivery reports; its mailbox is read over HTTP. */
export const smtp: StackServer<Port> = {
  name: 'smtp',
  title: `${requirements[0]!.replace('==', ' ')} (SMTP, mailbox)`,
  ports: { smtp: 2525, mailbox: 2580 },
  secondsToStart: 60,
  install: async ({ programs }) => void (await installPython(programs, folder, requirements)),
  start: (site) => startDetached(site, { program: path.join(site.programs, folder, 'bin/python'), args: args(site) }),
  async ready(site) {
    const answer = await fetch(`${mailboxUrl(site)}/mails`, { signal: AbortSignal.timeout(2000) })
    return answer.ok
  },
  settings: (site) => ({
    MAILER: 'smtp',
    SMTP_URL: `smtp://127.0.0.1:${site.port('smtp')}`,
    SMTP_USER: user,
    SMTP_PASSWORD_FILE: file(site, 'password'),
    SMTP_CA_FILE: file(site, 'ca.pem'),
    MAIL_FROM: `Millrace <hello@${domain}>`,
    MAIL_BOUNCE_ADDRESS: `bounces@${domain}`,
    MAIL_REPORT_TOKEN_FILE: file(site, 'report-token'),
    MAILBOX_URL: mailboxUrl(site),
    DKIM_DOMAIN: domain,
    DKIM_SELECTOR: 'millrace',
    DKIM_KEY_FILE: file(site, 'dkim.pem'),
  }),
}

const file = ({ data }: Site<Port>, name: string) => path.join(data, name)
const mailboxUrl = (site: Site<Port>) => `http://127.0.0.1:${site.port('mailbox')}`

function args(site: Site<Port>): string[] {
  const secret = (name: string) => keep(file(site, name), site.secrets.get(`stack-mail-${name}`))
  keepDkimKey(site)
  const named = {
    dir: site.data,
    'smtp-port': String(site.port('smtp')),
    'http-port': String(site.port('mailbox')),
    user,
    'password-file': secret('password'),
    'dkim-record': file(site, 'dkim.txt'),
    'report-url': `${site.portalUrl}/api/internal/delivery-report`,
    'report-token-file': secret('report-token'),
  }
  return [path.join(platform, 'mail_server.py'), ...Object.entries(named).flatMap(([name, value]) => [`--${name}`, value])]
}

/** The key that signs, and the record that the domain's DNS would show. */
function keepDkimKey(site: Site<Port>): void {
  if (existsSync(file(site, 'dkim.pem'))) return
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  keep(file(site, 'dkim.txt'), `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`)
  keep(file(site, 'dkim.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)
}

function keep(place: string, text: string): string {
  writeFileSync(place, text, { mode: 0o600 })
  return place
}
