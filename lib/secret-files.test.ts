import { mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { withSecretFiles } from '@/lib/secret-files'

const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'secret-')), 'password')
writeFileSync(file, 'two words\n')

it('a secret is taken from its file, without the last line break, and everything else stays', () => {
  expect(withSecretFiles({ SMTP_PASSWORD_FILE: file, SMTP_USER: 'portal', CONNECTORS_FILE: '/etc/connectors.json' })).toEqual({
    SMTP_PASSWORD: 'two words',
    SMTP_USER: 'portal',
    CONNECTORS_FILE: '/etc/connectors.json',
  })
})

it('a file that is not there is named, with its variable', () => {
  expect(() => withSecretFiles({ NEXTAUTH_SECRET_FILE: '/none/secret' })).toThrow('NEXTAUTH_SECRET_FILE names /none/secret, which cannot be read: ENOENT')
})

it('a secret that is given in both ways is refused: nobody could say which one counts', () => {
  expect(() => withSecretFiles({ SMTP_PASSWORD: 'x', SMTP_PASSWORD_FILE: file })).toThrow('SMTP_PASSWORD and SMTP_PASSWORD_FILE are both set')
})
