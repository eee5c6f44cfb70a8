import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { realms } from '@/lib/adapters/identity/keycloak-realms'
import { readRealm } from '@/scripts/keycloak/apply-realms'

const secrets = Object.fromEntries(['PORTAL', 'PROVISIONER', 'JUPYTERHUB', 'ENTRY'].map((name) => [`${name}_CLIENT_SECRET`, `"a secret\\ of ${name}"`]))
const values = { PORTAL_URL: 'https://portal.example', JUPYTERHUB_URL: 'https://hub.example', DEMO_SESSION_SECONDS: '86400', ...secrets }

describe.each(realms)('the realm file %s', (realm) => {
  const text = readFileSync(path.join(import.meta.dirname, 'realms', `${realm}.json`), 'utf8')
  const file = readRealm(realm, values)

  it('holds no secret: each is a placeholder', () => {
    const said = [...text.matchAll(/"(?:secret|clientSecret)": "([^"]*)"/g)].map(([, value]) => value)
    expect(said.length).toBeGreaterThanOrEqual(8)
    for (const value of said) expect(value).toMatch(/^\$\{[A-Z]+_CLIENT_SECRET\}$/)
  })

  it('takes any secret, whatever signs are in it', () => {
    expect(file.clients.find(({ clientId }) => clientId === 'portal')).toMatchObject({ secret: '"a secret\\ of PORTAL"', enabled: true })
  })

  it('leaves a client disabled whose address is not known', () => {
    expect(file.clients.filter(({ enabled }) => !enabled).map(({ clientId }) => clientId)).toEqual(['superset', 'grafana', 'airflow', 'mlflow', 'trino'])
  })

  it('lets nobody sign in without PKCE, to an address with a wildcard, or by handing a password to an application', () => {
    const all = readRealm(realm, { ...values, ...Object.fromEntries(['SUPERSET', 'GRAFANA', 'AIRFLOW', 'MLFLOW', 'TRINO'].flatMap((name) => [[`${name}_URL`, 'https://x.example'], [`${name}_CLIENT_SECRET`, 'x']])) })
    const interactive = all.clients.filter(({ standardFlowEnabled }) => standardFlowEnabled)
    expect(interactive).toHaveLength(7)
    for (const client of interactive) {
      expect(client.attributes).toMatchObject({ 'pkce.code.challenge.method': 'S256' })
      expect(client).toMatchObject({ publicClient: false, directAccessGrantsEnabled: false, implicitFlowEnabled: false })
      for (const uri of client.redirectUris) expect(uri).not.toContain('*')
    }
  })

  it('says what is missing instead of leaving it open', () => {
    const { DEMO_SESSION_SECONDS: _, ...rest } = values
    expect(() => readRealm('demo', rest)).toThrow('DEMO_SESSION_SECONDS')
  })
})

describe('the theme', () => {
  const css = readFileSync(path.join(import.meta.dirname, '../../app/globals.css'), 'utf8')
  const tokens = readFileSync(path.join(import.meta.dirname, 'themes/millrace/login/resources/css/tokens.css'), 'utf8')
  const read = (text: string) => Object.fromEntries([...text.matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]))
  const between = (text: string, from: string, to: string) => text.slice(text.indexOf(from), text.indexOf(to, text.indexOf(from)))

  it('has the product’s colours, light and dark', () => {
    const [light, dark] = [read(between(tokens, ':root', '@media')), read(tokens.slice(tokens.indexOf('@media')))]
    expect(Object.keys(light).length).toBeGreaterThan(10)
    expect(read(between(css, ":root,\n[data-theme='light']", '}'))).toMatchObject(light)
    expect(read(between(css, "[data-theme='dark'] {", '}'))).toMatchObject(dark)
  })

  it('uses no colour of its own, but white under a code to scan', () => {
    const own = readFileSync(path.join(import.meta.dirname, 'themes/millrace/login/resources/css/login.css'), 'utf8')
    expect(own.match(/#[0-9a-f]{3,8}\b/gi)?.filter((colour) => !colour.startsWith('#kc'))).toEqual(['#fff'])
  })
})
