import { expect, test } from '../test'
import { administrator, moveIn, uploadFile } from '../product'
import { untilKernelIsUp } from '../jupyterlab'
import { everywhere, listDemos, since } from './servers'

test('a prospect signs in once for portal and notebooks, reads from the object store, and no server keeps a trace', async ({ page, browser, context }) => {
  test.setTimeout(600_000)
  for (const reason of (process.env.MILLRACE_E2E_ABSENT ?? '').split('\n').filter(Boolean)) test.info().annotations.push({ type: 'absent', description: reason })
  // The hub may still be starting: then nothing was there.
  const before = await listDemos().catch(() => ({}))
  const admin = await administrator(browser)
  const address = `stack-${Date.now()}@example.com`

  const lease = await moveIn(page, admin, address)
  await expect(page.getByRole('heading', { name: 'Northfield Dairy' })).toBeVisible()

  await test.step('the sample files lie in the object store, and the browser fetches one there', async () => {
    await expect(async () => {
      await page.goto('/data')
      await expect(page.getByRole('link', { name: 'stops.parquet' })).toBeVisible()
    }).toPass({ timeout: 120_000 })
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'stops.parquet' }).click()])
    expect(download.suggestedFilename()).toBe('stops.parquet')
    expect(download.url()).toContain(new URL(process.env.S3_URL!).host)
    await uploadFile(page, 'my shifts.csv')
  })

  await test.step('a cell in JupyterLab reads from it with the plant’s own key', async () => {
    await page.goto('/notebooks')
    const open = page.getByRole('link', { name: 'Open Getting Started with Manufacturing Analytics' })
    await expect(open).toBeVisible({ timeout: 240_000 })
    const [lab] = await Promise.all([context.waitForEvent('page'), open.click()])
    await lab.waitForURL('**/lab/tree/**', { timeout: 60_000 })
    await lab.goto(lab.url().replace(/lab\/tree\/.*/, `lab/tree/${encodeURIComponent('Your Files over S3.ipynb')}`))
    await lab.locator('.jp-NotebookPanel .jp-CodeCell').first().locator('.cm-content').waitFor({ timeout: 60_000 })
    await untilKernelIsUp(lab)
    // JupyterLab takes commands only once it has laid out its panels: asked too early, nothing runs.
    await expect(async () => {
      await lab.getByRole('menuitem', { name: 'Run', exact: true }).click()
      await lab.getByRole('menuitem', { name: 'Run All Cells', exact: true }).click()
      await expect(lab.getByText(/\d+ stops read from millrace-demo-/)).toBeVisible({ timeout: 20_000 })
    }).toPass({ timeout: 120_000 })
    await lab.close()
    await expect(async () => {
      await page.goto('/data')
      await expect(page.getByRole('link', { name: 'stops-counted.csv' })).toBeVisible()
    }).toPass({ timeout: 30_000 })
  })

  expect(everywhere(since(before, await listDemos()))).toEqual([1])

  await test.step('an administrator ends it', async () => {
    await admin.goto(`/admin/leases?lease=${lease}`)
    await admin.getByRole('button', { name: 'Expire now' }).first().click()
    await admin.getByLabel('Reason').fill('end of the journey')
    await admin.getByRole('button', { name: 'Expire it' }).click()
    await expect(async () => {
      await page.goto(`/certificates/${lease}`)
      await expect(page.getByText(/Verified|verifies/i).first()).toBeVisible()
    }).toPass({ timeout: 120_000 })
  })

  const left = since(before, await listDemos())
  expect(Object.values(left).flat()).toEqual([])
  expect(Object.keys(left)).toEqual(expect.arrayContaining(['notebooks', 'buckets', 'keys']))
  await page.goto('/plant')
  await page.waitForURL('**/sign-in')
})
