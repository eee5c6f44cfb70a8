import { createHmac } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'

interface Factor {
  /** In base 32. */
  secret: string
  /** The last thirty seconds of which a code was used: each counts once. */
  usedStep: number
}

/** Of the administrator, once set up. Kept with the installation: after a failure the tests go on in another process. */
const factorFile = () => path.join(process.env.MILLRACE_E2E_VAR!, 'secrets/second-factor.json')
const keepFactor = (factor: Factor) => writeFileSync(factorFile(), JSON.stringify(factor), { mode: 0o600 })

/** From the portal's sign-in page through Keycloak's, second factor included; set up when it is asked for the first time. */
export async function signInAsStaff(page: Page, email: string, password: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with my account' }).click()
  await fillPassword(page, email, password)
  const setUp = page.getByRole('heading', { name: 'Set up your second factor' })
  const code = page.getByLabel(/Six digits/)
  await expect(code).toBeVisible()
  if (await setUp.isVisible()) {
    await page.getByRole('link', { name: 'Cannot scan?' }).click()
    keepFactor({ secret: (await page.locator('#kc-totp-secret-key').innerText()).replaceAll(/\s/g, ''), usedStep: 0 })
  }
  await code.fill(await nextCode())
  await page.getByRole('button', { name: /^(Save|Sign in)$/ }).click()
}

/** A prospect with the address and the password of the welcome mail. */
export async function signInAsProspect(page: Page, email: string, password: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in to my demo plant' }).click()
  await fillPassword(page, email, password)
}

/** On the page of Keycloak that is open. */
export async function fillPassword(page: Page, email: string, password: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible()
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

const stepNow = () => Math.floor(Date.now() / 30_000)

async function nextCode(): Promise<string> {
  const { secret, usedStep } = JSON.parse(readFileSync(factorFile(), 'utf8')) as Factor
  await expect.poll(stepNow, { timeout: 40_000 }).toBeGreaterThan(usedStep)
  const step = stepNow()
  keepFactor({ secret, usedStep: step })
  return totp(secret, step)
}

/** RFC 6238 with SHA-1 and six digits, of a secret in base 32 (RFC 4648). */
function totp(secret: string, step: number): string {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', key).update(counter).digest()
  const number = digest.readUInt32BE(digest.at(-1)! & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}
