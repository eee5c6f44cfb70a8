import { describe, expect, it } from 'vitest'
import { parseEnv } from '@/lib/env'

const complete = {
  DATABASE_URL: 'postgresql://millrace_app:x@127.0.0.1:5480/millrace',
  OPERATOR_DATABASE_URL: 'postgresql://millrace_operator:x@127.0.0.1:5480/millrace',
  MILLRACE_URL: 'http://localhost:3000/',
  NEXTAUTH_SECRET: '0123456789abcdef',
  MILLRACE_VAR_DIR: '/srv/millrace/var',
}

describe('the settings', () => {
  it('have defaults for everything that is not a secret or a place', () => {
    expect(parseEnv(complete)).toMatchObject({
      WARM_POOL_SIZE: 1,
      DEMO_HOURS: 24,
      LOG_LEVEL: 'info',
      IDENTITY: 'embedded',
      NOTEBOOKS: 'jupyterhub',
      WEBHOOK_PRIVATE_NETWORKS: 'deny',
      MILLRACE_URL: 'http://localhost:3000',
    })
  })

  it('name every problem at once, without the values', () => {
    const wrong = { ...complete, DATABASE_URL: 'mysql://secret', NEXTAUTH_SECRET: 'short', WARM_POOL_SIZE: 'many', MILLRACE_URL: undefined }
    const parse = () => parseEnv(wrong)
    expect(parse).toThrow(/DATABASE_URL: a URL that begins with postgresql:\/\//)
    expect(parse).toThrow(/NEXTAUTH_SECRET: at least 16 characters/)
    expect(parse).toThrow(/WARM_POOL_SIZE: /)
    expect(parse).toThrow(/MILLRACE_URL: is not set/)
    expect(parse).not.toThrow(/mysql/)
  })

  it('are not confused by the mailbox that a Unix login sets', () => {
    expect(parseEnv({ ...complete, MAIL: '/var/mail/someone' }).MAILER).toBe('embedded')
  })

  it('treat an empty value as not set', () => {
    const { HUB_URL, DEMO_HOURS } = parseEnv({ ...complete, HUB_URL: '', DEMO_HOURS: '' })
    expect([HUB_URL, DEMO_HOURS]).toEqual([undefined, 24])
  })

  it('ask for the hub’s token when there is a hub', () => {
    expect(() => parseEnv({ ...complete, HUB_URL: 'http://127.0.0.1:8600' })).toThrow(/HUB_API_TOKEN: is needed/)
  })
})
