import { expect, it } from 'vitest'
import { onePager } from '@/lib/site/sheets/one-pager'
import { pricingSheet } from '@/lib/site/sheets/pricing-sheet'

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length

it.each([['the one-pager', onePager], ['the pricing sheet', pricingSheet]])('%s is a PDF of one page that names its language', async (_, make) => {
  const pdf = await make('https://millrace.example')
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pagesOf(pdf)).toBe(1)
  expect(pdf.toString('latin1')).toContain('/Lang (en)')
})
