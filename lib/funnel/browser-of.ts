import type { Browser } from '@/lib/funnel/record-visit'

/** What a request says of the browser behind it. Sec-GPC: W3C Global Privacy Control; DNT: Tracking Preference Expression. */
export const browserOf = (headers: Headers, address: string): Browser => ({
  address,
  userAgent: headers.get('user-agent')?.slice(0, 400) ?? '',
  objects: headers.get('sec-gpc') === '1' || headers.get('dnt') === '1',
})
