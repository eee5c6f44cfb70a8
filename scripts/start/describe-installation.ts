import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Progress } from './progress'

export interface Installation {
  progress: Progress
  varDir: string
  portalUrl: string
  hubUrl: string | undefined
  /** Where mails are read that a mail server of the stack took; of the embedded one, in administration. */
  mailboxUrl: string | undefined
  adminEmail: string
  /** Undefined when this installation never made it. */
  password: string | undefined
}

/** Where everything is, for people and, in `run/addresses.json`, for tests. */
export function describeInstallation({ progress, varDir, portalUrl, hubUrl, mailboxUrl, adminEmail, password }: Installation): void {
  writeFileSync(path.join(varDir, 'run/addresses.json'), JSON.stringify({ portalUrl, hubUrl, adminEmail }))
  progress.line(`
Millrace is up after ${progress.elapsed()}

  portal          ${portalUrl}
  administration  ${portalUrl}/admin
  mail            ${mailboxUrl ?? `${portalUrl}/admin/mail`}
  notebooks       ${hubUrl ? `${hubUrl} (their environment is prepared beside; the portal shows how far it is)` : 'off'}

  administrator   ${adminEmail}
  first password  ${password ?? 'was given at the first start'}${password ? ' (change it under Profile)' : ''}

Logs are in ${path.join(varDir, 'log')}. Ctrl-C stops everything.`)
}
