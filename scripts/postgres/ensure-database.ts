import pg from 'pg'
import { withClient } from './with-client'

/** Of the three roles. Letters and digits only: they stand in URLs and statements. */
export interface Passwords {
  owner: string
  app: string
  operator: string
}

export interface DatabaseUrls {
  ownerUrl: string
  appUrl: string
  operatorUrl: string
}

const roles = [
  // May make databases: migrations are compared with a shadow database; and logins: of BI tools, one a tenant.
  { name: 'millrace_owner', key: 'owner', rights: 'LOGIN NOSUPERUSER NOBYPASSRLS CREATEROLE CREATEDB' },
  { name: 'millrace_app', key: 'app', rights: 'LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB' },
  { name: 'millrace_operator', key: 'operator', rights: 'LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB' },
] as const

/** Roles with these passwords and an empty database owned by `millrace_owner`, made where missing. Repeatable. */
export async function ensureDatabase(superUrl: string, name: string, passwords: Passwords): Promise<DatabaseUrls> {
  await withClient(superUrl, async (client) => {
    for (const role of roles) await ensureRole(client, role.name, role.rights, passwords[role.key])
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (!rowCount) {
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} OWNER millrace_owner TEMPLATE template0 ENCODING 'UTF8'`)
    }
    await settle(client, name)
  })
  await withClient(atDatabase(superUrl, name), (client) => client.query('ALTER SCHEMA public OWNER TO millrace_owner'))
  return urlsOf(superUrl, name, passwords)
}

/** A copy of a migrated database, in a fraction of the time that migrating takes. Nobody may be connected to the template. */
export async function cloneDatabase(superUrl: string, template: string, name: string, passwords: Passwords): Promise<DatabaseUrls> {
  await withClient(superUrl, async (client) => {
    const [copy, of] = [name, template].map(pg.escapeIdentifier)
    await client.query(`CREATE DATABASE ${copy} OWNER millrace_owner TEMPLATE ${of}`)
    await settle(client, name)
  })
  return urlsOf(superUrl, name, passwords)
}

/** Also what it holds open is ended. */
export const dropDatabase = (superUrl: string, name: string): Promise<unknown> =>
  withClient(superUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`))

/** What belongs to the database itself, which a template does not pass on. */
async function settle(client: pg.Client, name: string): Promise<void> {
  const database = pg.escapeIdentifier(name)
  await client.query(`ALTER DATABASE ${database} SET timezone = 'UTC'`)
  await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`)
  await client.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${database} TO millrace_app, millrace_operator`)
  // The job queue keeps a schema of its own, made by the operator.
  await client.query(`GRANT CREATE ON DATABASE ${database} TO millrace_operator`)
}

async function ensureRole(client: pg.Client, name: string, rights: string, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name])
  await client.query(`${rowCount ? 'ALTER' : 'CREATE'} ROLE ${name} ${rights} PASSWORD ${pg.escapeLiteral(password)}`)
}

function urlsOf(superUrl: string, name: string, passwords: Passwords): DatabaseUrls {
  const [ownerUrl = '', appUrl = '', operatorUrl = ''] = roles.map((role) => {
    const url = new URL(atDatabase(superUrl, name))
    url.username = role.name
    url.password = passwords[role.key]
    return url.href
  })
  return { ownerUrl, appUrl, operatorUrl }
}

function atDatabase(superUrl: string, name: string): string {
  const url = new URL(superUrl)
  url.pathname = `/${name}`
  return url.href
}
